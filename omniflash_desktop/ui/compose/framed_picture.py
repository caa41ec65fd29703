"""The small picture of a reference as the model sees it: cut or padded like the copy."""

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from omniflash_desktop.domain.picture_framing import (
    Fit,
    Framing,
    Padding,
    PictureWishes,
    Rectangle,
    frame_of,
)

_BLURRED_SIDE: Final = 12
"""Pixels of the longer side in which the surroundings are blurred, as in the copy."""


def framed_picture(picture: QImage, size: tuple[int, int], wishes: PictureWishes) -> QImage:
    """What the model sees, at the scale of the small picture.

    Args:
        picture: The whole picture, upright, of any size.
        size: Of the picture itself, in pixels; the frame is that of `frame_of`.
        wishes: How it is prepared.
    """
    if picture.isNull() or wishes.framing.fit is Fit.AS_IS:
        return picture
    frame = frame_of(size, wishes.shape, wishes.framing)
    scale = picture.width() / size[0], picture.height() / size[1]
    if wishes.framing.fit is Fit.CROP:
        return picture.copy(_scaled(frame.canvas, scale))
    canvas = _scaled(frame.canvas, scale)
    around = _surroundings(picture, canvas.size(), size, wishes)
    painter = QPainter(around)
    painter.drawImage(-canvas.left(), -canvas.top(), picture)
    painter.end()
    return around


def on_backdrop(picture: QImage, pixels: QSize) -> QImage:
    """The whole of a picture in the middle of a room, upon itself enlarged and dark.

    Args:
        picture: Not null.
        pixels: Of the room.
    """
    made = _blurred(picture, pixels)
    fitting = picture.scaled(
        pixels, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    painter = QPainter(made)
    painter.setOpacity(0.55)
    painter.fillRect(made.rect(), Qt.GlobalColor.black)
    painter.setOpacity(1.0)
    inside = QRectF(fitting.rect())
    inside.moveCenter(QRectF(made.rect()).center())
    painter.drawImage(inside.topLeft().toPoint(), fitting)
    painter.end()
    return made


def _surroundings(
    picture: QImage, pixels: QSize, size: tuple[int, int], wishes: PictureWishes
) -> QImage:
    if wishes.framing.padding is Padding.PLAIN:
        plain = QImage(pixels, QImage.Format.Format_RGB32)
        plain.fill(Qt.GlobalColor.black)
        return plain
    middle = frame_of(size, wishes.shape, Framing(fit=Fit.CROP)).canvas
    scale = picture.width() / size[0], picture.height() / size[1]
    return _blurred(picture.copy(_scaled(middle, scale)), pixels)


def _blurred(picture: QImage, pixels: QSize) -> QImage:
    """Enlarged and out of focus: made very small first, it holds nothing sharp."""
    expanding = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    smooth = Qt.TransformationMode.SmoothTransformation
    cover = picture.scaled(_small(pixels), expanding, smooth)
    cover = cover.scaled(pixels, expanding, smooth)
    left, top = (cover.width() - pixels.width()) // 2, (cover.height() - pixels.height()) // 2
    cut = cover.copy(left, top, pixels.width(), pixels.height())
    return cut.convertToFormat(QImage.Format.Format_RGB32)


def _small(pixels: QSize) -> QSize:
    factor = _BLURRED_SIDE / max(pixels.width(), pixels.height(), 1)
    return QSize(max(1, round(pixels.width() * factor)), max(1, round(pixels.height() * factor)))


def _scaled(rectangle: Rectangle, scale: tuple[float, float]) -> QRect:
    left, top = round(rectangle.left * scale[0]), round(rectangle.top * scale[1])
    width = max(1, round(rectangle.width * scale[0]))
    height = max(1, round(rectangle.height * scale[1]))
    return QRect(left, top, width, height)
