"""What is known of a charge that nobody confirmed: the balance before and after, and a verdict."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

import msgspec


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
