"""The calls of Pillow and PyAV whose types mention NumPy, which we do without: typed, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from av.video.frame import VideoFrame
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.ImageFont import FreeTypeFont


def resized(
    picture: Image.Image,
    size: tuple[int, int],
    resampling: Image.Resampling = Image.Resampling.BICUBIC,
    box: tuple[float, float, float, float] | None = None,
) -> Image.Image:
    """Scale a picture, or the part of it inside a box.

    Args:
        picture: Any picture.
        size: Of the result, in pixels.
        resampling: How.
        box: Left, top, right and lower edge of the part, in parts of pixels too.
    """
    return cast("Any", picture).resize(size, resampling, box)


def with_levels(picture: Image.Image, levels: Sequence[int]) -> Image.Image:
    """Replace every value of a one-channel picture by the level at its place.

    Args:
        picture: Mode L.
        levels: 256 values of 0 to 255.
    """
    return cast("Any", picture).point(list(levels))


def frame_of(picture: Image.Image) -> VideoFrame:
    """Make a frame of an RGB picture."""
    return cast("Any", VideoFrame).from_image(picture)


def picture_of(frame: VideoFrame) -> Image.Image:
    """Make an RGB picture of a frame."""
    return cast("Any", frame).to_image()


def glyph(font: FreeTypeFont, character: str) -> tuple[tuple[int, int], bytes]:
    """Draw one character.

    Returns:
        The size of what is drawn, and its pixels.
    """
    mask = cast("Any", font.getmask(character))
    return mask.size, bytes(mask)
