"""A field for an amount of money. What is no amount is marked, and gives way to the one before."""

from decimal import Decimal, InvalidOperation
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from omniflash_desktop.ui.notices.figures import money

_WIDTH: Final = 92
_HIGHEST: Final = Decimal(100_000)


class AmountField(QLineEdit):
    """Holds US dollars above nothing.

    Args:
        amount: What it holds first.
        parent: Owner.

    Signals:
        amount_changed: Another amount, as a `Decimal`, was typed.
    """

    amount_changed = Signal(object)

    def __init__(self, amount: Decimal, parent: QWidget) -> None:
        super().__init__(money(amount), parent)
        self._amount = amount
        self.setFixedWidth(_WIDTH)
        self.textEdited.connect(self._on_edited)
        self.editingFinished.connect(self._on_finished)

    @property
    def amount(self) -> Decimal:
        """The last one that was one."""
        return self._amount

    def take_focus(self) -> None:
        """Lets the user type over what is there."""
        self.setFocus()
        self.selectAll()

    def _on_edited(self, text: str) -> None:
        amount = amount_in(text)
        self._mark(wrong=amount is None)
        if amount is not None and amount != self._amount:
            self._amount = amount
            self.amount_changed.emit(amount)

    def _on_finished(self) -> None:
        self._mark(wrong=False)
        self.setText(money(self._amount))

    def _mark(self, *, wrong: bool) -> None:
        self.setProperty("st", "error" if wrong else "")
        self.style().unpolish(self)
        self.style().polish(self)
        words = self.tr("Type an amount such as $5.00") if wrong else ""
        self.setToolTip(words)
        self.setAccessibleDescription(words)


def amount_in(text: str) -> Decimal | None:
    """The US dollars that somebody typed, above nothing; `None` where it is no amount."""
    plain = text.strip().removeprefix("$").strip().replace(",", ".")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 < amount <= _HIGHEST:
        return None
    return amount
