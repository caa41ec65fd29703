"""The ledger: what clips cost, and how much that makes in a day, a month or a project.

Three kinds of money are never mixed. What the service told is exact. What is charged, but of a cost
that nobody told, counts as its estimate and is told apart. What nobody confirmed is a sum of its
own: it may be billed. The sandbox's clips cost play money and are in no sum but their own.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from typing import Final, assert_never

import msgspec

from omniflash_desktop.domain.generation import SANDBOX, State
from omniflash_desktop.domain.problems import Charged
from omniflash_desktop.domain.request import Mode, Resolution

_NOTHING: Final = Decimal(0)
_ONE_DAY: Final = timedelta(days=1)
_EARLIEST_DAY: Final = date(1970, 1, 2)
_LATEST_DAY: Final = date(2900, 1, 1)
"""No clip lies outside, and no system's clock is sure to tell of other days."""


class Period(StrEnum):
    """By what the ledger is added up."""

    DAY = "day"
    """Local days, from midnight to midnight."""
    MONTH = "month"
    PROJECT = "project"
    SERVICE = "service"


class Certainty(StrEnum):
    """How sure the money of one clip is."""

    EXACT = "exact"
    """The service told the cost."""
    ESTIMATED = "estimated"
    """Charged, and nobody told the cost: the estimate counts."""
    MAY_BE_BILLED = "may_be_billed"
    """Nobody knows whether it is charged."""
    NOT_CHARGED = "not_charged"
    """Nothing was billed, or all of it was given back."""


class Charge(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The money of one clip.

    Attributes:
        sent_at: When it was sent (UTC), see `Generation.sent_at`.
        service: As `Generation.service`.
        charged: What is known of a charge.
        project: Whom it is billed to; empty for none.
        cost: US dollars, as the task reported.
        estimate: US dollars, as shown at the click.
    """

    sent_at: datetime
    service: str
    charged: Charged
    project: str = ""
    cost: Decimal | None = None
    estimate: Decimal | None = None

    @property
    def is_play_money(self) -> bool:
        """Whether the sandbox made it, which bills nothing."""
        return self.service == SANDBOX

    @property
    def certainty(self) -> Certainty:
        """How sure `amount` is."""
        match self.charged:
            case Charged.NO:
                return Certainty.NOT_CHARGED
            case Charged.UNKNOWN:
                return Certainty.MAY_BE_BILLED
            case Charged.YES:
                # A finished clip is never free, whatever the answer says (contract, section 11).
                return Certainty.EXACT if self.cost else Certainty.ESTIMATED
            case _:
                assert_never(self.charged)

    @property
    def amount(self) -> Decimal | None:
        """US dollars that count, see `certainty`; `None` where nobody knows any figure."""
        match self.certainty:
            case Certainty.NOT_CHARGED:
                return _NOTHING
            case Certainty.EXACT | Certainty.ESTIMATED | Certainty.MAY_BE_BILLED:
                return self.cost or self.estimate
            case _:
                assert_never(self.certainty)


class LedgerEntry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One line of the ledger.

    Attributes:
        charge: Its money.
        generation_id: Whose.
        state: Where that stands.
        prompt: What the clip shows; empty for a task that was made elsewhere.
        task_id: The service's id.
        title: Given by the user.
        mode: What kind of clip; `None` for a task that was made elsewhere.
        resolution: The picture's size; `None` as above.
        seconds: The length that was asked for; `None` as above, or where a video decided.
    """

    charge: Charge
    generation_id: str
    state: State
    prompt: str
    task_id: str | None = None
    title: str = ""
    mode: Mode | None = None
    resolution: Resolution | None = None
    seconds: int | None = None


class LedgerTotal(msgspec.Struct, frozen=True, kw_only=True):
    """What some clips cost together.

    Attributes:
        key: Of what: `2026-11-22`, `2026-11`, the project's name or the service.
        clips: How many were charged.
        spent: US dollars: their costs, and the estimates of those whose cost nobody told.
        estimated: US dollars: the part of `spent` that is estimates.
        unconfirmed: How many may be billed, and are not in `clips`.
        may_be_billed: US dollars, by their estimates; not in `spent`.
        unpriced: How many of both kinds have neither a cost nor an estimate: the sums are too low.
    """

    key: str
    clips: int = 0
    spent: Decimal = _NOTHING
    estimated: Decimal = _NOTHING
    unconfirmed: int = 0
    may_be_billed: Decimal = _NOTHING
    unpriced: int = 0

    @property
    def is_exact(self) -> bool:
        """Whether the service told all of `spent`; where not, it is shown with "≈"."""
        return not self.estimated and not self.unpriced


class LedgerTotals(msgspec.Struct, frozen=True, kw_only=True):
    """The ledger, added up.

    Attributes:
        parts: One for each day, month, project or service that has clips, in order.
        total: All of `parts`.
        play_money: What the sandbox's clips would have cost; in no other sum.
    """

    parts: tuple[LedgerTotal, ...]
    total: LedgerTotal
    play_money: LedgerTotal


def totals_by(
    period: Period, charges: Iterable[Charge], *, zone: tzinfo | None = None
) -> LedgerTotals:
    """Adds `charges` up.

    Args:
        period: By what.
        charges: In any order.
        zone: Whose days and months; `None` for this computer's.
    """
    parts: dict[str, list[Charge]] = {}
    play_money: list[Charge] = []
    for charge in charges:
        if charge.is_play_money:
            play_money.append(charge)
        elif charge.certainty is not Certainty.NOT_CHARGED:
            parts.setdefault(_key_of(charge, period, zone), []).append(charge)
    return LedgerTotals(
        parts=tuple(_total_of(key, parts[key]) for key in sorted(parts)),
        total=_total_of("", [charge for part in parts.values() for charge in part]),
        play_money=_total_of(SANDBOX, play_money),
    )


def start_of_day(day: date, *, zone: tzinfo | None = None) -> datetime:
    """The first moment of a local day (UTC), also where the clocks were set at midnight.

    Args:
        day: The day; days before 1970 or after 2900 count as those.
        zone: Whose; `None` for this computer's.
    """
    known = min(max(day, _EARLIEST_DAY), _LATEST_DAY)
    return datetime.combine(known, time.min, tzinfo=zone).astimezone(UTC)


def span_of_days(
    since: date | None, until: date | None, *, zone: tzinfo | None = None
) -> tuple[datetime | None, datetime | None]:
    """The moments from the start of `since` to the end of `until`, the latter not included."""
    after = None if until is None else min(until, _LATEST_DAY) + _ONE_DAY
    return (
        None if since is None else start_of_day(since, zone=zone),
        None if after is None else start_of_day(after, zone=zone),
    )


def _key_of(charge: Charge, period: Period, zone: tzinfo | None) -> str:
    match period:
        case Period.DAY:
            return _local_date(charge, zone)
        case Period.MONTH:
            return _local_date(charge, zone)[: len("2026-11")]
        case Period.PROJECT:
            return charge.project
        case Period.SERVICE:
            return charge.service
        case _:
            assert_never(period)


def _local_date(charge: Charge, zone: tzinfo | None) -> str:
    return charge.sent_at.astimezone(zone).date().isoformat()


def _total_of(key: str, charges: Iterable[Charge]) -> LedgerTotal:
    counts = dict.fromkeys(Certainty, 0)
    sums = dict.fromkeys(Certainty, _NOTHING)
    unpriced = 0
    for charge in charges:
        certainty, amount = charge.certainty, charge.amount
        counts[certainty] += 1
        sums[certainty] += amount or _NOTHING
        unpriced += amount is None
    return LedgerTotal(
        key=key,
        clips=counts[Certainty.EXACT] + counts[Certainty.ESTIMATED],
        spent=sums[Certainty.EXACT] + sums[Certainty.ESTIMATED],
        estimated=sums[Certainty.ESTIMATED],
        unconfirmed=counts[Certainty.MAY_BE_BILLED],
        may_be_billed=sums[Certainty.MAY_BE_BILLED],
        unpriced=unpriced,
    )
