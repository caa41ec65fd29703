"""Frames of a video that the player cannot show, one at a time, by a media worker."""

import asyncio
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.video_trim import FrameTimes
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.ports import MediaTools

_LONG_SIDE: Final = 1280
"""Pixels: sharp in the dialog, and quick to make."""


class StillFrames(QObject):
    """Goes through a video by frames. What is wished for while one is made takes its turn.

    Args:
        media: Makes the pictures.
        tasks: Runs the work.
        video: The file.
        folder: Where a picture lies until it is read.
        parent: Owner.

    Signals:
        shown: The picture of a frame, and when the frame is shown, in seconds.
        failed: Nothing can be shown of the video.
    """

    shown = Signal(QImage, float)
    failed = Signal()

    def __init__(
        self,
        media: MediaTools,
        tasks: BackgroundTasks,
        video: Path,
        folder: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._media = media
        self._tasks = tasks
        self._video = video
        self._folder = folder
        self._times: FrameTimes | None = None
        self._wanted = 0
        self._is_working = False
        self._has_ended = False
        self.number: int | None = None
        """Of the frame on show, from 0; `None` until there is one."""

    def start(self) -> None:
        """Shows the first frame."""
        self._work()

    def step(self, frames: int) -> None:
        """Goes so many frames forwards, or backwards where `frames` is below zero."""
        self._want(self._wanted + frames)

    def seek(self, seconds: float) -> None:
        """Goes to the frame that is on show at `seconds`."""
        if self._times is not None:
            self._want(self._times.frame_at(seconds))

    def step_seconds(self, seconds: float) -> None:
        """Goes so many seconds forwards or backwards."""
        if self._times is not None:
            self.seek(self._times.shown_at[self._wanted] + seconds)

    def go_to_start(self) -> None:
        """Goes to the first frame."""
        self._want(0)

    def go_to_end(self) -> None:
        """Goes to the last frame."""
        if self._times is not None:
            self._want(self._times.last)

    def leave(self) -> None:
        """Ends it: a picture that still comes is not wanted any more."""
        self._has_ended = True

    def _want(self, number: int) -> None:
        if self._times is None:
            return
        self._wanted = max(0, min(number, self._times.last))
        if not self._is_working and self._wanted != self.number:
            self._work()

    def _work(self) -> None:
        self._is_working = True
        self._tasks.start(self._show_wanted(), name=f"show frames of {self._video.name}")

    async def _show_wanted(self) -> None:
        try:
            if self._times is None:
                times = await self._media.frame_times(self._video)
                if isinstance(times, Problem):
                    self._fail()
                    return
                self._times = times
            while self._wanted != self.number and not self._has_ended:
                if not await self._show(self._times, self._wanted):
                    self._fail()
                    return
        finally:
            self._is_working = False

    async def _show(self, times: FrameTimes, number: int) -> bool:
        moment = times.shown_at[number]
        target = self._folder / f"{self._video.stem[:40]}-{id(self)}.jpg"
        problem = await self._media.show_frames(
            self._video, [(moment, target)], long_side=_LONG_SIDE
        )
        picture = await asyncio.to_thread(_read_once, target)
        if problem is not None or picture.isNull():
            return False
        self.number = number
        if not self._has_ended:
            self.shown.emit(picture, moment)
        return True

    def _fail(self) -> None:
        if not self._has_ended:
            self.failed.emit()


def _read_once(file: Path) -> QImage:
    picture = QImage(str(file))
    file.unlink(missing_ok=True)
    return picture
