"""What two readings of the balance tell about a charge, and when they tell nothing."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniflash_desktop.domain.charge_evidence import (
    BalanceReading,
    ChargeEvidence,
    ChargeVerdict,
    OtherWork,
    Unclear,
    verdict_of,
)
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.other_work import other_work_between
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from tests.builders import CLICK, GenerationBuilder, a_generation

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIKELY = (ChargeVerdict.LIKELY_CHARGED, None)
LIKELY_NOT = (ChargeVerdict.LIKELY_NOT_CHARGED, None)


def unclear(why: Unclear) -> tuple[ChargeVerdict, Unclear]:
    return ChargeVerdict.CANNOT_TELL, why


def reading(dollars: str | None, *, unlimited: bool = False) -> BalanceReading:
    remaining = None if dollars is None else Decimal(dollars)
    return BalanceReading(read_at=NOON, remaining=remaining, unlimited=unlimited)


TEN = reading("10.00")
UNLIMITED = reading(None, unlimited=True)
SILENT = reading(None)

TABLE: list[tuple[BalanceReading | None, BalanceReading | None, str | None, OtherWork, Any]] = [
    (TEN, reading("9.75"), "0.25", OtherWork.NONE, LIKELY),
    (TEN, reading("9.7499"), "0.25", OtherWork.NONE, LIKELY),
    (TEN, TEN, "0.25", OtherWork.NONE, LIKELY_NOT),
    (TEN, TEN, None, OtherWork.NONE, LIKELY_NOT),
    (TEN, reading("9.7"), "0.25", OtherWork.NONE, unclear(Unclear.ODD_DIFFERENCE)),
    (TEN, reading("9.5"), "0.25", OtherWork.NONE, unclear(Unclear.ODD_DIFFERENCE)),
    (TEN, reading("20"), "0.25", OtherWork.NONE, unclear(Unclear.ODD_DIFFERENCE)),
    (TEN, reading("9.999"), "0.25", OtherWork.NONE, unclear(Unclear.ODD_DIFFERENCE)),
    (TEN, reading("9.75"), None, OtherWork.NONE, unclear(Unclear.NO_PRICE)),
    (TEN, TEN, "0", OtherWork.NONE, unclear(Unclear.NO_PRICE)),
    (TEN, TEN, "0.004", OtherWork.NONE, unclear(Unclear.NO_PRICE)),
    (None, TEN, "0.25", OtherWork.NONE, unclear(Unclear.NO_BALANCE)),
    (TEN, None, "0.25", OtherWork.NONE, unclear(Unclear.NO_BALANCE)),
    (SILENT, TEN, "0.25", OtherWork.NONE, unclear(Unclear.NO_BALANCE)),
    (TEN, SILENT, "0.25", OtherWork.NONE, unclear(Unclear.NO_BALANCE)),
    (UNLIMITED, UNLIMITED, "0.25", OtherWork.NONE, unclear(Unclear.UNLIMITED_KEY)),
    (TEN, UNLIMITED, "0.25", OtherWork.NONE, unclear(Unclear.UNLIMITED_KEY)),
    (UNLIMITED, TEN, "0.25", OtherWork.NONE, unclear(Unclear.UNLIMITED_KEY)),
    (TEN, reading("9.75"), "0.25", OtherWork.MOVED_MONEY, unclear(Unclear.OTHER_WORK)),
    (TEN, TEN, "0.25", OtherWork.MOVED_MONEY, unclear(Unclear.OTHER_WORK)),
    # A running clip gives money back when it fails, and takes none.
    (TEN, reading("9.75"), "0.25", OtherWork.RUNNING, LIKELY),
    (TEN, TEN, "0.25", OtherWork.RUNNING, unclear(Unclear.OTHER_WORK)),
    (TEN, reading("10.05"), "0.25", OtherWork.RUNNING, unclear(Unclear.OTHER_WORK)),
    (TEN, reading("9.95"), "0.25", OtherWork.RUNNING, unclear(Unclear.ODD_DIFFERENCE)),
]


@pytest.mark.parametrize(("before", "after", "price", "other_work", "verdict"), TABLE)
def test_the_balance_tells(
    before: BalanceReading | None,
    after: BalanceReading | None,
    price: str | None,
    other_work: OtherWork,
    verdict: tuple[ChargeVerdict, Unclear | None],
) -> None:
    told = verdict_of(
        before, after, price=None if price is None else Decimal(price), other_work=other_work
    )
    assert told == verdict


CENTS = st.integers(1, 500).map(lambda cents: Decimal(cents) / 100)


@given(
    remaining=st.integers(0, 100_000).map(lambda cents: Decimal(cents) / 100),
    real_price=CENTS,
    believed_price=st.none() | CENTS,
    was_charged=st.booleans(),
    given_back=st.lists(CENTS, max_size=3),
)
def test_a_clear_verdict_is_never_a_wrong_one(
    remaining: Decimal,
    real_price: Decimal,
    believed_price: Decimal | None,
    was_charged: bool,
    given_back: list[Decimal],
) -> None:
    """Whatever this clip cost, whatever was believed, and whatever running ones gave back."""
    spent = real_price if was_charged else Decimal(0)
    after = remaining - spent + sum(given_back, Decimal(0))
    verdict, why = verdict_of(
        BalanceReading(read_at=NOON, remaining=remaining),
        BalanceReading(read_at=NOON, remaining=after),
        price=believed_price,
        other_work=OtherWork.RUNNING if given_back else OtherWork.NONE,
    )
    if verdict is ChargeVerdict.LIKELY_CHARGED:
        assert was_charged
    if verdict is ChargeVerdict.LIKELY_NOT_CHARGED:
        assert not was_charged
    assert (why is None) == (verdict is not ChargeVerdict.CANNOT_TELL)


def test_a_verdict_is_told_only_while_the_charge_is_not_known() -> None:
    evidence = ChargeEvidence(verdict=ChargeVerdict.LIKELY_CHARGED)
    asked = a_generation().with_facts(evidence=evidence)

    assert asked.unconfirmed().verdict is ChargeVerdict.LIKELY_CHARGED
    assert asked.unconfirmed().charged is Charged.UNKNOWN
    assert asked.ready().verdict is None
    assert a_generation().unconfirmed().verdict is None


# Other work ---------------------------------------------------------------------------------

SINCE = CLICK
UNTIL = CLICK + timedelta(minutes=2)
IN_BETWEEN = CLICK + timedelta(minutes=1)
LONG_BEFORE = CLICK - timedelta(minutes=10)
YESTERDAY = CLICK - timedelta(days=1)
DROPPED = Problem(kind=ProblemKind.OUTCOME_UNKNOWN, charged=Charged.UNKNOWN)
MODERATED = Problem(kind=ProblemKind.MODERATION)


def another(**facts: Any) -> GenerationBuilder:
    return a_generation().with_facts(**{"id": "another00000", **facts})


OTHERS = [
    (another().draft(), OtherWork.NONE),
    (another(created_at=IN_BETWEEN, changed_at=IN_BETWEEN).queued(), OtherWork.NONE),
    (another(changed_at=IN_BETWEEN).preparing(), OtherWork.NONE),
    (another().failed(), OtherWork.NONE),
    (another(changed_at=IN_BETWEEN).cancelled(), OtherWork.NONE),
    # It was at the service, and is back.
    (another(created_at=LONG_BEFORE, changed_at=IN_BETWEEN).queued(), OtherWork.MOVED_MONEY),
    (another(created_at=YESTERDAY, changed_at=LONG_BEFORE).queued(), OtherWork.NONE),
    (another(changed_at=LONG_BEFORE).submitting(), OtherWork.MOVED_MONEY),
    (another(submitted_at=IN_BETWEEN).waiting(), OtherWork.MOVED_MONEY),
    (another(submitted_at=SINCE - timedelta(seconds=10)).waiting(), OtherWork.MOVED_MONEY),
    (another(submitted_at=LONG_BEFORE).waiting(), OtherWork.RUNNING),
    (another(submitted_at=LONG_BEFORE, changed_at=IN_BETWEEN).downloading(), OtherWork.MOVED_MONEY),
    (another(submitted_at=LONG_BEFORE, changed_at=LONG_BEFORE).downloading(), OtherWork.NONE),
    (another(submitted_at=LONG_BEFORE, finished_at=IN_BETWEEN).ready(), OtherWork.MOVED_MONEY),
    (another(submitted_at=YESTERDAY, finished_at=LONG_BEFORE).ready(), OtherWork.NONE),
    (
        another(task_id="task_02", finished_at=IN_BETWEEN).failed(MODERATED),
        OtherWork.MOVED_MONEY,
    ),
    (another(task_id="task_02", finished_at=LONG_BEFORE).failed(MODERATED), OtherWork.NONE),
    (another(changed_at=IN_BETWEEN).unconfirmed(), OtherWork.MOVED_MONEY),
    (another(changed_at=LONG_BEFORE).unconfirmed(), OtherWork.RUNNING),
    (another(changed_at=YESTERDAY).unconfirmed(), OtherWork.NONE),
    (another(submitted_at=LONG_BEFORE, finished_at=IN_BETWEEN).given_up(), OtherWork.RUNNING),
    (another(submitted_at=YESTERDAY, finished_at=IN_BETWEEN).given_up(), OtherWork.NONE),
    (another(changed_at=LONG_BEFORE).failed(DROPPED), OtherWork.RUNNING),
    (another(submitted_at=IN_BETWEEN, service="sandbox").waiting(), OtherWork.NONE),
    (another(submitted_at=IN_BETWEEN, token_id="ffffffffffff").waiting(), OtherWork.MOVED_MONEY),
]


@pytest.mark.parametrize(("other", "work"), OTHERS)
def test_another_clip_may_have_moved_the_balance(other: Generation, work: OtherWork) -> None:
    unconfirmed = a_generation().unconfirmed()

    def between(*generations: Generation) -> OtherWork:
        return other_work_between(generations, apart_from=unconfirmed, since=SINCE, until=UNTIL)

    assert between(unconfirmed, other) is work
    assert between(another(id="third0000000").draft(), other) is work


def test_the_worst_of_several_counts() -> None:
    running = another(submitted_at=LONG_BEFORE).waiting()
    sending = another(id="third0000000").submitting()
    for others in ([running, sending], [sending, running]):
        assert (
            other_work_between(
                others, apart_from=a_generation().unconfirmed(), since=SINCE, until=UNTIL
            )
            is OtherWork.MOVED_MONEY
        )


def test_with_a_clock_that_was_set_back_no_moment_counts() -> None:
    assert (
        other_work_between(
            [], apart_from=a_generation().unconfirmed(), since=SINCE, until=LONG_BEFORE
        )
        is OtherWork.MOVED_MONEY
    )


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_say(state: State) -> None:
    other = another().in_state(state)
    other_work_between([other], apart_from=a_generation().unconfirmed(), since=SINCE, until=UNTIL)
