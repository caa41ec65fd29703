"""Tells pictures from videos: by a name's ending, by the first bytes, by a link. No Qt, no disk."""

from enum import StrEnum
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import unquote, urlsplit

HEAD_BYTES: Final = 16
"""How much of a file tells what it is."""

IMAGE_ENDINGS: Final = frozenset(
    [
        ".jpg",
        ".jpeg",
        ".jfif",
        ".png",
        ".webp",
        ".gif",
        ".heic",
        ".heif",
        ".avif",
        ".tif",
        ".tiff",
        ".bmp",
    ]
)
VIDEO_ENDINGS: Final = frozenset([".mp4", ".m4v", ".mov", ".webm"])

_IMAGE_STARTS: Final = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
)
_STILL_BRANDS: Final = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis")


class MediaKind(StrEnum):
    """What a reference can be."""

    IMAGE = "image"
    VIDEO = "video"


def kind_of_name(path: PurePath) -> MediaKind | None:
    """What kind of reference a file can be, as far as its ending tells."""
    ending = path.suffix.lower()
    if ending in IMAGE_ENDINGS:
        return MediaKind.IMAGE
    return MediaKind.VIDEO if ending in VIDEO_ENDINGS else None


def kind_of_bytes(head: bytes) -> MediaKind | None:
    """What kind of reference begins with these bytes."""
    if head.startswith(_IMAGE_STARTS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return MediaKind.IMAGE
    if head[4:8] == b"ftyp":
        return MediaKind.IMAGE if head[8:12] in _STILL_BRANDS else MediaKind.VIDEO
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return MediaKind.VIDEO
    return None


def kind_of_link(url: str) -> MediaKind | None:
    """What kind of reference a link leads to, as far as its path tells."""
    try:
        return kind_of_name(Path(unquote(urlsplit(url).path)))
    except ValueError:
        return None
