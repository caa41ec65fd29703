"""Gives what exists as bytes only a file: what was pasted, or dropped by a browser or a mail."""

from datetime import datetime
from pathlib import Path, PureWindowsPath
from typing import Final
from uuid import uuid4

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QImage

from omniflash_desktop.domain.file_names import safe_title
from omniflash_desktop.ui.compose.dropped_media import DroppedBytes, DroppedFile
from omniflash_desktop.ui.compose.media_kinds import MediaKind

_ENDINGS: Final = (
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"BM", ".bmp"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"RIFF", ".webp"),
)


class PastedPictures(QObject):
    """Writes pictures and videos into a folder, off the window's thread.

    Args:
        folder: Where to; made when it is first needed.
        parent: Owner.

    Signals:
        saved: A list of `DroppedFile`, and the slot that was meant or `None`.
        failed: No file could be written; the system's words.
    """

    saved = Signal(list, object)
    failed = Signal(str)

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        # An idle thread of this pool is of no use for the rest of the session.
        self._pool.setExpiryTimeout(1000)

    def save(self, pictures: list[QImage | DroppedBytes], target: int | None = None) -> None:
        """Writes bitmaps as PNG, and encoded bytes as they are; told of together."""
        self._pool.start(_Writing(self, self._folder, pictures, target))


class _Writing(QRunnable):
    def __init__(
        self,
        told: PastedPictures,
        folder: Path,
        pictures: list[QImage | DroppedBytes],
        target: int | None,
    ) -> None:
        super().__init__()
        self._told = told
        self._folder = folder
        self._pictures = pictures
        self._target = target

    def run(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            files = [self._written(picture) for picture in self._pictures]
        except OSError as error:
            self._told.failed.emit(error.strerror or str(error))
        else:
            self._told.saved.emit(files, self._target)

    def _written(self, picture: QImage | DroppedBytes) -> DroppedFile:
        stem = f"pasted-{datetime.now():%Y%m%d-%H%M%S}-{uuid4().hex[:6]}"
        if isinstance(picture, QImage):
            path = self._folder / f"{stem}.png"
            if not picture.save(str(path), "PNG"):  # pyright: ignore[reportCallIssue, reportArgumentType]
                raise OSError(0, "the picture could not be written")
            return DroppedFile(path, MediaKind.IMAGE)
        ending = _ending(picture)
        path = self._folder / f"{stem}{ending}"
        if picture.name:
            # What it is called is what the user knows it by.
            path = self._folder / stem / (safe_title(PureWindowsPath(picture.name).stem) + ending)
            path.parent.mkdir()
        path.write_bytes(picture.data)
        return DroppedFile(path, picture.kind)


def _ending(content: DroppedBytes) -> str:
    data = content.data
    if content.kind is MediaKind.VIDEO:
        return ".webm" if data.startswith(b"\x1a\x45\xdf\xa3") else ".mp4"
    fits = (ending for start, ending in _ENDINGS if data.startswith(start))
    return next(fits, ".avif" if data[8:12] in (b"avif", b"avis") else ".heic")
