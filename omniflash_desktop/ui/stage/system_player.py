"""Qt's media player, made when it is first needed and then kept, with seeks exact to the frame.

QtMultimedia is imported late and with care: on Linux it is linked against the sound server's
library, and where that is missing the window must still work and say why nothing plays.

Frames know when they begin and end, so that the time shown is the frame's own, and a step goes to
exactly the next frame even where frames are of different length.
"""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Q_ARG, QMetaObject, QObject, Qt, QTimer, QUrl, Signal

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame

from omniflash_desktop.domain.decoded_frames import even_times
from omniflash_desktop.domain.video_trim import FrameTimes
from omniflash_desktop.ui.stage.quiet_ffmpeg import quiet_ffmpeg

_log = logging.getLogger(__name__)

_SEEK_ANSWERED_WITHIN_MS: Final = 400
_INSIDE: Final = 0.008
"""Seconds behind a frame's beginning: more than is rounded away, less than any frame lasts."""
_MILLI: Final = 1000
_MICRO: Final = 1_000_000


class SystemPlayer(QObject):
    """Shows frames of one clip after the other, forwards.

    Args:
        parent: Owner.

    Signals:
        frame_came: A `QVideoFrame`, and the seconds at which it begins.
        stopped: The clip came to its end and is not to start again.
        failed: It will show nothing more: a sentence of the system, or empty where it gave none.
    """

    frame_came = Signal(object, float)
    stopped = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player: QMediaPlayer | None = None
        self.missing = ""
        """Why nothing can be played on this computer; empty as long as it can."""
        self._path: Path | None = None
        self._times = even_times(0.0, 1.0)
        self._start_us = 0
        self._end_us = 0
        self._has_frame = False
        self._given_up = False
        self._loop = True
        self._volume = 0.8
        self._muted = False
        self._rate = 1.0
        self._steps = 0
        self._wanted_ms: int | None = None
        self._seek_wait = QTimer(self)
        self._seek_wait.setSingleShot(True)
        self._seek_wait.setInterval(_SEEK_ANSWERED_WITHIN_MS)
        self._seek_wait.timeout.connect(self._next_seek)

    def open(self, path: Path, times: FrameTimes) -> None:
        """Shows the first frame of a clip, paused.

        Args:
            path: The file; it is held until `release`.
            times: Of its frames, as far as they are known; see `set_times`.
        """
        self._forget_frames()
        self._path = path
        self._times = times
        player = self._ready_player()
        if player is None:
            self._given_up = True
            self.failed.emit(self.missing)
            return
        _set_source(player, QUrl.fromLocalFile(str(path)))
        player.setPlaybackRate(self._rate)
        # Pausing brings the first frame.
        player.pause()

    def set_times(self, times: FrameTimes) -> None:
        """Knows better when the frames of this clip are shown."""
        self._times = times

    def release(self) -> None:
        """Lets go of the file."""
        self._forget_frames()
        self._path = None
        if self._player is not None:
            _set_source(self._player, QUrl())

    def play(self) -> None:
        """Plays; at the end, from the start."""
        player = self._player
        if player is None or self._path is None or self._given_up:
            return
        self._add_sound(player)
        if self._at_last_frame() and not self._loop:
            player.setPosition(0)
        player.play()

    def pause(self) -> None:
        """Stays on the frame on show."""
        if self._player is not None and self._path is not None:
            self._player.pause()

    def step(self, frames: int) -> None:
        """Goes so many frames forwards, or backwards where `frames` is below zero."""
        self._steps += frames
        if not self._seek_wait.isActive():
            self._next_seek()

    def seek(self, seconds: float) -> None:
        """Goes to the frame on show at `seconds`, kept within the clip."""
        self._steps = 0
        self._wanted_ms = self._inside_frame_at(seconds)
        if not self._seek_wait.isActive():
            self._next_seek()

    def set_loop(self, loop: bool) -> None:
        """Whether it starts again at the end."""
        self._loop = loop
        if self._player is not None:
            loops = type(self._player).Loops
            self._player.setLoops(loops.Infinite if loop else loops.Once)

    def set_sound(self, volume: float, *, muted: bool) -> None:
        """How loud it is, from 0.0 to 1.0, and whether it is heard at all."""
        self._volume, self._muted = volume, muted
        output = None if self._player is None else self._player.audioOutput()
        if output is not None:
            output.setMuted(muted)
            # Ears hear loudness by its cube root.
            output.setVolume(volume**3)

    def set_rate(self, rate: float) -> None:
        """1.0 is the clip's own."""
        self._rate = rate
        if self._player is not None:
            self._player.setPlaybackRate(rate)

    # Qt's player.

    def _ready_player(self) -> "QMediaPlayer | None":
        if self._player is None and not self.missing:
            try:
                from PySide6.QtMultimedia import QMediaPlayer, QVideoSink
            except ImportError as error:
                _log.warning("clips cannot be played here: %s", error)
                self.missing = str(error)
                return None
            self._player = QMediaPlayer(self)
            quiet_ffmpeg()
            sink = QVideoSink(self)
            _look_up_overrides(self._player.positionChanged, sink.videoFrameChanged)
            self._player.setVideoSink(sink)
            sink.videoFrameChanged.connect(self._frame_came)
            self._player.mediaStatusChanged.connect(self._status_changed)
            self._player.errorOccurred.connect(self._error_occurred)
            self.set_loop(self._loop)
        return self._player

    def _add_sound(self, player: "QMediaPlayer") -> None:
        # Not before it is needed: finding the sound devices takes longer than the first frame.
        if player.audioOutput() is None:
            from PySide6.QtMultimedia import QAudioOutput

            output = QAudioOutput(player)
            _look_up_overrides(output.volumeChanged)
            player.setAudioOutput(output)
            self.set_sound(self._volume, muted=self._muted)

    def _frame_came(self, frame: "QVideoFrame") -> None:
        # At the end Qt hands over an empty frame, which would be painted black.
        if not frame.isValid() or self._path is None:
            return
        self._start_us = max(0, frame.startTime())
        self._end_us = max(frame.endTime(), self._start_us)
        self._has_frame = True
        self.frame_came.emit(frame, self._start_us / _MICRO)
        self._seek_wait.stop()
        if self._wanted_ms is not None or self._steps:
            self._next_seek()

    def _status_changed(self) -> None:
        player = self._player
        if player is None or self._path is None:
            return
        if player.mediaStatus() is not type(player).MediaStatus.EndOfMedia:
            return
        if not self._has_frame:
            self._give_up("")
            return
        # Qt is stopped now and would show nothing more; paused on the last frame it can be
        # stepped and played again. The place comes first: pausing alone would show the start.
        self._steps, self._wanted_ms = 0, None
        self._seek_wait.start()
        player.setPosition(self._inside_frame_at(self._times.end))
        player.pause()
        self.stopped.emit()

    def _error_occurred(self, error: object, text: str) -> None:
        if self._path is not None and not self._given_up:
            _log.warning("cannot play %s: %s", self._path.name, text)
            self._give_up(text)

    def _give_up(self, reason: str) -> None:
        self._seek_wait.stop()
        self._given_up = True
        self.failed.emit(reason)

    # Inside.

    def _next_seek(self) -> None:
        """Sends what was wished for meanwhile: one seek at a time is on its way."""
        player = self._player
        if player is None or not self._has_frame:
            # What was wished for before the first frame follows it.
            return
        if self._wanted_ms is not None:
            wanted, self._wanted_ms = self._wanted_ms, None
        elif self._steps > 0:
            self._steps -= 1
            if self._at_last_frame():
                self._steps = 0
                return
            wanted = -(-(self._end_us + _MILLI) // _MILLI)
        elif self._steps < 0:
            self._steps += 1
            if self._start_us == 0:
                self._steps = 0
                return
            wanted = max(0, (self._start_us - _MILLI) // _MILLI)
        else:
            return
        self._seek_wait.start()
        player.setPosition(wanted)

    def _inside_frame_at(self, seconds: float) -> int:
        """Milliseconds inside a frame, so that rounding cannot show its neighbour.

        Near its beginning: of a frame that stays for long, Qt believes the usual length, and shows
        the next one after that.
        """
        frame = self._times.frame_at(seconds)
        soon = self._times.shown_at[frame] + _INSIDE
        return round(min(soon, self._times.middle_of(frame)) * _MILLI)

    def _at_last_frame(self) -> bool:
        last = self._times.shown_at[self._times.last]
        return self._has_frame and self._start_us >= last * _MICRO - _MILLI

    def _forget_frames(self) -> None:
        self._seek_wait.stop()
        self._steps, self._wanted_ms = 0, None
        self._start_us = self._end_us = 0
        self._has_frame = False
        self._given_up = False


def _look_up_overrides(*signals: "SignalInstance") -> None:
    """Has PySide look up now what Python has made of `connectNotify` and `disconnectNotify`.

    It does so once for each object, and needs Python's lock for it. The first time must not be in a
    thread of Qt's that ends the sound: it holds a lock of Qt's that the window's thread waits for
    in `pause`, with Python's lock in its hand. Neither went on, at the end of one clip in hundreds.
    """
    for signal in signals:
        signal.connect(_nothing)
        signal.disconnect(_nothing)


def _nothing(*_: object) -> None:
    pass


def _set_source(player: "QMediaPlayer", source: QUrl) -> None:
    """Plays something else, or nothing, from now on.

    Not by the player's own methods: PySide holds Python's lock while they run. A thread of Qt that
    plays the sound may wait for it just then, with a lock of Qt's that ending the sound needs.
    """
    directly = Qt.ConnectionType.DirectConnection
    QMetaObject.invokeMethod(player, "stop", directly)
    QMetaObject.invokeMethod(player, "setSource", directly, Q_ARG(QUrl, source))
