"""Colours for a prompt: the same words always get the same ones."""

from __future__ import annotations

import colorsys
import hashlib
import random
from dataclasses import dataclass
from typing import Final, TypeAlias

Colour: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """The colours of one picture, sRGB.

    Attributes:
        sky: From the top of the picture to the horizon.
        light: Of the sun, the crests and the drifting lights.
        far: Of the farthest wave, close to the sky at the horizon.
        near: Of the nearest wave.
    """

    sky: tuple[Colour, Colour, Colour]
    light: Colour
    far: Colour
    near: Colour


def _hex(text: str) -> Colour:
    return (int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16))


def _palette(top: str, middle: str, horizon: str, light: str, far: str, near: str) -> Palette:
    return Palette((_hex(top), _hex(middle), _hex(horizon)), _hex(light), _hex(far), _hex(near))


_PALETTES: Final = (
    _palette("1B1B4B", "7A3E8E", "FF9E7A", "FFE3B8", "C76B8F", "1A1038"),  # dusk
    _palette("0B2447", "1F6E8C", "9ED5C5", "F4FFE8", "4C9F9B", "06222F"),  # lagoon
    _palette("2B1055", "5B2A86", "E86A92", "FFD6E0", "9B4F96", "150734"),  # orchid
    _palette("102A43", "486581", "F7C59F", "FFF1D6", "A98F83", "0B1B2B"),  # morning
    _palette("03121F", "0E3B5C", "2FA4A9", "D6FFF3", "1F7A8C", "020B14"),  # deep sea
    _palette("3A1C40", "B33951", "F6AE2D", "FFF0C2", "D9694A", "230F2B"),  # ember
    _palette("0F2027", "2C5364", "A7C957", "F6FFD6", "5C8D64", "0A1C16"),  # meadow
    _palette("16213E", "533483", "E94560", "FFD3DA", "8C3B76", "0B1023"),  # neon
    _palette("274060", "6C91BF", "FFE5D9", "FFFFFF", "9DB4C8", "1B2A41"),  # winter
    _palette("20133A", "4B3F8F", "8FB8ED", "FFF7D6", "6C73B8", "120A26"),  # moonlight
)

_MOST_HUE_SHIFT: Final = 0.03  # of the colour circle: enough to differ, too little to spoil


def randomness_of(prompt: str) -> random.Random:
    """Make the source of randomness that belongs to a prompt."""
    return random.Random(hashlib.sha256(prompt.encode("utf-8", "replace")).digest())


def palette_of(prompt: str) -> Palette:
    """Choose the colours that belong to a prompt."""
    chance = randomness_of(prompt)
    chosen = chance.choice(_PALETTES)
    shift = chance.uniform(-_MOST_HUE_SHIFT, _MOST_HUE_SHIFT)

    def turned(colour: Colour) -> Colour:
        hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
        red, green, blue = colorsys.hls_to_rgb((hue + shift) % 1, lightness, saturation)
        return (round(red * 255), round(green * 255), round(blue * 255))

    top, middle, horizon = chosen.sky
    return Palette(
        (turned(top), turned(middle), turned(horizon)),
        turned(chosen.light),
        turned(chosen.far),
        turned(chosen.near),
    )


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Mix two colours.

    Args:
        one: The colour at share 0.
        other: The colour at share 1.
        share: 0 to 1.
    """
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return (red, green, blue)
