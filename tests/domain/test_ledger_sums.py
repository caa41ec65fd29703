"""Sums of money: nothing is lost between the parts and the whole, wherever the day ends."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.ledger import (
    Certainty,
    Charge,
    LedgerTotal,
    Period,
    span_of_days,
    start_of_day,
    totals_by,
)
from omniflash_desktop.domain.problems import Charged

SERVICE = "https://service.example.test"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/St_Johns",
    "Pacific/Apia",  # without the 30th of December 2011
    "America/Havana",  # sets its clocks at midnight
    "Pacific/Kiritimati",
    "Asia/Kathmandu",
]

amounts = st.one_of(
    st.none(), st.integers(0, 2_000_000).map(lambda millionths: Decimal(millionths) / 1_000_000)
)
charges = st.builds(
    Charge,
    sent_at=st.datetimes(
        min_value=datetime(2011, 12, 1),
        max_value=datetime(2027, 12, 31),
        timezones=st.just(UTC),
    ),
    service=st.sampled_from([SERVICE, "https://other.example.test", SANDBOX]),
    charged=st.sampled_from(Charged),
    project=st.sampled_from(["", "kites", "boats"]),
    cost=amounts,
    estimate=amounts,
)


def a_charge(**facts: object) -> Charge:
    known = {"sent_at": NOON, "service": SERVICE, "charged": Charged.YES}
    return Charge(**{**known, **facts})


def total_of(*some: Charge) -> LedgerTotal:
    return totals_by(Period.DAY, some, zone=UTC).total


def figures(total: LedgerTotal) -> tuple[object, ...]:
    return (
        total.clips,
        total.spent,
        total.estimated,
        total.unconfirmed,
        total.may_be_billed,
        total.unpriced,
    )


def added(totals: list[LedgerTotal]) -> tuple[object, ...]:
    return tuple(sum(column) for column in zip(*map(figures, totals), strict=True)) or (0,) * 6


@pytest.mark.parametrize("period", Period)
@settings(deadline=None)
@given(some=st.lists(charges), zone=st.sampled_from(ZONES).map(ZoneInfo))
def test_the_parts_make_the_whole(period: Period, some: list[Charge], zone: ZoneInfo) -> None:
    totals = totals_by(period, some, zone=zone)

    assert added(list(totals.parts)) == figures(totals.total)
    real = [charge for charge in some if not charge.is_play_money]
    expected = sum(
        charge.amount or 0 for charge in real if charge.certainty is not Certainty.MAY_BE_BILLED
    )
    assert totals.total.spent == expected
    assert [part.key for part in totals.parts] == sorted({part.key for part in totals.parts})


@settings(deadline=None)
@given(
    some=st.lists(charges, min_size=1),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    length=st.integers(0, 400),
)
def test_each_clip_belongs_to_the_span_of_its_own_day_and_to_no_other(
    some: list[Charge], zone: ZoneInfo, length: int
) -> None:
    first = some[0].sent_at.astimezone(zone).date()
    last = first + timedelta(days=length)
    begin, end = span_of_days(first, last, zone=zone)
    assert begin is not None
    assert end is not None
    for charge in some:
        is_within = first <= charge.sent_at.astimezone(zone).date() <= last
        assert (begin <= charge.sent_at < end) is is_within


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("America/Havana", date(2026, 3, 8), 23),
        ("America/Havana", date(2026, 11, 1), 25),
        ("Pacific/Apia", date(2011, 12, 30), 0),
        ("Asia/Kathmandu", date(2026, 5, 4), 24),
    ],
)
def test_a_day_has_as_many_hours_as_its_clocks_say(zone: str, day: date, hours: int) -> None:
    begin, end = span_of_days(day, day, zone=ZoneInfo(zone))
    assert begin is not None
    assert end is not None
    assert end - begin == timedelta(hours=hours)


def test_the_repeated_hour_is_one_day_s_hour_twice() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    twice = [a_charge(sent_at=first + timedelta(hours=n), cost=Decimal("0.30")) for n in (0, 1)]
    (day,) = totals_by(Period.DAY, twice, zone=berlin).parts
    assert (day.key, day.spent) == ("2026-10-25", Decimal("0.60"))


@pytest.mark.parametrize("day", [date.min, date.max])
def test_no_day_is_too_early_or_too_late_to_be_asked_for(day: date) -> None:
    begin, end = span_of_days(day, day)
    assert begin is not None
    assert end is not None
    assert start_of_day(day).tzinfo is UTC


@pytest.mark.parametrize("nothing_told", [None, Decimal(0)])
def test_a_charged_clip_of_unknown_cost_counts_as_its_estimate_and_is_told_apart(
    nothing_told: Decimal | None,
) -> None:
    told = a_charge(cost=Decimal("0.35"), estimate=Decimal("0.30"))
    untold = a_charge(cost=nothing_told, estimate=Decimal("0.30"))
    total = total_of(told, untold)
    assert (total.clips, total.spent, total.estimated) == (2, Decimal("0.65"), Decimal("0.30"))
    assert not total.is_exact
    assert total_of(told).is_exact


def test_what_nobody_confirmed_is_a_sum_of_its_own() -> None:
    total = total_of(a_charge(charged=Charged.UNKNOWN, estimate=Decimal("0.30")))
    assert (total.clips, total.spent) == (0, 0)
    assert (total.unconfirmed, total.may_be_billed) == (1, Decimal("0.30"))


def test_a_failure_that_was_given_back_costs_nothing_and_makes_no_line() -> None:
    totals = totals_by(Period.DAY, [a_charge(charged=Charged.NO, estimate=Decimal("0.30"))])
    assert totals.parts == ()
    assert totals.total.spent == 0


def test_a_clip_without_any_figure_is_counted_and_makes_the_sum_inexact() -> None:
    total = total_of(a_charge())
    assert (total.clips, total.spent, total.unpriced) == (1, 0, 1)
    assert not total.is_exact


def test_play_money_is_in_no_real_sum() -> None:
    real = a_charge(cost=Decimal("0.30"))
    played = a_charge(service=SANDBOX, cost=Decimal("0.80"))
    for period in Period:
        totals = totals_by(period, [real, played])
        assert totals.total.spent == Decimal("0.30")
        assert [part.spent for part in totals.parts] == [Decimal("0.30")]
        assert totals.play_money.spent == Decimal("0.80")


def test_months_projects_and_services_have_their_names() -> None:
    some = [
        a_charge(sent_at=datetime(2026, 11, 30, 23, 30, tzinfo=UTC), project="kites"),
        a_charge(service="https://other.example.test"),
    ]
    keys = {
        period: [part.key for part in totals_by(period, some, zone=ZoneInfo("Asia/Tokyo")).parts]
        for period in Period
    }
    assert keys == {
        Period.DAY: ["2026-11-22", "2026-12-01"],
        Period.MONTH: ["2026-11", "2026-12"],
        Period.PROJECT: ["", "kites"],
        Period.SERVICE: ["https://other.example.test", SERVICE],
    }
