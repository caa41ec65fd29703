"""The guard against paying twice for one thing, and the second try at what cost nothing."""

from datetime import timedelta

import pytest

from omniflash_desktop.domain.generation import SANDBOX, Generation, State
from omniflash_desktop.domain.outcomes import Refused, Submitted
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL, SAME_REQUEST_SECONDS
from tests.builders import CLICK, a_generation, a_request
from tests.services.fakes import Script
from tests.services.house import a_house

A_KITE = a_request(prompt="a kite")
BUSY = Problem(kind=ProblemKind.AT_CAPACITY)


async def test_what_was_just_asked_for_is_found_until_ten_minutes_have_passed() -> None:
    async with a_house() as house:
        assert house.queue.identical_to(A_KITE, DEFAULT_BASE_URL) is None
        kite = house.start(A_KITE)
        await house.clock.pass_time(SAME_REQUEST_SECONDS - 1)
        assert house.queue.identical_to(A_KITE, DEFAULT_BASE_URL) == house.now(kite)
        assert house.queue.identical_to(a_request(), DEFAULT_BASE_URL) is None
        assert house.queue.identical_to(A_KITE, SANDBOX) is None

        await house.clock.pass_time(2)

        assert house.queue.identical_to(A_KITE, DEFAULT_BASE_URL) is None


async def test_the_newest_of_several_is_told() -> None:
    async with a_house() as house:
        house.start(A_KITE)
        await house.clock.pass_time(60)
        takes = house.queue.start(A_KITE, service=DEFAULT_BASE_URL, takes=3)

        found = house.queue.identical_to(A_KITE, DEFAULT_BASE_URL)

        assert found is not None
        assert found.group_id == takes[0].group_id


@pytest.mark.parametrize(
    ("before", "is_found"),
    [
        (a_generation().queued(), True),
        (a_generation().waiting(), True),
        (a_generation().ready(), True),
        (a_generation().unconfirmed(), True),
        (a_generation().given_up(), True),
        (a_generation().failed(Problem(kind=BUSY.kind, charged=Charged.UNKNOWN)), True),
        (a_generation().cancelled(), False),
        (a_generation().failed(BUSY), False),
    ],
)
async def test_only_what_costs_or_may_cost_is_a_reason_to_ask(
    before: Generation, is_found: bool
) -> None:
    async with a_house() as house:
        house.library.kept[before.id] = before
        found = house.queue.identical_to(before.request, before.service)
        assert found == (before if is_found else None)


async def test_two_clicks_within_a_moment_are_two_clips_and_the_second_could_have_been_asked() -> (
    None
):
    async with a_house() as house:
        first = house.start(A_KITE)
        assert house.queue.identical_to(A_KITE, DEFAULT_BASE_URL) == first
        second = house.start(A_KITE)
        await house.until(second, State.READY)
        assert len(house.api.posts) == 2


async def test_all_that_failed_for_free_is_made_again() -> None:
    async with a_house() as house:
        house.api.submits = Script(Refused(BUSY), Refused(BUSY), Submitted(task_ids=("task_01",)))
        clips = [house.start(), house.start()]
        await house.clock.settle()
        assert [one.id for one in house.queue.free_failures()] == [one.id for one in clips]

        retried = house.queue.retry_free_failures()
        await house.clock.pass_until(lambda: all(house.is_in(c, State.READY) for c in clips))

        assert [one.id for one in retried] == [one.id for one in clips]
        assert house.queue.free_failures() == []
        assert len(house.api.posts) == 4


@pytest.mark.parametrize(
    "other",
    [
        a_generation().failed(Problem(kind=ProblemKind.CONTENT_REFUSED)),
        a_generation().failed(Problem(kind=ProblemKind.MODERATION)),
        a_generation().failed(Problem(kind=ProblemKind.INVALID_DURATION)),
        a_generation().failed(Problem(kind=ProblemKind.RESULT_EXPIRED, charged=Charged.YES)),
        a_generation().failed(Problem(kind=ProblemKind.TASK_NOT_FOUND, charged=Charged.UNKNOWN)),
        a_generation().with_prompt("").failed(BUSY),
        a_generation().cancelled(),
        a_generation().unconfirmed(),
        a_generation().made_at(CLICK - timedelta(days=3)).ready(),
    ],
)
async def test_what_would_fail_alike_or_cost_again_is_left_alone(other: Generation) -> None:
    async with a_house() as house:
        house.library.kept[other.id] = other
        assert house.queue.retry_free_failures() == []
        await house.clock.pass_time(60)
        assert house.now(other) == other
