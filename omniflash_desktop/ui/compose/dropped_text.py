"""Reads addresses, paths and pictures out of the texts that programs drop. No Qt, no disk.

Whatever a page drops comes through here, so each function takes time in proportion to its text,
however odd that is.
"""

import base64
import binascii
import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

import msgspec

from omniflash_desktop.ui.compose.media_kinds import HEAD_BYTES, kind_of_bytes, kind_of_name

MAX_TEXT_BYTES: Final = 2_000_000
"""Longer texts are prompts or books, not links."""

MAX_PAGE_BYTES: Final = 64_000_000
"""A page can hold a whole picture as text."""

MAX_LINES: Final = 10_000
MAX_LINK_CHARS: Final = 8_000
_MAX_PATH_CHARS: Final = 32_000

_SOURCE: Final = re.compile(
    r"(?<![\w-])src\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE
)
_TAG: Final = re.compile(r"<[^<>]*>")
_DATA_LINK: Final = re.compile(r"data:image/[\w.+-]+((?:;[\w=-]+)*),", re.IGNORECASE)
_WINDOWS_DRIVE: Final = re.compile(r"/[A-Za-z]:")
_ABSOLUTE: Final = re.compile(r"/|[A-Za-z]:[\\/]")


class PagePictures(msgspec.Struct, frozen=True):
    """What of a piece of HTML matters here.

    Attributes:
        sources: Where its pictures are, in their order.
        has_words: Whether there is anything to read besides.
    """

    sources: tuple[str, ...] = ()
    has_words: bool = False


def text_of(data: bytes, *, is_page: bool = False) -> str:
    """A text in whatever way a program encodes it; empty where it is too long to be meant."""
    if len(data) > (MAX_PAGE_BYTES if is_page else MAX_TEXT_BYTES):
        return ""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace").strip("\0")
    if data[1:2] == b"\0":  # Firefox: UTF-16 without a mark
        return data.decode("utf-16-le", errors="replace").strip("\0")
    return data.decode("utf-8", errors="replace").strip("\0")


def lines_of(text: str) -> list[str]:
    """The lines that say something; those with "#" are comments (RFC 2483)."""
    # Not `splitlines`: names of files may hold the odder ends of lines.
    lines = (line.strip(" \t\0") for line in re.split(r"[\r\n]+", text))
    return [line for line in lines if line and not line.startswith("#")][:MAX_LINES]


def path_of_address(address: str, *, may_be_share: bool) -> Path | None:
    """The file that a `file:` address names; `None` for another address.

    Args:
        address: As in a list of addresses.
        may_be_share: Whether it may lie on another computer. Merely to look there tells that
            computer who we are, which no web page may bring about.
    """
    if len(address) > _MAX_PATH_CHARS:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme.lower() != "file" or not parts.path:
        return None
    # Not urllib.request.url2pathname: importing it costs 75 ms, for http that nobody asks for.
    # A name on a Unix disk may be of bytes that are no text.
    path = os.fsdecode(unquote_to_bytes(parts.path))
    if "\0" in path or "\ufffd" in path:
        return None
    if parts.netloc and parts.netloc.lower() != "localhost":
        return Path(f"//{parts.netloc}{path}") if may_be_share else None
    if path.startswith("//") and not may_be_share:
        return None
    return Path(path.lstrip("/") if _WINDOWS_DRIVE.match(path) else path)


def path_in_text(line: str) -> Path | None:
    """The picture or video that a copied line names, as terminals and Windows copy them."""
    bare = line.strip("\"'")
    if bare.startswith("file:"):
        return path_of_address(bare, may_be_share=False)
    if len(bare) > _MAX_PATH_CHARS or "\0" in bare or not _ABSOLUTE.match(bare):
        return None
    path = Path(bare)
    return path if not bare.startswith("//") and kind_of_name(path) is not None else None


def is_web_link(text: str) -> bool:
    """Whether a text is one http(s) link and nothing else."""
    if len(text) > MAX_LINK_CHARS or any(c.isspace() or not c.isprintable() for c in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.netloc)


def pictures_of_page(page: str) -> PagePictures:
    """Reads a piece of HTML, without understanding more of it than needed."""
    # Its table of all entities is not needed before the first drop.
    from html import unescape

    sources: list[str] = []
    lower = page.lower()
    place = lower.find("<img")
    while place >= 0:
        end = lower.find(">", place)
        if end < 0:
            break
        found = _SOURCE.search(page, place, end)
        if found is not None:
            sources.append(unescape(next(filter(None, found.groups()), "")).strip())
        place = lower.find("<img", end)
    words = unescape(_TAG.sub("", page)).replace("\xa0", " ").strip(" \t\r\n\0\ufeff")
    return PagePictures(tuple(filter(None, sources)), bool(words))


def inline_picture(source: str) -> bytes:
    """The bytes in a `data:` link to a picture; nothing where it is none."""
    match = _DATA_LINK.match(source)
    if match is None:
        return b""
    raw = unquote_to_bytes(source[match.end() :])
    if ";base64" in match[1].lower():
        try:
            raw = base64.b64decode(raw)
        except (binascii.Error, ValueError):
            return b""
    return raw if kind_of_bytes(raw[:HEAD_BYTES]) is not None else b""
