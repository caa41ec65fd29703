"""What kind of clip the references make: a status, not a control."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.request import Mode
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.mode_words import mode_icon, mode_words
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_ICON = 20


class ModeLabel(Label):
    """Icon and name of a mode.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, size=tokens.BASE, weight=tokens.STRONG, parent=parent)
        self._mode = Mode.TEXT_TO_VIDEO
        name(self, "modeLabel")
        self.setContentsMargins(_ICON + 6, 0, 0, 0)
        self.setMinimumHeight(30)
        self.show_mode(self._mode)

    def show_mode(self, mode: Mode) -> None:
        """Shows another mode."""
        self._mode = mode
        words = mode_words(mode)
        if words != self.text():
            self.setText(words)
            self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        role = "warning" if self._mode is Mode.TWO_IMAGES else "accent_text"
        square = QRectF(-1, (self.height() - _ICON) / 2, _ICON, _ICON)
        self._theme.paint_icon(painter, square, mode_icon(self._mode), self._theme.colour(role))
        painter.end()
