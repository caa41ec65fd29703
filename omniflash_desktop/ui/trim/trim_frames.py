"""Exact pictures of a video's frames, by their numbers, as the handles ask for them."""

import asyncio
import tempfile
from collections import OrderedDict
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from omniflash_desktop.domain.video_trim import FrameTimes
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.ports import MediaTools

_LONG_SIDE: Final = 960
_NEIGHBOURS: Final = 3
"""Before and behind the wanted frame: whoever steps on finds the next one there."""
_KEPT: Final = 48


class TrimFrames(QObject):
    """Asks for one frame after the other; of those that are overtaken nobody hears.

    Args:
        path: The video.
        times: When its frames are shown.
        media: Makes the pictures.
        tasks: Runs what takes time.
        parent: Owner.

    Signals:
        arrived: The number of the frame that was wanted last, and its picture.
    """

    arrived = Signal(int, QImage)

    def __init__(
        self,
        path: Path,
        times: FrameTimes,
        media: MediaTools,
        tasks: BackgroundTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._times = times
        self._media = media
        self._tasks = tasks
        self._kept: OrderedDict[int, QImage] = OrderedDict()
        self._wanted = 0
        self._fetching: asyncio.Task[None] | None = None

    def want(self, frame: int) -> None:
        """Wants a frame, and no other any more."""
        self._wanted = frame
        known = self._kept.get(frame)
        if known is not None:
            self._kept.move_to_end(frame)
            self.arrived.emit(frame, known)
        elif self._fetching is None or self._fetching.done():
            self._fetching = self._tasks.start(self._fetch(), name="frames of the video")

    def stop(self) -> None:
        """Ends it."""
        if self._fetching is not None:
            self._fetching.cancel()

    async def _fetch(self) -> None:
        while self._wanted not in self._kept:
            frame = self._wanted
            first = max(0, frame - _NEIGHBOURS)
            numbers = range(first, min(self._times.last, frame + _NEIGHBOURS) + 1)
            with tempfile.TemporaryDirectory(prefix="omniflash-frames-") as folder:
                targets = [(self._times.shown_at[n], Path(folder) / f"{n}.jpg") for n in numbers]
                problem = await self._media.show_frames(self._path, targets, long_side=_LONG_SIDE)
                if problem is not None:
                    return
                for number, (_, target) in zip(numbers, targets, strict=True):
                    picture = await asyncio.to_thread(QImage, str(target))
                    if not picture.isNull():
                        self._kept[number] = picture
            if frame not in self._kept:
                # It cannot be decoded; asking again would not help.
                return
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self.arrived.emit(self._wanted, self._kept[self._wanted])
