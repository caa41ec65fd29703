"""Pixels of any kind as 8-bit sRGB."""

import io
from functools import cache
from typing import Any, Final, Literal, cast

from PIL import Image, ImageCms

_SIXTEEN_TO_EIGHT_BITS: Final = 1 / 257


def is_srgb(icc_profile: bytes | None) -> bool:
    """Whether a picture with this profile may go as it is. Without one, it is sRGB by custom."""
    if not icc_profile:
        return True
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc_profile))
        return "srgb" in ImageCms.getProfileDescription(profile).casefold()
    except (OSError, ImageCms.PyCMSError):
        return False


def as_srgb(image: Image.Image) -> Image.Image:
    """`image` in mode RGB, or RGBA where something of it is seen through."""
    icc_profile: bytes | None = image.info.get("icc_profile")
    image = _eight_bits(image)
    alpha = _alpha(image)
    if icc_profile and not is_srgb(icc_profile):
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
            return _scaled(image, 255.0 / most if most > 0 else 1.0)
        case _:
            return image


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
