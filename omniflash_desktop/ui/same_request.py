"""Asks before the same clip is paid for a second time within some minutes."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from omniflash_desktop.domain.generation import SANDBOX, Generation
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.ports import Prices
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.notices.figures import ago_words, money
from omniflash_desktop.ui.notices.question_dialog import QuestionDialog
from omniflash_desktop.ui.service_choice import ServiceChoice
from omniflash_desktop.ui.theme.theme import Theme


class RecentRequests(Protocol):
    """What this needs of the queue."""

    def identical_to(self, request: GenerationRequest, service: str) -> Generation | None:
        """The newest clip of the last minutes that was asked for with the same request."""
        ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SameRequest(QObject):
    """Stands between Generate and the queue. While its question is open, nothing is started.

    Signals:
        unasked: The `GenerationRequest` and the number of takes; nothing was asked about them.
        wanted: The same, where the user was asked, and told what they cost.
    """

    unasked = Signal(object, int)
    wanted = Signal(object, int)

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        queue: RecentRequests,
        prices: Prices,
        choice: ServiceChoice,
        keeper: PreferencesKeeper,
        tasks: BackgroundTasks,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._queue = queue
        self._prices = prices
        self._choice = choice
        self._keeper = keeper
        self._tasks = tasks
        self._now = now
        self._is_asking = False

    def consider(self, request: GenerationRequest, takes: int) -> None:
        """Lets a request through, or asks first."""
        service = self._choice.service
        if self._is_asking or service is None:
            return
        chosen = self._keeper.current
        sent = request.for_model(chosen.model, reference_hint=chosen.reference_hint)
        before = self._queue.identical_to(sent, service)
        if before is None:
            self.unasked.emit(request, takes)
            return
        self._is_asking = True
        self._tasks.start(self._ask(request, takes, before), name="ask about the same clip")

    async def _ask(self, request: GenerationRequest, takes: int, before: Generation) -> None:
        try:
            passed = (self._now() - before.created_at).total_seconds()
            title = self.tr("You asked for this clip %1").replace("%1", ago_words(passed))
            dialog = QuestionDialog(
                self._theme,
                title,
                self._words(request, takes, before.service),
                yes=self.tr("Make again"),
                parent=self._window,
            )
            wanted = await ask(dialog) == QDialog.DialogCode.Accepted
        finally:
            self._is_asking = False
        if wanted:
            self.wanted.emit(request, takes)

    def _words(self, request: GenerationRequest, takes: int, service: str) -> str:
        if service == SANDBOX:
            return self.tr("Make it again? In the sandbox it is free.")
        price = self._prices.price_for(request, service=service).amount
        if price is None:
            return self.tr("Make it again? It costs money once more.")
        cost = money(price * takes)
        if takes > 1:
            words = self.tr("Make it again? %n takes cost about %1.", "", takes)
            return words.replace("%1", cost)
        return self.tr("Make it again? It costs about %1.").replace("%1", cost)
