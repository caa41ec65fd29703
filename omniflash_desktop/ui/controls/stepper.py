"""A small whole number with a button on either side."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QSpinBox, QWidget

from omniflash_desktop.ui.controls.buttons import IconButton
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme


class _Value(QSpinBox):
    focus_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFont(theme.font(tokens.BASE, tokens.STRONG))
        self.lineEdit().setProperty("kind", "bare")
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.lineEdit().deselect()
        self.focus_changed.emit()

    def stepBy(self, steps: int) -> None:
        super().stepBy(steps)
        if not self.hasFocus():
            # Stepped by a button, the number would stay marked as if it was to be typed over.
            self.lineEdit().deselect()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A wheel that scrolls the panel must not change the bill.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Stepper(QWidget):
    """A number between two buttons; arrows and wheel work while it has focus.

    Args:
        theme: The look.
        minimum: Least value.
        maximum: Greatest value.
        parent: Owner.

    Signals:
        value_changed: The number is another one.
    """

    value_changed = Signal(int)

    def __init__(
        self, theme: Theme, minimum: int, maximum: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.fewer = IconButton(theme, "minus", size=28, glyph=16, role="text3", parent=self)
        self.field = _Value(theme, self)
        self.more = IconButton(theme, "plus", size=28, glyph=16, role="text3", parent=self)
        self.field.setRange(minimum, maximum)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 2, 3, 2)
        row.setSpacing(0)
        row.addWidget(self.fewer)
        row.addWidget(self.field, 1)
        row.addWidget(self.more)
        self.setFixedSize(108, tokens.CONTROL_HEIGHT)
        self.fewer.clicked.connect(self.field.stepDown)
        self.more.clicked.connect(self.field.stepUp)
        self.field.valueChanged.connect(self._value_changed)
        # The ring goes around the whole.
        self.field.focus_changed.connect(self.update)
        self._value_changed(self.field.value())

    @property
    def value(self) -> int:
        """The number."""
        return self.field.value()

    def set_value(self, value: int) -> None:
        """Sets the number, kept within the limits."""
        self.field.setValue(value)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, rect = self._theme, QRectF(self.rect())
        paint_frame(
            painter, rect, tokens.RADIUS_TRACK, fill=theme.colour("seg"), line=theme.colour("line")
        )
        if self.field.hasFocus():
            ring = theme.colour("focus")
            paint_frame(painter, rect, tokens.RADIUS_TRACK, line=ring, width=2)
        painter.end()

    def _value_changed(self, value: int) -> None:
        self.fewer.setEnabled(value > self.field.minimum())
        self.more.setEnabled(value < self.field.maximum())
        self.value_changed.emit(value)
