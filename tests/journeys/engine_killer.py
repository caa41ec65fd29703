"""Lets the engine of `killable_engine.py` live and kills it, at moments that a seed decides."""

import contextlib
import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Self

from omniflash_desktop.domain.generation import State

from .killable_engine import ALIVE, BROKEN, DEAD, FORGOTTEN, NAMED, SAVED, SAVING, UNDER_WAY

_SHORT_LIFE: Final = 0.8
_LONG_LIFE: Final = 10.0
"""Seconds. A life ends here too when the step that it was to end at does not come. Those that are
to see a clip come home may last, so that clips do come home on a slow computer too."""
_LONGEST_WAIT_FOR_DEATH: Final = 60.0
_ORPHANS_END_WITHIN: Final = 10.0
_MARK: Final = "OMNIFLASH_TEST_ENGINE"
"""A variable that the engine and all it starts inherit."""


@dataclass(frozen=True)
class Doom:
    """When a life ends.

    Attributes:
        steps: After one of these words was told; none for a moment that has nothing to do with
            any step.
        occurrence: Which telling of them in this life it is, from 1.
        frozen: Whether the engine stands still at the step until it is dead.
        after: Seconds from the step, or from the start, to the end.
    """

    steps: frozenset[str] = frozenset()
    occurrence: int = 1
    frozen: bool = False
    after: float = 0.0

    @property
    def longest_life(self) -> float:
        """Seconds after which a life ends even if its step has not come."""
        if not self.steps:
            return self.after
        return _LONG_LIFE if self.steps & {NAMED, State.READY} else _SHORT_LIFE


@dataclass(frozen=True)
class Death:
    """What a life had told when it ended."""

    doom: Doom
    words: tuple[str, ...]

    @property
    def is_in_a_save(self) -> bool:
        """Whether it ended while SQLite wrote."""
        return self.words.count(SAVING) > self.words.count(SAVED)

    @property
    def is_after_a_name(self) -> bool:
        """Whether it ended when a clip's file had its name and the library did not know."""
        return self.words.count(NAMED) > self.words.count(State.READY.value)


_NO_STEP: Final = ""
_STEPS: Final = {
    _NO_STEP: 26,
    State.QUEUED.value: 3,
    State.PREPARING.value: 6,
    State.UPLOADING.value: 4,
    # Each costs a clip, which is unconfirmed for ever.
    State.SUBMITTING.value: 2,
    State.WAITING.value: 10,
    State.DOWNLOADING.value: 14,
    State.READY.value: 12,
    NAMED: 7,
    FORGOTTEN: 3,
    SAVING: 12,
}
"""How often a life ends at each step, in proportion."""

_ALSO_AT_AN_UPLOAD: Final = 0.5
"""The share of lives that an upload ends too: few clips have references, and uploads are short."""
_AT_HOME: Final = (State.READY.value, NAMED)


def next_doom(chance: random.Random, downloading: int) -> Doom:
    """The end of the next life: at any step, or between them.

    Args:
        chance: Decides.
        downloading: How many generations were left at their download. When they are so many that
            nothing more is asked for, no other step would come before one of them is home.
    """
    is_full = downloading >= UNDER_WAY - 1
    (step,) = chance.choices(list(_STEPS), _STEPS.values())
    if step == _NO_STEP:
        return Doom(after=chance.uniform(0, 0.4))
    occurrence = chance.choice((1, 1, 1, 2))
    if is_full and step not in _AT_HOME:
        step, occurrence = chance.choice(_AT_HOME), chance.choice((2, 3))
    if step == SAVING:
        # A save takes a millisecond or a few.
        return Doom(frozenset({SAVING}), chance.randint(1, 6), after=chance.uniform(0, 0.002))
    is_upload_meant_too = chance.random() < _ALSO_AT_AN_UPLOAD
    steps = {step, State.UPLOADING.value} if is_upload_meant_too else {step}
    frozen = chance.random() < 0.5
    after = 0 if frozen else chance.uniform(0, 0.02)
    return Doom(frozenset(steps), occurrence, frozen, after)


class EngineKiller:
    """The process that brings engines to life, and their end."""

    def __init__(
        self, profile: Path, service: str, video_link: str, environment: Mapping[str, str]
    ) -> None:
        self._profile = profile
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.journeys.killable_engine"),
                *(str(profile), service, video_link),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**environment, _MARK: str(profile)},
            cwd=Path(__file__).parents[2],
            bufsize=0,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._orders: IO[bytes] = self._process.stdin
        self._words: IO[bytes] = self._process.stdout
        self._heard = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._orders.close()
        self._process.wait(_LONGEST_WAIT_FOR_DEATH)
        self._words.close()

    def live_until(self, doom: Doom) -> Death:
        """One life, from the opening of the profile to SIGKILL."""
        freeze_at = sorted(doom.steps) if doom.frozen else []
        order = {"freeze_at": freeze_at, "occurrence": doom.occurrence}
        self._orders.write(json.dumps(order).encode() + b"\n")
        alive = self._next_word(within=_LONGEST_WAIT_FOR_DEATH) or ""
        assert alive.startswith(ALIVE), alive
        engine = int(alive.split()[1])
        words = list(self._words_until(doom))
        with contextlib.suppress(ProcessLookupError):
            os.kill(engine, signal.SIGKILL)
        while (word := self._next_word(within=_LONGEST_WAIT_FOR_DEATH)) != DEAD:
            assert word is not None, "it does not die"
            words.append(word)
        broken = [word for word in words if word.startswith(BROKEN)]
        assert not broken, broken
        return Death(doom, tuple(words))

    def orphans(self) -> list[str]:
        """What the engines have started and left behind, after the time that it takes to end."""
        deadline = time.monotonic() + _ORPHANS_END_WITHIN
        while (found := self._orphans_now()) and time.monotonic() < deadline:
            time.sleep(0.05)
        return found

    def _orphans_now(self) -> list[str]:
        mark = f"{_MARK}={self._profile}".encode()
        found: list[str] = []
        for folder in Path("/proc").glob("[0-9]*"):
            # Processes end while they are looked at.
            with contextlib.suppress(OSError):
                is_marked = mark in (folder / "environ").read_bytes().split(b"\0")
                if is_marked and folder.name != str(self._process.pid):
                    command = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                    found.append(f"{folder.name}: {command.decode()}")
        return found

    def _words_until(self, doom: Doom) -> Iterator[str]:
        end = time.monotonic() + doom.longest_life
        to_come = doom.occurrence
        while (word := self._next_word(within=end - time.monotonic())) is not None:
            yield word
            if word in doom.steps:
                to_come -= 1
                if to_come == 0:
                    end = time.monotonic() + doom.after

    def _next_word(self, *, within: float) -> str | None:
        deadline = time.monotonic() + within
        while b"\n" not in self._heard:
            left = max(0.0, deadline - time.monotonic())
            readable, _, _ = select.select([self._words], [], [], left)
            if not readable:
                return None
            news = os.read(self._words.fileno(), 65536)
            assert news, "the mother process is gone"
            self._heard += news
        word, _, rest = bytes(self._heard).partition(b"\n")
        self._heard[:] = rest
        return word.decode()
