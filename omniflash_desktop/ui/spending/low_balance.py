"""Tells, once, when the balance falls under the amount in the preferences."""

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.service_facts import TOP_UP_PAGE
from omniflash_desktop.services.changes import BalanceRead
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.notices.actions import Action, action_label
from omniflash_desktop.ui.notices.figures import money
from omniflash_desktop.ui.notices.toasts import ToastKind, Toasts
from omniflash_desktop.ui.service_choice import ServiceChoice


class LowBalance(QObject):
    """Says it again only after there was enough in between.

    Args:
        toasts: Where it is told.
        choice: Knows where new clips are made: other services' balances are no news.
        keeper: Holds the amount.
        relay: News of the balance.
        parent: Owner.

    Signals:
        told: A title and a text, for those who do not have the window in front.
    """

    told = Signal(str, str)

    def __init__(
        self,
        toasts: Toasts,
        choice: ServiceChoice,
        keeper: PreferencesKeeper,
        relay: ChangeRelay,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._toasts = toasts
        self._choice = choice
        self._keeper = keeper
        self._low_at: str | None = None
        relay.balance_read.connect(self._on_balance)

    def _on_balance(self, change: BalanceRead) -> None:
        service, left = change.service, change.balance.remaining
        if service != self._choice.service or service == SANDBOX or left is None:
            return
        if not self._keeper.current.warns_of(change.balance):
            self._low_at = None
        elif self._low_at != service:
            self._low_at = service
            title = self.tr("The balance is low")
            words = self.tr("%1 is left. Clips that it does not cover wait until you top up.")
            self._tell(title, words.replace("%1", money(left)))

    def _tell(self, title: str, text: str) -> None:
        # It stays: whoever looks away while clips are made is to find it.
        toast = self._toasts.show(
            ToastKind.WARNING, title, text, action=action_label(Action.TOP_UP), stays_ms=0
        )
        toast.acted.connect(self._top_up)
        self.told.emit(title, text)

    def _top_up(self) -> None:
        QDesktopServices.openUrl(QUrl(TOP_UP_PAGE))
