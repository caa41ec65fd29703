"""What is known of a charge that nobody confirmed: the balance before and after, and a verdict."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, assert_never

import msgspec

AS_GOOD_AS_EQUAL: Final = Decimal("0.005")
"""US dollars. Answers about the balance are rounded; two prices differ by ten times as much."""


class ChargeVerdict(StrEnum):
    """Whether an unconfirmed request was charged, as far as the balance tells."""

    LIKELY_CHARGED = "likely_charged"
    LIKELY_NOT_CHARGED = "likely_not_charged"
    CANNOT_TELL = "cannot_tell"


class Unclear(StrEnum):
    """Why the balance does not tell."""

    NO_BALANCE = "no_balance"
    """It could not be read before the submit, or not after it."""
    UNLIMITED_KEY = "unlimited_key"
    OTHER_WORK = "other_work"
    """Other clips were sent, or came back, between the two readings."""
    NO_PRICE = "no_price"
    ODD_DIFFERENCE = "odd_difference"
    """The balance changed by something that is neither nothing nor the price."""


class BalanceReading(msgspec.Struct, frozen=True, kw_only=True):
    """A balance at one moment.

    Attributes:
        read_at: When it was read (UTC).
        remaining: US dollars; `None` where the answer did not say.
        unlimited: Whether the key has no limit of its own.
    """

    read_at: datetime
    remaining: Decimal | None = None
    unlimited: bool = False


class ChargeEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """What the balance says about one submit.

    Attributes:
        before: Read before the submit, at most a minute earlier.
        after: Read after its outcome stayed unknown; `None` until then.
        price: US dollars that the clip should cost.
        price_samples: From how many finished clips `price` was learned; 0 for a price list.
        verdict: `None` until the balance was read again.
        unclear: Why the verdict is `CANNOT_TELL`.
    """

    before: BalanceReading | None = None
    after: BalanceReading | None = None
    price: Decimal | None = None
    price_samples: int = 0
    verdict: ChargeVerdict | None = None
    unclear: Unclear | None = None


class OtherWork(StrEnum):
    """What else of ours could have moved the balance between two readings."""

    NONE = "none"
    RUNNING = "running"
    """Sent long before the first reading and not over at the second: it can only have failed
    unseen, and its price come back."""
    MOVED_MONEY = "moved_money"
    """Sent, or come to its end, between the readings."""


def verdict_of(
    before: BalanceReading | None,
    after: BalanceReading | None,
    *,
    price: Decimal | None,
    other_work: OtherWork,
) -> tuple[ChargeVerdict, Unclear | None]:
    """Whether a submit between two readings of the balance was charged.

    Careful on the side of the money: "likely not" only where nothing else was under way and the
    balance did not move at all, "likely" only where it fell by the price of this clip.

    Args:
        before: Read before the submit.
        after: Read after it.
        price: US dollars that the clip should cost.
        other_work: What else could have moved the balance meanwhile.

    Returns:
        The verdict, and why it is `CANNOT_TELL`.
    """
    if before is None or after is None:
        return ChargeVerdict.CANNOT_TELL, Unclear.NO_BALANCE
    if before.unlimited or after.unlimited:
        return ChargeVerdict.CANNOT_TELL, Unclear.UNLIMITED_KEY
    if before.remaining is None or after.remaining is None:
        return ChargeVerdict.CANNOT_TELL, Unclear.NO_BALANCE
    fallen = before.remaining - after.remaining
    match other_work:
        case OtherWork.MOVED_MONEY:
            return ChargeVerdict.CANNOT_TELL, Unclear.OTHER_WORK
        case OtherWork.RUNNING if fallen <= 0:
            # What came back for another clip may hide what this one cost.
            return ChargeVerdict.CANNOT_TELL, Unclear.OTHER_WORK
        case OtherWork.NONE | OtherWork.RUNNING:
            return _verdict_on(fallen, price)
        case _:
            assert_never(other_work)


def _verdict_on(fallen: Decimal, price: Decimal | None) -> tuple[ChargeVerdict, Unclear | None]:
    # A clip that costs next to nothing leaves no trace in the balance.
    leaves_a_trace = price is None or price > AS_GOOD_AS_EQUAL
    if fallen == 0 and leaves_a_trace:
        return ChargeVerdict.LIKELY_NOT_CHARGED, None
    if price is None or not leaves_a_trace:
        return ChargeVerdict.CANNOT_TELL, Unclear.NO_PRICE
    if abs(fallen - price) <= AS_GOOD_AS_EQUAL:
        return ChargeVerdict.LIKELY_CHARGED, None
    return ChargeVerdict.CANNOT_TELL, Unclear.ODD_DIFFERENCE
