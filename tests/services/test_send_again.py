"""What the user may do with an unconfirmed request: send it again, or drop it."""

import pytest

from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.outcomes import (
    NotExecuted,
    Refused,
    SubmitOutcome,
    Submitted,
    Unconfirmed,
)
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from tests.builders import a_generation
from tests.services.fakes import Held, Script
from tests.services.house import House, a_house

LOST = Unconfirmed(Problem(kind=ProblemKind.OUTCOME_UNKNOWN))
A_DAY = 86_400


async def an_unconfirmed_clip(house: House, *then: SubmitOutcome | Held[SubmitOutcome]) -> str:
    house.api.submits = Script(LOST, *then)
    kite = house.start()
    await house.until(kite, State.UNCONFIRMED)
    return kite.id


async def test_it_goes_out_with_the_same_key_and_the_same_bytes() -> None:
    async with a_house() as house:
        kite = await an_unconfirmed_clip(house, Submitted(task_ids=("task_01",)))

        house.queue.send_again(kite)
        await house.until(house.journal.current(kite), State.READY)

        first, second = house.api.posts
        assert first == second


async def test_the_intent_is_written_down_before_the_second_try_too() -> None:
    async with a_house() as house:
        kite = await an_unconfirmed_clip(house, Submitted(task_ids=("task_01",)))
        before = len(house.library.saves)

        house.queue.send_again(kite)
        await house.clock.settle()

        saved = [(one.state, durably) for one, durably in house.library.saves[before:]]
        assert saved[:2] == [(State.SUBMITTING, True), (State.WAITING, True)]


@pytest.mark.parametrize(
    "answer",
    [
        LOST,
        Refused(Problem(kind=ProblemKind.CONTENT_REFUSED)),
        Refused(Problem(kind=ProblemKind.TOKEN_REJECTED)),
        Refused(Problem(kind=ProblemKind.BALANCE_TOO_LOW)),
        Refused(Problem(kind=ProblemKind.KEY_REUSED)),
        NotExecuted(Problem(kind=ProblemKind.UNREACHABLE)),
        NotExecuted(Problem(kind=ProblemKind.RATE_LIMITED)),
        NotExecuted(Problem(kind=ProblemKind.NOT_EXECUTED)),
    ],
)
async def test_no_answer_to_the_second_try_says_anything_about_the_first(
    answer: SubmitOutcome,
) -> None:
    async with a_house() as house:
        kite = await an_unconfirmed_clip(house, answer)

        house.queue.send_again(kite)
        await house.clock.pass_time(A_DAY)

        again = house.journal.current(kite)
        assert again.state is State.UNCONFIRMED
        assert again.charged is Charged.UNKNOWN
        assert len(house.api.posts) == 2


async def test_a_token_that_is_refused_then_pauses_the_queue() -> None:
    async with a_house() as house:
        kite = await an_unconfirmed_clip(house, Refused(Problem(kind=ProblemKind.TOKEN_REJECTED)))

        house.queue.send_again(kite)
        await house.clock.settle()

        assert house.pauses_told() == [ProblemKind.TOKEN_REJECTED]


async def test_without_a_way_to_the_service_it_stays_unconfirmed() -> None:
    async with a_house() as house:
        kite = await an_unconfirmed_clip(house)
        house.connections.problem = Problem(kind=ProblemKind.NO_TOKEN)

        house.queue.send_again(kite)
        await house.clock.settle()

        again = house.journal.current(kite)
        assert again.state is State.UNCONFIRMED
        assert again.charged is Charged.UNKNOWN
        assert len(house.api.posts) == 1


async def test_a_double_click_is_one_word() -> None:
    async with a_house() as house:
        answer: Held[SubmitOutcome] = Held(LOST)
        kite = await an_unconfirmed_clip(house, answer)

        house.queue.send_again(kite)
        house.queue.send_again(kite)
        await house.clock.settle()
        house.queue.send_again(kite)
        answer.let_go.set()
        await house.clock.settle()

        assert len(house.api.posts) == 2
        assert house.journal.current(kite).state is State.UNCONFIRMED


async def test_a_paused_queue_holds_the_second_try_back_and_two_clicks_are_still_one() -> None:
    async with a_house() as house:
        kite = await an_unconfirmed_clip(house, LOST)
        house.gate.pause(Problem(kind=ProblemKind.BALANCE_TOO_LOW))
        house.queue.send_again(kite)
        await house.clock.settle()
        house.queue.send_again(kite)
        await house.clock.pass_time(A_DAY)
        assert len(house.api.posts) == 1

        house.queue.go_on()
        await house.clock.pass_time(A_DAY)

        assert len(house.api.posts) == 2


async def test_only_an_unconfirmed_request_can_be_sent_again() -> None:
    async with a_house() as house:
        kite = house.start()
        house.queue.send_again(kite.id)
        ready = await house.until(kite, State.READY)
        house.queue.send_again(ready.id)
        house.queue.drop(ready.id)
        await house.clock.pass_time(A_DAY)

        assert len(house.api.posts) == 1
        assert house.is_in(kite, State.READY)


async def test_a_dropped_request_is_never_sent_and_still_says_that_it_may_be_charged() -> None:
    async with a_house() as house:
        kite = await an_unconfirmed_clip(house, Submitted(task_ids=("task_01",)))

        house.queue.drop(kite)
        house.queue.send_again(kite)
        house.queue.resume_unfinished()
        await house.clock.pass_time(A_DAY)

        dropped = house.journal.current(kite)
        assert dropped.state is State.CANCELLED
        assert dropped.charged is Charged.UNKNOWN
        assert len(house.api.posts) == 1


async def test_a_drop_takes_back_a_second_try_that_still_waits_for_its_turn() -> None:
    async with a_house() as house:
        kite = await an_unconfirmed_clip(house, Submitted(task_ids=("task_01",)))
        house.gate.pause(Problem(kind=ProblemKind.BALANCE_TOO_LOW))
        house.queue.send_again(kite)
        await house.clock.settle()

        house.queue.drop(kite)
        house.queue.go_on()
        await house.clock.pass_time(A_DAY)

        assert house.journal.current(kite).state is State.CANCELLED
        assert len(house.api.posts) == 1


async def test_cancelling_does_not_hide_that_it_may_be_charged() -> None:
    async with a_house() as house:
        kite = await an_unconfirmed_clip(house)

        house.queue.cancel(kite)
        await house.clock.settle()

        assert house.journal.current(kite).state is State.UNCONFIRMED


async def test_what_a_crash_left_unconfirmed_is_sent_with_the_bytes_that_were_kept() -> None:
    async with a_house() as house:
        kept = a_generation().with_prompt("kite").unconfirmed()
        house.library.kept[kept.id] = kept
        house.queue.resume_unfinished()
        await house.clock.pass_time(A_DAY)
        assert house.api.posts == []

        house.queue.send_again(kept.id)
        await house.until(kept, State.READY)

        assert house.api.posts == [(kept.body, kept.idempotency_key)]
