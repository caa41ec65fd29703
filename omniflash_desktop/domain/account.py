"""What the token's owner has left."""

from decimal import Decimal

import msgspec


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """What is left. Contract, section 5.

    Attributes:
        remaining: US dollars; `None` for an unlimited key, or where the answer did not say.
        used: US dollars.
        unlimited: Whether this key has no limit of its own.
    """

    remaining: Decimal | None
    used: Decimal | None = None
    unlimited: bool = False

    def is_below(self, amount: Decimal) -> bool:
        """Whether less than `amount`, in US dollars, is known to be left."""
        return not self.unlimited and self.remaining is not None and self.remaining < amount
