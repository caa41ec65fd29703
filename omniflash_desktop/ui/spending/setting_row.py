"""A setting on a card: what it is, what it means, and its control at the right."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.controls.switch import Switch
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme


class SettingCard(QWidget):
    """Settings below each other, in one frame.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._column.setSpacing(0)
        theme.changed.connect(self.update)

    def add(self, row: QWidget) -> None:
        """Puts a row below the others."""
        self._column.addWidget(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, line = self._theme.colour("raised"), self._theme.colour("line")
        paint_frame(painter, QRectF(self.rect()), tokens.RADIUS_CARD, fill=fill, line=line)
        painter.end()


class SettingRow(QWidget):
    """One setting. A press on its words presses its switch.

    Args:
        theme: The look.
        title: What it is.
        meaning: What it does, in a sentence.
        controls: From the left; the last one may be a switch.
        parent: Owner.
    """

    def __init__(
        self, theme: Theme, title: str, meaning: str, *controls: QWidget, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._switch = controls[-1] if isinstance(controls[-1], Switch) else None
        words = QVBoxLayout()
        words.setSpacing(2)
        heading = Label(theme, title, weight=tokens.MEDIUM, parent=self)
        self.meaning = Label(theme, meaning, size=tokens.CAPTION, role="text3", parent=self)
        self.meaning.setWordWrap(True)
        words.addWidget(heading)
        words.addWidget(self.meaning)
        row = QHBoxLayout(self)
        # A switch has room for its ring around it, which is not to be seen as an indent.
        row.setContentsMargins(14, 9, 14 if self._switch is None else 11, 9)
        row.setSpacing(tokens.SPACE_2)
        row.addLayout(words, 1)
        for control in controls:
            row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._switch is not None and self.rect().contains(event.position().toPoint()):
            self._switch.click()
