"""A picture as the service takes it. Contract, section 4.

JPEG, PNG, WebP and GIF go as they are, without what they tell about people and places. All else
becomes an upright 8-bit sRGB picture: other formats, other colours, turned and moving pictures,
and those that are cut or padded to the clip's shape. What is too large gives up quality first and
pixels then.
"""

import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from omniflash_desktop.domain.outcomes import PictureDetail, PreparedImage
from omniflash_desktop.domain.picture_framing import Fit, PictureWishes
from omniflash_desktop.domain.service_facts import MAX_UPLOAD_BYTES, MAX_UPLOAD_PIXELS
from omniflash_desktop.media.clean_copy import CleanCopy, UnknownLayoutError, clean_copy
from omniflash_desktop.media.color import as_srgb, name_of_profile, profile_to_translate
from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.picture_details import (
    details_behind_pixels,
    details_in,
    in_order,
)
from omniflash_desktop.media.picture_files import opened, orientation_of, unpacked, upright
from omniflash_desktop.media.picture_frames import changes_shape, framed
from omniflash_desktop.media.picture_packing import CONTENT_TYPES, PackedPicture, packed_to_fit
from omniflash_desktop.media.source_files import written_as_a_whole

if TYPE_CHECKING:
    from PIL import Image

_ENDINGS: Final = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
_AS_THEY_ARE: Final = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "YCbCr"})
"""Pillow's modes of 8 bits and fewer. CMYK is not among them."""
_LOSSLESS: Final = frozenset({"PNG", "GIF", "BMP", "TIFF"})
_ON_ITS_SIDE: Final = 5
"""EXIF's turns from here on make height of width."""


def sendable_picture(
    content: bytes, source: Path, folder: Path, wishes: PictureWishes
) -> PreparedImage:
    """The picture to send: `source` itself where it may go as it is, or a copy.

    Args:
        content: Of the file that the user gave.
        source: That file.
        folder: Where a copy goes, named by its content.
        wishes: The user's.

    Raises:
        UnusableError: It is no picture, it is damaged, or it has too many pixels.
    """
    image = opened(io.BytesIO(content))
    format_name = "JPEG" if image.format == "MPO" else image.format or ""
    was_turned = orientation_of(image) != 1
    label = _what_is_unusual(image, content, format_name)
    details = details_in(image)
    # Also where nothing will be converted: what cannot be unpacked is not worth an upload.
    image = unpacked(image)
    # A TIFF has been turned by now.
    is_on_its_side = orientation_of(image) >= _ON_ITS_SIDE
    size = (image.height, image.width) if is_on_its_side else image.size
    is_too_large = size[0] * size[1] > MAX_UPLOAD_PIXELS
    must_convert = label != "" or was_turned or is_too_large or changes_shape(size, wishes)
    clean = _clean(content, format_name)
    details |= _details_behind(image, clean)
    if not details and _is_told_more(image, content, clean):
        details.add(PictureDetail.OTHER)
    facts = _Facts(
        details=in_order(details),
        source_size_bytes=len(content),
        source_width=size[0],
        source_height=size[1],
        source_format=format_name,
    )
    if not must_convert:
        candidates = [] if wishes.remove_details else [content]
        # Also where all may stay: what nobody sees is the first to go from what is too large.
        candidates += [] if clean is None else [clean.content]
        for own in candidates:
            if len(own) <= MAX_UPLOAD_BYTES:
                return _unconverted(own, content, format_name, source, folder, facts)
    prepared = _converted(
        image,
        folder,
        wishes,
        facts,
        was_lossless=format_name in _LOSSLESS,
        # A PNG that is fine but for its size would be too large as a PNG once more.
        may_be_png=format_name != "PNG" or must_convert,
    )
    return msgspec.structs.replace(prepared, converted_from=label, turned=was_turned)


class _Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the user's file is."""

    details: tuple[PictureDetail, ...]
    source_size_bytes: int
    source_width: int
    source_height: int
    source_format: str


def _what_is_unusual(image: "Image.Image", content: bytes, format_name: str) -> str:
    """Why a picture cannot stay as it is, in a word for `PreparedImage.converted_from`.

    Empty where nothing is unusual, also where it is only to be turned.
    """
    if format_name not in CONTENT_TYPES:
        return format_name
    if getattr(image, "is_animated", False) and image.format != "MPO":
        return f"animated {format_name}"
    if image.mode not in _AS_THEY_ARE:
        return f"{image.mode} {format_name}"
    if format_name == "PNG" and content[24] > 8:
        return f"{content[24]}-bit PNG"
    return f"{format_name} with a profile" if profile_to_translate(image) is not None else ""


def _clean(content: bytes, format_name: str) -> CleanCopy | None:
    try:
        return clean_copy(content, format_name=format_name)
    except UnknownLayoutError:
        return None


def _details_behind(image: "Image.Image", clean: CleanCopy | None) -> set[PictureDetail]:
    details = details_behind_pixels(image)
    if clean is not None and clean.has_attachment:
        details.add(PictureDetail.ATTACHED)
    return details


def _is_told_more(image: "Image.Image", content: bytes, clean: CleanCopy | None) -> bool:
    """Whether something was left out that nobody here can read."""
    # Of what moves, the other pictures are left out, and that is told already.
    is_still = not getattr(image, "is_animated", False)
    return is_still and clean is not None and len(clean.content) < len(content)


def _converted(
    image: "Image.Image",
    folder: Path,
    wishes: PictureWishes,
    facts: _Facts,
    *,
    was_lossless: bool,
    may_be_png: bool,
) -> PreparedImage:
    profile = profile_to_translate(image)
    try:
        plain = as_srgb(upright(image))
        shaped = framed(plain, wishes)
    except (OSError, ValueError):
        raise UnusableError(Unusable.DAMAGED) from None
    # What Pillow would write into the new file by itself: comments, profiles, resolutions.
    shaped.info.clear()
    packed = packed_to_fit(shaped, was_lossless=was_lossless, may_be_png=may_be_png)
    prepared = _copy(packed, folder, facts)
    return msgspec.structs.replace(
        prepared,
        converted_profile="" if profile is None else name_of_profile(profile),
        fit=wishes.framing.fit if shaped is not plain else Fit.AS_IS,
    )


def _unconverted(
    own: bytes, content: bytes, format_name: str, source: Path, folder: Path, facts: _Facts
) -> PreparedImage:
    """The file's own bytes: all of them, or those that make the picture."""
    packed = PackedPicture(
        content=own,
        format_name=format_name,
        width=facts.source_width,
        height=facts.source_height,
    )
    if own != content:
        return _copy(packed, folder, facts)
    sha256 = hashlib.sha256(content).hexdigest()
    return _prepared(packed, source, sha256, facts, told=facts.details)


def _copy(packed: PackedPicture, folder: Path, facts: _Facts) -> PreparedImage:
    sha256 = hashlib.sha256(packed.content).hexdigest()
    path = folder / f"{sha256}.{_ENDINGS[packed.format_name]}"
    with written_as_a_whole(path) as unfinished:
        unfinished.write_bytes(packed.content)
    return _prepared(packed, path, sha256, facts, removed=facts.details)


def _prepared(
    packed: PackedPicture,
    path: Path,
    sha256: str,
    facts: _Facts,
    *,
    removed: tuple[PictureDetail, ...] = (),
    told: tuple[PictureDetail, ...] = (),
) -> PreparedImage:
    return PreparedImage(
        path=path,
        content_type=CONTENT_TYPES[packed.format_name],
        width=packed.width,
        height=packed.height,
        size_bytes=len(packed.content),
        sha256=sha256,
        shrunk=bool(packed.steps),
        source_size_bytes=facts.source_size_bytes,
        source_width=facts.source_width,
        source_height=facts.source_height,
        source_format=facts.source_format,
        removed=removed,
        told=told,
        shrink_steps=packed.steps,
    )
