"""A text field with an icon before its text."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_ICON: Final = 16
_ICON_LEFT: Final = 9
_ROOM: Final = 17
"""With the field's own padding the text starts 30 logical pixels from its edge, as drawn."""


class IconField(QLineEdit):
    """A field of one line.

    Args:
        theme: The look.
        icon: The icon's name.
        parent: Owner.
    """

    def __init__(self, theme: Theme, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon
        self.setFont(theme.font(tokens.BASE))
        self.setFixedHeight(tokens.CONTROL_HEIGHT)
        self.setTextMargins(_ROOM, 0, 0, 0)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        square = QRectF(_ICON_LEFT, (self.height() - _ICON) / 2, _ICON, _ICON)
        self._theme.paint_icon(painter, square, self._icon_name, self._theme.colour("text3"))
        painter.end()
