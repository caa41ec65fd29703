"""The service goes away and comes back, and its clips come home: the core at the real sandbox."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from omniflash_desktop.app.core import Core, build_core
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.services.changes import Change, GenerationChanged, ServiceReached
from omniflash_desktop.services.patience import WITHOUT_END
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library

from .clip_facts import facts_of
from .conftest import Sandbox, end_sandbox, start_sandbox


class Listener:
    """Keeps what was told, and waits for what is to be told."""

    def __init__(self, core: Core) -> None:
        self.heard: list[Change] = []
        self._news = asyncio.Event()
        core.changes.subscribe(self._hear)

    @property
    def ways(self) -> list[ServiceReached]:
        return [change for change in self.heard if isinstance(change, ServiceReached)]

    def percents(self) -> list[int | None]:
        told = [one for one in self.heard if isinstance(one, GenerationChanged)]
        waiting = [one.progress for one in told if one.generation.state is State.WAITING]
        return [progress.percent for progress in waiting if progress is not None]

    async def until_way_is(self, *, lost: bool) -> None:
        while not self.ways or (self.ways[-1].problem is not None) is not lost:
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), 60)

    def _hear(self, change: Change) -> None:
        self.heard.append(change)
        self._news.set()


@asynccontextmanager
async def core_at(
    sandbox: Sandbox, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Core]:
    """The core, pointed at a sandbox as at the real service."""
    monkeypatch.setenv("OMNIFLASH_TOKEN", sandbox.token)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    folders = ProfileFolders.chosen(profile)
    folders.create()
    library = open_library(folders.library_file)
    assert isinstance(library, SqliteLibrary)
    exceptions: list[BaseException] = []
    core = build_core(
        folders,
        library,
        Preferences(),
        base_url=sandbox.base_url,
        language="en",
        patience=WITHOUT_END,
        report_exception=lambda exception, _: exceptions.append(exception),
    )
    try:
        yield core
    finally:
        await core.close()
    assert exceptions == []


def start(core: Core, sandbox: Sandbox, prompt: str, *, takes: int = 1) -> list[Generation]:
    request = GenerationRequest(prompt=prompt, duration=4)
    return core.queue.start(request, service=sandbox.base_url, takes=takes)


async def until_all_are(core: Core, clips: list[Generation], state: State) -> None:
    sent = asyncio.Event()

    def look(_: Change | None = None) -> None:
        if all(core.queue.current(clip.id).state is state for clip in clips):
            sent.set()

    core.changes.subscribe(look)
    look()
    await asyncio.wait_for(sent.wait(), 120)
    core.changes.unsubscribe(look)


async def test_a_service_that_dies_and_returns_is_told_once_and_all_clips_come_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "sandbox"
    sandbox = start_sandbox("--seconds-per-task", "8", state=state)
    port = sandbox.base_url.rpartition(":")[2]
    async with core_at(sandbox, tmp_path / "profile", monkeypatch) as core:
        listener = Listener(core)
        clips = start(core, sandbox, "a kite over the sea", takes=3)
        await until_all_are(core, clips, State.WAITING)

        sandbox.process.kill()
        end_sandbox(sandbox)
        await listener.until_way_is(lost=True)
        assert all(core.queue.current(clip.id).problem is None for clip in clips)
        again = start_sandbox("--seconds-per-task", "8", "--port", port, state=state)
        try:
            core.watcher.try_now(sandbox.base_url)
            await listener.until_way_is(lost=False)
            await until_all_are(core, clips, State.READY)
            ledger = again.ledger()
            assert len(ledger["submits"]) == len(clips)
        finally:
            end_sandbox(again)

        tries = [way.next_try_in for way in listener.ways]
        assert tries[-1] is None
        assert None not in tries[:-1]
        assert ledger["charge_count"] == len(clips)
        for clip in clips:
            kept = core.queue.current(clip.id).clip
            assert kept is not None
            assert facts_of(kept.path).frames == 96


async def test_a_task_stuck_at_zero_shows_no_percent_and_is_never_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = start_sandbox("--seconds-per-task", "12", state=tmp_path / "sandbox")
    try:
        async with core_at(sandbox, tmp_path / "profile", monkeypatch) as core:
            listener = Listener(core)
            clips = start(core, sandbox, "kite [[fault:stuck-progress]]")
            await until_all_are(core, clips, State.READY)

            assert set(listener.percents()) == {None}
            assert sandbox.ledger()["charge_count"] == 1
    finally:
        end_sandbox(sandbox)


async def test_a_link_that_died_is_renewed_and_nothing_is_paid_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = start_sandbox("--seconds-per-task", "1", state=tmp_path / "sandbox")
    try:
        async with core_at(sandbox, tmp_path / "profile", monkeypatch) as core:
            listener = Listener(core)
            clips = start(core, sandbox, "kite [[fault:expired-link]]")
            await until_all_are(core, clips, State.READY)

            links = [
                change.generation.result_url
                for change in listener.heard
                if isinstance(change, GenerationChanged)
            ]
            assert len(set(links) - {None}) == 2
            assert sandbox.ledger()["submit_count"] == sandbox.ledger()["charge_count"] == 1
    finally:
        end_sandbox(sandbox)
