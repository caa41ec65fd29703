"""Gives pictures without a file one: what was pasted, or dropped by a browser as bytes."""

from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QImage

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
    """Writes pictures into a folder, off the window's thread.

    Args:
        folder: Where to; made when it is first needed.
        parent: Owner.

    Signals:
        saved: The file of a picture; a `Path`.
        failed: No file could be written; the system's words.
    """

    saved = Signal(Path)
    failed = Signal(str)

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        # An idle thread of this pool is of no use for the rest of the session.
        self._pool.setExpiryTimeout(1000)

    def save(self, picture: QImage | bytes) -> None:
        """Writes a bitmap as PNG, or encoded bytes as they are."""
        self._pool.start(_Writing(self, self._folder, picture))


class _Writing(QRunnable):
    def __init__(self, told: PastedPictures, folder: Path, picture: QImage | bytes) -> None:
        super().__init__()
        self._told = told
        self._folder = folder
        self._picture = picture

    def run(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._write(f"pasted-{datetime.now():%Y%m%d-%H%M%S}-{uuid4().hex[:6]}")
        except OSError as error:
            self._told.failed.emit(error.strerror or str(error))
        else:
            self._told.saved.emit(path)

    def _write(self, stem: str) -> Path:
        if isinstance(self._picture, QImage):
            path = self._folder / f"{stem}.png"
            if not self._picture.save(str(path), "PNG"):  # pyright: ignore[reportCallIssue, reportArgumentType]
                raise OSError(0, "the picture could not be written")
            return path
        path = self._folder / f"{stem}{_ending(self._picture)}"
        path.write_bytes(self._picture)
        return path


def _ending(data: bytes) -> str:
    fits = (ending for start, ending in _ENDINGS if data.startswith(start))
    return next(fits, ".avif" if data[8:12] in (b"avif", b"avis") else ".heic")
