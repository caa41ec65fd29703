"""The balance before a submit and after an unknown outcome, and what is made of both."""

from decimal import Decimal

import pytest

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.charge_evidence import ChargeEvidence, ChargeVerdict, Unclear
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.outcomes import NotExecuted, Submitted, Unconfirmed
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.service_facts import BALANCE_KEPT_SECONDS
from omniflash_desktop.services.charge_reconciler import (
    LONGEST_WAIT_FOR_A_BALANCE,
    LOOKS_AGAIN_AFTER,
)
from tests.services.fakes import Held, Script, completed, running
from tests.services.house import COMMAND_LINE, House, a_house

LOST = Unconfirmed(Problem(kind=ProblemKind.OUTCOME_UNKNOWN))
OFFLINE = Problem(kind=ProblemKind.UNREACHABLE)
TEN = Balance(remaining=Decimal(10))
CHARGED = Balance(remaining=Decimal("9.70"))  # six seconds cost 0.30
A_DAY = 86_400


def evidence_of(house: House, generation: Generation) -> ChargeEvidence:
    evidence = house.now(generation).evidence
    assert evidence is not None
    return evidence


async def test_what_is_written_down_before_the_submit_is_the_balance_and_the_price() -> None:
    async with a_house() as house:
        answer = Held(Submitted(task_ids=("task_01",)))
        house.api.submits = Script(answer)
        kite = house.start()

        submitting = await house.until(kite, State.SUBMITTING)
        answer.let_go.set()

        assert submitting.token_id == house.api.token_id
        assert submitting.evidence is not None
        assert submitting.evidence.before is not None
        assert submitting.evidence.before.remaining == Decimal(10)
        assert submitting.evidence.price == submitting.estimate == Decimal("0.30")
        assert submitting.evidence.price_samples == 0
        (durably,) = [d for one, d in house.library.saves if one == submitting]
        assert durably


async def test_a_lost_answer_that_was_charged_is_told_at_once() -> None:
    async with a_house() as house:
        house.api.balances = Script(TEN, CHARGED)
        house.api.submits = Script(LOST)
        kite = house.start()

        unconfirmed = await house.until(kite, State.UNCONFIRMED)
        await house.clock.settle()

        evidence = evidence_of(house, kite)
        assert evidence.verdict is ChargeVerdict.LIKELY_CHARGED
        assert evidence.after is not None
        assert evidence.after.remaining == Decimal("9.70")
        # A guess is never told as a fact.
        assert house.now(kite).problem == unconfirmed.problem
        assert house.now(kite).charged is Charged.UNKNOWN
        assert house.clock.elapsed == 0


async def test_that_nothing_was_charged_is_only_believed_at_the_second_look() -> None:
    async with a_house() as house:
        house.api.submits = Script(LOST)
        kite = house.start()
        await house.clock.pass_time(LOOKS_AGAIN_AFTER[0] - 1)
        assert evidence_of(house, kite).verdict is None

        await house.clock.pass_time(2)

        assert evidence_of(house, kite).verdict is ChargeVerdict.LIKELY_NOT_CHARGED
        assert house.api.balances_read == 3


async def test_a_charge_that_is_booked_late_is_found() -> None:
    async with a_house() as house:
        house.api.balances = Script(TEN, TEN, CHARGED)
        house.api.submits = Script(LOST)
        kite = house.start()

        await house.clock.pass_time(A_DAY)

        assert evidence_of(house, kite).verdict is ChargeVerdict.LIKELY_CHARGED


async def test_a_balance_that_cannot_be_read_at_first_is_read_later() -> None:
    async with a_house() as house:
        house.api.balances = Script(TEN, OFFLINE, OFFLINE, CHARGED)
        house.api.submits = Script(LOST)
        kite = house.start()

        await house.clock.pass_time(A_DAY)

        assert evidence_of(house, kite).verdict is ChargeVerdict.LIKELY_CHARGED


async def test_a_balance_that_is_never_readable_again_tells_nothing() -> None:
    async with a_house() as house:
        house.api.balances = Script(TEN, OFFLINE)
        house.api.submits = Script(LOST)
        kite = house.start()

        await house.clock.pass_time(A_DAY)

        assert evidence_of(house, kite).unclear is Unclear.NO_BALANCE
        assert house.api.balances_read == 2 + len(LOOKS_AGAIN_AFTER)


async def test_a_command_does_not_wait_longer_than_it_has_patience() -> None:
    async with a_house(patience=COMMAND_LINE) as house:
        house.api.balances = Script(TEN, OFFLINE)
        house.api.submits = Script(LOST)
        kite = house.start()
        await house.until(kite, State.UNCONFIRMED)
        settled = house.tasks.start(house.charges.settled(kite.id), name="wait")
        assert settled is not None

        await house.clock.pass_until(settled.done, within=20)

        assert settled.result().evidence.unclear is Unclear.NO_BALANCE


@pytest.mark.parametrize(
    "answer", [OFFLINE, Balance(remaining=None), Balance(remaining=None, unlimited=True)]
)
async def test_without_a_balance_before_it_the_request_is_sent_and_the_evidence_says_so(
    answer: Balance | Problem,
) -> None:
    async with a_house() as house:
        house.api.balances = Script(answer)
        house.api.submits = Script(LOST)
        kite = house.start()

        await house.clock.pass_time(A_DAY)

        assert len(house.api.posts) == 1
        evidence = evidence_of(house, kite)
        assert evidence.verdict is ChargeVerdict.CANNOT_TELL
        is_unlimited = isinstance(answer, Balance) and answer.unlimited
        assert evidence.unclear is (Unclear.UNLIMITED_KEY if is_unlimited else Unclear.NO_BALANCE)


async def test_a_balance_that_does_not_come_holds_up_submits_for_seconds_and_once() -> None:
    async with a_house() as house:
        never = Held(TEN)
        house.api.balances = Script(never)
        house.start()
        await house.clock.pass_until(lambda: house.api.posts)
        assert house.api.posted_at == [LONGEST_WAIT_FOR_A_BALANCE]

        house.start()
        await house.clock.settle()

        assert house.api.posted_at == [LONGEST_WAIT_FOR_A_BALANCE] * 2
        assert house.api.balances_read == 1
        never.let_go.set()


async def test_those_that_are_sent_together_share_one_reading() -> None:
    async with a_house() as house:
        reading = Held(TEN)
        house.api.balances = Script(reading)
        takes = [house.start() for _ in range(3)]
        await house.clock.settle()
        reading.let_go.set()
        await house.clock.settle()

        assert house.api.balances_read == 1
        assert all(evidence_of(house, take).before is not None for take in takes)


async def test_a_reading_is_used_up_by_the_submit_after_it() -> None:
    async with a_house() as house:
        house.api.balances = Script(TEN, CHARGED)
        first = house.start()
        await house.until(first, State.READY)

        second = house.start()
        await house.until(second, State.READY)

        before = evidence_of(house, second).before
        assert before is not None
        assert before.remaining == Decimal("9.70")


async def test_a_balance_that_cannot_be_read_is_not_asked_for_at_every_submit() -> None:
    async with a_house() as house:
        house.api.balances = Script(OFFLINE)
        for _ in range(2):
            await house.until(house.start(), State.READY)
        assert house.api.balances_read == 1

        await house.clock.pass_time(BALANCE_KEPT_SECONDS)
        await house.until(house.start(), State.READY)

        assert house.api.balances_read == 2


async def test_another_clip_that_is_sent_meanwhile_makes_it_unclear() -> None:
    async with a_house() as house:
        house.api.balances = Script(TEN, CHARGED)
        house.api.submits = Script(LOST, Submitted(task_ids=("task_02",)))
        house.api.polls = Script(running())
        kite, boat = house.start(), house.start()

        await house.clock.pass_time(A_DAY)

        assert house.is_in(boat, State.WAITING)
        assert evidence_of(house, kite).unclear is Unclear.OTHER_WORK


async def test_a_clip_that_runs_since_long_ago_does_not_hide_a_charge() -> None:
    async with a_house() as house:
        house.api.polls = Script(running())
        house.start()
        await house.clock.pass_time(600)
        house.api.balances = Script(TEN, CHARGED)
        house.api.submits = Script(LOST)
        kite = house.start()

        await house.clock.pass_time(60)

        assert evidence_of(house, kite).verdict is ChargeVerdict.LIKELY_CHARGED


async def test_a_failed_clip_whose_price_came_back_makes_it_unclear() -> None:
    async with a_house() as house:
        house.api.polls = Script(running())
        boat = house.start()
        await house.clock.pass_time(600)
        # It fails, and its price comes back, while another one's answer gets lost: the balance
        # stands where it stood.
        house.api.submits = Script(LOST)
        house.api.polls = Script(completed(url=None))
        kite = house.start()
        await house.clock.pass_time(300)

        assert house.is_in(boat, State.FAILED)
        assert evidence_of(house, kite).unclear is Unclear.OTHER_WORK


async def test_what_was_never_executed_keeps_no_evidence() -> None:
    async with a_house() as house:
        house.api.submits = Script(NotExecuted(Problem(kind=ProblemKind.RATE_LIMITED)), LOST)
        kite = house.start()
        await house.clock.settle()
        assert house.is_in(kite, State.QUEUED)
        assert (house.now(kite).evidence, house.now(kite).token_id) == (None, None)

        await house.until(kite, State.UNCONFIRMED)

        assert evidence_of(house, kite).before is not None


# Restarts, and the user's word --------------------------------------------------------------


async def test_a_submit_that_a_restart_interrupted_is_looked_into() -> None:
    async with a_house() as before:
        never = Held(LOST)
        before.api.submits = Script(never)
        kite = before.start()
        await before.until(kite, State.SUBMITTING)

        async with a_house(library=before.library) as after:
            after.api.balances = Script(CHARGED)
            after.queue.resume_unfinished()
            await after.clock.settle()

            assert after.is_in(kite, State.UNCONFIRMED)
            assert evidence_of(after, kite).verdict is ChargeVerdict.LIKELY_CHARGED
            assert after.api.posts == []
        never.let_go.set()


@pytest.mark.parametrize("first_end", [0.0, 5.0])
async def test_a_run_that_ended_before_the_verdict_leaves_it_to_the_next(first_end: float) -> None:
    async with a_house() as first:
        first.api.submits = Script(LOST)
        kite = first.start()
        await first.until(kite, State.UNCONFIRMED)
        await first.clock.pass_time(first_end)
        await first.tasks.close(within=5.0)

        async with a_house(library=first.library) as second:
            second.queue.resume_unfinished()
            await second.clock.pass_time(60)

            assert evidence_of(second, kite).verdict is ChargeVerdict.LIKELY_NOT_CHARGED
            assert second.api.posts == []


async def test_a_verdict_is_not_looked_for_twice() -> None:
    async with a_house() as house:
        house.api.submits = Script(LOST)
        kite = house.start()
        await house.clock.pass_time(A_DAY)
        read = house.api.balances_read

        house.queue.resume_unfinished()
        house.queue.rename(kite.id, "Kite")
        await house.clock.pass_time(A_DAY)

        assert house.api.balances_read == read


async def test_a_known_outcome_is_never_overwritten_by_a_verdict() -> None:
    async with a_house() as house:
        house.api.submits = Script(LOST, Submitted(task_ids=("task_02",)))
        house.api.polls = Script(running())
        late = Held(CHARGED)
        house.api.balances = Script(TEN, late)
        kite = house.start()
        await house.until(kite, State.UNCONFIRMED)
        house.queue.send_again(kite.id)
        waiting = await house.until(kite, State.WAITING)

        late.let_go.set()
        await house.clock.pass_time(60)

        assert house.is_in(kite, State.WAITING)
        assert evidence_of(house, kite) == waiting.evidence
        assert evidence_of(house, kite).verdict is None
        assert house.now(kite).charged is Charged.YES


async def test_after_a_second_try_the_verdict_is_about_both() -> None:
    async with a_house() as house:
        # The first one was not charged, the second one was.
        house.api.balances = Script(TEN, TEN, TEN, CHARGED)
        house.api.submits = Script(LOST)
        kite = house.start()
        await house.clock.pass_time(60)
        assert evidence_of(house, kite).verdict is ChargeVerdict.LIKELY_NOT_CHARGED

        house.queue.send_again(kite.id)
        await house.clock.pass_time(60)

        evidence = evidence_of(house, kite)
        assert evidence.before is not None
        assert evidence.before.remaining == Decimal(10)
        assert evidence.verdict is ChargeVerdict.LIKELY_CHARGED


async def test_what_is_dropped_is_not_looked_into_any_more() -> None:
    async with a_house() as house:
        house.api.submits = Script(LOST)
        kite = house.start()
        await house.until(kite, State.UNCONFIRMED)
        await house.clock.settle()
        house.queue.drop(kite.id)

        await house.clock.pass_time(A_DAY)

        assert evidence_of(house, kite).verdict is None
        assert house.is_in(kite, State.CANCELLED)
        assert house.now(kite).charged is Charged.UNKNOWN


async def test_a_removed_generation_ends_its_looking() -> None:
    async with a_house() as house:
        house.api.submits = Script(LOST)
        kite = house.start()
        await house.until(kite, State.UNCONFIRMED)
        await house.clock.settle()
        house.queue.drop(kite.id)
        house.queue.remove(kite.id)

        await house.clock.pass_time(A_DAY)

        assert house.library.find(kite.id) is None
        assert house.api.balances_read == 2
