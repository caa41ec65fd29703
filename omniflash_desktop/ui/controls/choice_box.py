"""A field with one of several choices, which open below it."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_CARET: Final = 16
_EDGE: Final = 10


class ChoiceBox(QComboBox):
    """One tab stop; the arrows choose, and Space opens the choices.

    Args:
        theme: The look.
        parent: Owner.

    Signals:
        chosen: The user chose this value.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._values: list[object] = []
        self.setFont(theme.font(tokens.BASE))
        self.setFixedHeight(tokens.CONTROL_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._tell)
        theme.changed.connect(self.update)

    def add_choice(self, value: object, words: str) -> None:
        """Adds a choice below the others."""
        self._values.append(value)
        self.addItem(words)

    @property
    def value(self) -> object:
        """What is chosen, or `None`."""
        return self._values[self.currentIndex()] if self.currentIndex() >= 0 else None

    def set_value(self, value: object) -> None:
        """Chooses without telling."""
        self.setCurrentIndex(self._values.index(value))

    def sizeHint(self) -> QSize:
        longest = max(
            (self.fontMetrics().horizontalAdvance(self.itemText(n)) for n in range(self.count())),
            default=0,
        )
        return QSize(longest + 2 * _EDGE + _CARET + tokens.SPACE_2, tokens.CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A wheel that scrolls the page must not change what stands on it.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, rect = self._theme, QRectF(self.rect())
        line = theme.colour("line_strong" if self.underMouse() else "line")
        width = 1
        if self.hasFocus():
            line, width = theme.colour("focus"), 2
        fill = theme.colour("input")
        paint_frame(painter, rect, tokens.RADIUS_FIELD, fill=fill, line=line, width=width)
        painter.setFont(self.font())
        painter.setPen(theme.colour("text" if self.isEnabled() else "disabled"))
        words = rect.adjusted(_EDGE, 0, -_EDGE - _CARET, 0)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        shown = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, middle, shown)
        caret = QRectF(0, 0, _CARET, _CARET)
        caret.moveCenter(rect.center())
        caret.moveRight(rect.right() - _EDGE + 2)
        theme.paint_icon(painter, caret, "caret-down", theme.colour("text3"))
        painter.end()

    def _tell(self, index: int) -> None:
        self.chosen.emit(self._values[index])
