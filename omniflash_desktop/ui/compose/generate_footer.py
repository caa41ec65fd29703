"""The foot of the composer: what it will cost, what is left, the button, and why it is grey."""

from typing import Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.announcing import announce
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

FOOTER_HEIGHT: Final = 76
_BUTTON_SHARE: Final = 0.54
_ABOVE_REASON: Final = 11


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
    """Price and balance on the left, Generate on the right; above them, why it cannot be pressed.

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
        self.reason = Label(theme, size=tokens.CAPTION, role="text2", parent=self)
        self.reason.setWordWrap(True)
        # It wraps, and never makes the composer wider.
        self.reason.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.reason.hide()
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
        name(self.reason, "generateReason")
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
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_2)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 1, 16, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.reason)
        self._column.addLayout(row, 1)
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

    def set_reason(self, reason: str, *, told_elsewhere: bool = False) -> None:
        """Disables the button and tells why; empty enables it.

        Args:
            reason: A sentence.
            told_elsewhere: Whether it stands in the composer already, at what it is about.
        """
        self.button.setEnabled(not reason)
        self.button.setToolTip(reason)
        self.button.setAccessibleDescription(reason)
        self.button.set_icon_name("lightning" if reason else "lightning-fill")
        shown = "" if told_elsewhere else reason
        if shown == self.reason.text():
            return
        self.reason.setText(shown)
        self.reason.setVisible(bool(shown))
        self._column.setContentsMargins(16, _ABOVE_REASON if shown else 1, 16, 0)
        self._grow_with_words()
        if shown:
            announce(self.reason, shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        if event.oldSize().width() != event.size().width():
            self._grow_with_words()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.colour("line_subtle"))
        painter.end()

    def _grow_with_words(self) -> None:
        height = round(FOOTER_HEIGHT * max(1.0, self._theme.text_scale))
        if self.reason.text():
            lines = self.reason.heightForWidth(self.width() - 32)
            self.reason.setFixedHeight(lines)
            height += lines
        self.setFixedHeight(height)

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
