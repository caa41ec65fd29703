"""Opens picture files, judged by their content, and refuses what would hurt."""

import struct
from pathlib import Path
from typing import IO, Any, Final, cast

import pillow_heif
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from omniflash_desktop.media.jobs import Unusable, UnusableError

MAX_PIXELS: Final = 120_000_000
"""Three times the largest camera in a telephone; 360 MB once it is unpacked."""

# Nothing else is tried: some of Pillow's formats start other programs or are parsed in Python.
# Naming the classes loads their plug-ins; Pillow would load all that it has.
_KINDS: Final = (
    JpegImagePlugin.JpegImageFile,
    PngImagePlugin.PngImageFile,
    WebPImagePlugin.WebPImageFile,
    GifImagePlugin.GifImageFile,
    TiffImagePlugin.TiffImageFile,
    BmpImagePlugin.BmpImageFile,
    AvifImagePlugin.AvifImageFile,
    pillow_heif.HeifImageFile,
)
_FORMATS: Final = tuple(str(kind.format) for kind in _KINDS)

_BEGINNINGS: Final = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF87a",
    b"GIF89a",
    b"BM",
    b"II*\0",
    b"MM\0*",
)
_PICTURE_BRANDS: Final = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")

DECODER_ERRORS: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    RuntimeError,
    ArithmeticError,
    LookupError,
    TypeError,
    struct.error,
)
"""What Pillow's decoders raise for damaged files, besides ending the process."""

# Judged here, by `MAX_PIXELS`, before anything is unpacked.
Image.MAX_IMAGE_PIXELS = None
cast("Any", pillow_heif).register_heif_opener()


def opened(content: IO[bytes]) -> Image.Image:
    """The picture, not yet unpacked.

    Raises:
        UnusableError: It is none, it is damaged, or it has too many pixels.
    """
    head = content.read(32)
    content.seek(0)
    try:
        image = Image.open(content, formats=_FORMATS)
    except (UnidentifiedImageError, *DECODER_ERRORS):
        is_meant_as_one = _begins_like_a_picture(head)
        reason = Unusable.DAMAGED if is_meant_as_one else Unusable.NOT_AN_IMAGE
        raise UnusableError(reason) from None
    if image.width * image.height > MAX_PIXELS:
        raise UnusableError(Unusable.TOO_MANY_PIXELS)
    return image


def unpacked(image: Image.Image) -> Image.Image:
    """The same picture with its pixels; of several frames, the first one.

    Raises:
        UnusableError: It is damaged.
    """
    try:
        image.load()
    except DECODER_ERRORS:
        raise UnusableError(Unusable.DAMAGED) from None
    return image


def orientation_of(image: Image.Image) -> int:
    """EXIF's turn of the picture, 1 to 8; 1 is upright, and what nonsense is taken for."""
    try:
        value = image.getexif().get(0x0112, 1)
    except DECODER_ERRORS:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def upright(image: Image.Image) -> Image.Image:
    """Turned as EXIF says."""
    if orientation_of(image) == 1:
        return image
    try:
        return ImageOps.exif_transpose(image)
    except DECODER_ERRORS:
        raise UnusableError(Unusable.DAMAGED) from None


def is_picture(source: Path) -> bool:
    """Whether a file begins like a picture."""
    try:
        with source.open("rb") as file:
            return _begins_like_a_picture(file.read(32))
    except OSError:
        return False


def _begins_like_a_picture(head: bytes) -> bool:
    if head.startswith(b"RIFF"):
        return head[8:12] == b"WEBP"
    if head[4:8] == b"ftyp":
        return head[8:12] in _PICTURE_BRANDS
    return head.startswith(_BEGINNINGS)
