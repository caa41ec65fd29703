"""What was dropped or pasted, read from its formats. No Qt in here, and nothing is read from disk.

Every program puts something else on the clipboard, and most put the same thing there in several
ways. The order of trust is: files of this computer, then encoded bytes, then a bitmap, then links.
A browser offers all four for one picture, and its file is gone a moment later, while its link may
need a cookie. So all of them are kept, and whoever takes them falls back from one to the next.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import msgspec

from omniflash_desktop.ui.compose.dropped_text import (
    inline_picture,
    is_web_link,
    lines_of,
    path_in_text,
    path_of_address,
    pictures_of_page,
    text_of,
)
from omniflash_desktop.ui.compose.media_kinds import (
    HEAD_BYTES,
    MediaKind,
    kind_of_bytes,
    kind_of_link,
    kind_of_name,
)
from omniflash_desktop.ui.compose.virtual_files import (
    is_virtual_file,
    names_of_virtual_files,
    virtual_file_format,
)

MOST_LINKS: Final = 100
"""Nobody means more at once; a hostile page may say more."""

BITMAP: Final = "application/x-qt-image"
"""What Qt calls a picture that it can read, in whatever format the other program has it."""

_URI_LIST: Final = "text/uri-list"
_COPIED_FILES: Final = (
    "application/x-kde4-urilist",  # Dolphin: what `desktop:/` and the like really are
    "x-special/gnome-copied-files",  # Nautilus and Caja, with "copy" or "cut" in the first line
    "x-special/mate-copied-files",
)
_HTML: Final = "text/html"
_PLAIN: Final = ("text/plain;charset=utf-8", "text/plain")
_OCTETS: Final = "application/octet-stream"
# What lost nothing, or is what the page had, before what another program made of it for us.
_PICTURES: Final = (
    "image/png",
    "image/webp",
    "image/gif",
    "image/jpeg",
    "image/jpg",
    "image/avif",
    "image/heic",
    "image/heif",
    "image/tiff",
    "image/bmp",
    "image/x-bmp",
    "image/x-ms-bmp",
    _OCTETS,
)
_PICTURE_LINKS: Final = ("application/x-moz-file-promise-url", "text/x-moz-url-data")
_TITLED_LINKS: Final = ("text/x-moz-url", "_netscape_url")  # the address, then its title
_DOWNLOAD: Final = "downloadurl"
_BROWSER_MARKS: Final = ("x-moz-", "chromium/", "_netscape_url", "downloadurl", "webkit", _HTML)
_PAGES: Final = ("http", "https", "data", "blob", "about", "javascript", "mailto", "tel", "chrome")


class DroppedFile(msgspec.Struct, frozen=True):
    """A file on this computer."""

    path: Path
    kind: MediaKind


class DroppedLink(msgspec.Struct, frozen=True):
    """An http(s) link; `kind` is `None` where its ending does not tell."""

    url: str
    kind: MediaKind | None


class DroppedBytes(msgspec.Struct, frozen=True):
    """The content of a file that exists in another program only; `name` may be empty."""

    data: bytes
    kind: MediaKind
    name: str = ""


class DroppedMedia(msgspec.Struct, frozen=True, kw_only=True):
    """What can be put into the tray.

    Attributes:
        files: Files that can be references.
        links: Links whose kind is known.
        left_out: How many things were given that cannot be a reference.
    """

    files: tuple[DroppedFile, ...] = ()
    links: tuple[DroppedLink, ...] = ()
    left_out: int = 0

    @property
    def kinds(self) -> tuple[MediaKind, ...]:
        """The kinds of all things, in their order; a link of unknown kind counts as a video."""
        files = [file.kind for file in self.files]
        links = [link.kind or MediaKind.VIDEO for link in self.links]
        return (*files, *links)


class DroppedThings(msgspec.Struct, frozen=True, kw_only=True):
    """The same thing, or things, in every way in which they were given.

    Attributes:
        paths: Files and folders; nobody has looked at them yet.
        is_fleeting: Whether the files may be gone in a moment, as those of a browser.
        contents: Encoded pictures, or videos, as bytes.
        has_bitmap: Whether there is a picture to be read through Qt.
        links: Http(s) links.
        left_out: How many things lie where this computer's programs cannot read.
    """

    paths: tuple[Path, ...] = ()
    is_fleeting: bool = False
    contents: tuple[DroppedBytes, ...] = ()
    has_bitmap: bool = False
    links: tuple[DroppedLink, ...] = ()
    left_out: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing that could become a reference, nor anything to tell."""
        return not (self.paths or self.contents or self.has_bitmap or self.links or self.left_out)

    @property
    def known(self) -> DroppedMedia:
        """What the names alone tell; of several ways only the first."""
        if self.paths:
            kinds = ((path, kind_of_name(path)) for path in self.paths)
            return DroppedMedia(files=tuple(DroppedFile(p, kind) for p, kind in kinds if kind))
        if self.contents or self.has_bitmap:
            return DroppedMedia()
        return DroppedMedia(links=tuple(link for link in self.links if link.kind is not None))


def dropped_things(formats: Mapping[str, bytes]) -> DroppedThings:
    """Reads what was dropped or pasted.

    Args:
        formats: Bytes by MIME type as Qt names them. Only those that are needed are asked for, so
            that a mapping may fetch them from the other program when it is asked.
    """
    by_name = _ByLowerName(formats)
    is_from_browser = any(mark in name for name in formats for mark in _BROWSER_MARKS)
    addresses = lines_of(by_name.text(_URI_LIST))
    paths = _paths_among(addresses, may_be_share=not is_from_browser)
    for other in _COPIED_FILES:
        paths = paths or _paths_among(lines_of(by_name.text(other)), may_be_share=True)
    if paths and not is_from_browser:
        return DroppedThings(paths=paths, left_out=len(addresses) - len(paths) if addresses else 0)
    page = pictures_of_page(by_name.text(_HTML, is_page=True))
    if page.has_words and not paths and not addresses:
        # Words with pictures among them, or a picture of the words: it is meant as text.
        return _from_text(by_name)
    contents = _contents(by_name)
    inline = dict.fromkeys((*page.sources, *addresses))
    contents = contents or tuple(filter(None, map(_content_of_data_link, inline)))
    found = DroppedThings(
        paths=paths,
        is_fleeting=bool(paths),
        contents=contents,
        has_bitmap=_has_bitmap(formats),
        links=_links(by_name, [] if page.has_words else page.sources, addresses),
        left_out=sum(1 for address in addresses if _is_elsewhere(address)),
    )
    return _from_text(by_name) if found.is_nothing else found


class _ByLowerName:
    """Formats whatever the case of their names; each is fetched when it is needed."""

    def __init__(self, formats: Mapping[str, bytes]) -> None:
        self._formats = formats
        self._names = {name.lower(): name for name in formats}

    def __iter__(self) -> Iterable[str]:
        return iter(self._names)

    def data(self, name: str) -> bytes:
        known = self._names.get(name)
        return b"" if known is None else self._formats[known]

    def text(self, name: str, *, is_page: bool = False) -> str:
        return text_of(self.data(name), is_page=is_page)


def _paths_among(addresses: Iterable[str], *, may_be_share: bool) -> tuple[Path, ...]:
    paths = (path_of_address(address, may_be_share=may_be_share) for address in addresses)
    return tuple(dict.fromkeys(path for path in paths if path is not None))


def _is_elsewhere(address: str) -> bool:
    """Whether an address is a file's on a phone, in the trash or on a server."""
    scheme, colon, _ = address.partition(":")
    return bool(colon) and scheme.lower() not in (*_PAGES, "file")


def _has_bitmap(formats: Mapping[str, bytes]) -> bool:
    return any(
        name.lower() == BITMAP or (name.lower().startswith("image/") and "svg" not in name.lower())
        for name in formats
    )


def _contents(by_name: _ByLowerName) -> tuple[DroppedBytes, ...]:
    names = names_of_virtual_files(by_name.data)
    virtual = (
        _content(by_name.data(virtual_file_format(place)), name)
        for place, name in enumerate(names)
        if is_virtual_file(name)
    )
    found = tuple(filter(None, virtual))
    if found:
        return found
    for name in _PICTURES:
        content = _content(by_name.data(name))
        if content is not None and content.kind is MediaKind.IMAGE:
            return (content,)
    return ()


def _content(data: bytes, name: str = "") -> DroppedBytes | None:
    kind = kind_of_bytes(data[:HEAD_BYTES])
    return None if kind is None else DroppedBytes(data, kind, name)


def _content_of_data_link(source: str) -> DroppedBytes | None:
    return _content(inline_picture(source))


def _links(
    by_name: _ByLowerName, sources: Iterable[str], addresses: Iterable[str]
) -> tuple[DroppedLink, ...]:
    """The first way of naming them that names any."""
    promised = [line for name in _PICTURE_LINKS for line in lines_of(by_name.text(name))[:1]]
    # Such as image/png:kite.png:https://example.com/kite.png
    promised += [by_name.text(_DOWNLOAD).split(":", 2)[-1].strip()]
    for pictures in (promised, sources):
        links = _unique(filter(is_web_link, pictures))
        if links:
            kinds = ((url, kind_of_link(url)) for url in links)
            return tuple(DroppedLink(url, kind or MediaKind.IMAGE) for url, kind in kinds)
    titled = [line for name in _TITLED_LINKS for line in lines_of(by_name.text(name))[:1]]
    links = _unique(filter(is_web_link, addresses)) or _unique(filter(is_web_link, titled))
    return tuple(DroppedLink(url, kind_of_link(url)) for url in links)


def _from_text(by_name: _ByLowerName) -> DroppedThings:
    """Links or paths that were copied as text; a sentence that holds a link is a prompt."""
    text = next((text for name in _PLAIN if (text := by_name.text(name))), "")
    lines = [
        line for line in lines_of(text) if line not in ("copy", "x-special/nautilus-clipboard")
    ]
    content = _content_of_data_link(text.strip()) if len(lines) == 1 else None
    if content is not None:
        return DroppedThings(contents=(content,))
    if lines and all(map(is_web_link, lines)):
        links = _unique(lines)
        return DroppedThings(links=tuple(DroppedLink(url, kind_of_link(url)) for url in links))
    paths = [path_in_text(line) for line in lines]
    if paths and all(path is not None for path in paths):
        return DroppedThings(paths=tuple(dict.fromkeys(filter(None, paths))))
    return DroppedThings()


def _unique(urls: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(urls))[:MOST_LINKS]
