"""Clip after clip fails in the same way: nothing more is sent until somebody has looked."""

from pathlib import Path

import pytest

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.outcomes import (
    NotExecuted,
    Refused,
    SubmitOutcome,
    Submitted,
    TaskReport,
    TaskStatus,
    Unconfirmed,
)
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.domain.service_facts import LIKE_FAILURES_THAT_PAUSE
from omniflash_desktop.services.queue_rules import QueueRules
from tests.builders import a_request
from tests.services.fakes import Script
from tests.services.house import COMMAND_LINE, House, a_house

BOAT = ImageReference(path=Path("/pictures/boat.png"))
BUSY = Refused(Problem(kind=ProblemKind.AT_CAPACITY, service_message="no channel"))
NOT_ALLOWED = Refused(Problem(kind=ProblemKind.MODEL_NOT_ALLOWED))
LOST = Unconfirmed(Problem(kind=ProblemKind.OUTCOME_UNKNOWN))
TAKEN = Submitted(task_ids=("task_01",))
MODERATED = TaskReport(
    status=TaskStatus.FAILED, word="failed", problem=Problem(kind=ProblemKind.MODERATION)
)


async def clips_answered_with(house: House, *answers: SubmitOutcome) -> list[Generation]:
    """One clip after the other, each with its answer; returns once all can go no further."""
    house.queue.use(QueueRules(clips_at_once=1))
    house.api.submits = Script(*answers)
    clips = [house.start() for _ in answers]
    await house.clock.pass_time(600)
    return clips


@pytest.mark.parametrize("answer", [BUSY, LOST])
async def test_three_alike_hold_the_others_back(answer: SubmitOutcome) -> None:
    async with a_house() as house:
        clips = await clips_answered_with(house, answer, answer, answer, answer, TAKEN)

        assert len(house.api.posts) == LIKE_FAILURES_THAT_PAUSE
        assert all(house.is_in(one, State.QUEUED) for one in clips[3:])
        problem = house.queue.paused_by
        assert problem is not None
        assert problem.kind is ProblemKind.SAME_FAILURE_AGAIN
        assert isinstance(answer, Refused | Unconfirmed)
        assert problem.detail == answer.problem.kind.value


async def test_tasks_that_fail_alike_hold_the_others_back_too() -> None:
    async with a_house() as house:
        house.api.polls = Script(MODERATED)
        clips = await clips_answered_with(house, TAKEN, TAKEN, TAKEN, TAKEN)

        assert len(house.api.posts) == LIKE_FAILURES_THAT_PAUSE
        assert house.is_in(clips[3], State.QUEUED)


async def test_two_kinds_in_turn_are_no_reason() -> None:
    async with a_house() as house:
        await clips_answered_with(house, BUSY, BUSY, NOT_ALLOWED, BUSY, BUSY)
        assert len(house.api.posts) == 5
        assert house.queue.paused_by is None


async def test_a_success_between_is_good_news() -> None:
    async with a_house() as house:
        await clips_answered_with(house, BUSY, BUSY, TAKEN, BUSY, BUSY)
        assert house.queue.paused_by is None


async def test_after_the_users_word_it_is_counted_from_nothing() -> None:
    async with a_house() as house:
        await clips_answered_with(house, *[BUSY] * 8)
        house.queue.go_on()
        await house.clock.pass_time(600)
        assert len(house.api.posts) == 2 * LIKE_FAILURES_THAT_PAUSE
        told = [ProblemKind.SAME_FAILURE_AGAIN, None, ProblemKind.SAME_FAILURE_AGAIN]
        assert house.pauses_told() == told


async def test_going_on_after_two_failures_forgets_them() -> None:
    async with a_house() as house:
        await clips_answered_with(house, BUSY, BUSY)
        house.queue.go_on()
        await clips_answered_with(house, BUSY, BUSY)
        assert house.queue.paused_by is None


async def test_what_passes_or_was_cancelled_or_never_left_is_no_failure() -> None:
    async with a_house() as house:
        too_fast = NotExecuted(Problem(kind=ProblemKind.RATE_LIMITED))
        await clips_answered_with(house, too_fast, too_fast, too_fast, too_fast, TAKEN)
        for _ in range(LIKE_FAILURES_THAT_PAUSE):
            house.queue.cancel(house.start().id)
        house.media.images = Script(Problem(kind=ProblemKind.REFERENCE_MISSING))
        for _ in range(LIKE_FAILURES_THAT_PAUSE):
            house.start(a_request(images=(BOAT,)))
        await house.clock.pass_time(600)
        assert house.queue.paused_by is None


async def test_a_command_is_told_and_sends_no_more() -> None:
    async with a_house(patience=COMMAND_LINE) as house:
        clips = await clips_answered_with(house, *[BUSY] * 6)

        assert len(house.api.posts) == LIKE_FAILURES_THAT_PAUSE
        last = house.now(clips[-1])
        assert last.state is State.QUEUED
        assert last.problem is not None
        assert last.problem.kind is ProblemKind.SAME_FAILURE_AGAIN
        assert house.tasks.names() == []
