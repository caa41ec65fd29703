"""How many clips are under way at once: as many as the user wants and the service bears."""

from datetime import timedelta
from pathlib import Path

import pytest

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.outcomes import NotExecuted, SubmitOutcome, Submitted, Unconfirmed
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.domain.service_facts import (
    DEFAULT_BASE_URL,
    DEFAULT_CLIPS_AT_ONCE,
    MAX_SUBMITS_IN_FLIGHT,
    RARE_POLLS_AFTER,
)
from omniflash_desktop.services.pace import SUBMITS_FOR_ONE_MORE, Pace
from omniflash_desktop.services.queue_rules import QueueRules
from tests.builders import CLICK, a_generation, a_request
from tests.services.fakes import Held, Script, completed, running
from tests.services.house import House, a_house

TOO_FAST = NotExecuted(Problem(kind=ProblemKind.RATE_LIMITED, retry_after=5.0))

LOST = Unconfirmed(Problem(kind=ProblemKind.OUTCOME_UNKNOWN))


def in_line(house: House, clips: list[Generation]) -> int:
    return sum(house.is_in(one, State.QUEUED) for one in clips)


async def test_a_clip_keeps_its_place_until_the_service_has_done_with_it() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        clips = [house.start() for _ in range(5)]
        await house.clock.pass_time(60)
        assert len(house.api.posts) == DEFAULT_CLIPS_AT_ONCE
        assert in_line(house, clips) == 2

        house.api.polls_of["task_02"] = Script(completed())
        await house.clock.pass_until(lambda: len(house.api.posts) == 4)
        assert in_line(house, clips) == 1


async def test_a_clip_that_is_downloaded_holds_up_nobody() -> None:
    async with a_house() as house:
        house.queue.use(QueueRules(clips_at_once=1))
        house.api.downloads = Script(Problem(kind=ProblemKind.DISK_FULL))
        first, second = house.start(), house.start()

        await house.until(first, State.DOWNLOADING)
        await house.clock.settle()

        assert not house.is_in(second, State.QUEUED)


@pytest.mark.parametrize("end", ["failed", "cancelled", "unconfirmed", "taken back"])
async def test_whatever_ends_a_clip_gives_its_place_to_the_next(end: str) -> None:
    async with a_house() as house:
        house.queue.use(QueueRules(clips_at_once=1))
        house.api.polls = Script(running(10))
        first, second = house.start(), house.start()
        match end:
            case "failed":
                await house.until(first, State.WAITING)
                house.api.polls_of["task_01"] = Script(Problem(kind=ProblemKind.TASK_NOT_FOUND))
            case "cancelled":
                await house.until(first, State.WAITING)
                house.queue.cancel(first.id)
            case "unconfirmed":
                house.api.submits = Script(LOST, Submitted(task_ids=("task_02",)))
            case _:
                house.queue.take_back([first.id])

        await house.until(second, State.WAITING)


async def test_more_places_are_used_at_once_and_fewer_as_clips_end() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        house.queue.use(QueueRules(clips_at_once=1))
        clips = [house.start() for _ in range(6)]
        await house.clock.settle()
        assert in_line(house, clips) == 5

        house.queue.use(QueueRules(clips_at_once=4))
        await house.clock.settle()
        assert in_line(house, clips) == 2

        house.queue.use(QueueRules(clips_at_once=1))
        house.api.polls_of["task_01"] = Script(completed())
        await house.until(clips[0], State.READY)
        assert in_line(house, clips) == 2


async def test_one_task_that_never_ends_stops_the_others_for_a_while_only() -> None:
    async with a_house() as house:
        house.queue.use(QueueRules(clips_at_once=1))
        house.api.polls_of["task_01"] = Script(running(10))
        stuck, next_one = house.start(), house.start()
        await house.clock.pass_time(RARE_POLLS_AFTER - 60)
        assert house.is_in(next_one, State.QUEUED)

        await house.clock.pass_time(120)

        assert not house.is_in(next_one, State.QUEUED)
        house.api.polls_of["task_01"] = Script(completed())
        await house.until(stuck, State.READY)


async def test_a_clock_that_is_set_does_not_make_a_task_stuck() -> None:
    async with a_house() as house:
        house.queue.use(QueueRules(clips_at_once=1))
        house.api.polls = Script(running(10))
        _, next_one = house.start(), house.start()
        await house.clock.pass_time(60)

        house.clock.wall_jump = timedelta(hours=5)
        await house.clock.pass_time(120)

        assert house.is_in(next_one, State.QUEUED)


async def test_after_a_restart_tasks_are_counted_and_all_of_them_watched() -> None:
    async with a_house() as house:
        waiting = [
            a_generation().with_facts(id=f"{n:012}").with_task(f"kept_{n}").waiting()
            for n in range(DEFAULT_CLIPS_AT_ONCE + 2)
        ]
        unsent = a_generation().with_facts(id="e" * 12).made_at(CLICK + timedelta(seconds=1))
        queued = unsent.queued()
        house.library.kept = {one.id: one for one in (*waiting, queued)}
        house.api.polls = Script(running(10))

        house.queue.resume_unfinished()
        await house.clock.pass_time(30)

        assert {task for _, task in house.api.asked} == {one.task_id for one in waiting}
        assert house.is_in(queued, State.QUEUED)
        house.api.polls = Script(completed())
        await house.until(queued, State.WAITING)


async def test_old_tasks_of_before_the_restart_take_no_place() -> None:
    async with a_house() as house:
        house.queue.use(QueueRules(clips_at_once=1))
        old = a_generation().made_at(CLICK - timedelta(seconds=RARE_POLLS_AFTER)).waiting()
        house.library.kept[old.id] = old
        house.api.polls = Script(running(10))
        house.queue.resume_unfinished()

        kite = house.start()
        await house.until(kite, State.WAITING)


async def test_a_task_made_elsewhere_takes_a_place_too() -> None:
    async with a_house() as house:
        house.queue.use(QueueRules(clips_at_once=1))
        house.api.polls = Script(running(10))
        house.queue.fetch("task_elsewhere", service=DEFAULT_BASE_URL)
        await house.clock.settle()

        kite = house.start()
        await house.clock.pass_time(30)

        assert house.is_in(kite, State.QUEUED)


async def test_never_more_than_three_submits_are_on_the_wire() -> None:
    async with a_house() as house:
        held: list[Held[SubmitOutcome]] = [
            Held(Submitted(task_ids=(f"task_{n}",))) for n in range(9)
        ]
        house.api.submits = Script(*held)
        house.queue.use(QueueRules(clips_at_once=9))
        clips = [house.start() for _ in range(9)]
        await house.clock.settle()
        assert in_line(house, clips) == 0
        assert len(house.api.posts) == MAX_SUBMITS_IN_FLIGHT

        for answer in held:
            answer.let_go.set()
            await house.clock.settle()
        assert house.api.most_submits_in_flight == MAX_SUBMITS_IN_FLIGHT


async def test_a_breakdown_of_our_own_costs_no_place_for_good() -> None:
    async with a_house() as house:
        house.queue.use(QueueRules(clips_at_once=1))
        house.api.submits = Script(RuntimeError("a bug of ours"), Submitted(task_ids=("task_02",)))
        _, second = house.start(), house.start()

        await house.until(second, State.READY)

        assert [str(error) for error in house.exceptions] == ["a bug of ours"]
        house.exceptions.clear()


async def test_a_picture_is_not_even_prepared_before_there_is_a_place() -> None:
    async with a_house() as house:
        house.queue.use(QueueRules(clips_at_once=1))
        house.api.polls = Script(running(10))
        house.start()
        house.start(a_request(images=(ImageReference(path=Path("/boat.png")),)))
        await house.clock.pass_time(60)

        assert house.media.prepared == []


# -- adaptation


async def test_a_429_lets_the_others_wait_and_fewer_go_at_once() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        house.queue.use(QueueRules(clips_at_once=3))
        house.api.submits = Script(TOO_FAST, TOO_FAST, TOO_FAST, Submitted(task_ids=("task_01",)))
        clips = house.queue.start(a_request(), service=DEFAULT_BASE_URL, takes=20)
        await house.clock.pass_time(4)
        # Three were on their way. The seventeen behind them did not go to hear the same.
        assert len(house.api.posts) == 3

        await house.clock.pass_time(2)

        assert len(house.api.posts) == 4
        assert house.is_in(clips[0], State.WAITING)
        assert in_line(house, clips) == 19


async def test_a_clip_that_met_a_429_is_not_overtaken() -> None:
    async with a_house() as house:
        house.queue.use(QueueRules(clips_at_once=1))
        house.api.submits = Script(TOO_FAST, Submitted(task_ids=("task_01",)))
        first, second = house.start(), house.start()

        await house.until(second, State.READY)

        keys = [key for _, key in house.api.posts]
        assert keys == [first.idempotency_key] * 2 + [second.idempotency_key]


async def test_one_service_that_rests_does_not_hold_up_another() -> None:
    async with a_house() as house:
        house.api.submits = Script(TOO_FAST, Submitted(task_ids=("task_01",)))
        house.start()
        await house.clock.settle()

        elsewhere = house.start(service="https://mirror.example.test")
        await house.clock.settle()

        assert house.is_in(elsewhere, State.WAITING)


def test_the_number_falls_at_once_and_rises_step_by_step() -> None:
    pace = Pace(4)
    pace.slow_down()
    pace.slow_down()
    assert pace.clips_at_once == 2
    rise: list[int] = []
    for _ in range(3 * SUBMITS_FOR_ONE_MORE):
        pace.speed_up()
        rise.append(pace.clips_at_once)
    step = SUBMITS_FOR_ONE_MORE
    assert rise == [2] * (step - 1) + [3] * step + [4] * (step + 1)


def test_a_429_on_the_way_up_starts_the_count_again() -> None:
    pace = Pace(2)
    pace.slow_down()
    for _ in range(SUBMITS_FOR_ONE_MORE - 1):
        pace.speed_up()
    pace.slow_down()
    for _ in range(SUBMITS_FOR_ONE_MORE - 1):
        pace.speed_up()
    assert pace.clips_at_once == 1


def test_there_is_always_one_and_never_more_than_wanted() -> None:
    pace = Pace(2)
    for _ in range(9):
        pace.slow_down()
    assert pace.clips_at_once == 1
    for _ in range(99):
        pace.speed_up()
    assert pace.clips_at_once == 2
    pace.want(1)
    assert pace.clips_at_once == 1


def test_what_the_service_bears_is_not_forgotten_with_a_new_wish() -> None:
    pace = Pace(3)
    pace.slow_down()
    pace.want(10)
    assert pace.clips_at_once == 2
