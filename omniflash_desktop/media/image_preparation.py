"""A picture as the service takes it. Contract, section 4.

JPEG, PNG, WebP and GIF go as they are, without what they tell about people and places. All else
becomes an upright 8-bit sRGB picture: other formats, other colours, turned and moving pictures.
What is too large gives up quality first and pixels then.
"""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

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
_SMALLER: Final = 0.8
"""Of each side; then once more, until it fits."""
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
    image = opened(io.BytesIO(content))
    format_name = "JPEG" if image.format == "MPO" else image.format or ""
    reason_to_convert = _reason_to_convert(image, content, format_name)
    # Also where nothing will be converted: what cannot be unpacked is not worth an upload.
    image = unpacked(image)
    if reason_to_convert is None:
        as_it_is = _clean(content, format_name)
        if as_it_is is not None and len(as_it_is) <= MAX_UPLOAD_BYTES:
            return PreparedImage(
                path=source if as_it_is == content else _kept(as_it_is, folder, format_name),
                content_type=_CONTENT_TYPES[format_name],
                width=image.width,
                height=image.height,
                size_bytes=len(as_it_is),
                sha256=hashlib.sha256(as_it_is).hexdigest(),
            )
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
    ladder = _ladder(plain, was_lossless=was_lossless, may_be_png=may_be_png)
    for encoded, format_name, (width, height), shrunk in ladder:
        if len(encoded) <= MAX_UPLOAD_BYTES:
            return PreparedImage(
                path=_kept(encoded, folder, format_name),
                content_type=_CONTENT_TYPES[format_name],
                width=width,
                height=height,
                size_bytes=len(encoded),
                sha256=hashlib.sha256(encoded).hexdigest(),
                converted_from=label,
                shrunk=shrunk,
            )
    raise UnusableError(Unusable.TOO_LARGE)


def _ladder(
    image: Image.Image, *, was_lossless: bool, may_be_png: bool
) -> Iterator[tuple[bytes, str, tuple[int, int], bool]]:
    """The picture in ever less room: its bytes, format, size, and whether that cost anything."""
    is_seen_through = image.mode == "RGBA"
    is_lossless = was_lossless or is_seen_through
    unpacked_bytes = image.width * image.height * len(image.getbands())
    if is_lossless and may_be_png and unpacked_bytes <= _WORTH_A_PNG:
        yield _encoded(image, "PNG"), "PNG", image.size, False
    format_name = "WEBP" if is_seen_through else "JPEG"
    first = _TRANSPARENT_QUALITY if is_seen_through else _QUALITY
    fitting = _fitting(image, _LONGEST_SIDE[format_name])
    costs_something = is_lossless or fitting is not image
    image = fitting
    yield _encoded(image, format_name, quality=first), format_name, image.size, costs_something
    for quality in _LESS_QUALITY:
        yield _encoded(image, format_name, quality=quality), format_name, image.size, True
    while min(image.size) > 1:
        image = _fitting(image, round(max(image.size) * _SMALLER))
        encoded = _encoded(image, format_name, quality=_LESS_QUALITY[0])
        yield encoded, format_name, image.size, True


def _fitting(image: Image.Image, longest_side: int) -> Image.Image:
    longest = max(image.size)
    if longest <= longest_side:
        return image
    width, height = (max(1, round(side * longest_side / longest)) for side in image.size)
    return cast("Any", image).resize((width, height), Image.Resampling.LANCZOS)


def _encoded(image: Image.Image, format_name: str, *, quality: int = _QUALITY) -> bytes:
    packed = io.BytesIO()
    match format_name:
        case "PNG":
            image.save(packed, "PNG")
        case "WEBP":
            image.save(packed, "WEBP", quality=quality, method=2)
        case _:
            # 4:4:4: the picture will be looked at by a model, and compressed once more.
            image.save(packed, "JPEG", quality=quality, subsampling=0)
    return packed.getvalue()


def _kept(content: bytes, folder: Path, format_name: str) -> Path:
    path = folder / f"{hashlib.sha256(content).hexdigest()}.{_ENDINGS[format_name]}"
    with written_as_a_whole(path) as unfinished:
        unfinished.write_bytes(content)
    return path
