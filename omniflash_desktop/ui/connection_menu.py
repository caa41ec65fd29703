"""What opens at the connection pill: the balance, and the ways to change it."""

from PySide6.QtCore import QObject, QPoint, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.service_facts import TOP_UP_PAGE
from omniflash_desktop.services.account import Account
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.ui.header_bar import HeaderBar
from omniflash_desktop.ui.service_choice import ServiceChoice


class ConnectionMenu(QObject):
    """Made anew at each press, from how things stand then."""

    def __init__(
        self,
        window: QWidget,
        header: HeaderBar,
        choice: ServiceChoice,
        account: Account,
        tasks: BackgroundTasks,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._header = header
        self._choice = choice
        self._account = account
        self._tasks = tasks
        header.connection_clicked.connect(self._open)

    def _open(self) -> None:
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        service = self._choice.service
        if service == SANDBOX:
            facts = menu.addAction(self.tr("The sandbox, on this computer. Nothing is billed."))
            facts.setEnabled(False)
        elif service is not None:
            balance = self._choice.balance_words() or self.tr("not known")
            facts = menu.addAction(self.tr("Balance: %1").replace("%1", balance))
            facts.setEnabled(False)
            menu.addAction(self.tr("Refresh the balance")).triggered.connect(self._refresh)
            menu.addAction(self.tr("Top up in the browser")).triggered.connect(self._top_up)
        menu.addSeparator()
        if service != SANDBOX:
            menu.addAction(self.tr("Use the sandbox")).triggered.connect(self._choice.use_sandbox)
        menu.addAction(self.tr("Connect with a token…")).triggered.connect(self._choice.ask_again)
        corner = self._header.below_connection()
        menu.popup(corner + QPoint(-menu.sizeHint().width(), 2))

    def _refresh(self) -> None:
        if self._choice.service is not None:
            self._tasks.start(
                self._account.read_balance(self._choice.service), name="refresh the balance"
            )

    def _top_up(self) -> None:
        QDesktopServices.openUrl(QUrl(TOP_UP_PAGE))
