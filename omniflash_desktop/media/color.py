"""Pixels of any kind as 8-bit sRGB."""

import io
import math
from functools import cache, lru_cache
from itertools import product
from typing import Any, Final, Literal, cast

from PIL import Image, ImageChops, ImageCms

_SIXTEEN_TO_EIGHT_BITS: Final = 1 / 257
_PROBE_STEPS: Final = (0, 64, 128, 192, 255)
"""Of each channel: the colours by which a profile is judged."""
_LONGEST_NAME: Final = 80
_NOT_SEEN: Final = 3
"""Of 255: how far the copies of sRGB that go around differ from it, and from each other."""


def profile_to_translate(image: Image.Image) -> bytes | None:
    """The picture's profile where its colours are not sRGB's; `None` where they may stay.

    Judged by what the profile does: names lie, and many cameras shorten them. Without a profile a
    picture is sRGB by custom, and one that cannot be read changes nothing.
    """
    icc_profile: bytes | None = image.info.get("icc_profile")
    if not icc_profile:
        return None
    return None if _does_what_srgb_does(icc_profile) else icc_profile


@lru_cache(maxsize=32)
def _does_what_srgb_does(icc_profile: bytes) -> bool:
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc_profile))
        seen = ImageCms.profileToProfile(_probe(), profile, _built_in_profile("sRGB"))
    except (OSError, ImageCms.PyCMSError):
        # Damaged, or for another kind of picture, as of gray ones.
        return False
    if seen is None:
        return False
    differences = ImageChops.difference(seen, _probe()).getextrema()
    return all(most <= _NOT_SEEN for _, most in cast("tuple[tuple[int, int], ...]", differences))


@cache
def _probe() -> Image.Image:
    colors = bytes(value for color in product(_PROBE_STEPS, repeat=3) for value in color)
    return Image.frombytes("RGB", (len(colors) // 3, 1), colors)


def name_of_profile(icc_profile: bytes) -> str:
    """What a profile calls itself, shortened; empty where it cannot be read."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc_profile))
        name = ImageCms.getProfileDescription(profile)
    except (OSError, ImageCms.PyCMSError):
        return ""
    return " ".join(name.split())[:_LONGEST_NAME]


def as_srgb(image: Image.Image) -> Image.Image:
    """`image` in mode RGB, or RGBA where something of it is seen through."""
    icc_profile = profile_to_translate(image)
    image = _eight_bits(image)
    alpha = _alpha(image)
    if icc_profile is not None:
        image = _through_profile(image, icc_profile)
    elif image.mode == "LAB":
        image = _through_lab(image)
    # Converting to what it is would copy all pixels.
    colors = image if image.mode == "RGB" else image.convert("RGB")
    if alpha is None:
        return colors
    colors.putalpha(alpha)
    return colors


def _eight_bits(image: Image.Image) -> Image.Image:
    match image.mode:
        case "I;16" | "I;16L" | "I;16B" | "I;16N":
            return _scaled(image.convert("I"), _SIXTEEN_TO_EIGHT_BITS)
        case "I":
            _, most = _span(image)
            return _scaled(image, _SIXTEEN_TO_EIGHT_BITS if most > 255 else 1.0)
        case "F":
            _, most = _span(image)
            return _scaled(image, _brightness_factor(most))
        case _:
            return image


def _brightness_factor(most: float) -> float:
    """From floats to 0 to 255, by the scale that the brightest one gives away."""
    if not math.isfinite(most) or most <= 0:
        return 1.0
    if most <= 1.0:
        return 255.0
    if most <= 255.0:
        return 1.0
    return _SIXTEEN_TO_EIGHT_BITS if most <= 65_535.0 else 255.0 / most


def _scaled(image: Image.Image, factor: float) -> Image.Image:
    # One linear step, which Pillow does without a table.

    def scaled(value: float) -> float:
        return value * factor + 0.0

    return cast("Any", image).point(scaled).convert("L")


def _span(image: Image.Image) -> tuple[float, float]:
    least, most = image.getextrema()
    assert isinstance(least, int | float)
    assert isinstance(most, int | float)
    return least, most


def _alpha(image: Image.Image) -> Image.Image | None:
    """What is seen through; `None` where nothing is."""
    if not image.has_transparency_data:
        return None
    alpha = image.convert("RGBA").getchannel("A")
    return None if alpha.getextrema() == (255, 255) else alpha


def _through_profile(image: Image.Image, icc_profile: bytes) -> Image.Image:
    if image.mode not in ("RGB", "CMYK", "L", "LAB"):
        image = image.convert("RGB")
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc_profile))
        converted = ImageCms.profileToProfile(
            image, profile, _built_in_profile("sRGB"), outputMode="RGB"
        )
    except (OSError, ImageCms.PyCMSError):
        # Damaged, or for another kind of picture: its colours are taken as they are.
        return image
    return image if converted is None else converted


def _through_lab(image: Image.Image) -> Image.Image:
    converted = ImageCms.profileToProfile(
        image, _built_in_profile("LAB"), _built_in_profile("sRGB"), outputMode="RGB"
    )
    return image if converted is None else converted


@cache
def _built_in_profile(name: Literal["LAB", "sRGB"]) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(cast("Any", ImageCms).createProfile(name))
