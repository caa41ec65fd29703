"""What a picture file tells besides its picture: for people to see, before it is left out.

What it names is a summary. What is left out does not depend on it, see `clean_copy`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, Final, cast

from PIL import ExifTags, Image, IptcImagePlugin

from omniflash_desktop.domain.outcomes import PictureDetail
from omniflash_desktop.media.picture_files import DECODER_ERRORS

_EXIF: Final = {
    0x010E: PictureDetail.WORDS,  # description
    0x010F: PictureDetail.CAMERA,  # maker
    0x0110: PictureDetail.CAMERA,  # model
    0x0132: PictureDetail.TIME,
    0x013B: PictureDetail.NAMES,  # artist
    0x8298: PictureDetail.NAMES,  # copyright
    0x9003: PictureDetail.TIME,
    0x9004: PictureDetail.TIME,
    0x9286: PictureDetail.WORDS,  # comment
    0x927C: PictureDetail.CAMERA,  # the maker's own notes
    0x9C9B: PictureDetail.WORDS,  # title
    0x9C9C: PictureDetail.WORDS,  # comment
    0x9C9D: PictureDetail.NAMES,  # author
    0x9C9E: PictureDetail.WORDS,  # keywords
    0x9C9F: PictureDetail.WORDS,  # subject
    0xA430: PictureDetail.NAMES,  # owner
    0xA431: PictureDetail.CAMERA,  # serial number
    0xA433: PictureDetail.CAMERA,  # lens
    0xA434: PictureDetail.CAMERA,
    0xA435: PictureDetail.CAMERA,
}

_XMP: Final = (
    (re.compile(rb"GPSL|photoshop:(City|State|Country)|Location"), PictureDetail.PLACE),
    (re.compile(rb"tiff:(Make|Model)|aux:|exifEX:"), PictureDetail.CAMERA),
    (re.compile(rb"dc:(creator|rights)|PersonInImage|mwg-rs:Name|AuthorsP"), PictureDetail.NAMES),
    (re.compile(rb"CreateDate|DateCreated|DateTimeOriginal"), PictureDetail.TIME),
    (re.compile(rb"dc:(description|title|subject)|Headline"), PictureDetail.WORDS),
)

_IPTC: Final = {
    (2, 5): PictureDetail.WORDS,
    (2, 25): PictureDetail.WORDS,
    (2, 55): PictureDetail.TIME,
    (2, 60): PictureDetail.TIME,
    (2, 80): PictureDetail.NAMES,
    (2, 90): PictureDetail.PLACE,
    (2, 92): PictureDetail.PLACE,
    (2, 95): PictureDetail.PLACE,
    (2, 101): PictureDetail.PLACE,
    (2, 105): PictureDetail.WORDS,
    (2, 110): PictureDetail.NAMES,
    (2, 116): PictureDetail.NAMES,
    (2, 120): PictureDetail.WORDS,
}

_XMP_IN_TIFF: Final = 700
_TEXT_NAMES: Final = ("author", "artist", "copyright", "creator")


def details_in(image: Image.Image) -> set[PictureDetail]:
    """What is told before the pixels, as far as it can be read.

    Args:
        image: Not yet unpacked: a TIFF lets its file go then.
    """
    return _found(image, (_in_exif, _in_xmp, _in_iptc, _in_comments))


def details_behind_pixels(image: Image.Image) -> set[PictureDetail]:
    """What is told behind the pixels, as some programs write it into a PNG.

    Args:
        image: Unpacked.
    """
    return _found(image, (_in_texts,))


def _found(
    image: Image.Image, looks: Iterable[Callable[[Image.Image], Iterator[PictureDetail]]]
) -> set[PictureDetail]:
    found: set[PictureDetail] = set()
    for look in looks:
        try:
            found.update(look(image))
        except DECODER_ERRORS:
            # Damaged where nobody looks; it is left out all the same.
            found.add(PictureDetail.OTHER)
    return found


def in_order(details: Collection[PictureDetail]) -> tuple[PictureDetail, ...]:
    """The order in which they are shown: what matters most comes first."""
    return tuple(detail for detail in PictureDetail if detail in details)


def _in_exif(image: Image.Image) -> Iterator[PictureDetail]:
    exif = image.getexif()
    if exif.get_ifd(ExifTags.IFD.GPSInfo):
        yield PictureDetail.PLACE
    if image.format != "TIFF" and exif.get_ifd(ExifTags.IFD.IFD1):
        yield PictureDetail.PREVIEW
    for tag in (*exif, *exif.get_ifd(ExifTags.IFD.Exif)):
        if tag in _EXIF:
            yield _EXIF[tag]


def _in_xmp(image: Image.Image) -> Iterator[PictureDetail]:
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    if xmp is None and image.format == "TIFF":
        xmp = image.getexif().get(_XMP_IN_TIFF)
    if isinstance(xmp, str):
        xmp = xmp.encode("utf-8", "replace")
    if not isinstance(xmp, bytes) or not xmp:
        return
    is_understood = False
    for pattern, detail in _XMP:
        if pattern.search(xmp):
            is_understood = True
            yield detail
    if not is_understood:
        yield PictureDetail.OTHER


def _in_iptc(image: Image.Image) -> Iterator[PictureDetail]:
    if image.format not in ("JPEG", "MPO", "TIFF"):
        return
    facts: dict[tuple[int, int], object] = cast("Any", IptcImagePlugin).getiptcinfo(image) or {}
    for field in facts:
        if field in _IPTC:
            yield _IPTC[field]


def _in_comments(image: Image.Image) -> Iterator[PictureDetail]:
    if image.info.get("comment"):
        yield PictureDetail.WORDS


def _in_texts(image: Image.Image) -> Iterator[PictureDetail]:
    texts: dict[str, str] = getattr(image, "text", {})
    for key in texts:
        name = key.casefold()
        if any(word in name for word in _TEXT_NAMES):
            yield PictureDetail.NAMES
        elif "time" in name or "date" in name:
            yield PictureDetail.TIME
        elif name == "software":
            yield PictureDetail.OTHER
        elif "xmp" not in name:
            yield PictureDetail.WORDS
