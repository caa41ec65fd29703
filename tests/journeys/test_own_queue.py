"""The app's own queue as the window has it, with real files, over a real connection."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from omniflash_desktop.app.core import Core, build_core
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import ProblemKind
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.services.patience import Patience
from omniflash_desktop.services.queue_rules import QueueRules
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library

from .conftest import Sandbox

NO_HOLD = Preferences(undo_send=False)


class Engine:
    """What the window would have behind it."""

    def __init__(self, core: Core, sandbox: Sandbox) -> None:
        self.core = core
        self.queue = core.queue
        self._sandbox = sandbox
        self._changed = asyncio.Event()
        core.changes.subscribe(lambda _change: self._changed.set())

    def start(self, prompt: str, takes: int = 1) -> list[Generation]:
        request = GenerationRequest(prompt=prompt, duration=4)
        return self.queue.start(request, service=self._sandbox.base_url, takes=takes)

    def states(self, clips: list[Generation]) -> list[State]:
        return [self.queue.current(one.id).state for one in clips]

    async def until(self, happened: Callable[[], object]) -> None:
        """Returns when it has happened; it is looked at with each change."""
        async with asyncio.timeout(120):
            while not happened():
                self._changed.clear()
                await self._changed.wait()

    async def until_all(self, clips: list[Generation], state: State) -> None:
        await self.until(lambda: set(self.states(clips)) == {state})


@pytest.fixture
def profile(tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OMNIFLASH_TOKEN", sandbox.token)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return tmp_path / "profile"


@asynccontextmanager
async def an_engine(
    profile: Path, sandbox: Sandbox, preferences: Preferences = NO_HOLD
) -> AsyncGenerator[Engine]:
    folders = ProfileFolders.under(profile)
    assert folders.create() is None
    library = open_library(folders.library_file)
    assert isinstance(library, SqliteLibrary)
    exceptions: list[BaseException] = []
    core = build_core(
        folders,
        library,
        preferences,
        base_url=sandbox.base_url,
        language="en",
        patience=Patience(),
        report_exception=lambda error, _task: exceptions.append(error),
    )
    try:
        yield Engine(core, sandbox)
    finally:
        await core.close()
    assert exceptions == []


def switch_faults(sandbox: Sandbox, *names: str) -> None:
    url = f"{sandbox.base_url}/sandbox/faults"
    httpx.post(url, json={"faults": names}, headers=sandbox.headers).raise_for_status()


async def test_a_click_that_is_taken_back_sends_nothing(profile: Path, sandbox: Sandbox) -> None:
    async with an_engine(profile, sandbox, Preferences()) as engine:
        takes = engine.start("kite", takes=3)
        kept = engine.start("boat")[0]
        assert engine.queue.take_back([one.id for one in takes]) == takes
        # The one that stays is sent once its hold is over; the others' would be over as well.
        await engine.until_all([kept], State.WAITING)

    assert sandbox.ledger()["submit_count"] == 1
    async with an_engine(profile, sandbox) as later:
        assert [one.id for one in later.core.library.all()] == [kept.id]


async def test_a_held_clip_is_sent_by_the_next_run(profile: Path, sandbox: Sandbox) -> None:
    async with an_engine(profile, sandbox, Preferences()) as engine:
        clips = engine.start("kite")
    assert sandbox.ledger()["submit_count"] == 0

    async with an_engine(profile, sandbox) as later:
        later.queue.resume_unfinished()
        await later.until_all(clips, State.READY)
    assert sandbox.ledger()["submit_count"] == 1


async def test_a_pause_holds_over_a_restart(profile: Path, sandbox: Sandbox) -> None:
    async with an_engine(profile, sandbox) as engine:
        engine.queue.pause()
        clips = engine.start("kite")

    async with an_engine(profile, sandbox) as later:
        later.queue.resume_unfinished()
        # Nothing else is there to wait for: a task made elsewhere comes home meanwhile.
        body = {"model": "Omni-Flash-Ext", "prompt": "elsewhere", "duration": 4}
        made = sandbox.post("/v1/videos/generations", body).json()["data"][0]["task_id"]
        fetched = later.queue.fetch(made, service=sandbox.base_url)
        await later.until_all([fetched], State.READY)
        assert later.states(clips) == [State.QUEUED]
        assert later.queue.paused_by is not None
        assert later.queue.paused_by.kind is ProblemKind.PAUSED_BY_USER
        assert sandbox.ledger()["submit_count"] == 1

        later.queue.go_on()
        await later.until_all(clips, State.READY)

    async with an_engine(profile, sandbox) as last:
        last.queue.resume_unfinished()
        assert last.queue.paused_by is None


async def test_a_days_limit_is_kept_and_raised(profile: Path, sandbox: Sandbox) -> None:
    rules = QueueRules(daily_cap=Decimal("0.60"))
    async with an_engine(profile, sandbox) as engine:
        engine.queue.use(rules)
        clips = engine.start("kite", takes=4)
        await engine.until_all(clips[:2], State.READY)
        assert engine.states(clips[2:]) == [State.QUEUED] * 2
        assert engine.queue.paused_by is not None
        assert engine.queue.paused_by.detail == "0.60"
        assert sandbox.ledger()["charged_usd"] == 0.5

    # A restart is no new day.
    async with an_engine(profile, sandbox) as later:
        later.queue.use(rules)
        later.queue.resume_unfinished()
        await later.until(lambda: later.queue.paused_by)
        later.queue.use(QueueRules(daily_cap=Decimal("1.00")))
        await later.until_all(clips, State.READY)
    assert sandbox.ledger()["charged_usd"] == 1.0


async def test_too_many_requests_slow_the_queue_down_and_lose_nothing(
    profile: Path, sandbox: Sandbox
) -> None:
    async with an_engine(profile, sandbox) as engine:
        clips = engine.start("kite [[fault:refuse-429]]", takes=3)
        await engine.until_all(clips, State.READY)

    submits = sandbox.ledger()["submits"]
    assert [one["status"] for one in submits].count(200) == 3
    assert [one["status"] for one in submits].count(429) == 6
    taken = [one["idempotency_key"] for one in submits if one["status"] == 200]
    assert taken == [one.idempotency_key for one in clips]


async def test_three_failures_alike_stop_the_queue(profile: Path, sandbox: Sandbox) -> None:
    switch_faults(sandbox, "no-capacity")
    async with an_engine(profile, sandbox) as engine:
        clips = engine.start("kite", takes=6)
        await engine.until(lambda: engine.queue.paused_by)
        await engine.until_all(clips[:3], State.FAILED)
        assert engine.queue.paused_by is not None
        assert engine.queue.paused_by.detail == ProblemKind.AT_CAPACITY.value
        submitted = sandbox.ledger()["submit_count"]
        assert submitted == engine.states(clips).count(State.FAILED) < 6

        switch_faults(sandbox)
        engine.queue.retry_free_failures()
        engine.queue.go_on()
        await engine.until_all(clips, State.READY)
    assert sandbox.ledger()["charged_usd"] == 1.5
