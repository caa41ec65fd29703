"""What a file is, by its content: names and declared types are not believed."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

HEAD_BYTES: Final = 64

# Suffixes of the types that get a link of their own.
SUFFIXES: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/webm": ".webm",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}

# What may be uploaded, with Pillow's names; contract, section 4.
UPLOADABLE: Final = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
}

_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"PK\x03\x04", "application/zip"),
)

_ISO_BRANDS: Final = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"qt  ": "video/quicktime",
}


def content_type(head: bytes) -> str:
    """Name the media type of a file.

    Args:
        head: Its first `HEAD_BYTES` bytes, or all of them.
    """
    for beginning, name in _BEGINNINGS:
        if head.startswith(beginning):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _ISO_BRANDS.get(head[8:12], "video/mp4")
    if head and b"\x00" not in head:
        return "text/plain"
    return "application/octet-stream"


def is_sound_picture(path: Path, media_type: str) -> bool:
    """Check that a file is a whole picture of one type, without decoding all of it.

    Args:
        path: The file.
        media_type: One of `UPLOADABLE`.
    """
    from PIL import Image  # not needed until the first upload, and slow to import

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=[UPLOADABLE[media_type]]) as picture:
                picture.verify()
    except (OSError, ValueError, SyntaxError, MemoryError, EOFError):
        return False
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False
    return True
