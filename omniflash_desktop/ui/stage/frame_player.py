"""Plays a clip from frames that we decode: backwards, or where the system's player shows nothing.

One task brings one frame after the other. It goes by the clock, so that a slow computer leaves
frames out instead of slowing down; only where it had to wait long does the clip wait with it.
"""

import asyncio
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from omniflash_desktop.domain.decoded_frames import DecodedFrame
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.video_trim import FrameTimes
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.ports import FrameSource

_MOVING_SIDE: Final = 960
"""Pixels of the longer side while frames follow each other: as sharp as the stage is wide."""
_STILL_SIDE: Final = 1920
_SHORTEST_SHOW: Final = 1 / 50
"""Seconds. At four times the speed most frames would only be decoded and never be seen."""
_LATE: Final = 0.25
"""Seconds. The clip waits for frames that take longer."""


class FramePlayer(QObject):
    """Shows the frames of one clip.

    Args:
        clip: Its name is told to the logs.
        source: Gives the frames.
        tasks: Owns the task.
        parent: Owner.

    Signals:
        opened: When the frames are shown: a `FrameTimes`.
        picture_came: A `QImage`, and the seconds at which it begins.
        stopped: It came to the end, or played backwards to the start, without a loop.
        failed: It will show nothing more: a `Problem`.
    """

    opened = Signal(object)
    picture_came = Signal(QImage, float)
    stopped = Signal()
    failed = Signal(object)

    def __init__(
        self,
        clip: Path,
        source: FrameSource,
        tasks: BackgroundTasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self.loop = True
        self._rate = 0.0
        self._number = -1
        self._start: float | None = None
        self._wanted: float | int | None = None
        self._aim = 0
        self._origin = 0.0
        self._began = 0.0
        self._last_shown = 0.0
        self._news = asyncio.Event()
        self._closed = False
        self._task = tasks.start(self._run(), name=f"frames of {clip.name}")

    @property
    def rate(self) -> float:
        """1.0 is the clip's own speed, below zero is backwards, 0.0 stands still."""
        return self._rate

    @property
    def aim(self) -> int:
        """The frame on show, or the one that was wished for and is on its way."""
        return self._aim

    def play(self, rate: float, *, since: float | None = None) -> None:
        """Plays on; at the end without a loop, from the other end.

        Args:
            rate: See `rate`; not 0.0.
            since: Seconds of the frame from which to go on; `None` for the one on show.
        """
        self._rate = rate
        self._start = self._start if since is None else since
        self._wanted = None
        self._began = 0.0
        self._news.set()

    def pause(self) -> None:
        """Stays on the frame on show."""
        self._rate = 0.0
        self._news.set()

    def show_number(self, number: int) -> None:
        """Stays on a frame; the one that was wished for last is the one that comes."""
        self._wish(number)
        self._aim = number

    def show_moment(self, seconds: float) -> None:
        """As `show_number`, for whoever does not know the numbers yet."""
        self._wish(seconds)

    def _wish(self, wanted: float) -> None:
        self._rate = 0.0
        self._wanted = wanted
        self._news.set()

    def close(self) -> None:
        """Ends; afterwards the file is not open any more."""
        self._closed = True
        self._source.close()
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        times = await self._source.times()
        if self._closed:
            return
        if isinstance(times, Problem):
            self.failed.emit(times)
            return
        self.opened.emit(times)
        while not self._closed:
            self._news.clear()
            if self._wanted is not None:
                await self._show_wanted(times, self._wanted)
            elif self._rate:
                await self._play_one(times)
            else:
                await self._news.wait()

    async def _show_wanted(self, times: FrameTimes, wanted: float | int) -> None:
        self._wanted = None
        number = times.frame_at(wanted) if isinstance(wanted, float) else wanted
        number = self._aim = min(max(number, 0), times.last)
        frame = await self._bring(number, backwards=number < self._number, side=_STILL_SIDE)
        # A newer wish for a frame goes on from this one; whoever holds a key wants to see it.
        if frame is not None and not self._rate:
            self._show(times, frame)

    async def _play_one(self, times: FrameTimes) -> None:
        rate = self._rate
        if not self._began:
            self._begin(times)
        number = self._next_number(times)
        if number is None:
            await self._wait_until(self._due(times.end if rate > 0 else 0.0))
            if not self._news.is_set():
                self._turn_round(times)
            return
        frame = await self._bring(number, backwards=rate < 0, side=_MOVING_SIDE)
        edge = times.shown_at[number] if rate > 0 else times.end_of(number)
        if time.monotonic() - self._due(edge) > _LATE:
            self._origin, self._began = edge, time.monotonic()
        await self._wait_until(self._due(edge))
        if frame is not None and not self._news.is_set():
            self._show(times, frame)

    def _begin(self, times: FrameTimes) -> None:
        """Goes on from the frame on show, which has been seen already."""
        if self._start is not None:
            self._number, self._start = times.frame_at(self._start), None
        self._began = time.monotonic()
        edge = times.last if self._rate > 0 else 0
        if self._number == edge and not self.loop:
            self._jump_to_other_end(times)
        else:
            self._origin = times.shown_at[max(0, self._number)]

    def _jump_to_other_end(self, times: FrameTimes) -> None:
        if self._rate > 0:
            self._number, self._origin = -1, 0.0
        else:
            self._number, self._origin = times.last + 1, times.end

    def _next_number(self, times: FrameTimes) -> int | None:
        """The frame to show next; `None` at the end."""
        soon = max(time.monotonic(), self._last_shown + _SHORTEST_SHOW) - self._began
        place = self._origin + self._rate * soon
        if self._rate > 0:
            following = self._number + 1
            return None if following > times.last else max(following, times.frame_at(place))
        following = self._number - 1
        return None if following < 0 else min(following, times.frame_at(place))

    def _due(self, place: float) -> float:
        """When the clock shows that a place of the clip is reached."""
        return self._began + (place - self._origin) / self._rate if self._rate else 0.0

    async def _wait_until(self, moment: float) -> None:
        """Waits, but for no longer than nothing else is wished for."""
        seconds = moment - time.monotonic()
        if seconds <= 0:
            return
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return

    def _turn_round(self, times: FrameTimes) -> None:
        """The end, or the start, is reached."""
        if self.loop:
            self._began = time.monotonic()
            self._jump_to_other_end(times)
        else:
            self._rate = 0.0
            self.stopped.emit()

    async def _bring(self, number: int, *, backwards: bool, side: int) -> DecodedFrame | None:
        frame = await self._source.frame(number, backwards=backwards, long_side=side)
        if self._closed:
            return None
        if isinstance(frame, Problem):
            self._rate = 0.0
            self._closed = True
            self.failed.emit(frame)
            return None
        return frame

    def _show(self, times: FrameTimes, frame: DecodedFrame) -> None:
        self._number = frame.number
        if self._wanted is None:
            self._aim = frame.number
        self._last_shown = time.monotonic()
        image = QImage(
            frame.rgb, frame.width, frame.height, frame.width * 3, QImage.Format.Format_RGB888
        )
        # A copy of its own: Qt does not hold on to the bytes.
        shown = image.convertToFormat(QImage.Format.Format_RGB32)
        self.picture_came.emit(shown, times.shown_at[frame.number])
