"""Asks before one click starts clips that cost more than the amount in the preferences."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from omniflash_desktop.domain.generation import SANDBOX, Generation
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.ports import Prices
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.notices.figures import money
from omniflash_desktop.ui.notices.question_dialog import QuestionDialog
from omniflash_desktop.ui.service_choice import ServiceChoice
from omniflash_desktop.ui.theme.theme import Theme


class CostlyClips(QObject):
    """Stands between a click and the queue. While its question is open, nothing is started.

    Signals:
        wanted: The `GenerationRequest` and the number of takes that the user really wants.
    """

    wanted = Signal(object, int)

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        prices: Prices,
        choice: ServiceChoice,
        keeper: PreferencesKeeper,
        tasks: BackgroundTasks,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._prices = prices
        self._choice = choice
        self._keeper = keeper
        self._tasks = tasks
        self._is_asking = False

    def consider(self, request: GenerationRequest, takes: int) -> None:
        """Lets a request through, or asks first."""
        service = self._choice.service
        if self._is_asking or service is None:
            return
        costs = self._costs_of([(request, service)] * takes)
        if not self._keeper.current.asks_before(sum(costs, Decimal())):
            self.wanted.emit(request, takes)
            return
        self._is_asking = True
        self._tasks.start(self._ask_about(request, takes, costs), name="ask about the cost")

    async def are_wanted(self, generations: Sequence[Generation]) -> bool:
        """Whether clips are to be made again, asked where that costs so much."""
        costs = self._costs_of([(one.request, one.service) for one in generations])
        if not self._keeper.current.asks_before(sum(costs, Decimal())):
            return True
        return await self._is_wanted(costs)

    def _costs_of(self, clips: Sequence[tuple[GenerationRequest, str]]) -> list[Decimal]:
        """What is known to be charged; a clip whose price nobody knows is left out."""
        prices = [
            self._prices.price_for(request, service=service).amount
            for request, service in clips
            if service != SANDBOX
        ]
        return [price for price in prices if price is not None]

    async def _ask_about(
        self, request: GenerationRequest, takes: int, costs: Sequence[Decimal]
    ) -> None:
        try:
            wanted = await self._is_wanted(costs)
        finally:
            self._is_asking = False
        if wanted:
            self.wanted.emit(request, takes)

    async def _is_wanted(self, costs: Sequence[Decimal]) -> bool:
        title = self.tr("Spend about %1?").replace("%1", money(sum(costs, Decimal())))
        dialog = QuestionDialog(
            self._theme,
            title,
            f"{self._what(costs)} {self._why_asked()}",
            yes=self.tr("Make it") if len(costs) == 1 else self.tr("Make them"),
            parent=self._window,
        )
        return await ask(dialog) == QDialog.DialogCode.Accepted

    def _what(self, costs: Sequence[Decimal]) -> str:
        if len(costs) == 1:
            return self.tr("It is one clip.")
        if len(set(costs)) == 1:
            words = self.tr("They are %n clips at about %1 each.", "", len(costs))
            return words.replace("%1", money(costs[0]))
        return self.tr("They are %n clips.", "", len(costs))

    def _why_asked(self) -> str:
        words = self.tr("You are asked above %1, which you can change in the preferences.")
        return words.replace("%1", money(self._keeper.current.confirm_amount))
