"""How a picture is brought into the clip's shape, and what the model sees of it.

The window draws its frame, and the worker cuts the copy, by the same `frame_of`.
"""

import math
from enum import StrEnum
from typing import Final

import msgspec

MAX_CANVAS_PIXELS: Final = 33_177_600
"""Of a padded picture: 8K. A panorama in a tall frame would grow without end."""


class Fit(StrEnum):
    """What becomes of a picture whose shape is not the clip's."""

    AS_IS = "as-is"
    """It is sent as it is, and the service decides."""
    CROP = "crop"
    PAD = "pad"


class Padding(StrEnum):
    """What fills the room around a padded picture."""

    BLURRED = "blurred"
    """The picture itself, enlarged and out of focus."""
    PLAIN = "plain"
    """Black; nothing at all where the picture can be seen through."""


class Framing(msgspec.Struct, frozen=True, kw_only=True):
    """The user's wish for one picture.

    Attributes:
        fit: What is done.
        focus_x: What stays in the middle of a crop, as far as the picture goes: 0.0 is its left
            edge, 1.0 its right one. What lies outside is taken for the nearer edge.
        focus_y: The same from the top to the bottom.
        padding: What a padded picture is filled up with.
    """

    fit: Fit = Fit.AS_IS
    focus_x: float = 0.5
    focus_y: float = 0.5
    padding: Padding = Padding.BLURRED


class Rectangle(msgspec.Struct, frozen=True, kw_only=True):
    """In pixels of the upright picture; it may reach beyond the picture.

    Attributes:
        left: From the picture's left edge.
        top: From the picture's upper edge.
        width: At least 1.
        height: At least 1.
    """

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Just beyond the last column."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """Just beyond the last row."""
        return self.top + self.height


class PictureFrame(msgspec.Struct, frozen=True, kw_only=True):
    """What the model sees.

    Attributes:
        seen: All of the picture that is sent.
        canvas: What is sent; larger than `seen` where the picture is padded.
    """

    seen: Rectangle
    canvas: Rectangle


class PictureWishes(msgspec.Struct, frozen=True, kw_only=True):
    """All that decides, besides its own bytes, how a picture is prepared.

    Attributes:
        framing: For this picture.
        shape: Width and height of the clip in any unit, such as 16 and 9.
        remove_details: Whether what tells of places, people and cameras is left out.
    """

    framing: Framing = Framing()
    shape: tuple[int, int] = (16, 9)
    remove_details: bool = True


def frame_of(size: tuple[int, int], shape: tuple[int, int], framing: Framing) -> PictureFrame:
    """What the model sees of a picture.

    Args:
        size: Width and height of the upright picture in pixels, each at least 1.
        shape: Width and height of the clip in any unit, such as 16 and 9.
        framing: The user's wish.
    """
    width, height = size
    whole = Rectangle(left=0, top=0, width=width, height=height)
    match framing.fit:
        case Fit.AS_IS:
            return PictureFrame(seen=whole, canvas=whole)
        case Fit.CROP:
            kept = _largest_within(size, shape)
            crop = Rectangle(
                left=_placed(kept[0], width, framing.focus_x),
                top=_placed(kept[1], height, framing.focus_y),
                width=kept[0],
                height=kept[1],
            )
            return PictureFrame(seen=crop, canvas=crop)
        case Fit.PAD:
            around = _smallest_around(size, shape)
            canvas = Rectangle(
                left=-((around[0] - width) // 2),
                top=-((around[1] - height) // 2),
                width=around[0],
                height=around[1],
            )
            return PictureFrame(seen=whole, canvas=canvas)


def _largest_within(size: tuple[int, int], shape: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    across, down = shape
    if width * down > height * across:
        return min(width, max(1, round(height * across / down))), height
    return width, min(height, max(1, round(width * down / across)))


def _smallest_around(size: tuple[int, int], shape: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    across, down = shape
    if width * down > height * across:
        return width, max(height, round(width * down / across))
    return max(width, round(height * across / down)), height


def _placed(kept: int, whole: int, focus: float) -> int:
    """Where the kept part begins, so that the focus is as near to its middle as can be."""
    middle = (focus if math.isfinite(focus) else 0.5) * whole
    return round(min(max(middle - kept / 2, 0.0), float(whole - kept)))
