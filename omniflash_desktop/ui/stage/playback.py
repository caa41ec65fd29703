"""Plays one clip at a time, forwards and backwards, by whoever can show it.

The system's player has the sound and the hardware, so it shows whatever it can. Backwards, and
where it shows nothing, come frames that we decode ourselves, without sound.
"""

import logging
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from omniflash_desktop.domain.decoded_frames import even_times
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.video_trim import FrameTimes
from omniflash_desktop.ui.stage.own_player import OwnPlayer
from omniflash_desktop.ui.stage.system_player import SystemPlayer

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame

    from omniflash_desktop.services.background_tasks import BackgroundTasks
    from omniflash_desktop.services.ports import ClipDecoding

_log = logging.getLogger(__name__)

SPEEDS: Final = (0.25, 0.5, 1.0, 1.5, 2.0)
_FASTEST: Final = 4
"""Times the speed that is set, by pressing J or L again."""
_FIRST_FRAME_WITHIN_MS: Final = 8000
"""Far more than any clip takes; AV1 without hardware gives neither a frame nor an error."""
_DECODED_AFTER_MS: Final = 1500
"""So long the system's player is waited for before a decoder of ours tries it too."""


_MISSING_END: Final = 0.5
"""Seconds that may be missing at the end: encoders round the length of the whole up."""


class Way(Enum):
    """Who shows the clip."""

    SYSTEM = "system"
    """The system's player."""
    BACKWARDS = "backwards"
    """We do, as long as it plays backwards."""
    DECODED = "decoded"
    """We do, as the system's player shows nothing."""
    NOBODY = "nobody"


class Playback(QObject):
    """A player for one clip after the other.

    Args:
        parent: Owner.

    Signals:
        frame_arrived: A `QVideoFrame` to show.
        picture_arrived: A `QImage` to show.
        moved: Seconds from the start, of the frame on show.
        playing_changed: Whether it plays.
        choices_changed: Loop, volume, silence or speed are others now.
        shown_by_us: The system's player shows nothing, so the clip is silent: its words.
        cannot_play: Why not: a sentence of the system, or empty where it gave none.
    """

    frame_arrived = Signal(object)
    picture_arrived = Signal(QImage)
    moved = Signal(float)
    playing_changed = Signal(bool)
    choices_changed = Signal()
    shown_by_us = Signal(str)
    cannot_play = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._system = SystemPlayer(self)
        self._system.frame_came.connect(self._frame_came)
        self._system.stopped.connect(self._stopped)
        self._system.failed.connect(self._system_failed)
        self._own = OwnPlayer(self)
        self._own.times_known.connect(self._take_times)
        self._own.picture_came.connect(self._picture_came)
        self._own.stopped.connect(self._stopped)
        self._own.failed.connect(self._own_failed)
        self._way = Way.NOBODY
        self._path: Path | None = None
        self._seconds = 0.0
        self._times = even_times(0.0, 1.0)
        self._position = 0.0
        self._reason = ""
        self._problem: Problem | None = None
        self._has_frame = False
        self._playing = False
        self._loop = True
        self._volume = 0.8
        self._muted = False
        self._speed = 1.0
        self._factor = 1
        self._frame_wait = QTimer(self)
        self._frame_wait.setSingleShot(True)
        self._frame_wait.timeout.connect(self._no_frame_came)

    def use_decoding(self, decoding: "ClipDecoding", tasks: "BackgroundTasks") -> None:
        """Plays backwards too from now on, and shows clips that the system's player cannot show."""
        self._own.use(decoding, tasks)

    # What is on.

    @property
    def path(self) -> Path | None:
        """The file that is held open."""
        return self._path

    @property
    def position(self) -> float:
        """Seconds from the start to the beginning of the frame on show."""
        return self._position

    @property
    def times(self) -> FrameTimes:
        """When the frames are shown: of equal length until it is known better."""
        return self._times

    @property
    def is_playing(self) -> bool:
        """Whether it plays, in whatever direction."""
        return self._playing

    @property
    def has_frame(self) -> bool:
        """Whether a frame of this clip has come."""
        return self._has_frame

    @property
    def loop(self) -> bool:
        """Whether it starts again at the end."""
        return self._loop

    @property
    def volume(self) -> float:
        """0.0 to 1.0."""
        return self._volume

    @property
    def muted(self) -> bool:
        """Whether it is silent."""
        return self._muted

    @property
    def speed(self) -> float:
        """What the user has set; 1.0 is the clip's own."""
        return self._speed

    @property
    def rate(self) -> float:
        """How fast it plays, or would play: below zero backwards."""
        return self._speed * self._factor

    @property
    def is_cut_off(self) -> bool:
        """Whether the file holds less than the clip had."""
        return self._times.end < self._seconds - _MISSING_END

    @property
    def problem(self) -> Problem | None:
        """Why we cannot decode the clip either; `None` as long as nobody had to try."""
        return self._problem

    @property
    def missing(self) -> str:
        """Why the system's player plays nothing on this computer; empty as long as it can."""
        return self._system.missing

    # What can be done.

    def open(self, path: Path, *, seconds: float, frame_rate: float) -> None:
        """Shows the first frame of a clip, paused.

        Args:
            path: The file; it is held until `release`.
            seconds: Length of the picture.
            frame_rate: Frames a second; above 0.
        """
        self._forget()
        self._path = path
        self._seconds = seconds
        self._times = even_times(seconds, frame_rate)
        self._way = Way.SYSTEM
        patience = _DECODED_AFTER_MS if self._own.can_decode else _FIRST_FRAME_WITHIN_MS
        self._frame_wait.start(patience)
        self._own.open(path)
        self._system.open(path, self._times)

    def release(self) -> None:
        """Lets go of the file, so that it can be renamed or deleted."""
        self._forget()
        self._path = None
        self._system.release()

    def play(self) -> None:
        """Plays forwards at the speed that is set; at the end, from the start."""
        self._go(1)

    def pause(self) -> None:
        """Stays on the frame on show."""
        self._halt()
        self._set_factor(1)

    def toggle(self) -> None:
        """Plays or pauses."""
        if self._playing:
            self.pause()
        else:
            self.play()

    def faster_forwards(self) -> None:
        """Plays; played already, twice as fast, up to four times."""
        again = self._playing and self._factor > 0
        self._go(min(self._factor * 2, _FASTEST) if again else 1)

    def faster_backwards(self) -> None:
        """Plays backwards; played already, twice as fast, up to four times."""
        again = self._playing and self._factor < 0
        self._go(max(self._factor * 2, -_FASTEST) if again else -1)

    def step(self, frames: int) -> None:
        """Goes so many frames forwards, or backwards where `frames` is below zero."""
        was_backwards = self._way is Way.BACKWARDS
        self.pause()
        if self._way is Way.DECODED:
            self._own.step(frames)
        elif was_backwards:
            # The system's player is still on its way to the frame that we showed.
            number = self._times.frame_at(self._position) + frames
            self._system.seek(self._times.shown_at[min(max(number, 0), self._times.last)])
        else:
            self._system.step(frames)

    def seek(self, seconds: float) -> None:
        """Goes to the frame on show at `seconds`, kept within the clip."""
        if self._way is Way.DECODED:
            if self._playing:
                self._own.play(self.rate, since=seconds)
            else:
                self._own.show(seconds)
            return
        if self._way is Way.BACKWARDS:
            self.pause()
        self._system.seek(seconds)

    def go_to_end(self) -> None:
        """Goes to the last frame."""
        self.pause()
        self.seek(self._times.shown_at[self._times.last])

    def set_loop(self, loop: bool) -> None:
        """Whether it starts again at the end."""
        self._loop = loop
        self._system.set_loop(loop)
        self._own.set_loop(loop)
        self.choices_changed.emit()

    def set_volume(self, volume: float) -> None:
        """0.0 to 1.0."""
        self._volume = min(max(volume, 0.0), 1.0)
        self._apply_sound()

    def set_muted(self, muted: bool) -> None:
        """Silences it, or not."""
        self._muted = muted
        self._apply_sound()

    def set_speed(self, speed: float) -> None:
        """1.0 is the clip's own."""
        self._speed = speed
        self._apply_rate()

    # Inside.

    def _go(self, factor: int) -> None:
        backwards = factor < 0
        if self._way is Way.NOBODY or (
            backwards and not (self._has_frame and self._own.can_decode)
        ):
            return
        if self._way is Way.BACKWARDS and not backwards:
            self._halt()
        self._factor = factor
        if self._way is Way.SYSTEM and backwards:
            self._system.pause()
            self._way = Way.BACKWARDS
            self._own.play(self.rate, since=self._position)
        elif self._way is Way.SYSTEM:
            self._system.set_rate(self.rate)
            self._system.play()
        else:
            self._own.play(self.rate)
        self.choices_changed.emit()
        self._set_playing(True)

    def _halt(self) -> None:
        """Stands still; what moved small is shown large."""
        if not self._playing:
            return
        if self._way is Way.SYSTEM:
            self._system.pause()
        elif self._way is Way.BACKWARDS:
            self._hand_back()
        else:
            self._own.show(self._position)
        self._set_playing(False)

    def _hand_back(self) -> None:
        """The system's player takes over the frame that was shown last."""
        self._own.pause()
        self._way = Way.SYSTEM
        self._system.seek(self._position)

    def _apply_sound(self) -> None:
        self._system.set_sound(self._volume, muted=self._muted)
        self.choices_changed.emit()

    def _set_factor(self, factor: int) -> None:
        if factor != self._factor:
            self._factor = factor
            self._apply_rate()

    def _apply_rate(self) -> None:
        if self._factor > 0:
            self._system.set_rate(self.rate)
        if self._own.rate:
            self._own.play(self.rate)
        self.choices_changed.emit()

    def _forget(self) -> None:
        self._frame_wait.stop()
        self._own.release()
        self._way = Way.NOBODY
        self._reason = ""
        self._problem = None
        self._position = 0.0
        self._has_frame = False
        self._set_playing(False)
        self._set_factor(1)

    # What the players tell.

    def _frame_came(self, frame: "QVideoFrame", seconds: float) -> None:
        if self._way is not Way.SYSTEM:
            return
        if not self._has_frame:
            self._frame_wait.stop()
            # It was only slow.
            self._own.drop_frames()
        self._has_frame = True
        self._position = seconds
        self.frame_arrived.emit(frame)
        self.moved.emit(seconds)
        self._own.learn_times()

    def _picture_came(self, image: QImage, seconds: float) -> None:
        if self._way is Way.SYSTEM and self._has_frame:
            return
        if not self._has_frame:
            # Nothing came from the system's player, and a frame of ours is here.
            self._frame_wait.stop()
            self._way = Way.DECODED
            self._system.release()
            self.shown_by_us.emit(self._reason)
        self._has_frame = True
        self._position = seconds
        self.picture_arrived.emit(image)
        self.moved.emit(seconds)

    def _take_times(self, times: FrameTimes) -> None:
        self._times = times
        self._system.set_times(times)

    def _stopped(self) -> None:
        if self._way is Way.DECODED:
            self._own.show(self._position)
        elif self._way is Way.BACKWARDS:
            self._hand_back()
        self._set_playing(False)
        self._set_factor(1)

    def _system_failed(self, reason: str) -> None:
        self._reason = reason
        # What it may still show is the beginning, wherever it was.
        self._way = Way.DECODED
        self._decode_or_give_up()

    def _no_frame_came(self) -> None:
        if self._path is not None and not self._has_frame:
            self._decode_or_give_up()

    def _decode_or_give_up(self) -> None:
        self._frame_wait.stop()
        if self._own.can_decode:
            self._has_frame = False
            self._set_playing(False)
            self._own.show(self._position)
        else:
            self._give_up()

    def _own_failed(self, problem: Problem) -> None:
        _log.warning("cannot decode %s: %s", problem.subject, problem.detail)
        if self._way is Way.BACKWARDS:
            self._hand_back()
            self._own.drop_frames()
            self._set_playing(False)
            self._set_factor(1)
        else:
            self._problem = problem
            self._give_up()

    def _give_up(self) -> None:
        self._frame_wait.stop()
        self._own.drop_frames()
        self._way = Way.NOBODY
        self._set_playing(False)
        self.cannot_play.emit(self._reason)

    def _set_playing(self, playing: bool) -> None:
        if playing != self._playing:
            self._playing = playing
            self.playing_changed.emit(playing)
