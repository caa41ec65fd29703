"""The money of the one account: opening balance, charges, refunds, and both balance answers."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

from omniflash_desktop.sandbox.refusals import refusal
from omniflash_desktop.sandbox.tariff import CREDITS_PER_USD

if TYPE_CHECKING:
    from omniflash_desktop.sandbox.store import Store

DEFAULT_OPENING_CENTS: Final = 2500  # US cents

_REMAINING: Final = "remaining_cents"
_USED: Final = "used_cents"
_UNLIMITED: Final = "unlimited_key"


def cents_from_usd(usd: Decimal) -> int:
    """Round an amount in USD to whole cents."""
    return int((usd * 100).to_integral_value(ROUND_HALF_UP))


def usd(cents: int) -> float:
    """Write US cents as the service writes USD."""
    return cents / 100


class Account:
    """The balance, kept in the store in whole US cents."""

    def __init__(self, store: Store, *, opening_cents: int, unlimited: bool) -> None:
        """Take up the stored account, or open one.

        Args:
            store: Where the account is kept.
            opening_cents: US cents on a new account; an existing one keeps its own.
            unlimited: Whether a new account's key is one without a quota of its own.
        """
        self._store = store
        if store.fact(_REMAINING) is None:
            self.set_remaining(opening_cents)
            self.set_unlimited(unlimited)
            store.set_fact(_USED, "0")

    @property
    def remaining_cents(self) -> int:
        """What is left, in US cents."""
        return int(self._store.fact(_REMAINING) or 0)

    @property
    def used_cents(self) -> int:
        """What clips have cost so far, less what was refunded, in US cents."""
        return int(self._store.fact(_USED) or 0)

    @property
    def unlimited(self) -> bool:
        """Whether the key has no quota of its own; the account still pays."""
        return self._store.fact(_UNLIMITED) == "yes"

    def set_remaining(self, cents: int) -> None:
        """Set the balance, in US cents."""
        self._store.set_fact(_REMAINING, str(cents))

    def set_unlimited(self, unlimited: bool) -> None:
        """Say whether the key has a quota of its own."""
        self._store.set_fact(_UNLIMITED, "yes" if unlimited else "no")

    def must_cover(self, cents: int) -> None:
        """Check that a price can be paid.

        Raises:
            RefusalError: 402 ``payment_required`` when it cannot.
        """
        if self.remaining_cents < cents:
            raise refusal(
                402,
                "payment_required",
                f"insufficient balance: this clip costs {usd(cents):.2f} USD,"
                f" {usd(self.remaining_cents):.2f} USD is left",
            )

    def charge(self, cents: int) -> None:
        """Take a price off the balance; inside the caller's transaction."""
        self._store.set_fact(_REMAINING, str(self.remaining_cents - cents))
        self._store.set_fact(_USED, str(self.used_cents + cents))

    def refund(self, cents: int) -> None:
        """Give a price back; inside the caller's transaction."""
        self.charge(-cents)

    def key_answer(self) -> dict[str, Any]:
        """Build the answer of ``GET /v1/balance`` (contract, section 5)."""
        if self.unlimited:
            used = usd(self.used_cents)
            return {
                "success": True,
                "remain_balance": -1,
                "remain_credits": -1,
                "used_balance": used,
                "used_credits": self.used_cents * CREDITS_PER_USD / 100,
                "unlimited_quota": True,
            }
        return self.account_answer()

    def account_answer(self) -> dict[str, Any]:
        """Build the answer of ``GET /v1/user/balance`` (contract, section 5)."""
        return {
            "success": True,
            "remain_balance": usd(self.remaining_cents),
            "remain_credits": self.remaining_cents * CREDITS_PER_USD / 100,
            "used_balance": usd(self.used_cents),
            "used_credits": self.used_cents * CREDITS_PER_USD / 100,
            "unlimited_quota": False,
        }
