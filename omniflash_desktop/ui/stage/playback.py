"""Plays one clip at a time: Qt's media player, made when it is first needed and then kept.

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
    from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame

from omniflash_desktop.ui.stage.quiet_ffmpeg import quiet_ffmpeg

_log = logging.getLogger(__name__)

SPEEDS: Final = (0.25, 0.5, 1.0, 1.5, 2.0)
_FIRST_FRAME_WITHIN_MS: Final = 8000
"""Far more than any clip takes; AV1 without hardware gives neither a frame nor an error."""
_SEEK_ANSWERED_WITHIN_MS: Final = 400
_MILLI: Final = 1000
_MICRO: Final = 1_000_000


class Playback(QObject):
    """A player for one clip after the other.

    Args:
        parent: Owner.

    Signals:
        frame_arrived: A `QVideoFrame` to show.
        moved: Seconds from the start, of the frame on show.
        playing_changed: Whether it plays.
        cannot_play: Why not: a sentence of the system, or empty where it gave none.
    """

    frame_arrived = Signal(object)
    moved = Signal(float)
    playing_changed = Signal(bool)
    cannot_play = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player: QMediaPlayer | None = None
        self._missing: str | None = None
        self._path: Path | None = None
        self._seconds = 0.0
        self._frame_seconds = 1 / 24
        self._start_us = 0
        self._end_us = 0
        self._has_frame = False
        self._given_up = False
        self._playing = False
        self._loop = True
        self._volume = 0.8
        self._muted = False
        self._speed = 1.0
        self._steps = 0
        self._wanted_ms: int | None = None
        self._seek_wait = QTimer(self)
        self._seek_wait.setSingleShot(True)
        self._seek_wait.setInterval(_SEEK_ANSWERED_WITHIN_MS)
        self._seek_wait.timeout.connect(self._next_seek)
        self._frame_wait = QTimer(self)
        self._frame_wait.setSingleShot(True)
        self._frame_wait.setInterval(_FIRST_FRAME_WITHIN_MS)
        self._frame_wait.timeout.connect(self._no_frame_came)

    # What is on.

    @property
    def path(self) -> Path | None:
        """The file that is held open."""
        return self._path

    @property
    def position(self) -> float:
        """Seconds from the start to the beginning of the frame on show."""
        return self._start_us / _MICRO

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
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
        """1.0 is the clip's own."""
        return self._speed

    @property
    def missing(self) -> str:
        """Why nothing can be played on this computer; empty as long as it can."""
        return self._missing or ""

    # What can be done.

    def open(self, path: Path, *, seconds: float, frame_rate: float) -> None:
        """Shows the first frame of a clip, paused.

        Args:
            path: The file; it is held until `release`.
            seconds: Length of the picture.
            frame_rate: Frames a second; above 0.
        """
        self._forget_frames()
        self._path = path
        self._seconds = seconds
        self._frame_seconds = 1 / frame_rate
        player = self._ready_player()
        if player is None:
            self.cannot_play.emit(self.missing)
            return
        _set_source(player, QUrl.fromLocalFile(str(path)))
        player.setPlaybackRate(self._speed)
        # Pausing brings the first frame.
        player.pause()
        self._frame_wait.start()

    def release(self) -> None:
        """Lets go of the file, so that it can be renamed or deleted."""
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
        self._set_playing(True)

    def pause(self) -> None:
        """Stays on the frame on show."""
        if self._player is not None and self._path is not None and self._playing:
            self._player.pause()
        self._set_playing(False)

    def toggle(self) -> None:
        """Plays or pauses."""
        if self._playing:
            self.pause()
        else:
            self.play()

    def step(self, frames: int) -> None:
        """Goes so many frames forwards, or backwards where `frames` is below zero."""
        self.pause()
        self._steps += frames
        if not self._seek_wait.isActive():
            self._next_seek()

    def seek(self, seconds: float) -> None:
        """Goes to the frame on show at `seconds`, kept within the clip."""
        self._steps = 0
        self._wanted_ms = self._middle_of_frame_at(seconds)
        if not self._seek_wait.isActive():
            self._next_seek()

    def go_to_end(self) -> None:
        """Goes to the last frame."""
        self.pause()
        self.seek(self._seconds)

    def set_loop(self, loop: bool) -> None:
        """Whether it starts again at the end."""
        self._loop = loop
        self._apply_loop()

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
        if self._player is not None:
            self._player.setPlaybackRate(speed)

    # Qt's player.

    def _ready_player(self) -> "QMediaPlayer | None":
        if self._player is None and self._missing is None:
            try:
                from PySide6.QtMultimedia import QMediaPlayer, QVideoSink
            except ImportError as error:
                _log.warning("clips cannot be played here: %s", error)
                self._missing = str(error)
                return None
            self._player = QMediaPlayer(self)
            quiet_ffmpeg()
            sink = QVideoSink(self)
            self._player.setVideoSink(sink)
            sink.videoFrameChanged.connect(self._frame_came)
            self._player.mediaStatusChanged.connect(self._status_changed)
            self._player.errorOccurred.connect(self._error_occurred)
            self._apply_loop()
        return self._player

    def _add_sound(self, player: "QMediaPlayer") -> None:
        # Not before it is needed: finding the sound devices takes longer than the first frame.
        if player.audioOutput() is None:
            from PySide6.QtMultimedia import QAudioOutput

            player.setAudioOutput(QAudioOutput(player))
            self._apply_sound()

    def _apply_sound(self) -> None:
        output = None if self._player is None else self._player.audioOutput()
        if output is not None:
            output.setMuted(self._muted)
            # Ears hear loudness by its cube root.
            output.setVolume(self._volume**3)

    def _apply_loop(self) -> None:
        if self._player is not None:
            loops = type(self._player).Loops
            self._player.setLoops(loops.Infinite if self._loop else loops.Once)

    def _frame_came(self, frame: "QVideoFrame") -> None:
        # At the end Qt hands over an empty frame, which would be painted black.
        if not frame.isValid() or self._path is None:
            return
        self._start_us = max(0, frame.startTime())
        self._end_us = max(frame.endTime(), self._start_us)
        self._has_frame = True
        self._frame_wait.stop()
        self.frame_arrived.emit(frame)
        self.moved.emit(self.position)
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
            self._no_frame_came()
            return
        # Qt is stopped now and would show nothing more; paused on the last frame it can be
        # stepped and played again. The place comes first: pausing alone would show the start.
        self._steps, self._wanted_ms = 0, None
        self._seek_wait.start()
        player.setPosition(self._middle_of_frame_at(self._seconds))
        player.pause()
        self._set_playing(False)

    def _error_occurred(self, error: object, text: str) -> None:
        if self._path is not None and not self._given_up:
            _log.warning("cannot play %s: %s", self._path.name, text)
            self._give_up(text)

    def _no_frame_came(self) -> None:
        if self._path is not None and not self._has_frame:
            self._give_up("")

    def _give_up(self, reason: str) -> None:
        self._frame_wait.stop()
        self._seek_wait.stop()
        self._given_up = True
        self._set_playing(False)
        self.cannot_play.emit(reason)

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

    def _middle_of_frame_at(self, seconds: float) -> int:
        """Milliseconds in the middle of a frame, so that rounding cannot show its neighbour."""
        frame = int(max(seconds, 0.0) / self._frame_seconds + 0.01)
        last = max(0.0, self._seconds - self._frame_seconds / 2)
        return round(min((frame + 0.5) * self._frame_seconds, last) * _MILLI)

    def _at_last_frame(self) -> bool:
        return self._has_frame and self._end_us >= (self._seconds * _MICRO) - _MILLI

    def _forget_frames(self) -> None:
        self._seek_wait.stop()
        self._frame_wait.stop()
        self._steps, self._wanted_ms = 0, None
        self._start_us = self._end_us = 0
        self._has_frame = False
        self._given_up = False
        self._set_playing(False)

    def _set_playing(self, playing: bool) -> None:
        if playing != self._playing:
            self._playing = playing
            self.playing_changed.emit(playing)


def _set_source(player: "QMediaPlayer", source: QUrl) -> None:
    """Plays something else, or nothing, from now on.

    Not by the player's own methods: PySide holds Python's lock while they run. A thread of Qt that
    plays the sound may wait for it just then, with a lock of Qt's that ending the sound needs.
    """
    directly = Qt.ConnectionType.DirectConnection
    QMetaObject.invokeMethod(player, "stop", directly)
    QMetaObject.invokeMethod(player, "setSource", directly, Q_ARG(QUrl, source))
