"""Joins the composer with the queue: the price, the balance, and the press of Generate."""

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.prices import MOST_SAMPLES, LearnedPrice
from omniflash_desktop.domain.references import objection_to_link
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.services.changes import BalanceRead, GenerationChanged
from omniflash_desktop.services.generation_queue import GenerationQueue
from omniflash_desktop.services.learned_prices import LearnedPrices
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.compose.generate_footer import PriceLook
from omniflash_desktop.ui.notices.figures import money

if TYPE_CHECKING:
    from omniflash_desktop.domain.account import Balance


class Composing(QObject):
    """Knows where new clips are made, what they will cost, and starts them.

    Signals:
        started: The ids of new generations.
        price_exceeds_balance: Whether the next click costs more than is left.
    """

    started = Signal(list)
    price_exceeds_balance = Signal(bool)

    def __init__(
        self,
        composer: ComposerPanel,
        queue: GenerationQueue,
        prices: LearnedPrices,
        preferences: PreferencesKeeper,
        relay: ChangeRelay,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._composer = composer
        self._queue = queue
        self._prices = prices
        self._preferences = preferences
        self._service: str | None = None
        self._balance: Balance | None = None
        composer.draft_changed.connect(self._show_price)
        relay.balance_read.connect(self._on_balance)
        relay.generation_changed.connect(self._on_generation)
        self.use_service(None)

    def use_service(self, service: str | None) -> None:
        """Makes new clips at `service`; `None` while nobody has chosen."""
        if service != self._service:
            self._balance = None
        self._service = service
        blocked = (
            self.tr("Choose the sandbox or connect a token first") if service is None else None
        )
        self._composer.set_blocked(blocked)
        # A service on this computer, as the sandbox, is for trying things out here.
        is_here = service == SANDBOX or (service and objection_to_link(service) is not None)
        self._composer.linked.local_allowed = bool(is_here)
        self._show_price()

    def generate(self, request: GenerationRequest, takes: int) -> None:
        """Starts what the user wants."""
        if self._service is not None:
            chosen = self._preferences.current
            request = request.for_model(chosen.model, reference_hint=chosen.reference_hint)
            started = self._queue.start(request, service=self._service, takes=takes)
            self.started.emit([generation.id for generation in started])

    def _on_balance(self, change: BalanceRead) -> None:
        if change.service == self._service:
            self._balance = change.balance
            self._show_price()

    def _on_generation(self, change: GenerationChanged) -> None:
        if change.brings_cost:
            self._show_price()

    def _show_price(self) -> None:
        match self._service:
            case None:
                self._composer.show_price(PriceLook(self.tr("Not connected")))
                self._tell_balance(self.tr("Choose how to start"))
            case service if service == SANDBOX:
                self._composer.show_price(PriceLook(self.tr("Free"), self.tr("in the sandbox")))
                self._tell_balance(self.tr("Nothing is billed"))
            case _:
                self._show_real_price(service)

    def _show_real_price(self, service: str) -> None:
        takes = self._composer.takes
        learned = self._prices.price_for(self._composer.draft(), service=service)
        price = learned.amount
        if price is None:
            self._composer.show_price(PriceLook(self.tr("Price shown when done")))
        else:
            several = self.tr("%1 × %2").replace("%1", str(takes)).replace("%2", money(price))
            detail = several if takes > 1 else ""
            self._composer.show_price(
                PriceLook("≈ " + money(price * takes), detail, self._source_of(learned))
            )
        self._show_balance(None if price is None else price * takes)

    def _source_of(self, price: LearnedPrice) -> str:
        """How anybody knows the price."""
        match price.samples:
            case 0:
                return self.tr("list price")
            case 1:
                return self.tr("from 1 clip")
            case many if many < MOST_SAMPLES:
                return self.tr("from %1 clips").replace("%1", str(many))
            case most:
                return self.tr("from %1+ clips").replace("%1", str(most))

    def _show_balance(self, price: Decimal | None) -> None:
        balance = self._balance
        if balance is None:
            self._tell_balance("")
        elif balance.unlimited:
            self._tell_balance(self.tr("Unlimited key"))
        elif balance.remaining is None:
            self._tell_balance(self.tr("Balance not known"))
        else:
            is_low = price is not None and balance.is_below(price)
            words = self.tr("Balance %1, too low") if is_low else self.tr("Balance %1")
            self._tell_balance(words.replace("%1", money(balance.remaining)), low=is_low)

    def _tell_balance(self, words: str, *, low: bool = False) -> None:
        self._composer.show_balance(words, low=low)
        self.price_exceeds_balance.emit(low)
