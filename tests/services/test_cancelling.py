"""Cancelling: free before the submit; afterwards it only means to stop watching."""

import asyncio
from pathlib import Path

import pytest

from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.outcomes import (
    Downloaded,
    NotExecuted,
    Refused,
    SubmitOutcome,
    Submitted,
    Unconfirmed,
)
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.service_facts import RARE_POLL_EVERY
from tests.builders import a_generation
from tests.services.fakes import Held, Script, completed, gaps, running
from tests.services.house import House, a_house

A_DAY = 86_400
TAKEN = Submitted(task_ids=("task_01",))
WHOLE = Downloaded(size_bytes=1_000_000)
PICTURE = Path("/pictures/boat.png")


async def a_clip_being_sent(house: House, answer: Held[SubmitOutcome]) -> str:
    house.api.submits = Script(answer)
    kite = house.start()
    await house.until(kite, State.SUBMITTING)
    return kite.id


async def test_before_the_submit_it_is_free_and_final() -> None:
    async with a_house() as house:
        house.gate.pause(Problem(kind=ProblemKind.BALANCE_TOO_LOW))
        kite = house.start()
        await house.clock.settle()

        house.queue.cancel(kite.id)
        house.queue.go_on()
        await house.clock.pass_time(A_DAY)

        cancelled = house.now(kite)
        assert cancelled.state is State.CANCELLED
        assert cancelled.charged is Charged.NO
        assert house.api.posts == []
        assert house.api.asked == []


@pytest.mark.parametrize("state", [State.PREPARING, State.QUEUED])
async def test_it_is_on_the_disk_before_the_app_can_end(state: State) -> None:
    async with a_house() as house:
        still_preparing: Held[Problem | None] = Held(None)
        house.media.images = Script(still_preparing)
        if state is State.QUEUED:
            house.gate.pause(Problem(kind=ProblemKind.BALANCE_TOO_LOW))
        kite = house.start(a_generation().with_images(PICTURE).queued().request)
        await house.until(kite, state)

        house.queue.cancel(kite.id)

        assert house.is_in(kite, State.CANCELLED)
        still_preparing.let_go.set()
        house.queue.go_on()
        await house.clock.pass_time(A_DAY)
        assert house.api.posts == []


async def test_a_double_click_cancels_once() -> None:
    async with a_house() as house:
        kite = house.start()
        house.queue.cancel(kite.id)
        house.queue.cancel(kite.id)
        await house.clock.pass_time(60)

        assert house.is_in(kite, State.CANCELLED)


@pytest.mark.parametrize("clicks", [1, 2, 5])
async def test_during_the_submit_it_waits_for_the_answer_and_keeps_the_id(clicks: int) -> None:
    async with a_house() as house:
        answer: Held[SubmitOutcome] = Held(TAKEN)
        kite = await a_clip_being_sent(house, answer)

        for _ in range(clicks):
            house.queue.cancel(kite)
            await house.clock.settle()
        assert house.journal.current(kite).state is State.SUBMITTING
        answer.let_go.set()
        await house.clock.settle()

        cancelled = house.journal.current(kite)
        assert (cancelled.state, cancelled.task_id) == (State.CANCELLED, "task_01")
        assert cancelled.charged is Charged.YES


@pytest.mark.parametrize(
    ("outcome", "state", "charged"),
    [
        (Unconfirmed(Problem(kind=ProblemKind.OUTCOME_UNKNOWN)), State.UNCONFIRMED, "unknown"),
        (Refused(Problem(kind=ProblemKind.CONTENT_REFUSED)), State.FAILED, "no"),
        (Refused(Problem(kind=ProblemKind.BALANCE_TOO_LOW)), State.CANCELLED, "no"),
        (NotExecuted(Problem(kind=ProblemKind.UNREACHABLE)), State.CANCELLED, "no"),
    ],
)
async def test_during_the_submit_the_answer_decides(
    outcome: SubmitOutcome, state: State, charged: str
) -> None:
    async with a_house() as house:
        answer: Held[SubmitOutcome] = Held(outcome)
        kite = await a_clip_being_sent(house, answer)

        house.queue.cancel(kite)
        answer.let_go.set()
        await house.clock.pass_time(A_DAY)

        ended = house.journal.current(kite)
        assert (ended.state, ended.charged.value) == (state, charged)
        assert len(house.api.posts) == 1


async def test_a_sender_that_broke_down_leaves_it_unconfirmed_not_cancelled() -> None:
    async with a_house() as house:
        house.api.submits = Script(RuntimeError("a bug of ours"))
        kite = house.start()
        await house.clock.settle()
        assert house.is_in(kite, State.SUBMITTING)

        house.queue.cancel(kite.id)

        assert house.is_in(kite, State.UNCONFIRMED)
        assert house.now(kite).charged is Charged.UNKNOWN
        assert [str(error) for error in house.exceptions] == ["a bug of ours"]
        house.exceptions.clear()


async def test_the_end_of_the_app_waits_for_the_answer_as_well() -> None:
    async with a_house() as house:
        answer: Held[SubmitOutcome] = Held(TAKEN)
        kite = await a_clip_being_sent(house, answer)
        closing = asyncio.create_task(house.tasks.close(within=5.0))
        await house.clock.settle()
        assert house.journal.current(kite).state is State.SUBMITTING

        answer.let_go.set()
        await closing

        ended = house.journal.current(kite)
        assert (ended.state, ended.task_id) == (State.WAITING, "task_01")


async def test_after_the_submit_it_is_asked_about_rarely_and_brought_home_when_it_comes() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        kite = house.start()
        await house.until(kite, State.WAITING)
        await house.clock.pass_time(20)
        house.queue.cancel(kite.id)
        await house.clock.settle()
        assert house.now(kite).charged is Charged.YES
        asked = len(house.api.asked)

        await house.clock.pass_time(600)
        pauses = gaps(moment for moment, _ in house.api.asked[asked:])
        assert 8 <= len(pauses) <= 10
        assert all(0.9 * RARE_POLL_EVERY <= pause <= 1.1 * RARE_POLL_EVERY for pause in pauses)
        assert house.is_in(kite, State.CANCELLED)

        house.api.polls = Script(completed())
        ready = await house.until(kite, State.READY)
        assert ready.clip is not None
        assert len(house.api.posts) == 1


async def test_a_given_up_clip_that_fails_stays_cancelled() -> None:
    async with a_house() as house:
        house.api.polls = Script(Problem(kind=ProblemKind.TASK_NOT_FOUND))
        kite = house.start()
        await house.until(kite, State.WAITING)
        house.queue.cancel(kite.id)

        await house.clock.pass_time(A_DAY)

        assert house.is_in(kite, State.CANCELLED)
        assert house.tasks.names() == []


async def test_a_given_up_clip_can_be_fetched_at_once() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        kite = house.start()
        await house.until(kite, State.WAITING)
        house.queue.cancel(kite.id)
        await house.clock.settle()

        house.api.polls = Script(completed())
        house.queue.fetch_again(kite.id)
        await house.until(kite, State.READY)
        await house.clock.pass_time(A_DAY)

        assert len(house.files.kept) == 1
        assert len(house.api.posts) == 1


async def test_a_given_up_clip_can_be_removed_while_it_is_looked_out_for() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        kite = house.start()
        await house.until(kite, State.WAITING)
        house.queue.cancel(kite.id)
        await house.clock.settle()

        house.queue.remove(kite.id)
        house.api.polls = Script(completed())
        await house.clock.pass_time(A_DAY)

        assert house.library.kept == {}
        assert house.files.kept == []
        assert house.files.discarded == [kite.id]


async def test_cancelling_a_download_is_no_loss() -> None:
    async with a_house() as house:
        house.api.downloads = Script(Problem(kind=ProblemKind.DOWNLOAD_BROKEN))
        kite = house.start()
        await house.until(kite, State.DOWNLOADING)
        house.queue.cancel(kite.id)
        await house.clock.settle()
        assert house.is_in(kite, State.CANCELLED)

        house.api.downloads = Script(WHOLE)
        ready = await house.until(kite, State.READY)

        assert ready.charged is Charged.YES


async def test_what_nobody_carries_can_be_cancelled_too() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        kept = a_generation().waiting()
        house.library.kept[kept.id] = kept

        house.queue.cancel(kept.id)
        assert house.is_in(kept, State.CANCELLED)

        house.api.polls = Script(completed())
        await house.until(kept, State.READY)
