"""What we can do for a clip by reading it ourselves: exact times, frames backwards, and fallback.

A process is started for a clip's frames when they are first wanted, and ends with the clip.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from omniflash_desktop.domain.video_trim import FrameTimes
from omniflash_desktop.ui.stage.frame_player import FramePlayer

if TYPE_CHECKING:
    from omniflash_desktop.services.background_tasks import BackgroundTasks
    from omniflash_desktop.services.ports import ClipDecoding


class OwnPlayer(QObject):
    """Decodes one clip after the other, once it was told by whom.

    Args:
        parent: Owner.

    Signals:
        times_known: When the clip's frames are shown, exactly: a `FrameTimes`.
        picture_came: A `QImage`, and the seconds at which it begins.
        stopped: It came to the end, or played backwards to the start, without a loop.
        failed: It will show nothing more of this clip: a `Problem`.
    """

    times_known = Signal(object)
    picture_came = Signal(QImage, float)
    stopped = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._decoding: ClipDecoding | None = None
        self._tasks: BackgroundTasks | None = None
        self._path: Path | None = None
        self._frames: FramePlayer | None = None
        self._loop = True
        self._is_asking = False
        self._is_exact = False

    def use(self, decoding: "ClipDecoding", tasks: "BackgroundTasks") -> None:
        """Can do something from now on."""
        self._decoding = decoding
        self._tasks = tasks

    @property
    def can_decode(self) -> bool:
        """Whether it was told by whom."""
        return self._decoding is not None

    @property
    def rate(self) -> float:
        """How fast it plays; 0.0 where it does not."""
        return 0.0 if self._frames is None else self._frames.rate

    @property
    def aim(self) -> int:
        """The frame on show, or the one that was wished for and is on its way."""
        return 0 if self._frames is None else self._frames.aim

    def open(self, path: Path) -> None:
        """Another clip is on; nothing of it is read before it is wanted."""
        self.release()
        self._path = path
        self._is_exact = False

    def release(self) -> None:
        """Lets go of the file."""
        self._path = None
        self.drop_frames()

    def drop_frames(self) -> None:
        """Ends the process that decodes."""
        if self._frames is not None:
            self._frames.close()
            self._frames.deleteLater()
            self._frames = None

    def set_loop(self, loop: bool) -> None:
        """Whether it starts again at the end, and backwards at the start."""
        self._loop = loop
        if self._frames is not None:
            self._frames.loop = loop

    def play(self, rate: float, *, since: float | None = None) -> None:
        """Plays on; see `FramePlayer.play`."""
        frames = self._ready_frames()
        if frames is not None:
            frames.play(rate, since=since)

    def pause(self) -> None:
        """Stays on the frame on show."""
        if self._frames is not None:
            self._frames.pause()

    def show(self, seconds: float) -> None:
        """Shows the frame of a moment, and stays on it."""
        frames = self._ready_frames()
        if frames is not None:
            frames.show_moment(seconds)

    def step(self, frames: int) -> None:
        """Goes so many frames on, or back."""
        if self._frames is not None:
            self._frames.show_number(self._frames.aim + frames)

    def learn_times(self) -> None:
        """Asks when the frames are shown, once for each clip."""
        if self._is_exact or self._is_asking or self._decoding is None or self._tasks is None:
            return
        path = self._path
        if path is not None:
            self._is_asking = True
            self._tasks.start(self._ask_times(self._decoding, path), name=f"times of {path.name}")

    async def _ask_times(self, decoding: "ClipDecoding", path: Path) -> None:
        try:
            times = await decoding.frame_times(path)
        finally:
            self._is_asking = False
        if path != self._path:
            # Another clip is on by now, which asks with its next frame.
            return
        self._is_exact = True
        if isinstance(times, FrameTimes):
            self.times_known.emit(times)

    def _ready_frames(self) -> FramePlayer | None:
        if self._decoding is None or self._tasks is None or self._path is None:
            return None
        if self._frames is None:
            source = self._decoding.frames_of(self._path)
            made = self._frames = FramePlayer(self._path, source, self._tasks, self)
            made.loop = self._loop
            made.opened.connect(self._opened)
            made.picture_came.connect(self.picture_came)
            made.stopped.connect(self.stopped)
            made.failed.connect(self.failed)
        return self._frames

    def _opened(self, times: FrameTimes) -> None:
        self._is_exact = True
        self.times_known.emit(times)
