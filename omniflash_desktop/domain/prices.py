"""What a clip will probably cost. The task's own `cost` is the truth afterwards.

Prices are flat: a clip of one size and length costs the same whatever it shows. The newest cost of
such a clip is therefore the best guess for the next one, and a price list only the first.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import msgspec

from omniflash_desktop.domain.request import GenerationRequest, Resolution
from omniflash_desktop.domain.service_facts import (
    PRICE_WITH_VIDEO_4K,
    PRICE_WITH_VIDEO_HD,
    PRICES_4K,
    PRICES_HD,
)

SAME_PRICE_WITHIN: Final = Decimal("0.005")
"""US dollars. What differs by no more than half a cent is one price, rounded in two ways."""

SAMPLES_OF_A_TARIFF: Final = 2
"""So many clips in a row at one price are a tariff; a single one may have been an exception."""

MOST_SAMPLES: Final = 100
"""More are not counted: a price is no surer for them, and asking stays quick."""


class PriceTier(msgspec.Struct, frozen=True):
    """What the price hangs on. Contract, section 9.

    Attributes:
        resolution: The picture's size.
        seconds: The length that is asked for; `None` where a reference video decides.
    """

    resolution: Resolution
    seconds: int | None


class LearnedPrice(msgspec.Struct, frozen=True, kw_only=True):
    """What one clip will probably cost, and how sure that is.

    Attributes:
        amount: US dollars; `None` where no price is known.
        samples: How many of the newest clips in a row cost that, up to `MOST_SAMPLES`; 0 for the
            price list.
    """

    amount: Decimal | None
    samples: int = 0


def estimated_price(request: GenerationRequest) -> Decimal | None:
    """US dollars for one clip, or `None` where no price is known. Contract, section 9."""
    is_4k = request.resolution is Resolution.UHD_4K
    if request.video is not None:
        return PRICE_WITH_VIDEO_4K if is_4k else PRICE_WITH_VIDEO_HD
    return (PRICES_4K if is_4k else PRICES_HD).get(request.duration)


def price_tier(request: GenerationRequest) -> PriceTier:
    """What the price of `request` hangs on."""
    return PriceTier(request.resolution, request.sent_duration)


def price_from(costs: Sequence[Decimal]) -> LearnedPrice:
    """The price that finished clips of one tier tell.

    Args:
        costs: US dollars, the newest first.
    """
    if not costs:
        return LearnedPrice(amount=None)
    samples = 0
    for cost in costs:
        if not is_same_price(cost, costs[0]):
            break
        samples += 1
    return LearnedPrice(amount=costs[0], samples=samples)


def is_same_price(one: Decimal, other: Decimal) -> bool:
    """Whether two amounts are one price, see `SAME_PRICE_WITHIN`."""
    return abs(one - other) <= SAME_PRICE_WITHIN


def tariff_changed(before: LearnedPrice, now: LearnedPrice) -> bool:
    """Whether the service changed its price, where `before` was more than an exception."""
    return (
        before.amount is not None
        and now.amount is not None
        and before.samples >= SAMPLES_OF_A_TARIFF
        and not is_same_price(before.amount, now.amount)
    )
