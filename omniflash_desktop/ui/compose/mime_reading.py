"""From Qt's clipboard and drags to `DroppedThings`."""

from collections.abc import Iterator, Mapping
from pathlib import PureWindowsPath

import msgspec
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from omniflash_desktop.ui.compose.dropped_media import (
    DroppedBytes,
    DroppedThings,
    dropped_things,
)
from omniflash_desktop.ui.compose.media_kinds import kind_of_name
from omniflash_desktop.ui.compose.virtual_files import (
    format_of_contents,
    names_of_virtual_files,
    virtual_file_format,
)


class _Formats(Mapping[str, bytes]):
    """What another program offers; its bytes are fetched when they are asked for.

    Args:
        data: The clipboard, or a drag.
        texts_only: Whether pictures stay where they are: a drag is asked at each entering.
    """

    def __init__(self, data: QMimeData, *, texts_only: bool = False) -> None:
        self._data = data
        self._texts_only = texts_only
        self._formats = {mime: mime for mime in data.formats()}
        if not texts_only:
            # Qt names the contents once; each file's are asked for with its place.
            for place in range(len(names_of_virtual_files(self.described))):
                self._formats[virtual_file_format(place)] = format_of_contents(place)

    def __getitem__(self, name: str) -> bytes:
        mime = self._formats[name]
        if self._texts_only and (mime.startswith("image/") or mime.endswith("octet-stream")):
            return b""
        return bytes(self._data.data(mime).data())

    def __iter__(self) -> Iterator[str]:
        return iter(self._formats)

    def __len__(self) -> int:
        return len(self._formats)

    def described(self, name: str) -> bytes:
        """The bytes of a format by its name in lower case; none where it is not there."""
        mime = next((mime for mime in self._formats if mime.lower() == name), None)
        return b"" if mime is None else bytes(self._data.data(mime).data())


def things_in(data: QMimeData) -> DroppedThings:
    """Everything in `data` that can become a reference; fetches the bytes of a picture."""
    return dropped_things(_Formats(data))


def things_hovering(data: QMimeData) -> DroppedThings:
    """The same while it is still dragged: bytes of pictures stay where they are."""
    formats = _Formats(data, texts_only=True)
    things = dropped_things(formats)
    names = names_of_virtual_files(formats.described)
    kinds = ((name, kind_of_name(PureWindowsPath(name))) for name in names)
    promised = tuple(DroppedBytes(b"", kind, name) for name, kind in kinds if kind is not None)
    return msgspec.structs.replace(things, contents=promised) if promised else things


def is_more_than_text(data: QMimeData) -> bool:
    """Whether a paste into the prompt is meant for the tray: files, a picture, a link to one."""
    things = things_hovering(data)
    if things.has_bitmap and data.hasText() and not data.hasHtml() and not things.links:
        # Other programs add a picture of the words that were copied.
        return bool(things.paths)
    links_to_media = [link for link in things.links if link.kind is not None]
    return bool(things.paths or things.contents or things.has_bitmap or links_to_media)


def bitmap_in(data: QMimeData) -> QImage | None:
    """A picture that the other program offers in no file format of its own."""
    picture = data.imageData() if data.hasImage() else None
    return picture if isinstance(picture, QImage) and not picture.isNull() else None
