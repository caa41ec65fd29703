"""The small picture of a reference as the model sees it: cut or padded like the copy."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
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
_SMOOTHED_SIDE: Final = 96
_LONGEST_PADDED: Final = 800
"""Pixels of a padded picture's longer side: of its frame in the dialog, at twice the scale."""


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
    if wishes.framing.fit is Fit.CROP:
        return picture.copy(_scaled(frame.canvas, _scales(picture, size)))
    # One scale: the short side of a small picture of a panorama is rounded to nearly nothing. And
    # not larger than it is shown: it is made at once, in the window's thread.
    scale = min(
        max(_scales(picture, size)), _LONGEST_PADDED / max(frame.canvas.width, frame.canvas.height)
    )
    canvas = _scaled(frame.canvas, (scale, scale))
    around = _surroundings(picture, canvas.size(), size, wishes)
    painter = QPainter(around)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    inside = _scaled(frame.seen, (scale, scale)).translated(-canvas.left(), -canvas.top())
    painter.drawImage(inside, picture)
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
    return _blurred(picture.copy(_scaled(middle, _scales(picture, size))), pixels)


def _blurred(picture: QImage, pixels: QSize) -> QImage:
    """Enlarged and out of focus: made very small first, it holds nothing sharp."""
    expanding = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    smooth = Qt.TransformationMode.SmoothTransformation
    cover = picture.scaled(_within(pixels, _BLURRED_SIDE), expanding, smooth)
    # In two steps: the second one is fast, and needs not be fine any more.
    cover = cover.scaled(_within(pixels, _SMOOTHED_SIDE), expanding, smooth)
    made = QImage(pixels, QImage.Format.Format_RGB32)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    whole = QRectF(QPointF(0, 0), cover.size().scaled(pixels, expanding).toSizeF())
    whole.moveCenter(QRectF(made.rect()).center())
    painter.drawImage(whole, cover)
    painter.end()
    return made


def _within(pixels: QSize, longest: int) -> QSize:
    factor = min(1.0, longest / max(pixels.width(), pixels.height(), 1))
    return QSize(max(1, round(pixels.width() * factor)), max(1, round(pixels.height() * factor)))


def _scales(picture: QImage, size: tuple[int, int]) -> tuple[float, float]:
    return picture.width() / size[0], picture.height() / size[1]


def _scaled(rectangle: Rectangle, scale: tuple[float, float]) -> QRect:
    left, top = round(rectangle.left * scale[0]), round(rectangle.top * scale[1])
    width = max(1, round(rectangle.width * scale[0]))
    height = max(1, round(rectangle.height * scale[1]))
    return QRect(left, top, width, height)
