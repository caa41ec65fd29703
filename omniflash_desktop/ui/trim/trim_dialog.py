"""Chooses the part of a reference video that is sent, exact to the frame."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QWidget

from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.domain.video_trim import FrameTimes, Trim
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.ports import MediaTools
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import ElidedLabel, Label
from omniflash_desktop.ui.notices.figures import timecode
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.stage.playback import Playback
from omniflash_desktop.ui.stage.player_view import PlayerView
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme
from omniflash_desktop.ui.trim.trim_bar import TrimBar
from omniflash_desktop.ui.trim.trim_frames import TrimFrames

_WIDTH: Final = 760
_PICTURE_HEIGHT: Final = 400
_AROUND_PICTURE: Final = 290
"""What the rest of the dialog needs, logical pixels."""
_USUAL_RATE: Final = 24.0


class TrimDialog(FramedDialog):
    """Ends with `QDialog.DialogCode.Accepted` once `trim` is the user's choice.

    Args:
        theme: The look.
        path: The video.
        facts: What it is.
        times: When its frames are shown.
        trim: The part that is kept so far; `None` for all.
        media: Makes pictures of frames.
        tasks: Runs what takes time.
        parent: The window.
    """

    def __init__(
        self,
        theme: Theme,
        path: Path,
        facts: VideoFacts,
        times: FrameTimes,
        trim: Trim | None,
        media: MediaTools,
        tasks: BackgroundTasks,
        parent: QWidget,
    ) -> None:
        super().__init__(theme, self.tr("Use a part of the video"), width=_WIDTH, parent=parent)
        self.setObjectName("trimDialog")
        self._path = path
        self._facts = facts
        self._times = times
        self._rate = facts.frame_rate or _USUAL_RATE
        self._shown = 0
        self.frames = TrimFrames(path, times, media, tasks, self)
        self.playback = Playback(self)
        self._view = PlayerView(theme, parent=self)
        self.bar = TrimBar(theme, times, self)
        self._place = Label(theme, "", role="text2", parent=self)
        self._length = Label(theme, "", weight=tokens.STRONG, parent=self)
        hint = self.tr(
            "Arrows: one frame, with Shift one second. I and O: begin and end here. Space: play."
        )
        self._hint = ElidedLabel(theme, hint, role="text3", parent=self)
        self._play = self._button(self.tr("Play"), "trimPlayButton", icon="play-fill")
        self._reset = self._button(self.tr("Reset"), "trimResetButton")
        self._cancel = self._button(self.tr("Cancel"), "trimCancelButton", ButtonKind.GHOST)
        self._use = self._button(self.tr("Use this part"), "trimUseButton", ButtonKind.PRIMARY)
        self._lay_out(path.name)
        self._connect()
        self.bar.keep(*times.kept_by(trim))
        self._tell()
        self._look_at(self.bar.first)
        self.bar.first_handle.setFocus()

    @property
    def trim(self) -> Trim | None:
        """The part between the handles; `None` where that is all."""
        return self._times.trim_to(self.bar.first, self.bar.last)

    @property
    def shown(self) -> int:
        """The number of the frame that is looked at."""
        return self._shown

    @property
    def picture(self) -> QImage:
        """The frame on show."""
        return self._view.image

    def show_strip(self, strip: QPixmap) -> None:
        """Shows frames behind the handles."""
        self.bar.show_strip(strip)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_I:
                self.bar.move_first(self._shown)
                self.bar.first_handle.setFocus()
            case Qt.Key.Key_O:
                self.bar.move_last(self._shown)
                self.bar.last_handle.setFocus()
            case Qt.Key.Key_Space:
                self._toggle_play()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.accept()
            case _:
                super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        # Windows keeps a file that is held open from being moved or deleted.
        self.playback.release()
        self.frames.stop()
        super().hideEvent(event)

    def _button(
        self, text: str, object_name: str, kind: ButtonKind = ButtonKind.SECONDARY, icon: str = ""
    ) -> Button:
        height = 40 if kind is ButtonKind.PRIMARY else tokens.CONTROL_HEIGHT
        button = Button(self._theme, text, kind=kind, icon=icon, height=height, parent=self)
        name(button, object_name)
        return button

    def _lay_out(self, file_name: str) -> None:
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room = self._over.height() - _AROUND_PICTURE
        self._view.setFixedHeight(max(120, min(_PICTURE_HEIGHT, room)))
        column = self.column
        column.addWidget(ElidedLabel(self._theme, file_name, role="text2", parent=self))
        column.addWidget(self._view)
        words = QHBoxLayout()
        words.addWidget(self._place)
        words.addStretch(1)
        words.addWidget(self._length)
        column.addLayout(words)
        column.addWidget(self.bar)
        column.addWidget(self._hint)
        column.addSpacing(tokens.SPACE_1)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_2)
        row.addWidget(self._play)
        row.addWidget(self._reset)
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._use)
        column.addLayout(row)
        self.fit()

    def _connect(self) -> None:
        self.frames.arrived.connect(self._show_picture)
        self.bar.moved.connect(self._handle_moved)
        self.bar.shown.connect(self._look_at)
        self.playback.frame_arrived.connect(self._view.show_frame)
        self.playback.moved.connect(self._played_to)
        self.playback.playing_changed.connect(self._playing_changed)
        self.playback.cannot_play.connect(self._cannot_play)
        self._view.clicked.connect(self._toggle_play)
        self._play.clicked.connect(self._toggle_play)
        self._reset.clicked.connect(self._keep_all)
        self._cancel.clicked.connect(self.reject)
        self._use.clicked.connect(self.accept)

    def _handle_moved(self, frame: int) -> None:
        self._tell()
        self._look_at(frame)

    def _look_at(self, frame: int) -> None:
        self.playback.pause()
        self._mark(frame)
        self.frames.want(frame)

    def _mark(self, frame: int) -> None:
        self._shown = frame
        self.bar.show_place(frame)
        words = self.tr("Frame at {time}")
        if frame == self.bar.first:
            words = self.tr("First frame, at {time}")
        elif frame == self.bar.last:
            words = self.tr("Last frame, at {time}")
        self._place.setText(words.format(time=self._time_of(frame)))

    def _show_picture(self, frame: int, picture: QImage) -> None:
        if frame == self._shown and not self.playback.is_playing:
            self._view.show_picture(picture)

    def _tell(self) -> None:
        first, last, times = self.bar.first, self.bar.last, self._times
        seconds = times.end_of(last) - times.shown_at[first]
        words = self.tr("{length}, {seconds} s of {all} s").format(
            length=timecode(seconds, self._rate),
            seconds=f"{seconds:.2f}",
            all=f"{times.end:.2f}",
        )
        self._length.setText(words)
        self.setAccessibleDescription(words)
        self.bar.first_handle.setAccessibleDescription(self._time_of(first))
        self.bar.last_handle.setAccessibleDescription(self._time_of(last))
        self._reset.setEnabled(self.trim is not None)

    def _time_of(self, frame: int) -> str:
        return timecode(self._times.shown_at[frame], self._rate)

    def _keep_all(self) -> None:
        self.bar.keep(0, self._times.last)
        self._tell()
        self._look_at(0)
        self.bar.first_handle.setFocus()

    # Playing the part.

    def _toggle_play(self) -> None:
        if self.playback.is_playing:
            self.playback.pause()
            self.frames.want(self._shown)
            return
        if self.playback.path is None:
            self.playback.open(self._path, seconds=self._times.end, frame_rate=self._rate)
        is_within = self.bar.first <= self._shown < self.bar.last
        self.playback.seek(self._times.shown_at[self._shown if is_within else self.bar.first])
        self.playback.play()

    def _played_to(self, seconds: float) -> None:
        if not self.playback.is_playing:
            return
        frame = self._times.frame_at(seconds)
        if frame > self.bar.last:
            self.playback.seek(self._times.shown_at[self.bar.first])
            return
        self._mark(frame)

    def _playing_changed(self, playing: bool) -> None:
        self._view.set_moving(playing)
        self._play.setText(self.tr("Pause") if playing else self.tr("Play"))

    def _cannot_play(self, reason: str) -> None:
        self._play.setEnabled(False)
        self._play.setToolTip(self.tr("This video cannot be played here. It can be sent."))
