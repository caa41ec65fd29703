"""Pictures brought to life: a slow camera move over one, or three flowing into each other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from omniflash_desktop.sandbox.rendering.palettes import randomness_of
from omniflash_desktop.sandbox.rendering.planes import Box, Planes, blank, planes_of_picture

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from av.video.frame import VideoFrame

_CLOSEST: Final = 0.84  # share of the picture that is seen at the near end of a move
_SPARE: Final = 1.19  # size of the kept picture: its near end is shown pixel by pixel
_FEATHER: Final = 0.055  # of the long side: how softly the three pictures meet
_SLANT: Final = 0.09  # of the long side: how far the borders lean
_BREATH: Final = 0.018  # of the long side: how far the borders move


class CameraMove:
    """A slow move over one picture, closer or farther and a little to the side."""

    def __init__(
        self, chance: random.Random, picture: Image.Image, size: tuple[int, int], *, closer: bool
    ) -> None:
        """Prepare a move.

        Args:
            chance: The prompt's randomness.
            picture: RGB, of any shape: it is cropped around its middle.
            size: Of the frames, even.
            closer: Whether the camera ends near, or far.
        """
        self._size = size
        kept = (_even(size[0] * _SPARE), _even(size[1] * _SPARE))
        self._planes = planes_of_picture(ImageOps.fit(picture, kept, Image.Resampling.LANCZOS))
        self._aim = (chance.uniform(0.25, 0.75), chance.uniform(0.3, 0.6))
        self._closer = closer

    def at(self, share: float) -> Planes:
        """Show what the camera sees.

        Args:
            share: Of the clip, 0 to 1.
        """
        eased = 0.5 - 0.5 * math.cos(math.pi * share)
        near = eased if self._closer else 1 - eased
        return self._planes.seen_through(self._box(near), self._size)

    def _box(self, near: float) -> Box:
        width, height = self._planes.size
        part = 1 - (1 - _CLOSEST) * near
        left = (width - width * part) * self._aim[0]
        top = (height - height * part) * self._aim[1]
        return (left, top, left + width * part, top + height * part)


def camera_move(
    prompt: str, picture: Image.Image, size: tuple[int, int], frames: int
) -> Iterator[VideoFrame]:
    """Draw a clip from one picture.

    Args:
        prompt: Chooses the way of the camera.
        picture: RGB.
        size: Of the frames.
        frames: How many.
    """
    chance = randomness_of(prompt)
    move = CameraMove(chance, picture, size, closer=chance.random() < 0.7)
    for number in range(frames):
        yield move.at(number / max(1, frames - 1)).frame()


def fusion(
    prompt: str, pictures: Sequence[Image.Image], size: tuple[int, int], frames: int
) -> Iterator[VideoFrame]:
    """Draw a clip from three pictures: side by side, or one above the other in portrait.

    Args:
        prompt: Chooses the ways of the cameras.
        pictures: Three, RGB; each is seen through the whole clip.
        size: Of the frames.
        frames: How many.
    """
    chance = randomness_of(prompt)
    regions = [_Region(chance, picture, size, place) for place, picture in enumerate(pictures)]
    for number in range(frames):
        share = number / max(1, frames - 1)
        picture = blank(size)
        for region in regions:
            region.draw(picture, share)
        yield picture.frame()


class _Region:
    """The part of the frame that one of three pictures has."""

    def __init__(
        self, chance: random.Random, picture: Image.Image, size: tuple[int, int], place: int
    ) -> None:
        across = size[0] >= size[1]
        long, short = (size[0], size[1]) if across else (size[1], size[0])
        overlap = long * (_FEATHER + _SLANT / 2 + _BREATH)
        first = 0 if place == 0 else _even(long * place / 3 - overlap)
        last = long if place == 2 else _even(long * (place + 1) / 3 + overlap)
        self._at = (first, 0) if across else (0, first)
        extent = (last - first, short) if across else (short, last - first)
        self._move = CameraMove(chance, picture, extent, closer=place != 1)
        self._across = across
        self._breath = math.ceil(long * _BREATH)
        self._phase = place * 0.5
        self._mask = None if place == 0 else self._border(extent, long, place, first)

    def _border(self, extent: tuple[int, int], long: int, place: int, first: int) -> Image.Image:
        """Make the soft, leaning border with the region before, with room to move."""
        length, short = extent if self._across else (extent[1], extent[0])
        mask = Image.new("L", (length + 2 * self._breath, short))
        middle = long * place / 3 - first + self._breath
        lean = long * _SLANT / 2 * (1 if self._across else -1)
        right = mask.width
        ImageDraw.Draw(mask).polygon(
            [(middle + lean, 0), (right, 0), (right, short), (middle - lean, short)], fill=255
        )
        soft = mask.filter(ImageFilter.GaussianBlur(long * _FEATHER / 2.6))
        return soft if self._across else soft.transpose(Image.Transpose.TRANSPOSE)

    def draw(self, picture: Planes, share: float) -> None:
        seen = self._move.at(share)
        shift = self._breath + round(
            self._breath * math.sin(2 * math.pi * share + math.pi * self._phase)
        )
        width, height = seen.size
        if self._mask is None:
            mask = Image.new("L", seen.size, 255)
        elif self._across:
            mask = self._mask.crop((shift, 0, shift + width, height))
        else:
            mask = self._mask.crop((0, shift, width, shift + height))
        picture.paste(seen, self._at, mask)


def _even(pixels: float) -> int:
    return round(pixels) // 2 * 2
