"""What holds the queue: a token or a balance that is missing. What runs already, goes on."""

import pytest

from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.outcomes import NotExecuted, Refused, Submitted
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.service_facts import DEFAULT_CLIPS_AT_ONCE
from tests.services.fakes import Script, completed, running
from tests.services.house import COMMAND_LINE, a_house

NO_MONEY = Problem(kind=ProblemKind.BALANCE_TOO_LOW, request_id="req_1")
PAUSING = [
    Problem(kind=ProblemKind.TOKEN_REJECTED),
    Problem(kind=ProblemKind.BALANCE_TOO_LOW),
]


@pytest.mark.parametrize("problem", PAUSING, ids=lambda problem: problem.kind.value)
async def test_a_refusal_for_everybody_holds_all_others_back(problem: Problem) -> None:
    async with a_house() as house:
        house.api.submits = Script(Refused(problem))
        first = house.start()
        await house.clock.settle()
        later = [house.start() for _ in range(5)]
        await house.clock.pass_time(600)
        assert len(house.api.posts) == 1
        assert all(house.is_in(one, State.QUEUED) for one in (first, *later))
        assert house.pauses_told() == [problem.kind]

        house.api.submits = None
        house.queue.go_on()
        await house.clock.pass_until(lambda: house.is_in(later[-1], State.READY))

        assert house.pauses_told() == [problem.kind, None]
        assert len(house.api.posts) == 7


async def test_three_refusals_of_the_same_kind_are_one_pause() -> None:
    async with a_house() as house:
        house.api.submits = Script(
            Refused(NO_MONEY),
            Refused(Problem(kind=ProblemKind.BALANCE_TOO_LOW, request_id="req_2")),
            Refused(Problem(kind=ProblemKind.BALANCE_TOO_LOW, request_id="req_3")),
        )
        clips = [house.start() for _ in range(3)]
        await house.clock.settle()

        assert all(house.is_in(one, State.QUEUED) for one in clips)
        assert house.pauses_told() == [ProblemKind.BALANCE_TOO_LOW]


async def test_without_a_token_nothing_is_sent_and_nothing_is_lost() -> None:
    async with a_house() as house:
        house.connections.problem = Problem(kind=ProblemKind.NO_TOKEN)
        kite = house.start()
        await house.clock.pass_time(600)
        assert house.api.posts == []
        assert house.pauses_told() == [ProblemKind.NO_TOKEN]

        house.connections.problem = None
        house.queue.go_on()
        await house.until(kite, State.READY)

        assert len(house.api.posts) == 1


async def test_what_the_service_has_is_watched_on_while_the_queue_stands_still() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        running_clip = house.start()
        await house.until(running_clip, State.WAITING)
        house.api.submits = Script(Refused(NO_MONEY))
        held_clip = house.start()
        await house.clock.pass_time(30)
        assert house.gate.problem is not None

        house.api.polls = Script(completed())
        await house.until(running_clip, State.READY)

        assert house.is_in(held_clip, State.QUEUED)


@pytest.mark.parametrize("problem", PAUSING, ids=lambda problem: problem.kind.value)
async def test_trouble_with_the_account_while_asking_fails_no_clip(problem: Problem) -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10), problem, problem, completed())
        kite = house.start()
        await house.clock.pass_until(lambda: house.gate.problem)
        assert house.is_in(kite, State.WAITING)
        later = house.start()

        await house.until(kite, State.READY)

        assert house.is_in(later, State.QUEUED)
        assert len(house.api.posts) == 1


async def test_a_place_that_comes_free_during_a_pause_stays_empty() -> None:
    async with a_house() as house:
        house.gate.pause(NO_MONEY)
        clips = [house.start() for _ in range(5)]
        await house.clock.settle()
        house.gate.resume()
        house.gate.pause(NO_MONEY)
        await house.clock.pass_time(60)

        assert house.api.posts == []
        assert all(house.is_in(one, State.QUEUED) for one in clips)


async def test_a_pause_that_comes_while_one_waits_for_a_place_holds_it() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        before = [house.start() for _ in range(DEFAULT_CLIPS_AT_ONCE)]
        await house.clock.settle()
        kite = house.start()
        await house.clock.settle()
        house.gate.pause(NO_MONEY)
        house.api.polls = Script(completed())
        await house.clock.pass_until(lambda: all(house.is_in(one, State.READY) for one in before))
        await house.clock.pass_time(60)
        assert len(house.api.posts) == DEFAULT_CLIPS_AT_ONCE

        house.gate.resume()
        await house.until(kite, State.READY)


@pytest.mark.parametrize("problem", PAUSING, ids=lambda problem: problem.kind.value)
async def test_a_command_does_not_wait_for_its_user(problem: Problem) -> None:
    async with a_house(patience=COMMAND_LINE) as house:
        house.api.submits = Script(Refused(problem))
        kite = house.start()
        await house.clock.settle()

        queued = await house.queue.finished(kite.id)

        assert (queued.state, queued.problem) == (State.QUEUED, problem)
        assert len(house.api.posts) == 1


async def test_the_clips_behind_it_are_told_the_same_and_cost_the_service_no_request() -> None:
    async with a_house(patience=COMMAND_LINE) as house:
        house.api.submits = Script(Refused(NO_MONEY))
        clips = [house.start() for _ in range(2 * DEFAULT_CLIPS_AT_ONCE)]

        await house.clock.pass_until(lambda: not house.tasks.names(), within=60)

        assert [house.now(one).problem for one in clips] == [NO_MONEY] * len(clips)
        assert len(house.api.posts) <= DEFAULT_CLIPS_AT_ONCE


async def test_a_command_waits_for_the_network_for_a_while_only() -> None:
    async with a_house(patience=COMMAND_LINE) as house:
        house.api.submits = Script(NotExecuted(Problem(kind=ProblemKind.UNREACHABLE)))
        kite = house.start()

        await house.clock.pass_until(lambda: not house.tasks.names(), within=60)

        assert house.is_in(kite, State.QUEUED)
        assert 1 < len(house.api.posts) < 5
        assert house.clock.elapsed <= 20


async def test_a_clip_that_a_command_gave_up_is_not_sent_some_other_day() -> None:
    async with a_house(patience=COMMAND_LINE) as house:
        house.api.submits = Script(Refused(NO_MONEY), Submitted(task_ids=("task_01",)))
        kite = house.start()
        await house.clock.settle()

        failed = house.queue.give_up(kite.id)
        house.queue.resume_unfinished()
        await house.clock.pass_time(600)

        assert (failed.state, failed.problem) == (State.FAILED, NO_MONEY)
        assert len(house.api.posts) == 1


async def test_a_clip_given_up_while_it_is_carried_is_not_sent_either() -> None:
    async with a_house() as house:
        house.gate.pause(NO_MONEY)
        kite = house.start()
        await house.clock.settle()

        house.queue.give_up(kite.id)
        house.queue.go_on()
        await house.clock.pass_time(600)

        assert house.is_in(kite, State.FAILED)
        assert house.api.posts == []


async def test_a_command_stops_asking_when_the_network_stays_away_and_loses_nothing() -> None:
    async with a_house(patience=COMMAND_LINE) as house:
        house.api.polls = Script(running(10), Problem(kind=ProblemKind.UNREACHABLE))
        kite = house.start()

        await house.clock.pass_until(lambda: not house.tasks.names(), within=120)

        waiting = house.now(kite)
        assert waiting.state is State.WAITING
        assert waiting.problem is not None
        assert waiting.problem.kind is ProblemKind.UNREACHABLE
        house.api.polls = Script(completed())
        house.queue.resume_unfinished()
        await house.until(kite, State.READY)
        assert len(house.api.posts) == 1


async def test_a_short_outage_after_a_long_wait_does_not_end_a_command() -> None:
    async with a_house(patience=COMMAND_LINE) as house:
        offline = Problem(kind=ProblemKind.UNREACHABLE)
        house.api.polls = Script(*[running(10)] * 9, offline, running(20), offline, completed())
        kite = house.start()

        await house.until(kite, State.READY)

        assert len(house.api.asked) == 13


async def test_a_command_stops_asking_with_a_token_that_is_refused() -> None:
    async with a_house(patience=COMMAND_LINE) as house:
        house.api.polls = Script(Problem(kind=ProblemKind.TOKEN_REJECTED))
        kite = house.start()

        await house.clock.pass_until(lambda: not house.tasks.names(), within=60)

        assert house.is_in(kite, State.WAITING)
        assert len(house.api.asked) == 1
