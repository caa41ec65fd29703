"""The words in the picture: the prompt, set with care, and the badge of the sandbox."""

# ruff: noqa: RUF001 - the full-width signs of Chinese and Japanese are meant

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from PIL import Image, ImageDraw, ImageFilter

from omniflash_desktop.sandbox.rendering.encoder import Layer
from omniflash_desktop.sandbox.rendering.fonts import FontFile, font, fonts_for, runs
from omniflash_desktop.sandbox.rendering.pillow_calls import resized, with_levels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from omniflash_desktop.sandbox.rendering.palettes import Colour

_LINE_HEIGHT: Final = 1.28  # of the size of the characters
_MOST_CHARACTERS: Final = 600  # more are never shown: none of the lines has room for them
# Signs that do not begin a line, and those that do not end one.
_NOT_FIRST: Final = frozenset(
    "、。，．！？：；）」』】〉》”’…ー々・ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.!?:;)]}%"
)
_NOT_LAST: Final = frozenset("（「『【〈《“‘([{")

_BADGE_TEXT: Final = "Sandbox"
_BADGE_FILL: Final = (8, 9, 11, 184)
_BADGE_INK: Final = (246, 199, 102, 255)


@dataclass(frozen=True)
class CaptionStyle:
    """Where and how the prompt is written; shares are of the picture.

    Attributes:
        largest: Size of the characters when there are few, share of the short side.
        smallest: Size of the characters when there are many, share of the short side.
        width: Width of the lines, share of the width.
        lines: The most lines.
        top: Upper end of the room for the lines, share of the height from above.
        bottom: Lower end of that room.
    """

    largest: float
    smallest: float
    width: float
    lines: int
    top: float
    bottom: float


# Above the sun of the waves, or in the lower part of pictures.
TITLE: Final = CaptionStyle(0.098, 0.044, 0.74, 4, 0.08, 0.415)
PORTRAIT_TITLE: Final = CaptionStyle(0.105, 0.056, 0.80, 7, 0.07, 0.44)
SUBTITLE: Final = CaptionStyle(0.044, 0.034, 0.66, 2, 0.82, 0.945)
PORTRAIT_SUBTITLE: Final = CaptionStyle(0.054, 0.042, 0.84, 3, 0.79, 0.92)

_Line: TypeAlias = "Sequence[tuple[str, FontFile]]"
_SHADE: Final = [min(150, level) for level in range(256)]
_NEAR_SHADE: Final = [level // 3 for level in range(256)]


def caption(
    text: str, size: tuple[int, int], style: CaptionStyle, ink: Colour = (255, 255, 255)
) -> Layer | None:
    """Set the prompt in the frame.

    Args:
        text: The prompt.
        size: Width and height of the clip in pixels.
        style: Where and how.
        ink: Colour of the characters.

    Returns:
        The layer; None when there is nothing to write.
    """
    written, files = fonts_for(" ".join(text.split())[:_MOST_CHARACTERS])
    if not written.strip():
        return None
    width, height = size
    short = min(size)
    room = height * (style.bottom - style.top)
    lines: list[_Line] = []
    pixels = most = 0
    for pixels in _sizes(round(short * style.largest), round(short * style.smallest)):
        lines = _broken(written, files, pixels, width * style.width)
        most = min(style.lines, max(1, int(room / (pixels * _LINE_HEIGHT))))
        if len(lines) <= most:
            break
    if len(lines) > most:
        lines = _shortened(lines[:most], pixels, width * style.width)
    return _drawn(lines, pixels, size, round(height * (style.top + style.bottom) / 2), ink)


def _sizes(largest: int, smallest: int) -> list[int]:
    steps = 8
    return [largest - round((largest - smallest) * step / steps) for step in range(steps + 1)]


def _broken(text: str, files: Sequence[FontFile], pixels: int, most: float) -> list[_Line]:
    """Break a text into lines of even length, no wider than `most` pixels."""
    pieces = _pieces(text)
    widths = [_width(runs(text[a:b], files[a:b]), pixels) for a, b in pieces]
    fewest = _line_ends(widths, most)
    # The same number of lines, as narrow as it goes: no short last line.
    low, high = max([*widths, sum(widths) / max(1, len(fewest))]), most
    while high - low > pixels / 4 and low < most:
        middle = (low + high) / 2
        if len(_line_ends(widths, middle)) > len(fewest):
            low = middle
        else:
            high = middle
    lines: list[_Line] = []
    start = 0
    for end in _line_ends(widths, high):
        a, b = pieces[start][0], pieces[end - 1][1]
        while b > a and text[b - 1] == " ":
            b -= 1
        lines.append(tuple(runs(text[a:b], files[a:b])))
        start = end
    return [line for line in lines if line]


def _pieces(text: str) -> list[tuple[int, int]]:
    """Find the pieces that stay together: words, or single characters of scripts without spaces."""
    pieces: list[tuple[int, int]] = []
    start = 0
    for end in range(1, len(text)):
        here, following = text[end - 1], text[end]
        wide = _is_wide(here) or _is_wide(following)
        may_break = here == " " or (wide and here not in _NOT_LAST)
        if may_break and following != " " and following not in _NOT_FIRST:
            pieces.append((start, end))
            start = end
    pieces.append((start, len(text)))
    return pieces


def _is_wide(character: str) -> bool:
    return "\u2e80" <= character <= "\uffef" and not "\uac00" <= character <= "\ud7a3"


def _line_ends(widths: Sequence[float], most: float) -> list[int]:
    ends: list[int] = []
    used = 0.0
    for number, width in enumerate(widths):
        if used and used + width > most:
            ends.append(number)
            used = 0.0
        used += width
    return [*ends, len(widths)]


def _width(line: Iterable[tuple[str, FontFile]], pixels: int) -> float:
    return sum(font(file, pixels).getlength(text) for text, file in line)


def _shortened(lines: list[_Line], pixels: int, most: float) -> list[_Line]:
    """End the last line with an ellipsis."""
    last = list(lines[-1])
    text, file = last[-1]
    while text and _width([*last[:-1], (text + "…", file)], pixels) > most:
        text = text[:-1]
    last[-1] = (text.rstrip(" ,.;、。，") + "…", file)
    return [*lines[:-1], last]


def _drawn(
    lines: list[_Line], pixels: int, size: tuple[int, int], centre: int, ink: Colour
) -> Layer:
    widths = [_width(line, pixels) for line in lines]
    step = round(pixels * _LINE_HEIGHT)
    margin = round(pixels * 0.9)
    width = min(_even(max(widths) + 2 * margin), size[0])
    height = min(_even(step * len(lines) + 2 * margin), size[1])
    mask = Image.new("L", (width, height))
    pen = ImageDraw.Draw(mask)
    for number, (line, line_width) in enumerate(zip(lines, widths, strict=True)):
        x = (width - line_width) / 2
        baseline = margin + step * number + pixels
        for text, file in line:
            pen.text((x, baseline), text, fill=255, font=font(file, pixels), anchor="ls")
            x += font(file, pixels).getlength(text)
    shade = with_levels(_blurred(mask, pixels * 0.28), _SHADE)
    near = with_levels(mask.filter(ImageFilter.GaussianBlur(pixels * 0.05)), _NEAR_SHADE)
    picture = Image.new("RGBA", (width, height), (8, 8, 20, 0))
    picture.putalpha(shade)
    dark = Image.new("RGBA", (width, height), (8, 8, 20, 255))
    dark.putalpha(near)
    picture.alpha_composite(dark)
    light = Image.new("RGBA", (width, height), (*ink, 255))
    light.putalpha(mask)
    picture.alpha_composite(light)
    left = (size[0] - width) // 2 // 2 * 2
    top = max(0, min(size[1] - height, centre - height // 2)) // 2 * 2
    return Layer(picture, left, top)


def _blurred(mask: Image.Image, radius: float) -> Image.Image:
    """Blur widely; at a quarter of the size, where nobody sees the difference."""
    small = mask.reduce(4).filter(ImageFilter.GaussianBlur(radius / 4))
    return resized(small, mask.size)


def badge(size: tuple[int, int]) -> Layer:
    """Make the badge that says where the clip is from, for the lower left corner.

    Args:
        size: Width and height of the clip in pixels.
    """
    short = min(size)
    pixels = round(short * 0.023)
    written, files = fonts_for(_BADGE_TEXT)
    line = tuple(runs(written, files))
    pad, dot = round(pixels * 0.75), round(pixels * 0.42)
    text_width = _width(line, pixels)
    width = _even(text_width + 2 * pad + dot + pixels * 0.45)
    height = _even(pixels * 1.9)
    fine = 4  # drawn larger, then made smaller: smooth edges
    large = Image.new("L", (width * fine, height * fine))
    ImageDraw.Draw(large).rounded_rectangle(
        (0, 0, width * fine - 1, height * fine - 1), radius=height * fine // 2, fill=255
    )
    shape = large.reduce(fine)
    picture = Image.new("RGBA", (width, height), _BADGE_FILL[:3])
    picture.putalpha(with_levels(shape, [level * _BADGE_FILL[3] // 255 for level in range(256)]))
    middle = height / 2
    spot = Image.new("L", (width * fine, height * fine))
    ImageDraw.Draw(spot).ellipse(
        tuple(fine * edge for edge in (pad, middle - dot / 2, pad + dot, middle + dot / 2)),
        fill=255,
    )
    ink = Image.new("RGBA", (width, height), _BADGE_INK)
    mask = spot.reduce(fine)
    pen = ImageDraw.Draw(mask)
    x = pad + dot + pixels * 0.45
    for text, file in line:
        pen.text((x, middle + pixels * 0.02), text, fill=255, font=font(file, pixels), anchor="lm")
        x += font(file, pixels).getlength(text)
    ink.putalpha(mask)
    picture.alpha_composite(ink)
    gap = round(short * 0.033) // 2 * 2
    return Layer(picture, gap, (size[1] - gap - height) // 2 * 2)


def _even(pixels: float) -> int:
    return (int(pixels) + 2) // 2 * 2
