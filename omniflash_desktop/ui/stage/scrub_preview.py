"""The small picture above the scrub bar: what the clip shows under the pointer."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

STRIP_FRAMES: Final = 16
"""Pictures side by side in a strip; as `media.strip.FRAMES`, which the window must not import."""
_BORDER: Final = 3
_POINTER: Final = 6


class ScrubPreview(QWidget):
    """Floats over the player and lets the mouse through.

    Args:
        theme: The look.
        parent: What it floats over.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strip: QPixmap | None = None
        self._path: Path | None = None
        self._index = 0
        self._time = ""
        self._tip = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def set_strip(self, strip: Path | None) -> None:
        """The strip of another clip; it is read when it is first wanted."""
        self._path = strip
        self._strip = None
        self.hide()

    def show_at(
        self, x: int, bottom: int, *, share: float, time: str, within: tuple[int, int]
    ) -> None:
        """Shows the picture for a place in the clip.

        Args:
            x: Where the pointer is, in the parent's coordinates.
            bottom: Where the preview ends.
            share: The place in the clip, 0 to 1.
            time: The timecode there.
            within: Left and right limits.
        """
        if self._strip is None and self._path is not None:
            self._strip = QPixmap(str(self._path))
        if self._strip is None or self._strip.isNull():
            self.hide()
            return
        wide = 168 if within[1] - within[0] >= 700 else 144
        frame = self._strip.width() / STRIP_FRAMES
        high = round(min(wide * 9 / 16, wide * self._strip.height() / frame))
        if self._strip.height() > frame:
            # A portrait clip keeps the height and gives up width.
            wide = round(high * frame / self._strip.height())
            wide = max(wide, 96)
        self._index = min(STRIP_FRAMES - 1, int(share * STRIP_FRAMES))
        self._time = time
        self.resize(wide + 2 * _BORDER, high + 2 * _BORDER + _POINTER)
        left = min(max(x - self.width() // 2, within[0]), within[1] - self.width())
        self.move(left, bottom - self.height())
        self._tip = x - left
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._strip is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        card = QRectF(0, 0, self.width(), self.height() - _POINTER)
        fill = self._theme.colour("overlay")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        tip = min(max(self._tip, 14), self.width() - 14)
        corners = (
            QPointF(tip - 7, card.bottom() - 1),
            QPointF(tip + 7, card.bottom() - 1),
            QPointF(tip, self.height()),
        )
        painter.drawPolygon(QPolygonF(corners))
        paint_frame(painter, card, tokens.RADIUS_FIELD, fill=fill, line=self._theme.colour("line"))
        width = self._strip.width() / STRIP_FRAMES
        source = QRectF(self._index * width, 0, width, self._strip.height())
        inner = card.adjusted(_BORDER, _BORDER, -_BORDER, -_BORDER)
        target = QRectF(inner)
        target.setSize(source.size().scaled(inner.size(), Qt.AspectRatioMode.KeepAspectRatio))
        target.moveCenter(inner.center())
        painter.drawPixmap(target, self._strip, source)
        painter.setFont(self._theme.font(tokens.TINY, tokens.STRONG, tabular=True))
        text_width = painter.fontMetrics().horizontalAdvance(self._time) + 12
        badge = QRectF(0, 0, text_width, 18)
        badge.moveCenter(QPointF(inner.center().x(), inner.bottom() - 13))
        paint_frame(painter, badge, tokens.RADIUS_BADGE, fill=self._theme.colour("badge"))
        painter.setPen(self._theme.colour("on_picture"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, self._time)
        painter.end()
