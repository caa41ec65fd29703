"""The picture that follows the pointer while an image of the tray is dragged to another place."""

from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from omniflash_desktop.ui.compose.slot_painting import CoverCache, paint_cover
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_OPACITY: Final = 0.85
_SHRUNK: Final = 0.8
"""Of the slot's size, so that the slot below can be seen."""


class DragGhost(QWidget):
    """Floats over a window; the pointer goes through it.

    Args:
        theme: The look.
        window: What it floats over.
    """

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._picture = QImage()
        self._cache = CoverCache()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def picture(self) -> QImage:
        """What it shows."""
        return self._picture

    def follow(self, picture: QImage, slot: QSize, on_screen: QPoint) -> None:
        """Shows a picture at the pointer.

        Args:
            picture: A null one is shown as a plain card.
            slot: How large the slot is that it comes from.
            on_screen: Where the pointer is.
        """
        self._picture = picture
        self.resize(slot * _SHRUNK)
        place = self._window.mapFromGlobal(on_screen)
        self.move(place - self.rect().center())
        if self.isHidden():
            self.show()
            self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(_OPACITY)
        rect, radius = QRectF(self.rect()), tokens.RADIUS_CARD
        if self._picture.isNull():
            paint_frame(painter, rect, radius, fill=self._theme.colour("raised2"))
        else:
            cover = self._cache.cover(self._picture, self.size(), self.devicePixelRatioF())
            paint_cover(painter, rect, cover, radius)
        paint_frame(painter, rect, radius, line=self._theme.colour("accent_line"), width=2)
        painter.end()
