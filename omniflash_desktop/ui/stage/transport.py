"""Under the picture: the scrub bar with its times, and the buttons that move the clip."""

from typing import Final

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.commands.commands import tip_of
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind, IconButton, PaintedButton
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import between
from omniflash_desktop.ui.notices.figures import timecode
from omniflash_desktop.ui.stage.playback import SPEEDS, Playback
from omniflash_desktop.ui.stage.sliders import EDGE, ScrubBar, VolumeSlider
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

HEIGHT: Final = 28 + 4 + 40
_TIME_WIDTH: Final = 62
_PERCENT: Final = 100


class _PlayButton(PaintedButton):
    """A round button in the colour of the text."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, ButtonKind.ICON, parent)
        self._playing = False
        self.setFixedSize(40, 40)

    def set_playing(self, playing: bool) -> None:
        self._playing = playing
        self.setAccessibleDescription(self.tr("Playing") if playing else self.tr("Paused"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        fill = between(theme.colour("text"), theme.colour("text2"), 0.25 * self.hover_share())
        fill = theme.colour("text2") if self.isDown() else fill
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill if self.isEnabled() else theme.colour("raised2"))
        painter.drawEllipse(QRectF(self.rect()))
        ink = theme.colour("stage" if self.isEnabled() else "disabled")
        icon = "pause-fill" if self._playing else "play-fill"
        theme.paint_icon(painter, QRectF(10, 10, 20, 20), icon, ink)
        if self.shows_focus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setWidth(2)
            pen.setColor(theme.colour("focus"))
            painter.setPen(pen)
            painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()


class Transport(QWidget):
    """Moves a `Playback` and shows where it is.

    Args:
        theme: The look.
        playback: What is moved.
        can_save_frame: Whether somebody saves frames.
        parent: Owner.

    Signals:
        loop_changed: The user switched the loop.
        volume_changed: The user chose a volume (0.0 to 1.0) or silence.
        save_frame_pressed: The frame on show is wanted as a picture.
        full_screen_pressed: The whole screen is wanted, or left.
        hovered: Frame under the pointer or -1, and the x in this widget.
    """

    loop_changed = Signal(bool)
    volume_changed = Signal(float, bool)
    save_frame_pressed = Signal()
    full_screen_pressed = Signal()
    hovered = Signal(int, int)

    def __init__(
        self,
        theme: Theme,
        playback: Playback,
        *,
        can_save_frame: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._playback = playback
        self._rate = 24.0
        self._frames = 1
        self.setFixedHeight(HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._time_row())
        column.addLayout(self._button_row(can_save_frame))
        self._connect()
        self.show_settings()

    def set_clip(self, *, seconds: float, frame_rate: float) -> None:
        """Another clip stands at its start."""
        self._rate = frame_rate
        self._frames = max(1, round(seconds * frame_rate))
        self.scrub.set_clip(frames=self._frames, rate=frame_rate)
        self._length.setText(timecode(self._frames / frame_rate, frame_rate))
        self.show_position(0.0)

    def show_position(self, seconds: float) -> None:
        """The frame on show begins at `seconds`."""
        self.scrub.show_frame(int(seconds * self._rate + 0.01))
        text = timecode(seconds, self._rate)
        self._now.setText(text)
        self.scrub.setAccessibleDescription(text)

    def show_settings(self) -> None:
        """Loop, volume and speed are what the playback says."""
        playback = self._playback
        self.loop.setChecked(playback.loop)
        self.volume.setValue(round(playback.volume * _PERCENT))
        self._show_volume_icon()
        words = _speed_words(playback.rate)
        if words != self.speed.text():
            self.speed.setText(words)
            self.speed.updateGeometry()

    def has_keyboard_focus(self) -> bool:
        """Whether one of the controls has the focus."""
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def time_at(self, frame: int) -> str:
        """The timecode of a frame."""
        return timecode(frame / self._rate, self._rate)

    def share_at(self, frame: int) -> float:
        """How far a frame is into the clip, 0 to 1."""
        return frame / self._frames

    def _time_row(self) -> QHBoxLayout:
        theme = self._theme
        self._now = Label(
            theme, "00:00.00", weight=tokens.STRONG, tabular=True, role="text", parent=self
        )
        self._length = Label(
            theme, "00:00.00", weight=tokens.MEDIUM, tabular=True, role="text3", parent=self
        )
        self._length.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for label, object_name in ((self._now, "currentTime"), (self._length, "clipLength")):
            name(label, object_name)
            width = max(_TIME_WIDTH, label.fontMetrics().horizontalAdvance("00:00.00") + 2)
            label.setFixedSize(width, 28)
        self.scrub = ScrubBar(theme, self)
        name(self.scrub, "scrubBar")
        row = QHBoxLayout()
        row.setSpacing(14 - EDGE)
        row.addWidget(self._now)
        row.addWidget(self.scrub, 1)
        row.addWidget(self._length)
        return row

    def _button_row(self, can_save_frame: bool) -> QGridLayout:
        self.mute = self._icon("speaker-high", "muteButton", tip_of(Command.MUTE))
        self.volume = VolumeSlider(self._theme, self)
        name(self.volume, "volumeSlider")
        self.loop = self._icon("repeat", "loopButton", tip_of(Command.LOOP), checkable=True)
        self.speed = Button(self._theme, _speed_words(1.0), kind=ButtonKind.GHOST, parent=self)
        name(self.speed, "speedButton")
        self.speed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.speed.setToolTip(self.tr("Playback speed ([ and ])"))
        self.start = self._icon("skip-back-fill", "goToStartButton", tip_of(Command.GO_TO_START))
        self.previous = self._icon(
            "caret-left", "previousFrameButton", tip_of(Command.PREVIOUS_FRAME)
        )
        self.play = _PlayButton(self._theme, self)
        name(self.play, "playButton")
        self.play.setToolTip(tip_of(Command.PLAY_PAUSE))
        self.next = self._icon("caret-right", "nextFrameButton", tip_of(Command.NEXT_FRAME))
        self.end = self._icon("skip-forward-fill", "goToEndButton", tip_of(Command.GO_TO_END))
        right: list[QWidget] = []
        if can_save_frame:
            save = self._icon("camera", "saveFrameButton", tip_of(Command.SAVE_FRAME))
            save.clicked.connect(self.save_frame_pressed)
            right.append(save)
        full = self._icon("corners-out", "fullScreenButton", tip_of(Command.FULL_SCREEN))
        full.clicked.connect(self.full_screen_pressed)
        right.append(full)
        left = (self.mute, self.volume, self.loop, self.speed)
        middle = (self.start, self.previous, self.play, self.next, self.end)
        grid = QGridLayout()
        grid.setSpacing(0)
        grid.addLayout(_row(left, 4), 0, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addLayout(_row(middle, 6), 0, 1, Qt.AlignmentFlag.AlignCenter)
        grid.addLayout(_row(tuple(right), 4), 0, 2, Qt.AlignmentFlag.AlignRight)
        for column, stretch in ((0, 1), (1, 0), (2, 1)):
            grid.setColumnStretch(column, stretch)
        # Equal sides keep the play button in the middle of the picture.
        side = sum(part.sizeHint().width() + 4 for part in left)
        grid.setColumnMinimumWidth(0, side)
        grid.setColumnMinimumWidth(2, min(side, 150))
        return grid

    def _icon(
        self, icon: str, object_name: str, tooltip: str, *, checkable: bool = False
    ) -> IconButton:
        button = IconButton(self._theme, icon, tooltip=tooltip, checkable=checkable, parent=self)
        name(button, object_name)
        return button

    def _connect(self) -> None:
        playback = self._playback
        playback.moved.connect(self.show_position)
        playback.playing_changed.connect(self.play.set_playing)
        playback.choices_changed.connect(self.show_settings)
        self.play.clicked.connect(playback.toggle)
        self.start.clicked.connect(self._go_to_start)
        self.end.clicked.connect(playback.go_to_end)
        self.previous.clicked.connect(self.step_back)
        self.next.clicked.connect(self.step_forward)
        self.scrub.sought.connect(self._seek_frame)
        self.scrub.turned.connect(playback.step)
        self.scrub.hovered.connect(self._hover)
        self.loop.toggled.connect(self._loop_toggled)
        self.mute.clicked.connect(self.toggle_mute)
        self.volume.taken.connect(self._volume_taken)
        self.speed.clicked.connect(self._show_speeds)

    # What buttons and keys do.

    def step_forward(self) -> None:
        """One frame forwards."""
        self._playback.step(1)

    def step_back(self) -> None:
        """One frame backwards."""
        self._playback.step(-1)

    def toggle_loop(self) -> None:
        """Switches the loop."""
        self.loop.setChecked(not self._playback.loop)

    def toggle_mute(self) -> None:
        """Switches the sound."""
        self._playback.set_muted(not self._playback.muted)
        self._tell_volume()

    def change_volume(self, percent: int) -> None:
        """Louder or, below zero, softer."""
        self.volume.setValue(self.volume.value() + percent)
        self._volume_taken(self.volume.value())

    def change_speed(self, steps: int) -> None:
        """Faster or, below zero, slower, by the steps of the menu; 0 is the normal speed."""
        if steps == 0:
            self._set_speed(1.0)
            return
        nearest = min(range(len(SPEEDS)), key=self._distance_to_speed)
        self._set_speed(SPEEDS[min(max(nearest + steps, 0), len(SPEEDS) - 1)])

    def _distance_to_speed(self, index: int) -> float:
        return abs(SPEEDS[index] - self._playback.speed)

    def _go_to_start(self) -> None:
        self._playback.seek(0.0)

    def _seek_frame(self, frame: int) -> None:
        self._now.setText(self.time_at(frame))
        self._playback.seek(frame / self._rate)

    def _hover(self, frame: int, x: int) -> None:
        self.hovered.emit(frame, self.scrub.x() + x)

    def _loop_toggled(self, on: bool) -> None:
        if on != self._playback.loop:
            self._playback.set_loop(on)
            self.loop_changed.emit(on)

    def _volume_taken(self, percent: int) -> None:
        self._playback.set_volume(percent / _PERCENT)
        self._playback.set_muted(percent == 0)
        self._tell_volume()

    def _tell_volume(self) -> None:
        self._show_volume_icon()
        self.volume_changed.emit(self._playback.volume, self._playback.muted)

    def _show_volume_icon(self) -> None:
        silent = self._playback.muted or self._playback.volume == 0
        self.mute.set_icon_name("speaker-x" if silent else "speaker-high")
        self.mute.setAccessibleDescription(self.tr("Muted") if silent else "")

    def _show_speeds(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(self.speed.accessibleName())
        group = QActionGroup(menu)
        for speed in SPEEDS:
            entry = QAction(_speed_words(speed), group)
            entry.setCheckable(True)
            entry.setChecked(speed == self._playback.speed)
            entry.setData(speed)
            menu.addAction(entry)
        menu.triggered.connect(self._speed_chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.speed.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _speed_chosen(self, entry: QAction) -> None:
        self._set_speed(float(entry.data()))

    def _set_speed(self, speed: float) -> None:
        self._playback.set_speed(speed)


def _row(widgets: tuple[QWidget, ...], gap: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(gap)
    for widget in widgets:
        row.addWidget(widget)
    return row


def _speed_words(speed: float) -> str:
    minus = "\u2212" if speed < 0 else ""
    return f"{minus}{abs(speed):g}\u00d7"
