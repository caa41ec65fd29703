"""Round lights and gradients, laid on a picture softly and to a part of a pixel."""

from __future__ import annotations

import functools
import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageChops, ImageFilter

from omniflash_desktop.sandbox.rendering.palettes import Colour, mixed
from omniflash_desktop.sandbox.rendering.pillow_calls import resized, with_levels

if TYPE_CHECKING:
    import random

_STRENGTHS: Final = 64  # steps from dark to full
# Pillow's round gradient reaches this value at the circle that touches its edges.
_EDGE_OF_GRADIENT: Final = 180


@dataclass(frozen=True)
class RoundLight:
    """A round light: full near its middle, then falling to nothing at its edge.

    Attributes:
        radius: Pixels, at least 2.
        core: Share of the radius that is full, 0 to 1.
        fall: 1 for an even fall; more for a light that fades sooner.
    """

    radius: int
    core: float
    fall: float

    def shine(
        self, picture: Image.Image, centre: tuple[float, float], colour: Colour, strength: float
    ) -> None:
        """Lay the light on a picture.

        Args:
            picture: RGB.
            centre: In pixels.
            colour: Of the light.
            strength: 0 to 1.
        """
        mask = _mask(self, round(strength * _STRENGTHS))
        left, top = centre[0] - self.radius, centre[1] - self.radius
        whole_left, whole_top = math.floor(left), math.floor(top)
        placed = mask.transform(
            (mask.width + 1, mask.height + 1),
            Image.Transform.AFFINE,
            (1, 0, whole_left - left, 0, 1, whole_top - top),
            Image.Resampling.BILINEAR,
        )
        picture.paste(colour, (whole_left, whole_top), placed)


@functools.lru_cache(maxsize=512)
def _mask(light: RoundLight, strength: int) -> Image.Image:
    levels: list[float] = []
    for value in range(256):
        away = min(1.0, value / _EDGE_OF_GRADIENT)
        beyond = max(0.0, away - light.core) / (1 - light.core)
        levels.append(255 * (1 - beyond) ** light.fall * strength / _STRENGTHS)
    ramp = with_levels(Image.radial_gradient("L"), [round(level) for level in levels])
    return resized(ramp, (2 * light.radius, 2 * light.radius))


def upright_gradient(size: tuple[int, int], stops: tuple[tuple[float, Colour], ...]) -> Image.Image:
    """Fill a picture from above to below.

    Args:
        size: In pixels.
        stops: Colours at shares of the height, from 0 to 1.
    """
    column = Image.new("RGB", (1, 256))
    for y in range(256):
        share = y / 255
        for (low, one), (high, other) in itertools.pairwise(stops):
            if low <= share <= high:
                column.putpixel((0, y), mixed(one, other, (share - low) / (high - low)))
    return resized(resized(column, (1, size[1])), size, Image.Resampling.NEAREST)


def grained(chance: random.Random, picture: Image.Image) -> Image.Image:
    """Add a slight grain, which hides the steps of gradients.

    Args:
        chance: Where the grain comes from.
        picture: RGB.
    """
    noise = Image.frombytes("L", picture.size, chance.randbytes(picture.width * picture.height))
    levels = [max(0, min(16, round(8 + (value - 128) / 12))) for value in range(256)]
    fine = with_levels(noise.filter(ImageFilter.GaussianBlur(0.6)), levels)
    return ImageChops.add(picture, Image.merge("RGB", (fine, fine, fine)), 1, -8)
