"""Brings pixels into the clip's shape, as `domain.picture_framing` says."""

import math
from typing import Any, Final, cast

from PIL import Image, ImageFilter

from omniflash_desktop.domain.picture_framing import (
    MAX_CANVAS_PIXELS,
    Fit,
    Framing,
    Padding,
    PictureWishes,
    Rectangle,
    frame_of,
)

_BLURRED_SIDE: Final = 96
"""Pixels of the longer side in which the background is blurred: it holds no more than that."""
_BLUR: Final = 4.0
"""Pixels of those."""


def changes_shape(size: tuple[int, int], wishes: PictureWishes) -> bool:
    """Whether a picture of that size, upright, is cut or padded."""
    canvas = frame_of(size, wishes.shape, wishes.framing).canvas
    return (canvas.width, canvas.height) != size


def framed(image: Image.Image, wishes: PictureWishes) -> Image.Image:
    """The picture that the model sees.

    Args:
        image: RGB or RGBA, upright.
        wishes: The user's.
    """
    if not changes_shape(image.size, wishes):
        return image
    canvas = frame_of(image.size, wishes.shape, wishes.framing).canvas
    if wishes.framing.fit is Fit.CROP:
        return image.crop(_box(canvas))
    share = MAX_CANVAS_PIXELS / (canvas.width * canvas.height)
    if share < 1.0:
        factor = math.sqrt(share)
        size = (max(1, int(image.width * factor)), max(1, int(image.height * factor)))
        image = cast("Any", image).resize(size, Image.Resampling.LANCZOS)
        canvas = frame_of(image.size, wishes.shape, wishes.framing).canvas
    around = _background(image, canvas, wishes)
    around.paste(image, (-canvas.left, -canvas.top))
    return around


def _background(image: Image.Image, canvas: Rectangle, wishes: PictureWishes) -> Image.Image:
    size = (canvas.width, canvas.height)
    if wishes.framing.padding is Padding.PLAIN or image.mode == "RGBA":
        return Image.new(image.mode, size)
    middle = frame_of(image.size, wishes.shape, Framing(fit=Fit.CROP)).canvas
    factor = min(1.0, _BLURRED_SIDE / max(size))
    small = (max(1, round(size[0] * factor)), max(1, round(size[1] * factor)))
    shrunk: Image.Image = cast("Any", image).resize(small, Image.Resampling.BOX, box=_box(middle))
    blurred = shrunk.filter(ImageFilter.GaussianBlur(_BLUR))
    return cast("Any", blurred).resize(size, Image.Resampling.BICUBIC)


def _box(rectangle: Rectangle) -> tuple[int, int, int, int]:
    return (rectangle.left, rectangle.top, rectangle.right, rectangle.bottom)
