"""When a task is asked about, and what it takes to end the asking. Contract, section 3."""

from collections import Counter
from datetime import timedelta

import pytest

from omniflash_desktop.domain.generation import SANDBOX, State
from omniflash_desktop.domain.outcomes import TaskReport, TaskStatus
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.service_facts import (
    MAX_POLLS_PER_SECOND,
    POLL_BACK_OFF,
    POLLS_FOR_A_MISSING_RESULT,
)
from omniflash_desktop.services.poll_times import PollTimes, poll_times_for
from tests.builders import a_generation, of_a_paid_clip
from tests.services.fakes import Held, Script, completed, gaps, running
from tests.services.house import House, a_house

UNKNOWN_TASK = Problem(kind=ProblemKind.TASK_NOT_FOUND, http_status=404)
PASSING = [
    Problem(kind=ProblemKind.SERVICE_TROUBLE, http_status=502),
    Problem(kind=ProblemKind.SERVICE_TROUBLE, http_status=200),
    Problem(kind=ProblemKind.RATE_LIMITED),
    Problem(kind=ProblemKind.AT_CAPACITY),
    Problem(kind=ProblemKind.MODEL_NOT_ALLOWED),
    Problem(kind=ProblemKind.BLOCKED_BY_NETWORK),
    Problem(kind=ProblemKind.TOKEN_REJECTED),
    Problem(kind=ProblemKind.BALANCE_TOO_LOW),
    Problem(kind=ProblemKind.REFUSED),
]


async def a_watched_clip(house: House, *answers: TaskReport | Problem) -> str:
    house.api.polls = Script(*answers)
    kite = house.start()
    await house.until(kite, State.WAITING)
    return kite.id


def within_jitter(pause: float, of: float) -> bool:
    return of * 0.9 - 1e-6 <= pause <= of * 1.1 + 1e-6


async def test_a_task_is_asked_about_by_its_age() -> None:
    async with a_house() as house:
        await a_watched_clip(house, running(10))

        await house.clock.pass_time(3600)

        moments = [0.0, *(moment for moment, _ in house.api.asked)]
        for asked_at, pause in zip(moments, gaps(moments), strict=False):
            if asked_at < 120:
                assert within_jitter(pause, 5)
            elif asked_at < 1200:
                assert within_jitter(pause, 10)
            else:
                assert within_jitter(pause, 60)


def test_jitter_uses_its_whole_room_and_no_more() -> None:
    pauses = [PollTimes().pause(age=10, is_first=False) for _ in range(500)]

    assert all(within_jitter(pause, 5) for pause in pauses)
    assert max(pauses) - min(pauses) > 0.5


async def test_a_task_is_never_failed_by_our_clock() -> None:
    async with a_house() as house:
        kite = await a_watched_clip(house, running(30))
        await house.clock.pass_time(21 * 60)
        asked = len(house.api.asked)

        await house.clock.pass_time(600)
        assert 9 <= len(house.api.asked) - asked <= 12
        await house.clock.pass_time(86_400)
        assert house.journal.current(kite).state is State.WAITING

        house.api.polls = Script(completed())
        await house.until(house.journal.current(kite), State.READY)
        assert len(house.api.posts) == 1


async def test_two_hundred_tasks_share_four_questions_a_second() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        for number in range(200):
            kept = a_generation().with_facts(id=f"{number:012x}").with_task(f"t{number}").waiting()
            house.library.kept[kept.id] = kept
        house.queue.resume_unfinished()

        await house.clock.pass_time(120)

        moments = [moment for moment, _ in house.api.asked]
        assert len(moments) >= 120 * MAX_POLLS_PER_SECOND - 1
        in_one_second = [
            sum(start <= other < start + 1 - 1e-6 for other in moments) for start in moments
        ]
        assert max(in_one_second) == MAX_POLLS_PER_SECOND
        assert {task for _, task in house.api.asked} == {f"t{number}" for number in range(200)}


@pytest.mark.parametrize("problem", PASSING, ids=lambda problem: problem.kind.value)
async def test_no_trouble_on_the_way_fails_a_task(problem: Problem) -> None:
    async with a_house() as house:
        kite = await a_watched_clip(house, *[problem] * 30, running(50), completed())
        await house.clock.pass_time(60)
        waiting = house.journal.current(kite)
        assert (waiting.state, waiting.problem) == (State.WAITING, of_a_paid_clip(problem))

        ready = await house.until(waiting, State.READY)

        assert ready.problem is None
        assert len(house.api.posts) == 1


async def test_after_trouble_it_asks_ever_more_slowly_until_an_answer_comes() -> None:
    async with a_house() as house:
        trouble = Problem(kind=ProblemKind.SERVICE_TROUBLE, http_status=502)
        await a_watched_clip(house, *[trouble] * 6, running(10), trouble, running(10))

        await house.clock.pass_until(lambda: len(house.api.asked) == 9)

        pauses = gaps(moment for moment, _ in house.api.asked)
        assert pauses[:6] == pytest.approx([*POLL_BACK_OFF, 30.0, 30.0])
        assert pauses[7] == pytest.approx(POLL_BACK_OFF[0])


async def test_the_services_own_pause_is_kept() -> None:
    async with a_house() as house:
        slow_down = Problem(kind=ProblemKind.RATE_LIMITED, retry_after=90.0)
        await a_watched_clip(house, slow_down, running(10))

        await house.clock.pass_until(lambda: len(house.api.asked) == 2)

        assert gaps(moment for moment, _ in house.api.asked) == pytest.approx([90.0])


async def test_trouble_is_written_down_once_and_not_at_every_question() -> None:
    async with a_house() as house:
        trouble = Problem(kind=ProblemKind.SERVICE_TROUBLE, http_status=502)
        kite = await a_watched_clip(house, trouble)
        before = len(house.library.saves)

        await house.clock.pass_time(3600)

        assert len(house.library.saves) == before + 1
        assert house.journal.current(kite).state is State.WAITING


async def test_a_slow_answer_holds_up_nobody_else() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        house.api.polls_of = {"slow": Script(Held(running(10)))}
        for task in ("slow", "quick"):
            kept = a_generation().with_facts(id=f"{task:>012}").with_task(task).waiting()
            house.library.kept[kept.id] = kept
        house.queue.resume_unfinished()

        await house.clock.pass_time(60)

        asked = Counter(task for _, task in house.api.asked)
        assert asked["slow"] == 1
        assert asked["quick"] >= 10


async def test_a_service_that_is_asked_too_often_is_left_alone_as_long_as_it_says() -> None:
    async with a_house() as house:
        slow_down = Problem(kind=ProblemKind.RATE_LIMITED, retry_after=90.0)
        house.api.polls = Script(slow_down, running(10))
        for number in range(20):
            kept = a_generation().with_facts(id=f"{number:012x}").with_task(f"t{number}").waiting()
            house.library.kept[kept.id] = kept
        house.queue.resume_unfinished()

        await house.clock.pass_time(120)

        first, second = [moment for moment, _ in house.api.asked][:2]
        assert second - first == pytest.approx(90.0)
        assert len({task for _, task in house.api.asked}) == 20


async def test_a_task_that_reports_nothing_but_zero_has_no_percent() -> None:
    async with a_house() as house:
        await a_watched_clip(house, *[running(0)] * 5, running(40), running(0), running(20))

        await house.clock.pass_until(lambda: len(house.api.asked) == 8)

        assert house.percents_told()[-2:] == [None, 40]


async def test_a_task_that_is_not_known_yet_is_no_trouble() -> None:
    async with a_house() as house:
        kite = await a_watched_clip(house, *[UNKNOWN_TASK] * 4, running(10), completed())

        ready = await house.until(house.journal.current(kite), State.READY)

        assert all(problem is None for problem in house.problems_of(ready))


async def test_a_task_that_stays_unknown_is_told_and_may_be_charged() -> None:
    async with a_house() as house:
        kite = await a_watched_clip(house, UNKNOWN_TASK)

        failed = await house.until(house.journal.current(kite), State.FAILED)

        assert house.clock.elapsed >= 30
        assert failed.problem is not None
        assert failed.problem.kind is ProblemKind.TASK_NOT_FOUND
        assert failed.problem.task_id == "task_01"
        assert failed.charged is Charged.UNKNOWN


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(days=1)])
async def test_a_clock_that_is_set_does_not_fail_a_young_task(jump: timedelta) -> None:
    async with a_house() as house:
        kite = await a_watched_clip(house, *[UNKNOWN_TASK] * 2, running(10))
        house.clock.wall_jump = jump

        await house.clock.pass_time(300)

        assert house.journal.current(kite).state is State.WAITING
        assert len(house.api.asked) >= 3


async def test_a_wrong_word_now_and_then_does_not_fail_a_task() -> None:
    async with a_house() as house:
        kite = await a_watched_clip(house, running(10))
        await house.clock.pass_time(3600)

        house.api.polls = Script(UNKNOWN_TASK, running(20), UNKNOWN_TASK, running(20))
        await house.clock.pass_time(3600)

        assert house.journal.current(kite).state is State.WAITING


async def test_a_completed_task_without_a_clip_is_asked_three_more_times() -> None:
    async with a_house() as house:
        kite = await a_watched_clip(house, completed(None))

        failed = await house.until(house.journal.current(kite), State.FAILED)

        assert len(house.api.asked) == 1 + POLLS_FOR_A_MISSING_RESULT
        assert failed.problem is not None
        assert failed.problem.kind is ProblemKind.RESULT_MISSING
        assert failed.problem.task_id == "task_01"
        assert failed.charged is Charged.YES


async def test_a_clip_that_comes_a_little_later_is_taken() -> None:
    async with a_house() as house:
        kite = await a_watched_clip(house, *[completed(None)] * 3, completed())

        await house.until(house.journal.current(kite), State.READY)


async def test_a_failed_task_says_why_and_what_it_cost() -> None:
    async with a_house() as house:
        moderated = Problem(kind=ProblemKind.MODERATION, service_message="no", request_id="req_1")
        report = TaskReport(status=TaskStatus.FAILED, word="failed", problem=moderated)
        kite = await a_watched_clip(house, running(10), report)

        failed = await house.until(house.journal.current(kite), State.FAILED)

        assert failed.problem == Problem(
            kind=ProblemKind.MODERATION,
            service_message="no",
            request_id="req_1",
            task_id="task_01",
        )
        assert failed.charged is Charged.NO
        assert failed.service_status == "failed"


async def test_a_task_that_failed_without_a_word_has_a_problem_all_the_same() -> None:
    async with a_house() as house:
        kite = await a_watched_clip(house, TaskReport(status=TaskStatus.FAILED, word="fail"))

        failed = await house.until(house.journal.current(kite), State.FAILED)

        assert failed.problem is not None
        assert failed.problem.kind is ProblemKind.TASK_FAILED


@pytest.mark.parametrize("charged", list(Charged))
async def test_a_task_cancelled_at_the_service_says_what_that_cost(charged: Charged) -> None:
    async with a_house() as house:
        problem = Problem(kind=ProblemKind.TASK_CANCELLED, charged=charged)
        report = TaskReport(status=TaskStatus.CANCELLED, word="cancelled", problem=problem)
        kite = await a_watched_clip(house, report)

        cancelled = await house.until(house.journal.current(kite), State.CANCELLED)

        assert cancelled.charged is charged


async def test_a_cancelled_task_without_a_word_may_have_cost_something() -> None:
    async with a_house() as house:
        kite = await a_watched_clip(house, TaskReport(status=TaskStatus.CANCELLED))

        cancelled = await house.until(house.journal.current(kite), State.CANCELLED)

        assert cancelled.charged is Charged.UNKNOWN


def test_the_sandbox_is_asked_more_often() -> None:
    times = poll_times_for(SANDBOX)

    assert times.pause(age=0, is_first=True) < 0.5
    assert times.unknown_tolerated < PollTimes().unknown_tolerated
    assert poll_times_for("https://api.example.test") == PollTimes()
