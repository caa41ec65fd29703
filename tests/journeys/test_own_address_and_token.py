"""A task is asked about where it was sent and with the token it was sent with, whatever changes.

The real core with a keyring in memory, and real sandboxes in processes of their own.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest

from omniflash_desktop.app.core import Core
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.token_id import token_id
from tests.api.raw_server import unused_port
from tests.builders import a_request
from tests.credentials.backends import MemoryKeyring

from .clip_facts import facts_of
from .conftest import Sandbox, end_sandbox, start_sandbox
from .running_core import an_app

FOUR_SECONDS = a_request(duration=4)
OLD, NEW = "sk-old-0123456789", "sk-new-0123456789"


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    for name in ("OMNIFLASH_TOKEN", "APIMART_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.core._keyring_backend = None


async def until(
    core: Core, generation: Generation, happened: Callable[[Generation], object]
) -> Generation:
    deadline = time.monotonic() + 120
    while not happened(now := core.queue.current(generation.id)):
        assert time.monotonic() < deadline, f"it did not happen: {now}"
        await asyncio.sleep(0.02)
    return now


def is_in(state: State) -> Callable[[Generation], bool]:
    return lambda generation: generation.state is state


def is_told_of(kind: ProblemKind) -> Callable[[Generation], bool]:
    return lambda generation: generation.problem is not None and generation.problem.kind is kind


async def test_a_task_comes_home_from_where_it_was_sent(
    tmp_path: Path, kept: MemoryKeyring
) -> None:
    first = start_sandbox("--seconds-per-task", "4", state=tmp_path / "first")
    second = start_sandbox(state=tmp_path / "second")
    try:
        async with an_app(tmp_path / "profile", first.base_url) as core:
            assert await core.account.connect(first.base_url, first.token) is None
            (kite,) = core.queue.start(FOUR_SECONDS, service=first.base_url)
            sent = await until(core, kite, is_in(State.WAITING))
        assert sent.token_id == token_id(first.token)

        async with an_app(tmp_path / "profile", second.base_url) as core:
            assert await core.account.connect(second.base_url, second.token) is None
            core.queue.resume_unfinished()
            ready = await until(core, kite, is_in(State.READY))

        assert ready.clip is not None
        assert facts_of(ready.clip.path).frames == 4 * 24
        assert second.ledger()["poll_count"] == 0
        assert second.ledger()["submit_count"] == 0
        assert first.ledger()["submit_count"] == 1
        assert first.ledger()["downloads_with_token"] == 0
    finally:
        end_sandbox(first)
        end_sandbox(second)


def _at(port: int, token: str, folder: Path) -> Sandbox:
    options = ("--port", str(port), "--token", token, "--seconds-per-task", "2")
    return start_sandbox(*options, state=folder)


async def test_a_replaced_token_is_used_for_its_own_work_until_that_is_done(
    tmp_path: Path, kept: MemoryKeyring
) -> None:
    sandbox = start_sandbox(
        *("--token", OLD, "--seconds-per-task", "3"), state=tmp_path / "sandbox"
    )
    try:
        async with an_app(tmp_path / "profile", sandbox.base_url) as core:
            assert await core.account.connect(sandbox.base_url, OLD) is None
            (kite,) = core.queue.start(FOUR_SECONDS, service=sandbox.base_url)
            await until(core, kite, is_in(State.WAITING))
            # Kept without being tried: the sandbox has but one token.
            in_use = frozenset({token_id(OLD)})
            assert await core.tokens.write(sandbox.base_url, NEW, in_use=in_use) is None

        async with an_app(tmp_path / "profile", sandbox.base_url) as core:
            core.queue.resume_unfinished()
            await until(core, kite, is_in(State.READY))
        assert OLD not in "".join(kept.entries.values())
        assert NEW in kept.entries.values()
    finally:
        end_sandbox(sandbox)


async def test_a_replaced_token_that_is_rejected_hands_over_to_the_present_one(
    tmp_path: Path, kept: MemoryKeyring
) -> None:
    port, state = unused_port(), tmp_path / "sandbox"
    sandbox = _at(port, OLD, state)
    problems: list[Problem | None] = []
    try:
        async with an_app(tmp_path / "profile", sandbox.base_url) as core:
            assert await core.account.connect(sandbox.base_url, OLD) is None
            (kite,) = core.queue.start(FOUR_SECONDS, service=sandbox.base_url)
            await until(core, kite, is_in(State.WAITING))
            end_sandbox(sandbox)
            sandbox = _at(port, NEW, state)

            core.changes.subscribe(lambda change: problems.append(getattr(change, "problem", None)))
            assert await core.account.connect(sandbox.base_url, NEW) is None
            await until(core, kite, is_told_of(ProblemKind.FORMER_TOKEN_REJECTED))
            (boat,) = core.queue.start(FOUR_SECONDS, service=sandbox.base_url)
            await until(core, boat, is_in(State.READY))
            await until(core, kite, is_in(State.READY))

        # The queue was never paused.
        assert {problem for problem in problems if problem is not None} == set()
        assert sandbox.ledger()["charge_count"] == 2
    finally:
        end_sandbox(sandbox)


async def test_a_token_that_the_user_removes_lets_running_work_wait(
    tmp_path: Path, kept: MemoryKeyring
) -> None:
    sandbox = start_sandbox("--seconds-per-task", "2", state=tmp_path / "sandbox")
    try:
        async with an_app(tmp_path / "profile", sandbox.base_url) as core:
            assert await core.account.connect(sandbox.base_url, sandbox.token) is None
            (kite,) = core.queue.start(FOUR_SECONDS, service=sandbox.base_url)
            await until(core, kite, is_in(State.WAITING))
            assert await core.account.forget(sandbox.base_url) is None
            waits = await until(core, kite, is_told_of(ProblemKind.NO_TOKEN))
            assert waits.state is State.WAITING
            assert kept.entries == {}

            assert await core.account.connect(sandbox.base_url, sandbox.token) is None
            await until(core, kite, is_in(State.READY))
        assert sandbox.ledger()["submit_count"] == 1
    finally:
        end_sandbox(sandbox)
