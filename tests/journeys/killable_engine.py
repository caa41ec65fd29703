"""The app's engine without a window, made to be killed.

`python -m tests.journeys.killable_engine PROFILE SERVICE VIDEO_LINK` loads everything once and
then takes orders, a line of JSON each. For every order it forks: the child opens the profile as a
command does, takes up what is unfinished, and keeps some generations under way until somebody
kills it. What it does is told on standard output, a word a line, while it does it.
"""

import asyncio
import functools
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from omniflash_desktop.app.core import Core, build_core
from omniflash_desktop.app.logs import start_log
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.services.changes import Change, GenerationChanged, QueuePaused
from omniflash_desktop.services.patience import WITHOUT_END
from omniflash_desktop.storage.clip_files import ClipFolder
from omniflash_desktop.storage.engine_lock import EngineLock
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from omniflash_desktop.storage.settings_file import SettingsFile

# Beside these, the name of every state that a generation comes to is told.
ALIVE: Final = "alive"
DEAD: Final = "dead"
BROKEN: Final = "broken"
"""Something happened that only a mistake of ours can cause."""
OPENED: Final = "opened"
SAVING: Final = "saving"
SAVED: Final = "saved"
NAMED: Final = "named"
"""A clip's file has its name, and the library does not know it yet."""
FORGOTTEN: Final = "forgotten"
"""A link that the service could not fetch from is forgotten, and the clip not yet queued anew."""

NOT_YET_MADE: Final = 2
UNDER_WAY: Final = 5
"""More is not asked for than so many whose clip is not made yet, and so many in all."""

PICTURES: Final = 24
"""So many different ones lie in the profile's folder `references`, by their number."""

FAULTS: Final = (
    *("lost-answer", "unfetchable-link", "server-500", "cut-download", "expired-link"),
    *("html-download", "refuse-429", "odd-shapes", "stuck-progress", "moderation", "refuse-503"),
    *("slow-answer*1", "expired-for-good", "no-capacity", "offline", "upstream-timeout"),
)

_NEVER_RENDERED: Final = ("server-500", "moderation", "no-capacity", "upstream-timeout")
_IMAGES: Final = {1: 1, 6: 3, 21: 1}
"""How many there are, by the number's place among 40."""


def request_number(number: int, *, pictures: Path, video_link: str) -> GenerationRequest:
    """What is asked for as the `number`th thing, from 0: the same in every life.

    One of five meets a fault. Some have references of each kind, and of those that the sandbox
    never renders, which takes it seconds, all have one.
    """
    fault = FAULTS[number // 5 % len(FAULTS)] if number % 5 == 0 else ""
    images = 1 if fault in (*_NEVER_RENDERED, "unfetchable-link") else _IMAGES.get(number % 40, 0)
    return GenerationRequest(
        prompt=f"story {number:04d}" + (f" [[fault:{fault}]]" if fault else ""),
        duration=4,
        images=tuple(
            ImageReference(path=pictures / f"{(number + slot) % PICTURES}.png")
            for slot in range(images)
        ),
        video=VideoReference(url=video_link) if number % 40 == 31 else None,
    )


def number_of(generation: Generation) -> int:
    """The place of a generation in the list of what is asked for."""
    return int(generation.request.prompt.split()[1])


class _Herald:
    """Tells each step, and stops the process dead at the one that it is to be killed at."""

    def __init__(self, *, freeze_at: Sequence[str], occurrence: int) -> None:
        self._freeze_at = freeze_at
        self._to_come = occurrence

    def tell(self, word: str) -> None:
        # Past Python's buffers: whoever kills us must have heard it.
        os.write(1, f"{word}\n".encode())
        if word in self._freeze_at:
            self._to_come -= 1
            if self._to_come == 0:
                # No order comes while we live: this is the end of whoever would kill us.
                os.read(0, 1)
                os._exit(0)

    def around(self, work: Callable[..., Any], *, before: str = "", after: str) -> Any:
        """`work`, with a word before and one after it."""

        @functools.wraps(work)
        def told(*arguments: Any, **options: Any) -> Any:
            if before:
                self.tell(before)
            result = work(*arguments, **options)
            self.tell(after)
            return result

        return told


class _Life:
    """What the engine does from its start until it is killed."""

    def __init__(self, core: Core, herald: _Herald, service: str, requests: "_Requests") -> None:
        self._core = core
        self._herald = herald
        self._service = service
        self._requests = requests
        self._states: dict[str, State] = {}
        self._stirred = asyncio.Event()

    async def go_on_for_ever(self) -> NoReturn:
        self._core.changes.subscribe(self._hear)
        # Whoever ends the tests wants no engine that lives on.
        asyncio.get_running_loop().add_reader(0, os._exit, 0)
        self._core.queue.resume_unfinished()
        while True:
            self._ask_for_more()
            self._stirred.clear()
            await self._stirred.wait()

    def _hear(self, change: Change) -> None:
        if isinstance(change, QueuePaused) and change.problem is not None:
            # As somebody would who looks at the window: "go on".
            asyncio.get_running_loop().call_soon(self._core.queue.go_on)
        if not isinstance(change, GenerationChanged):
            return
        generation = change.generation
        if self._states.get(generation.id) is not generation.state:
            self._states[generation.id] = generation.state
            self._stirred.set()
            self._herald.tell(generation.state.value)

    def _ask_for_more(self) -> None:
        """Asks for what is not in the library yet: a life may end between asking and saving."""
        states = [one.state for one in self._core.library.unfinished()]
        under_way = len(states) - states.count(State.UNCONFIRMED)
        not_yet_made = under_way - states.count(State.DOWNLOADING)
        for _ in range(min(NOT_YET_MADE - not_yet_made, UNDER_WAY - under_way)):
            self._core.queue.start(self._requests.next(), service=self._service)


class _Requests:
    """Everything that is to be asked for, without end, less what the library holds."""

    def __init__(self, library: SqliteLibrary, folder: Path, video_link: str) -> None:
        self._folder = folder
        self._video_link = video_link
        self._number = max(map(number_of, library.all()), default=-1)

    def next(self) -> GenerationRequest:
        self._number += 1
        return request_number(self._number, pictures=self._folder, video_link=self._video_link)


def _live(profile: Path, service: str, video_link: str, herald: _Herald) -> NoReturn:
    folders = ProfileFolders.under(profile)
    assert folders.create() is None
    start_log(folders.logs_folder)
    lock = EngineLock(folders.lock_file)
    assert lock.take() is None, "the killed engine before this one still holds its lock"
    library = open_library(folders.library_file)
    assert not isinstance(library, Problem), library
    herald.tell(OPENED)
    SqliteLibrary.save = herald.around(SqliteLibrary.save, before=SAVING, after=SAVED)
    SqliteLibrary.forget_links = herald.around(SqliteLibrary.forget_links, after=FORGOTTEN)
    ClipFolder.keep = herald.around(ClipFolder.keep, after=NAMED)

    async def live() -> NoReturn:
        core = build_core(
            folders,
            library,
            SettingsFile(folders.settings_file).load().preferences,
            base_url=service,
            language="",
            patience=WITHOUT_END,
            report_exception=lambda exception, task: herald.tell(f"{BROKEN} {task}: {exception!r}"),
        )
        requests = _Requests(library, profile / "references", video_link)
        await _Life(core, herald, service, requests).go_on_for_ever()

    asyncio.run(live())


def _orders() -> Iterator[dict[str, Any]]:
    # Not by `for line in sys.stdin`, which reads ahead: a child must not inherit later orders.
    while line := sys.stdin.buffer.raw.readline():
        yield json.loads(line)


def main() -> None:
    profile, service, video_link = sys.argv[1:]
    for order in _orders():
        child = os.fork()
        if child == 0:
            herald = _Herald(**order)
            herald.tell(f"{ALIVE} {os.getpid()}")
            try:
                _live(Path(profile), service, video_link, herald)
            except BaseException as error:
                herald.tell(f"{BROKEN} {error!r}")
                raise
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        is_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        ending = "" if is_killed else f"{BROKEN} it ended by itself, with status {status}\n"
        os.write(1, f"{ending}{DEAD}\n".encode())


if __name__ == "__main__":
    main()
