"""Packs a picture into a file that the service takes: quality goes first, pixels then."""

import io
import math
from typing import Any, Final, cast

import msgspec
from PIL import Image

from omniflash_desktop.domain.outcomes import ShrinkStep
from omniflash_desktop.domain.service_facts import MAX_UPLOAD_BYTES, MAX_UPLOAD_PIXELS
from omniflash_desktop.media.jobs import Unusable, UnusableError

CONTENT_TYPES: Final = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
}
"""Of Pillow's names for the formats that the service takes. Contract, section 4."""

_QUALITY: Final = 95
"""Of JPEG, where something had to be converted."""
_LESS_QUALITY: Final = (90, 84, 78)
_QUALITY_MAKES_UP_FOR: Final = 2.0
"""Times the limit. What is larger than that loses pixels at once."""
_SMALLER: Final = 0.9
"""Of each side, below what the bytes alone would ask for: small pixels pack worse."""
_TRANSPARENT_QUALITY: Final = 90
"""Of WebP, which takes transparency in less room than PNG."""
_LONGEST_SIDE: Final = {"JPEG": 65_500, "WEBP": 16_383}
"""Pixels: the limits of the formats."""
_WORTH_A_PNG: Final = 2 * MAX_UPLOAD_BYTES
"""Bytes unpacked. Packing more than that into a PNG takes seconds and does not fit anyway."""


class PackedPicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as it will be sent, not yet in a file.

    Attributes:
        content: The file.
        format_name: One of `CONTENT_TYPES`.
        width: Pixels.
        height: Pixels.
        steps: The tries that it took; empty where nothing was given up.
    """

    content: bytes
    format_name: str
    width: int
    height: int
    steps: tuple[ShrinkStep, ...] = ()


def packed_to_fit(image: Image.Image, *, was_lossless: bool, may_be_png: bool) -> PackedPicture:
    """The picture with as little given up as the limit allows: nothing, quality, then pixels.

    Args:
        image: RGB or RGBA.
        was_lossless: Whether its file had lost nothing yet.
        may_be_png: Whether a PNG is worth a try.

    Raises:
        UnusableError: It does not fit whatever is given up.
    """
    is_seen_through = image.mode == "RGBA"
    is_lossless = was_lossless or is_seen_through
    unpacked_bytes = image.width * image.height * len(image.getbands())
    tries: list[ShrinkStep] = []
    if is_lossless and may_be_png and unpacked_bytes <= _WORTH_A_PNG:
        content = _png(image)
        if len(content) <= MAX_UPLOAD_BYTES:
            return _packed(content, "PNG", image)
        tries.append(_step(content, "PNG", image, 0))
    format_name = "WEBP" if is_seen_through else "JPEG"
    fitting = _within(image, _longest_side(image, format_name))
    costs_something = is_lossless or fitting is not image
    quality = _TRANSPARENT_QUALITY if is_seen_through else _QUALITY
    content = _lossy(fitting, format_name, quality)
    tries.append(_step(content, format_name, fitting, quality))
    if len(content) <= MAX_UPLOAD_BYTES:
        return _packed(content, format_name, fitting, tries if costs_something else ())
    for less in _LESS_QUALITY:
        if not 1.0 < len(content) / MAX_UPLOAD_BYTES < _QUALITY_MAKES_UP_FOR:
            break
        content = _lossy(fitting, format_name, less)
        tries.append(_step(content, format_name, fitting, less))
    while len(content) > MAX_UPLOAD_BYTES:
        if min(fitting.size) == 1:
            raise UnusableError(Unusable.TOO_LARGE)
        share = MAX_UPLOAD_BYTES / len(content)
        factor = min(_SMALLER, _SMALLER * math.sqrt(share))
        fitting = _within(fitting, round(max(fitting.size) * factor))
        content = _lossy(fitting, format_name, _LESS_QUALITY[0])
        tries.append(_step(content, format_name, fitting, _LESS_QUALITY[0]))
    return _packed(content, format_name, fitting, tries)


def _longest_side(image: Image.Image, format_name: str) -> int:
    """Pixels, so that neither the format nor the service has too many of them."""
    most = _LONGEST_SIDE[format_name]
    share = MAX_UPLOAD_PIXELS / (image.width * image.height)
    return most if share >= 1.0 else min(most, int(max(image.size) * math.sqrt(share)))


def _within(image: Image.Image, longest_side: int) -> Image.Image:
    longest = max(image.size)
    if longest <= longest_side:
        return image
    size = tuple(max(1, round(side * longest_side / longest)) for side in image.size)
    return cast("Any", image).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _png(image: Image.Image) -> bytes:
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def _lossy(image: Image.Image, format_name: str, quality: int) -> bytes:
    content = io.BytesIO()
    if format_name == "WEBP":
        image.save(content, "WEBP", quality=quality, method=2)
    else:
        # 4:4:4: the picture will be looked at by a model, and compressed once more.
        image.save(content, "JPEG", quality=quality, subsampling=0)
    return content.getvalue()


def _step(content: bytes, format_name: str, image: Image.Image, quality: int) -> ShrinkStep:
    return ShrinkStep(
        content_type=CONTENT_TYPES[format_name],
        quality=quality,
        width=image.width,
        height=image.height,
        size_bytes=len(content),
    )


def _packed(
    content: bytes,
    format_name: str,
    image: Image.Image,
    steps: list[ShrinkStep] | tuple[ShrinkStep, ...] = (),
) -> PackedPicture:
    return PackedPicture(
        content=content,
        format_name=format_name,
        width=image.width,
        height=image.height,
        steps=tuple(steps),
    )
