"""How a picture is brought into the clip's shape, and what the model sees of it.

The window draws its frame, and the worker cuts the copy, by the same `frame_of`.
"""

import math
from enum import StrEnum
from typing import Final, Self

import msgspec

MAX_CANVAS_PIXELS: Final = 33_177_600
"""Of a padded picture: 8K. A panorama in a tall frame would grow without end."""
MAX_ZOOM: Final = 8.0
"""A crop of a crop: of a telephone's picture it leaves some 500 pixels."""


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
        zoom: How many times narrower a crop is than the largest one, 1.0 to `MAX_ZOOM`; what lies
            outside is taken for the nearer end.
    """

    fit: Fit = Fit.AS_IS
    focus_x: float = 0.5
    focus_y: float = 0.5
    padding: Padding = Padding.BLURRED
    zoom: float = 1.0


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

    @property
    def that_count(self) -> Self:
        """These wishes without those that make no difference: equal ones make equal pictures."""
        usual = Framing()
        framing = self.framing
        match framing.fit:
            case Fit.AS_IS:
                return type(self)(remove_details=self.remove_details)
            case Fit.CROP:
                framing = msgspec.structs.replace(framing, padding=usual.padding)
            case Fit.PAD:
                framing = Framing(fit=Fit.PAD, padding=framing.padding)
        return msgspec.structs.replace(self, framing=framing)


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
            kept = _zoomed(_largest_within(size, shape), shape, zoom_of(framing))
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


def zoom_of(framing: Framing) -> float:
    """The zoom that counts: within its limits, whatever a stranger's recipe says."""
    zoom = framing.zoom if math.isfinite(framing.zoom) else 1.0
    return min(max(zoom, 1.0), MAX_ZOOM)


def moved(
    framing: Framing, size: tuple[int, int], shape: tuple[int, int], by: tuple[float, float]
) -> Framing:
    """The framing whose crop lies elsewhere, as far as the picture goes.

    Args:
        framing: The one to begin with.
        size: Width and height of the upright picture in pixels.
        shape: Width and height of the clip in any unit.
        by: To the right and down, in pixels of the picture.
    """
    seen = frame_of(size, shape, framing).seen
    # From where the frame is, not from the focus: that may lie beyond what the frame can reach.
    left = min(max(seen.left + by[0], 0.0), float(size[0] - seen.width))
    top = min(max(seen.top + by[1], 0.0), float(size[1] - seen.height))
    return msgspec.structs.replace(
        framing,
        focus_x=(left + seen.width / 2) / size[0],
        focus_y=(top + seen.height / 2) / size[1],
    )


def zoomed(framing: Framing, times: float) -> Framing:
    """The framing whose crop is that many times narrower, within the limits."""
    zoom = min(max(zoom_of(framing) * times, 1.0), MAX_ZOOM)
    return msgspec.structs.replace(framing, zoom=zoom)


def _zoomed(kept: tuple[int, int], shape: tuple[int, int], zoom: float) -> tuple[int, int]:
    if zoom == 1.0:
        return kept
    across, down = shape
    # The other side follows from the longer one, so that the shape is right to the pixel.
    if across > down:
        width = max(1, round(kept[0] / zoom))
        return width, min(kept[1], max(1, round(width * down / across)))
    height = max(1, round(kept[1] / zoom))
    return min(kept[0], max(1, round(height * across / down))), height


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
