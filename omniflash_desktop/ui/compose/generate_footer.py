"""The foot of the composer: what it will cost, what is left, and the button."""

from typing import Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

FOOTER_HEIGHT: Final = 76
_BUTTON_SHARE: Final = 0.54


class PriceLook(msgspec.Struct, frozen=True):
    """What the price line says.

    Attributes:
        amount: The large words: "≈ $0.70", "Free", "Not connected".
        detail: The small words after it: "2 × $0.35"; empty where they would only repeat the
            amount. They give way where room is short.
        source: How anybody knows: "from 12 clips". It gives way first.
    """

    amount: str
    detail: str = ""
    source: str = ""

    @property
    def all_details(self) -> str:
        """Detail and source together: "2 × $0.35, from 12 clips"."""
        return ", ".join(words for words in (self.detail, self.source) if words)


class GenerateFooter(QWidget):
    """Price and balance on the left, Generate on the right.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._price = PriceLook("–")
        self.cost = Label(theme, size=tokens.TITLE, weight=tokens.STRONG, tabular=True, parent=self)
        self._detail = Label(theme, size=tokens.TINY, role="text3", tabular=True, parent=self)
        self.balance = Label(theme, size=tokens.CAPTION, role="text3", tabular=True, parent=self)
        # On two lines where the words are large, or long.
        self.balance.setWordWrap(True)
        self.button = Button(
            theme,
            self.tr("Generate"),
            kind=ButtonKind.PRIMARY,
            icon="lightning-fill",
            keys=self.tr("Ctrl"),
            keys_icon="arrow-elbow-down-left",
            height=44,
            parent=self,
        )
        name(self.cost, "costLabel")
        name(self.balance, "balanceLabel")
        name(self.button, "generateButton")
        top = QHBoxLayout()
        top.setSpacing(tokens.SPACE_1)
        top.addWidget(self.cost)
        top.addWidget(self._detail, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(tokens.SPACE_1)
        words.addStretch(1)
        words.addLayout(top)
        words.addWidget(self.balance)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 16, 0)
        row.setSpacing(tokens.SPACE_2)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        # What gives way to what is known with the width.
        self.cost.setText(self._price.amount)
        self._detail.hide()
        self._grow_with_words()
        theme.changed.connect(self._grow_with_words)
        theme.changed.connect(self._fit)

    def show_price(self, price: PriceLook) -> None:
        """Shows what one press will cost."""
        self._price = price
        self.cost.setText(price.amount)
        self.cost.setAccessibleDescription(f"{price.amount} {price.all_details}".strip())
        self._fit()

    def show_balance(self, words: str, *, low: bool) -> None:
        """Shows what is left; `low` when it is less than the price."""
        self.balance.setText(words)
        self.balance.set_role("danger" if low else "text3")
        self.balance.setAccessibleDescription(words)

    def set_reason(self, reason: str) -> None:
        """Disables the button and tells why; empty enables it."""
        self.button.setEnabled(not reason)
        self.button.setToolTip(reason)
        self.button.setAccessibleDescription(reason)
        self.button.set_icon_name("lightning" if reason else "lightning-fill")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.colour("line_subtle"))
        painter.end()

    def _grow_with_words(self) -> None:
        self.setFixedHeight(round(FOOTER_HEIGHT * max(1.0, self._theme.text_scale)))

    def _fit(self) -> None:
        """The button gives way to a price in large words, then the details to both."""
        wanted = int((self.width() - 32) * _BUTTON_SHARE)
        left = self.width() - 32 - tokens.SPACE_2 - self.cost.sizeHint().width()
        least = min(wanted, self.button.minimumSizeHint().width())
        self.button.setFixedWidth(max(least, min(wanted, left)))
        room = self.width() - 32 - self.button.width() - tokens.SPACE_2 - tokens.SPACE_1
        for_detail = room - self.cost.sizeHint().width()
        for words in (self._price.all_details, self._price.detail, ""):
            self._detail.setText(words)
            if self._detail.sizeHint().width() <= for_detail:
                break
        shown = self._detail.text()
        self._detail.setVisible(bool(shown))
        everything = self._price.all_details
        self.cost.setToolTip("" if shown == everything else everything)
