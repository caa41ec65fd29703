"""What a clip will cost, learned from what clips like it did cost; tells when that changes."""

import logging

from omniflash_desktop.domain.prices import (
    LearnedPrice,
    PriceTier,
    estimated_price,
    price_from,
    price_tier,
    tariff_changed,
)
from omniflash_desktop.domain.problems import Charged
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.services.changes import (
    Change,
    Changes,
    GenerationChanged,
    GenerationRemoved,
    TariffChanged,
)
from omniflash_desktop.services.ports import ClipHistory

_log = logging.getLogger(__name__)

_NOTHING_LEARNED = LearnedPrice(amount=None)


class LearnedPrices:
    """Asks the library once for each kind of clip, and again when one of them is finished.

    The clip that was sent last tells the price, not the one that was finished last: what is charged
    is the price at the submit, and clips overtake each other.
    """

    def __init__(self, history: ClipHistory, changes: Changes) -> None:
        self._history = history
        self._changes = changes
        self._learned: dict[tuple[str, PriceTier], LearnedPrice] = {}
        changes.subscribe(self._hear)

    def price_for(self, request: GenerationRequest, *, service: str) -> LearnedPrice:
        """What one clip of `request` will probably cost at `service`.

        Returns:
            The newest cost of such a clip; where there is none, the price list's, of no samples.
        """
        tier = price_tier(request)
        if (service, tier) not in self._learned:
            self._learned[service, tier] = self._read(service, tier)
        learned = self._learned[service, tier]
        return learned if learned.samples else LearnedPrice(amount=estimated_price(request))

    def _hear(self, change: Change) -> None:
        match change:
            case GenerationChanged() if change.brings_cost:
                self._learn(change)
            case GenerationRemoved():
                self._learned.clear()
            case _:
                pass

    def _learn(self, change: GenerationChanged) -> None:
        generation = change.generation
        is_price = generation.charged is Charged.YES and generation.cost
        if not is_price or not generation.request.is_known:
            return
        service, tier = generation.service, price_tier(generation.request)
        now = self._learned[service, tier] = self._read(service, tier)
        if change.before is None or generation.in_sandbox:
            # A clip that was found again is no news, and play money has no tariff.
            return
        before = self._read(service, tier, without=generation.id)
        if before.amount is None or now.amount is None or not tariff_changed(before, now):
            return
        self._changes.publish(
            TariffChanged(
                service=service, generation=generation, before=before.amount, now=now.amount
            )
        )

    def _read(self, service: str, tier: PriceTier, *, without: str = "") -> LearnedPrice:
        try:
            costs = self._history.newest_costs(tier, service=service, without=without)
        except OSError:
            # The price list will do; whoever needs the library itself tells of the trouble.
            _log.exception("the costs of earlier clips could not be read")
            return _NOTHING_LEARNED
        return price_from(costs)
