"""The picture as the model sees it, beside the frame that cuts it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from omniflash_desktop.domain.picture_framing import PictureWishes
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.compose.framed_picture import framed_picture
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme


class SeenPicture(QWidget):
    """Cut or padded as `domain.picture_framing` says, and nothing else around it.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._seen = QImage()
        name(self, "seenPicture")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 80)
        theme.changed.connect(self.update)

    def show_seen(self, picture: QImage, size: tuple[int, int], wishes: PictureWishes) -> None:
        """Shows another frame.

        Args:
            picture: The whole picture, upright, of any size.
            size: Of the picture itself, in pixels.
            wishes: How it is prepared.
        """
        self._seen = framed_picture(picture, size, wishes)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(270, 170)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        paint_frame(painter, rect, tokens.RADIUS_CARD, fill=self._theme.colour("stage"))
        if not self._seen.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            room = rect.adjusted(8, 8, -8, -8).size()
            size = self._seen.size().toSizeF()
            inside = QRectF(rect.topLeft(), size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
            inside.moveCenter(rect.center())
            painter.drawImage(inside, self._seen)
        painter.end()
