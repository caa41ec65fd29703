"""The page about the account: the token, the address it belongs to, and what is left."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.references import service_address
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.switch import Switch
from omniflash_desktop.ui.notices.figures import money
from omniflash_desktop.ui.notices.link_button import LinkButton
from omniflash_desktop.ui.preferences.form import PreferencesPage, mark_field
from omniflash_desktop.ui.preferences.outcome_card import Outcome, OutcomeCard
from omniflash_desktop.ui.spending.amount_field import AmountField
from omniflash_desktop.ui.spending.setting_row import SettingCard, SettingRow
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_NOWHERE = "nowhere"


class AccountPage(PreferencesPage):
    """Shows where the token is, never the token; tells what is wished.

    Args:
        theme: The look.
        base_url: The service's address.
        preferences: As they are now.
        in_sandbox: Whether new clips are made in the sandbox.
        parent: Owner.

    Signals:
        token_typed: A token that is to be tried.
        remove_asked: The token is to go.
        address_changed: Another address of the service.
        refresh_asked: The balance is to be read.
        top_up_asked: The browser is to show where money is added.
        sandbox_wished: Whether new clips are made in the sandbox.
        spending_asked: The rules of spending are to be shown.
        changed: Preferences by name, with their new values.
    """

    token_typed = Signal(str)
    remove_asked = Signal()
    address_changed = Signal(str)
    refresh_asked = Signal()
    top_up_asked = Signal()
    sandbox_wished = Signal(bool)
    spending_asked = Signal()
    changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        base_url: str,
        preferences: Preferences,
        *,
        in_sandbox: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(
            theme,
            self.tr("Account"),
            self.tr("How Omniflash signs in and how careful it is with your balance."),
            parent,
        )
        self._place = _NOWHERE
        self._is_replacing = False
        self._address = base_url
        self.status = OutcomeCard(theme, self)
        self.token = QLineEdit(self)
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.connect_button = Button(theme, self.tr("Connect"), parent=self)
        self.replace = Button(theme, self.tr("Replace…"), parent=self)
        self.remove = Button(theme, self.tr("Remove"), kind=ButtonKind.GHOST, parent=self)
        self.address = QLineEdit(base_url, self)
        self.balance = Label(theme, weight=tokens.STRONG, tabular=True, parent=self)
        self.refresh = LinkButton(theme, self.tr("Refresh"), icon="arrow-clockwise", parent=self)
        top_up = self.tr("Top up in browser")
        self.top_up = LinkButton(theme, top_up, icon="arrow-square-out", parent=self)
        self.sandbox = Switch(theme, self)
        self.sandbox.setChecked(in_sandbox)
        self.confirm = Switch(theme, self)
        self.confirm.setChecked(preferences.confirm_spending)
        self.confirm_amount = AmountField(preferences.confirm_amount, self)
        self.confirm_amount.setEnabled(preferences.confirm_spending)
        self.low_balance = Switch(theme, self)
        self.low_balance.setChecked(preferences.warn_low_balance)
        self.low_amount = AmountField(preferences.low_balance_amount, self)
        self.low_amount.setEnabled(preferences.warn_low_balance)
        self.spending = Button(theme, self.tr("Open…"), parent=self)
        for widget, object_name in (
            (self.token, "preferencesToken"),
            (self.connect_button, "connectTokenButton"),
            (self.replace, "replaceTokenButton"),
            (self.remove, "removeTokenButton"),
            (self.address, "apiAddress"),
            (self.balance, "accountBalance"),
            (self.refresh, "refreshBalanceButton"),
            (self.top_up, "topUpButton"),
            (self.sandbox, "sandboxSwitch"),
            (self.confirm_amount, "confirmAmount"),
            (self.confirm, "confirmSwitch"),
            (self.low_amount, "lowBalanceAmount"),
            (self.low_balance, "lowBalanceSwitch"),
            (self.spending, "openSpendingButton"),
        ):
            name(widget, object_name)
        self._lay_out()
        self._connect()
        self.show_token(_NOWHERE)

    def commit(self) -> None:
        self._address_finished()

    def show_token(self, place: str) -> None:
        """Shows where the token is.

        Args:
            place: `keyring`, `environment`, `session` or `nowhere`.
        """
        self._place = place
        self._is_replacing = False
        self.token.clear()
        self._refresh()

    def show_checking(self) -> None:
        """The token, or the balance, is asked about."""
        self.status.show_outcome(Outcome.RUNNING, self.tr("Asking the service"))

    def show_connected(self, of_key: Balance, of_account: Balance) -> None:
        """The service took the token."""
        checked = self.tr("The token was checked a moment ago")
        self.status.show_outcome(Outcome.GOOD, self.tr("Connected"), checked)
        self.balance.setText(_balance_words(self, of_key, of_account))

    def show_trouble(self, title: str, text: str) -> None:
        """There is no answer, or none that helps."""
        self.status.show_outcome(Outcome.BAD, title, text)
        self.balance.setText(self.tr("Not known"))

    def show_no_token(self) -> None:
        """There is nobody to ask for a balance."""
        self.status.hide()
        self.balance.setText(self.tr("Not known"))

    def _lay_out(self) -> None:
        theme = self._theme
        self.column.addWidget(self.status)
        self._token_row = self.add_row(
            self.tr("API token"), self.token, self.connect_button, self.replace, self.remove
        )
        self._address_row = self.add_row(
            self.tr("API address"),
            self.address,
            note=self.tr("Change it only for a mirror, or a gateway that you run yourself."),
        )
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_3)
        for widget in (self.balance, self.refresh, self.top_up):
            row.addWidget(widget)
        row.addStretch(1)
        line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.add_row(self.tr("Balance"), line)
        card = SettingCard(theme, self)
        for title, meaning, controls in (
            (
                self.tr("Use the sandbox"),
                self.tr("Sample clips from a server inside the app. Nothing is billed."),
                (self.sandbox,),
            ),
            (
                self.tr("Ask before spending more than"),
                self.tr("One question where a single press costs more than this."),
                (self.confirm_amount, self.confirm),
            ),
            (
                self.tr("Warn when the balance is low"),
                self.tr("Shown on the balance pill, and told once."),
                (self.low_amount, self.low_balance),
            ),
            (
                self.tr("Spending and queue"),
                self.tr("The limit per day, the wait before sending, clips at once, the project."),
                (self.spending,),
            ),
        ):
            card.add(SettingRow(theme, title, meaning, *controls, parent=card))
        self.column.addWidget(card)
        self.end()

    def _connect(self) -> None:
        self.token.textEdited.connect(self._refresh)
        self.token.returnPressed.connect(self._try_token)
        self.connect_button.clicked.connect(self._try_token)
        self.replace.clicked.connect(self._begin_replacing)
        self.remove.clicked.connect(self.remove_asked)
        self.address.editingFinished.connect(self._address_finished)
        self.refresh.clicked.connect(self.refresh_asked)
        self.top_up.clicked.connect(self.top_up_asked)
        self.sandbox.toggled.connect(self.sandbox_wished)
        self.confirm.toggled.connect(self._confirm_toggled)
        self.confirm_amount.amount_changed.connect(self._confirm_amount_changed)
        self.low_balance.toggled.connect(self._low_balance_toggled)
        self.low_amount.amount_changed.connect(self._low_amount_changed)
        self.spending.clicked.connect(self.spending_asked)

    def _confirm_toggled(self, on: bool) -> None:
        self.confirm_amount.setEnabled(on)
        self.changed.emit({"confirm_spending": on})

    def _confirm_amount_changed(self, amount: Decimal) -> None:
        self.changed.emit({"confirm_amount": amount})

    def _low_balance_toggled(self, on: bool) -> None:
        self.low_amount.setEnabled(on)
        self.changed.emit({"warn_low_balance": on})

    def _low_amount_changed(self, amount: Decimal) -> None:
        self.changed.emit({"low_balance_amount": amount})

    def _try_token(self) -> None:
        token = self.token.text().strip()
        if token and self._is_open:
            self.token_typed.emit(token)

    @property
    def _is_open(self) -> bool:
        return self._place == _NOWHERE or self._is_replacing

    def _begin_replacing(self) -> None:
        self._is_replacing = True
        self._refresh()
        self.token.setFocus()

    def _address_finished(self) -> None:
        address = service_address(self.address.text())
        if address is None:
            wrong = self.tr("Type an address such as https://api.apimart.ai")
            mark_field(self.address, wrong)
            self._address_row.show_note(wrong, "danger")
            return
        mark_field(self.address, "")
        self._address_row.show_note(
            self.tr("Change it only for a mirror, or a gateway that you run yourself.")
        )
        if address != self._address:
            self._address = address
            self.address_changed.emit(address)

    def _refresh(self) -> None:
        is_open = self._is_open
        self.token.setReadOnly(not is_open)
        self.token.setPlaceholderText(
            self.tr("Paste your API token") if is_open else self.tr("Kept, and not shown")
        )
        self.connect_button.setVisible(is_open)
        self.connect_button.setEnabled(bool(self.token.text().strip()))
        self.replace.setVisible(not is_open)
        self.remove.setVisible(not is_open and self._place in ("keyring", "session"))
        self._token_row.show_note(self._place_words())

    def _place_words(self) -> str:
        match self._place:
            case "keyring":
                return self.tr("Kept in the system keyring. It is never written to a file or log.")
            case "environment":
                return self.tr("Comes from the environment, for this run only.")
            case "session":
                return self.tr("There is no keyring: kept in memory until you quit.")
            case _:
                return self.tr("Checked once, then kept in the system keyring.")


def _balance_words(page: PreferencesPage, of_key: Balance, of_account: Balance) -> str:
    account = page.tr("not known") if of_account.remaining is None else money(of_account.remaining)
    if of_key.unlimited:
        return page.tr("Unlimited key, account %1").replace("%1", account)
    key = page.tr("not known") if of_key.remaining is None else money(of_key.remaining)
    return page.tr("This key %1, account %2").replace("%1", key).replace("%2", account)
