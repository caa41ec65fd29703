"""A picture as the service takes it. Contract, section 4.

JPEG, PNG, WebP and GIF go as they are, without what they tell about people and places. All else
becomes an upright 8-bit sRGB picture: other formats, other colours, turned and moving pictures.
What is too large gives up quality first and pixels then.
"""

import hashlib
import io
import math
from pathlib import Path
from typing import Any, Final, cast

import msgspec
from PIL import Image

from omniflash_desktop.domain.outcomes import PreparedImage
from omniflash_desktop.domain.service_facts import MAX_UPLOAD_BYTES
from omniflash_desktop.media.clean_copy import UnknownLayoutError, clean_copy
from omniflash_desktop.media.color import as_srgb, is_srgb
from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.picture_files import (
    MAX_SOURCE_BYTES,
    opened,
    orientation_of,
    unpacked,
    upright,
)
from omniflash_desktop.media.source_files import checked_size, written_as_a_whole

_CONTENT_TYPES: Final = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
}
_ENDINGS: Final = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
_AS_THEY_ARE: Final = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "YCbCr"})
"""Pillow's modes of 8 bits and fewer. CMYK is not among them."""

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
_LOSSLESS: Final = frozenset({"PNG", "GIF", "BMP", "TIFF"})
_WORTH_A_PNG: Final = 2 * MAX_UPLOAD_BYTES
"""Bytes unpacked. Packing more than that into a PNG takes seconds and does not fit anyway."""


def prepare_image(source: Path, folder: Path) -> PreparedImage:
    """The picture to send: `source` itself where it may go as it is, or a copy.

    Args:
        source: What the user gave.
        folder: Where a copy goes, named by its content.

    Raises:
        UnusableError: It is no picture, it is damaged, or it has too many pixels.
    """
    if checked_size(source) > MAX_SOURCE_BYTES:
        raise UnusableError(Unusable.TOO_LARGE)
    try:
        content = source.read_bytes()
    except OSError:
        raise UnusableError(Unusable.UNREADABLE) from None
    prepared = _prepared_from(source, content, folder)
    return msgspec.structs.replace(prepared, source_sha256=hashlib.sha256(content).hexdigest())


def _prepared_from(source: Path, content: bytes, folder: Path) -> PreparedImage:
    image = opened(io.BytesIO(content))
    format_name = "JPEG" if image.format == "MPO" else image.format or ""
    reason_to_convert = _reason_to_convert(image, content, format_name)
    # Also where nothing will be converted: what cannot be unpacked is not worth an upload.
    image = unpacked(image)
    if reason_to_convert is None:
        clean = _clean(content, format_name)
        if clean is not None and len(clean) <= MAX_UPLOAD_BYTES:
            packed = _Packed(
                content=clean, format_name=format_name, width=image.width, height=image.height
            )
            return _prepared(packed, folder, already_at=source if clean == content else None)
    return _converted(
        image,
        folder,
        was_lossless=format_name in _LOSSLESS,
        # A PNG that is fine but for its size would be too large as a PNG once more.
        may_be_png=format_name != "PNG" or reason_to_convert is not None,
        label=reason_to_convert or "",
    )


def _reason_to_convert(image: Image.Image, content: bytes, format_name: str) -> str | None:
    """What is unusual, in a word for `PreparedImage.converted_from`.

    Empty for a picture whose format stays and that is only turned; `None` for a picture that is
    fine.
    """
    if format_name not in _CONTENT_TYPES:
        return format_name
    if getattr(image, "is_animated", False) and image.format != "MPO":
        return f"animated {format_name}"
    if image.mode not in _AS_THEY_ARE:
        return f"{image.mode} {format_name}"
    if format_name == "PNG" and content[24] > 8:
        return f"{content[24]}-bit PNG"
    if not is_srgb(image.info.get("icc_profile")):
        return f"{format_name} with a profile"
    return "" if orientation_of(image) != 1 else None


def _clean(content: bytes, format_name: str) -> bytes | None:
    try:
        return clean_copy(content, format_name=format_name)
    except UnknownLayoutError:
        return None


def _converted(
    image: Image.Image, folder: Path, *, was_lossless: bool, may_be_png: bool, label: str
) -> PreparedImage:
    try:
        plain = as_srgb(upright(image))
    except (OSError, ValueError):
        raise UnusableError(Unusable.DAMAGED) from None
    # What Pillow would write into the new file by itself: comments, profiles, resolutions.
    plain.info.clear()
    packed = _packed_to_fit(plain, was_lossless=was_lossless, may_be_png=may_be_png)
    return _prepared(packed, folder, label=label)


class _Packed(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as it will be sent, not yet in a file."""

    content: bytes
    format_name: str
    width: int
    height: int
    shrunk: bool = False


def _packed_to_fit(image: Image.Image, *, was_lossless: bool, may_be_png: bool) -> _Packed:
    """The picture with as little given up as the limit allows: nothing, quality, then pixels."""
    is_seen_through = image.mode == "RGBA"
    is_lossless = was_lossless or is_seen_through
    unpacked_bytes = image.width * image.height * len(image.getbands())
    if is_lossless and may_be_png and unpacked_bytes <= _WORTH_A_PNG:
        packed = _packed(image, "PNG")
        if len(packed.content) <= MAX_UPLOAD_BYTES:
            return packed
    format_name = "WEBP" if is_seen_through else "JPEG"
    fitting = _fitting(image, _LONGEST_SIDE[format_name])
    first = _TRANSPARENT_QUALITY if is_seen_through else _QUALITY
    costs_something = is_lossless or fitting is not image
    packed = _packed(fitting, format_name, quality=first, shrunk=costs_something)
    for quality in _LESS_QUALITY:
        if not 1.0 < len(packed.content) / MAX_UPLOAD_BYTES < _QUALITY_MAKES_UP_FOR:
            break
        packed = _packed(fitting, format_name, quality=quality, shrunk=True)
    while len(packed.content) > MAX_UPLOAD_BYTES:
        if min(fitting.size) == 1:
            raise UnusableError(Unusable.TOO_LARGE)
        share = MAX_UPLOAD_BYTES / len(packed.content)
        factor = min(_SMALLER, _SMALLER * math.sqrt(share))
        fitting = _fitting(fitting, round(max(fitting.size) * factor))
        packed = _packed(fitting, format_name, quality=_LESS_QUALITY[0], shrunk=True)
    return packed


def _fitting(image: Image.Image, longest_side: int) -> Image.Image:
    longest = max(image.size)
    if longest <= longest_side:
        return image
    size = tuple(max(1, round(side * longest_side / longest)) for side in image.size)
    return cast("Any", image).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _packed(
    image: Image.Image, format_name: str, *, quality: int = _QUALITY, shrunk: bool = False
) -> _Packed:
    content = io.BytesIO()
    match format_name:
        case "PNG":
            image.save(content, "PNG")
        case "WEBP":
            image.save(content, "WEBP", quality=quality, method=2)
        case _:
            # 4:4:4: the picture will be looked at by a model, and compressed once more.
            image.save(content, "JPEG", quality=quality, subsampling=0)
    return _Packed(
        content=content.getvalue(),
        format_name=format_name,
        width=image.width,
        height=image.height,
        shrunk=shrunk,
    )


def _prepared(
    packed: _Packed, folder: Path, *, label: str = "", already_at: Path | None = None
) -> PreparedImage:
    sha256 = hashlib.sha256(packed.content).hexdigest()
    path = already_at or folder / f"{sha256}.{_ENDINGS[packed.format_name]}"
    if already_at is None:
        with written_as_a_whole(path) as unfinished:
            unfinished.write_bytes(packed.content)
    return PreparedImage(
        path=path,
        content_type=_CONTENT_TYPES[packed.format_name],
        width=packed.width,
        height=packed.height,
        size_bytes=len(packed.content),
        sha256=sha256,
        converted_from=label,
        shrunk=packed.shrunk,
    )
