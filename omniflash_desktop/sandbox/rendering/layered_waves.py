"""Text to video: a quiet sea of light under a low sun, seeded by the prompt, looping seamlessly."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw

from omniflash_desktop.sandbox.rendering.lights import RoundLight, grained, upright_gradient
from omniflash_desktop.sandbox.rendering.palettes import (
    Palette,
    mixed,
    palette_of,
    randomness_of,
)
from omniflash_desktop.sandbox.rendering.pillow_calls import frame_of

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from av.video.frame import VideoFrame

_WAVES: Final = 6
_WAVES_BEHIND_MOTES: Final = 3
_MOTES: Final = 16
_TURN: Final = 2 * math.pi
_FINE: Final = 3  # rows drawn for one row of the picture: smooth crests
_POINT_PIXELS: Final = 16  # from one point of a crest to the next
_SUN_RISE: Final = 0.035  # of the height


@dataclass(frozen=True)
class _Ripple:
    """One sine of a crest."""

    waves: float  # over the width
    height: float  # pixels
    turns: int  # over the clip: a whole number, so that it loops
    phase: float  # 0 to 1


class _Wave:
    """One wave, from its crest to the lower edge."""

    def __init__(
        self, chance: random.Random, size: tuple[int, int], palette: Palette, depth: float
    ) -> None:
        """Prepare a wave.

        Args:
            chance: The prompt's randomness.
            size: Of the picture, in pixels.
            palette: Its colours.
            depth: 0 for the farthest, 1 for the nearest.
        """
        width, height = size
        level = height * (0.58 + 0.34 * depth**1.15)
        self._ripples = _ripples(chance, size, depth)
        self._places = range(0, width + _POINT_PIXELS, _POINT_PIXELS)
        # sin(place + time) = sin(place) cos(time) + cos(place) sin(time): places never change.
        self._shapes = [
            (
                [math.sin(_TURN * ripple.waves * x / width) for x in self._places],
                [math.cos(_TURN * ripple.waves * x / width) for x in self._places],
            )
            for ripple in self._ripples
        ]
        reach = math.ceil(sum(ripple.height for ripple in self._ripples)) + 2
        self._top = max(0, int(level) - reach)
        self._level = level - self._top
        self._rows = 2 * reach
        body = mixed(palette.far, palette.near, depth**0.8)
        crest = mixed(body, palette.light, 0.34 * (1 - depth) + 0.10)
        fill = upright_gradient(
            (width, max(self._rows, height - self._top)),
            ((0.0, crest), (0.16, mixed(crest, body, 0.7)), (0.5, body), (1.0, body)),
        )
        fill = grained(chance, fill)
        self._band = fill.crop((0, 0, width, self._rows))
        self._rest = fill.crop((0, self._rows, width, fill.height))

    def draw(self, picture: Image.Image, at: float) -> None:
        """Draw the wave.

        Args:
            picture: To draw on.
            at: Share of the clip, 0 to 1.
        """
        width, bottom = picture.width, self._rows * _FINE
        mask = Image.new("L", (width, bottom))
        points = list(zip(self._places, self._crest(at), strict=True))
        pen = ImageDraw.Draw(mask)
        pen.polygon([*points, (width + _POINT_PIXELS, bottom), (0, bottom)], fill=255)
        picture.paste(self._band, (0, self._top), mask.reduce((1, _FINE)))
        picture.paste(self._rest, (0, self._top + self._rows))

    def _crest(self, at: float) -> list[float]:
        """Tell the height of the crest at every place, in fine rows from the top."""
        crest = [self._level * _FINE] * len(self._places)
        for ripple, (sines, cosines) in zip(self._ripples, self._shapes, strict=True):
            angle = _TURN * (ripple.turns * at + ripple.phase)
            a = ripple.height * _FINE * math.cos(angle)
            b = ripple.height * _FINE * math.sin(angle)
            crest = [
                y + a * sine + b * cosine
                for y, sine, cosine in zip(crest, sines, cosines, strict=True)
            ]
        return crest


def _ripples(chance: random.Random, size: tuple[int, int], depth: float) -> tuple[_Ripple, ...]:
    width, height = size
    swing = height * (0.012 + 0.034 * depth)
    return tuple(
        _Ripple(
            waves=width / height * chance.uniform(*waves) / (0.6 + depth),
            height=swing * share,
            turns=chance.choice(turns),
            phase=chance.random(),
        )
        for waves, share, turns in (
            ((0.5, 0.8), 1.0, (1, -1)),
            ((1.0, 1.5), 0.5, (1, -1, 2)),
            ((2.0, 2.8), 0.2, (1, -2, 2)),
        )
    )


@dataclass(frozen=True)
class _Mote:
    """A drifting mote of light; places are shares of the picture."""

    x: float
    y: float
    light: RoundLight
    rises: int
    sway: float
    phase: float
    strength: float

    def draw(self, picture: Image.Image, at: float, palette: Palette) -> None:
        y = (self.y - self.rises * at) % 1.0
        x = (self.x + self.sway * math.sin(_TURN * (at + self.phase))) % 1.0
        # Faint where it wraps around, so that none appears or vanishes.
        twinkle = 0.6 + 0.4 * math.sin(_TURN * (2 * at + self.phase))
        strength = self.strength * twinkle * math.sin(math.pi * y)
        self.light.shine(picture, (x * picture.width, y * picture.height), palette.light, strength)


def _mote(chance: random.Random, short: int) -> _Mote:
    radius = short * chance.choice((0.008, 0.012, 0.018, 0.032))
    return _Mote(
        x=chance.random(),
        y=chance.random(),
        light=RoundLight(max(2, round(radius)), 0.15, 1.6),
        rises=chance.choice((0, 1)),
        sway=chance.uniform(0.004, 0.016),
        phase=chance.random(),
        strength=chance.uniform(0.25, 0.75),
    )


def layered_waves(prompt: str, size: tuple[int, int], frames: int) -> Iterator[VideoFrame]:
    """Draw the frames of a clip.

    Args:
        prompt: What seeds the picture.
        size: Of the drawing, in pixels.
        frames: How many frames; the last is followed by the first.
    """
    chance = randomness_of(prompt)
    palette = palette_of(prompt)
    width, height = size
    short = min(size)
    waves = [_Wave(chance, size, palette, number / (_WAVES - 1)) for number in range(_WAVES)]
    motes = [_mote(chance, short) for _ in range(_MOTES)]
    sun = RoundLight(round(short * 0.11), 0.94, 1.0)
    sun_colour = mixed(palette.light, (255, 255, 255), 0.35)
    sun_x, sun_y = width * chance.uniform(0.28, 0.72), height * chance.uniform(0.53, 0.56)
    # The glow and the grain cost nothing per frame: they are part of the two skies.
    low, high = (
        _sky(chance, size, palette, (sun_x, sun_y - height * _SUN_RISE * swell), swell)
        for swell in (0.0, 1.0)
    )
    for number in range(frames):
        at = number / frames
        swell = 0.5 - 0.5 * math.cos(_TURN * at)
        picture = Image.blend(low, high, swell)
        sway = width * 0.012 * math.sin(_TURN * at)
        sun.shine(picture, (sun_x + sway, sun_y - height * _SUN_RISE * swell), sun_colour, 0.95)
        for wave in waves[:_WAVES_BEHIND_MOTES]:
            wave.draw(picture, at)
        for mote in motes:
            mote.draw(picture, at, palette)
        for wave in waves[_WAVES_BEHIND_MOTES:]:
            wave.draw(picture, at)
        yield frame_of(picture)


def _sky(
    chance: random.Random,
    size: tuple[int, int],
    palette: Palette,
    sun: tuple[float, float],
    swell: float,
) -> Image.Image:
    """Paint the sky and the glow of the sun; `swell` is 0 for a low sun, 1 for a high one."""
    top, middle, horizon = (mixed(colour, palette.light, 0.09 * swell) for colour in palette.sky)
    picture = upright_gradient(size, ((0.0, top), (0.30, middle), (0.64, horizon), (1.0, horizon)))
    for reach, strength in ((0.95, 0.34), (0.42, 0.42)):
        glow = RoundLight(round(min(size) * reach), 0.0, 2.4)
        glow.shine(picture, sun, palette.light, strength + 0.10 * swell)
    return grained(chance, picture)
