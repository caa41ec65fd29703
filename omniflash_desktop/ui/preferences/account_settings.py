"""Joins the page about the account with the token, the balance and the choice of the service."""

from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog

from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.service_facts import TOP_UP_PAGE
from omniflash_desktop.services.account import Account
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.notices.question_dialog import QuestionDialog
from omniflash_desktop.ui.preferences.account_page import AccountPage
from omniflash_desktop.ui.service_choice import ServiceChoice
from omniflash_desktop.ui.theme.theme import Theme


class AccountSettings(QObject):
    """Does what the page asks for.

    Signals:
        spending_asked: The rules of spending are to be shown.
    """

    spending_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        choice: ServiceChoice,
        account: Account,
        keeper: PreferencesKeeper,
        tasks: BackgroundTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._choice = choice
        self._account = account
        self._keeper = keeper
        self._tasks = tasks
        self._page: AccountPage | None = None

    def serve(self, page: AccountPage) -> None:
        """Serves a page until it is gone."""
        self._page = page
        page.token_typed.connect(self._try_token)
        page.remove_asked.connect(self._ask_to_remove)
        page.address_changed.connect(self._use_address)
        page.refresh_asked.connect(self._read_again)
        page.top_up_asked.connect(self._top_up)
        page.sandbox_wished.connect(self._wish_sandbox)
        page.spending_asked.connect(self._show_spending)
        page.changed.connect(self._change)
        page.destroyed.connect(self._forget_page)
        self._read_again()

    def _forget_page(self) -> None:
        self._page = None

    def _read_again(self) -> None:
        self._start(self._show_all(), "show the account")

    async def _show_all(self) -> None:
        base_url = self._choice.base_url
        place = await self._account.where_token(base_url)
        if self._page is None:
            return
        self._page.show_token(place)
        if place == "nowhere":
            self._page.show_no_token()
            return
        self._page.show_checking()
        balances = await self._account.balances(base_url)
        # The dialog may be closed by now, or speak of another address.
        if self._page is None or base_url != self._choice.base_url:
            return
        if isinstance(balances, Problem):
            words = words_for(balances)
            self._page.show_trouble(words.title, words.cause)
        else:
            self._page.show_connected(*balances)

    def _try_token(self, token: str) -> None:
        self._start(self._connect(token), "try the token")

    async def _connect(self, token: str) -> None:
        if self._page is not None:
            self._page.show_checking()
        why_not = await self._choice.connect_with(token)
        if not why_not:
            await self._show_all()
        elif self._page is not None:
            self._page.show_trouble(self.tr("Not connected"), why_not)

    def _ask_to_remove(self) -> None:
        self._start(self._remove(), "remove the token")

    async def _remove(self) -> None:
        if self._page is None:
            return
        question = QuestionDialog(
            self._theme,
            self.tr("Remove the token?"),
            self.tr(
                "No clips can be made at the service until you enter one again. Clips that are "
                "under way there go on, and are fetched once there is a token."
            ),
            yes=self.tr("Remove"),
            danger=True,
            parent=self._page.window(),
        )
        if await ask(question) != QDialog.DialogCode.Accepted:
            return
        problem = await self._choice.forget_token()
        await self._show_all()
        if problem is not None and self._page is not None:
            words = words_for(problem)
            self._page.show_trouble(words.title, words.cause)

    def _use_address(self, address: str) -> None:
        self._choice.use_address(address)
        self._read_again()

    def _wish_sandbox(self, wished: bool) -> None:
        if wished:
            self._choice.use_sandbox()
        else:
            self._choice.leave_sandbox()

    def _change(self, facts: dict[str, Any]) -> None:
        self._keeper.change(**facts)
        self._choice.show_balance_again()

    def _top_up(self) -> None:
        QDesktopServices.openUrl(QUrl(TOP_UP_PAGE))

    def _show_spending(self) -> None:
        dialog = None if self._page is None else self._page.window()
        if isinstance(dialog, QDialog):
            # One dialog over the window at a time.
            dialog.accept()
        self.spending_asked.emit()

    def _start(self, work: Any, name: str) -> None:
        self._tasks.start(work, name=name)
