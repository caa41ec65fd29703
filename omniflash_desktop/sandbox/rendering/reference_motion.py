"""A reference video drives the clip: its frames, in the prompt's colours, with soft trails.

Pictures that come with it lie over it as cards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from av.video.frame import VideoFrame
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from omniflash_desktop.sandbox.rendering.encoder import Layer
from omniflash_desktop.sandbox.rendering.jobs import FRAMES_PER_SECOND
from omniflash_desktop.sandbox.rendering.palettes import Palette, mixed, palette_of
from omniflash_desktop.sandbox.rendering.pillow_calls import resized, with_levels
from omniflash_desktop.sandbox.rendering.planes import Planes, planes_of_frame

if TYPE_CHECKING:
    from omniflash_desktop.sandbox.rendering.references import ReferenceVideo

_TRAIL: Final = 0.38  # how much of the picture before stays
_TINT: Final = 0.42  # how far colours go towards the palette's
_FINE: Final = 4

Frames = Iterator[VideoFrame]


def reference_motion(
    prompt: str, video: ReferenceVideo, size: tuple[int, int], frames: int
) -> Frames:
    """Draw a clip from a video.

    Args:
        prompt: Chooses the colours.
        video: Whose motion is shown; it starts over when it is shorter than the clip.
        size: Of the frames.
        frames: How many.
    """
    grade = _Grade(palette_of(prompt), size)
    before: Planes | None = None
    for frame in video.frames(frames, FRAMES_PER_SECOND):
        seen = grade.graded(_covering(frame, size))
        if before is not None:
            seen = Planes(Image.blend(seen.luma, before.luma, _TRAIL), seen.blue, seen.red)
        before = seen
        yield seen.frame()


def _covering(frame: VideoFrame, size: tuple[int, int]) -> Planes:
    """Scale a frame so that it fills the size, upright, and cut off what is over."""
    turns = round(frame.rotation / 90) % 4  # counterclockwise; telephones film on their side
    wide, high = size if turns % 2 == 0 else size[::-1]
    scale = max(wide / frame.width, high / frame.height)
    width = max(wide, round(frame.width * scale) // 2 * 2)
    height = max(high, round(frame.height * scale) // 2 * 2)
    planes = planes_of_frame(frame, (width, height))
    left, top = (width - wide) // 4 * 2, (height - high) // 4 * 2
    half = (left // 2, top // 2, (left + wide) // 2, (top + high) // 2)
    return Planes(
        _turned(planes.luma.crop((left, top, left + wide, top + high)), turns),
        _turned(planes.blue.crop(half), turns),
        _turned(planes.red.crop(half), turns),
    )


def _turned(picture: Image.Image, turns: int) -> Image.Image:
    """Turn a picture by quarters, counterclockwise."""
    match turns:
        case 1:
            return picture.transpose(Image.Transpose.ROTATE_90)
        case 2:
            return picture.transpose(Image.Transpose.ROTATE_180)
        case 3:
            return picture.transpose(Image.Transpose.ROTATE_270)
        case _:
            return picture


class _Grade:
    """The colours of the prompt, laid into a picture: dark parts one way, light parts another."""

    def __init__(self, palette: Palette, size: tuple[int, int]) -> None:
        self._levels = [_curved(value) for value in range(256)]
        ramp = [
            mixed(palette.sky[0], palette.sky[2], min(1.0, value / 150))
            if value < 150
            else mixed(palette.sky[2], palette.light, (value - 150) / 105)
            for value in range(256)
        ]
        self._blue = [_difference(colour)[0] for colour in ramp]
        self._red = [_difference(colour)[1] for colour in ramp]
        vignette = resized(Image.radial_gradient("L"), size)
        self._vignette = with_levels(
            vignette, [max(0, value - 90) * 3 // 5 for value in range(256)]
        )

    def graded(self, picture: Planes) -> Planes:
        small = picture.luma.reduce(2)
        luma = with_levels(picture.luma, self._levels)
        luma.paste(16, (0, 0), self._vignette)
        return Planes(
            luma,
            Image.blend(picture.blue, with_levels(small, self._blue), _TINT),
            Image.blend(picture.red, with_levels(small, self._red), _TINT),
        )


def _curved(value: int) -> int:
    """Deepen the shadows and keep the lights: a gentle S over the limited range."""
    share = min(1.0, max(0.0, (value - 16) / 219))
    curve = share * share * (3 - 2 * share)
    return round(16 + 219 * (0.55 * share + 0.45 * curve))


def _difference(colour: tuple[int, int, int]) -> tuple[int, int]:
    """Tell the blue and red difference of a colour; BT.709, limited range."""
    red, green, blue = (part / 255 for part in colour)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return (
        round(128 + 224 * (blue - luma) / 1.8556),
        round(128 + 224 * (red - luma) / 1.5748),
    )


def cards(pictures: Sequence[Image.Image], size: tuple[int, int]) -> list[Layer]:
    """Lay pictures over a clip as cards: one to the right, three in a row.

    Args:
        pictures: None, one or three; RGB.
        size: Of the clip in pixels.
    """
    if not pictures:
        return []
    width, height = size
    short = min(size)
    side = round(short * (0.44 if len(pictures) == 1 else 0.27)) // 2 * 2
    gap = round(short * 0.045)
    row = len(pictures) * side + (len(pictures) - 1) * gap
    if len(pictures) == 1 and width > height:
        left, top = width - side - round(width * 0.07), (height - side) // 2
    else:
        left, top = (width - row) // 2, round(height * (0.5 if width > height else 0.4) - side / 2)
    return [
        _card(picture, side, left + number * (side + gap), top)
        for number, picture in enumerate(pictures)
    ]


def _card(picture: Image.Image, side: int, left: int, top: int) -> Layer:
    margin = round(side * 0.12) // 2 * 2
    whole = side + 2 * margin
    large = Image.new("L", (side * _FINE, side * _FINE))
    ImageDraw.Draw(large).rounded_rectangle(
        (0, 0, side * _FINE - 1, side * _FINE - 1), radius=side * _FINE // 14, fill=255
    )
    shape = large.reduce(_FINE)
    shadow = Image.new("L", (whole, whole))
    shadow.paste(150, (margin, margin + margin // 3), shape)
    layer = Image.new("RGBA", (whole, whole), (0, 0, 0, 0))
    layer.putalpha(shadow.filter(ImageFilter.GaussianBlur(margin / 3)))
    framed = Image.new("RGBA", (side, side), (255, 255, 255, 255))
    edge = max(2, side // 90)
    inner = ImageOps.fit(picture, (side - 2 * edge, side - 2 * edge), Image.Resampling.LANCZOS)
    framed.paste(inner, (edge, edge))
    framed.putalpha(shape)
    layer.alpha_composite(framed, (margin, margin))
    return Layer(layer, (left - margin) // 2 * 2, (top - margin) // 2 * 2)
