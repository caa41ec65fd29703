"""What opens at the connection pill: the balance, and the ways to change it."""

from PySide6.QtCore import QObject, QPoint, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.service_facts import TOKEN_PAGE, TOP_UP_PAGE
from omniflash_desktop.services.account import Account
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.ui.accessible_names import spoken_name
from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.commands.commands import Commands
from omniflash_desktop.ui.header_bar import HeaderBar
from omniflash_desktop.ui.service_choice import ServiceChoice


class ConnectionMenu(QObject):
    """Made anew at each press, from how things stand then."""

    def __init__(
        self,
        window: QWidget,
        commands: Commands,
        header: HeaderBar,
        choice: ServiceChoice,
        account: Account,
        tasks: BackgroundTasks,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._commands = commands
        self._header = header
        self._choice = choice
        self._account = account
        self._tasks = tasks
        header.connection_clicked.connect(self._open)
        for command, slot in (
            (Command.REFRESH_BALANCE, self._refresh),
            (Command.TOP_UP, self._top_up),
            (Command.OPEN_ACCOUNT, self._open_account),
        ):
            commands.of(command).triggered.connect(slot)
        commands.looked_at.connect(self._show_possible)

    def _open(self) -> None:
        commands = self._commands
        commands.look_at()
        menu = QMenu(self._window)
        menu.setAccessibleName(spoken_name("connectionPill"))
        menu.aboutToHide.connect(menu.deleteLater)
        service = self._choice.service
        if service == SANDBOX:
            facts = menu.addAction(self.tr("The sandbox, on this computer. Nothing is billed."))
            facts.setEnabled(False)
        elif service is not None:
            balance = self._choice.balance_words() or self.tr("not known")
            facts = menu.addAction(self.tr("Balance: %1").replace("%1", balance))
            facts.setEnabled(False)
            menu.addActions(commands.several([Command.REFRESH_BALANCE, Command.TOP_UP]))
        menu.addSeparator()
        if service != SANDBOX:
            menu.addAction(commands.of(Command.USE_SANDBOX))
        menu.addAction(commands.of(Command.CONNECT))
        corner = self._header.below_connection()
        menu.popup(corner + QPoint(-menu.sizeHint().width(), 2))

    def _show_possible(self) -> None:
        why_not = ""
        if self._choice.service is None:
            why_not = self.tr("Connect with a token first")
        elif self._choice.service == SANDBOX:
            why_not = self.tr("The sandbox costs nothing and has no balance")
        self._commands.set_possible(Command.REFRESH_BALANCE, why_not)

    def _refresh(self) -> None:
        if self._choice.service is not None:
            self._tasks.start(
                self._account.read_balance(self._choice.service), name="refresh the balance"
            )

    def _top_up(self) -> None:
        QDesktopServices.openUrl(QUrl(TOP_UP_PAGE))

    def _open_account(self) -> None:
        QDesktopServices.openUrl(QUrl(TOKEN_PAGE))
