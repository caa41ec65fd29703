"""What clips cost by the price list, where nothing was learned."""

from decimal import Decimal

import msgspec

from omniflash_desktop.domain.prices import estimated_price
from omniflash_desktop.domain.request import GenerationRequest


class ListPrice(msgspec.Struct, frozen=True, kw_only=True):
    """Implements `services.ports.Price`: a price that no finished clip has confirmed."""

    amount: Decimal | None
    samples: int = 0


class ListPrices:
    """Implements `services.ports.Prices`. The same at every service."""

    def price_for(self, request: GenerationRequest, *, service: str) -> ListPrice:
        """What one clip of `request` costs by the list."""
        del service
        return ListPrice(amount=estimated_price(request))
