"""Small pictures of references, made in the media workers."""

import asyncio
import contextlib
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtGui import QImage

from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.ports import MediaTools

_LONG_SIDE: Final = 480


class MediaThumbnails:
    """Implements `compose.thumbnails.Thumbnails`. Works once it has been given the workers.

    The composer stands before the workers do: what is asked for before that waits.
    """

    def __init__(self, folder: Path, *, long_side: int = _LONG_SIDE) -> None:
        """Reads nothing.

        Args:
            folder: Cache, for pictures of this size alone.
            long_side: Of a picture, in pixels.
        """
        self._folder = folder
        self._long_side = long_side
        self._media: MediaTools | None = None
        self._tasks: BackgroundTasks | None = None
        self._waiting: list[tuple[Path, Callable[[QImage | Problem], None]]] = []

    def use(self, media: MediaTools, tasks: BackgroundTasks) -> None:
        """Makes pictures from now on, and those that were asked for already."""
        self._media = media
        self._tasks = tasks
        for path, on_ready in self._waiting:
            self.request(path, on_ready)
        self._waiting.clear()

    def request(self, path: Path, on_ready: Callable[[QImage | Problem], None]) -> None:
        """Asks for a picture of an image file, or of a video's first frame."""
        if self._media is None or self._tasks is None:
            self._waiting.append((path, on_ready))
            return
        self._tasks.start(self._make(self._media, path, on_ready), name=f"picture of {path.name}")

    async def _make(
        self, media: MediaTools, path: Path, on_ready: Callable[[QImage | Problem], None]
    ) -> None:
        target = await asyncio.to_thread(self._cached, path)
        if target is None:
            on_ready(Problem(kind=ProblemKind.REFERENCE_MISSING, subject=path.name))
            return
        # Decoding it takes some milliseconds, which many pictures at once would add up.
        image = await asyncio.to_thread(_read, target)
        if image.isNull():
            problem = await media.make_thumbnail(path, target, long_side=self._long_side)
            if problem is not None:
                on_ready(problem)
                return
            image = await asyncio.to_thread(_read, target)
        if image.isNull():
            on_ready(Problem(kind=ProblemKind.IMAGE_UNUSABLE, subject=path.name, detail="damaged"))
        else:
            on_ready(image)

    def _cached(self, path: Path) -> Path | None:
        """Where the picture of a file, as it is now, is kept."""
        try:
            changed = path.stat().st_mtime_ns
        except (OSError, ValueError):
            # A name with a NUL in it, as another program may hand over, is a ValueError.
            return None
        key = hashlib.sha256(f"{path}\0{changed}".encode(errors="surrogateescape")).hexdigest()
        return self._folder / f"{key[:24]}.jpg"


def _read(file: Path) -> QImage:
    # The cache keeps what was used last.
    with contextlib.suppress(OSError):
        os.utime(file)
    return QImage(str(file))
