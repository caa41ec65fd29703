"""What was dropped or pasted, read from its formats: files, links and pictures. No Qt in here.

Every program puts something else on the clipboard. The order is: files of this computer, then the
bytes of a picture, then links. A browser offers all three at once for a picture, and its file is
gone a moment later, while its link may need a cookie: the bytes are the safest.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import unquote, unquote_to_bytes, urlsplit

import msgspec

MAX_TEXT_BYTES: Final = 2_000_000
"""Longer texts are prompts or pages, not links."""

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

_URI_LIST: Final = "text/uri-list"
_HTML: Final = "text/html"
_PLAIN: Final = ("text/plain;charset=utf-8", "text/plain")
_OCTETS: Final = "application/octet-stream"
_IMAGE_SRC: Final = re.compile(
    r"<img\b[^>]*?\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.I
)
_DATA_URL: Final = re.compile(r"data:image/[\w.+-]+((?:;[\w=-]+)*),(.*)", re.IGNORECASE | re.DOTALL)

_WINDOWS_DRIVE: Final = re.compile(r"/[A-Za-z]:")


class MediaKind(StrEnum):
    """What a reference can be."""

    IMAGE = "image"
    VIDEO = "video"


class DroppedFile(msgspec.Struct, frozen=True):
    """A file on this computer."""

    path: Path
    kind: MediaKind


class DroppedLink(msgspec.Struct, frozen=True):
    """An http(s) link; `kind` is `None` where its ending does not tell."""

    url: str
    kind: MediaKind | None


class DroppedMedia(msgspec.Struct, frozen=True, kw_only=True):
    """All that was found.

    Attributes:
        files: Files that can be references.
        links: Links, told apart by their endings.
        pictures: Encoded pictures that exist as bytes only.
        left_out: How many files are of another type, or folders.
    """

    files: tuple[DroppedFile, ...] = ()
    links: tuple[DroppedLink, ...] = ()
    pictures: tuple[bytes, ...] = ()
    left_out: int = 0

    @property
    def kinds(self) -> tuple[MediaKind, ...]:
        """The kinds of all things, in their order; a link of unknown kind counts as a video."""
        files = [file.kind for file in self.files]
        pictures = [MediaKind.IMAGE for _ in self.pictures]
        links = [link.kind or MediaKind.VIDEO for link in self.links]
        return (*files, *pictures, *links)


def is_wanted(mime_format: str) -> bool:
    """Whether the bytes of a format are worth fetching from the other program."""
    wanted = (_URI_LIST, _HTML, _OCTETS, *_PLAIN)
    return mime_format.lower() in wanted or mime_format.lower().startswith("image/")


def head_of_file(path: Path) -> bytes:
    """The first bytes of a file; nothing where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError:
        return b""


def dropped_media(
    formats: Mapping[str, bytes], *, head_of: Callable[[Path], bytes] = head_of_file
) -> DroppedMedia:
    """Reads what was dropped or pasted.

    Args:
        formats: Bytes by MIME type, see `is_wanted`.
        head_of: Reads the first `HEAD_BYTES` bytes of a file whose name does not tell its type.
    """
    by_name = {name.lower(): data for name, data in formats.items()}
    addresses = _uri_list(by_name.get(_URI_LIST, b""))
    paths = [path for path in map(_local_path, addresses) if path is not None]
    if paths:
        kinds = [(path, kind_of_file(path, head_of=head_of)) for path in paths]
        files = tuple(DroppedFile(path, kind) for path, kind in kinds if kind is not None)
        return DroppedMedia(files=files, left_out=len(kinds) - len(files))
    picture = _picture_bytes(by_name)
    if picture is not None:
        return DroppedMedia(pictures=(picture,))
    return _links_and_inline_pictures(by_name, addresses)


def kind_of_file(
    path: Path, *, head_of: Callable[[Path], bytes] = head_of_file
) -> MediaKind | None:
    """What kind of reference a file can be: by its ending, otherwise by its first bytes."""
    ending = path.suffix.lower()
    if ending in IMAGE_ENDINGS:
        return MediaKind.IMAGE
    if ending in VIDEO_ENDINGS:
        return MediaKind.VIDEO
    return kind_of_bytes(head_of(path))


def kind_of_bytes(head: bytes) -> MediaKind | None:
    """What kind of reference begins with these bytes."""
    image_starts = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\0", b"MM\0*")
    if head.startswith(image_starts) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return MediaKind.IMAGE
    if head[4:8] == b"ftyp":
        still = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis")
        return MediaKind.IMAGE if head[8:12] in still else MediaKind.VIDEO
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return MediaKind.VIDEO
    return None


def kind_of_link(url: str) -> MediaKind | None:
    """What kind of reference a link leads to, as far as its path tells."""
    try:
        ending = Path(unquote(urlsplit(url).path)).suffix.lower()
    except ValueError:
        return None
    if ending in IMAGE_ENDINGS:
        return MediaKind.IMAGE
    return MediaKind.VIDEO if ending in VIDEO_ENDINGS else None


def _uri_list(data: bytes) -> list[str]:
    # RFC 2483: lines that begin with "#" are comments. Some programs end with a zero byte.
    text = _text(data)
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def _text(data: bytes) -> str:
    if len(data) > MAX_TEXT_BYTES:
        return ""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace").strip("\0")
    if data[1:2] == b"\0":  # Firefox: UTF-16 without a mark, for html
        return data.decode("utf-16-le", errors="replace").strip("\0")
    return data.decode("utf-8", errors="replace").strip("\0")


def _local_path(address: str) -> Path | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme.lower() != "file" or not parts.path:
        return None
    # Not urllib.request.url2pathname: importing it costs 75 ms, for http that nobody asks for.
    path = unquote(parts.path)
    if parts.netloc and parts.netloc.lower() != "localhost":
        return Path(f"//{parts.netloc}{path}")
    return Path(path.lstrip("/") if _WINDOWS_DRIVE.match(path) else path)


def _picture_bytes(by_name: Mapping[str, bytes]) -> bytes | None:
    candidates = [data for name, data in by_name.items() if name.startswith("image/")]
    candidates.append(by_name.get(_OCTETS, b""))
    for data in candidates:
        if kind_of_bytes(data[:HEAD_BYTES]) is MediaKind.IMAGE:
            return data
    return None


def _links_and_inline_pictures(by_name: Mapping[str, bytes], addresses: list[str]) -> DroppedMedia:
    # Its table of all entities is not needed before the first drop.
    from html import unescape

    html = _text(by_name.get(_HTML, b""))
    # One picture of a page is meant; several mean that text with pictures in it was copied.
    sources = [unescape(next(filter(None, found), "")) for found in _IMAGE_SRC.findall(html)]
    if len(sources) == 1:
        inline = _inline_picture(sources[0])
        if inline is not None:
            return DroppedMedia(pictures=(inline,))
        if is_web_link(sources[0]):
            return DroppedMedia(links=(DroppedLink(sources[0], MediaKind.IMAGE),))
    if not addresses:
        plain = next((by_name[name] for name in _PLAIN if by_name.get(name)), b"")
        # A sentence that holds a link is a prompt, not a link.
        addresses = [line.strip() for line in _text(plain).splitlines() if line.strip()]
        if not all(map(is_web_link, addresses)):
            addresses = []
    unique = dict.fromkeys(filter(is_web_link, addresses))
    return DroppedMedia(links=tuple(DroppedLink(url, kind_of_link(url)) for url in unique))


def is_web_link(text: str) -> bool:
    """Whether a text is one http(s) link and nothing else."""
    if any(character.isspace() for character in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.netloc)


def _inline_picture(source: str) -> bytes | None:
    match = _DATA_URL.fullmatch(source.strip())
    if match is None:
        return None
    options, payload = match.groups()
    raw = unquote_to_bytes(payload)
    if ";base64" in options.lower():
        try:
            raw = base64.b64decode(raw)
        except binascii.Error:
            return None
    return raw if kind_of_bytes(raw[:HEAD_BYTES]) is MediaKind.IMAGE else None
