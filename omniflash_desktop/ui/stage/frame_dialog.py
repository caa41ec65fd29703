"""Lets the user choose one frame of a video, exactly: scrub, step, take."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from omniflash_desktop.domain.clip_frames import AtNumber, AtTime, FrameWish, LastGood
from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import ElidedLabel, Label
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.stage.clip_player import ClipPlayer
from omniflash_desktop.ui.stage.playback import Playback
from omniflash_desktop.ui.stage.still_frames import StillFrames
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 920
_SIDES: Final = 48
_AROUND_PICTURE: Final = 264
"""Height that title, transport and buttons take, with the window's edge."""
_LEAST_HEIGHT: Final = 180
_USUAL_RATE: Final = 24.0
"""For files that do not tell theirs: the transport counts in frames."""


class FrameDialog(FramedDialog):
    """Ends with `QDialog.DialogCode.Accepted` once there is a `wish`.

    Args:
        theme: The look.
        video: The file; it is released at the end.
        facts: Of the video.
        stills: Shows frames where the player cannot.
        parent: The window.
    """

    def __init__(
        self,
        theme: Theme,
        video: Path,
        facts: VideoFacts,
        stills: StillFrames,
        *,
        parent: QWidget,
    ) -> None:
        super().__init__(theme, self.tr("Choose a frame"), width=_WIDTH, parent=parent)
        self._stills = stills
        self._shows_stills = False
        self._rate = facts.frame_rate or _USUAL_RATE
        name(self, "frameDialog")
        self.wish: FrameWish | None = None
        self.column.addWidget(ElidedLabel(theme, video.name, role="text2", parent=self))
        self.playback = Playback(self)
        self.player = ClipPlayer(
            theme, self.playback, can_save_frame=False, actions=frozenset(), parent=self
        )
        self._add_picture()
        self._add_buttons()
        self.fit()
        self.player.cannot_play.connect(self._try_stills)
        stills.shown.connect(self._show_still)
        self.player.show_video(video, seconds=facts.seconds, frame_rate=self._rate)
        self.player.view.setFocus()

    def done(self, result: int) -> None:
        self.playback.release()
        self._stills.leave()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take_shown()
        elif self._shows_stills and self._step_stills(event):
            event.accept()
        elif not self.player.handle_key(event):
            super().keyPressEvent(event)

    def _add_picture(self) -> None:
        room = self._over.height() - _AROUND_PICTURE
        wide = round((self.width() - _SIDES) * 9 / 16)
        self.player.view.setFixedHeight(max(_LEAST_HEIGHT, min(room, wide)))
        self.column.addSpacing(tokens.SPACE_1)
        self.column.addWidget(self.player.view)
        self.column.addWidget(self.player.transport)

    def _add_buttons(self) -> None:
        keys = self.tr("← → one frame · Shift one second · Enter takes it")
        hint = Label(self._theme, keys, size=tokens.CAPTION, role="text3", parent=self)
        cancel = Button(
            self._theme, self.tr("Cancel"), kind=ButtonKind.GHOST, height=40, parent=self
        )
        name(cancel, "noFrameButton")
        cancel.clicked.connect(self.reject)
        last = Button(
            self._theme,
            self.tr("Use the last frame"),
            kind=ButtonKind.SECONDARY,
            height=40,
            parent=self,
        )
        name(last, "useTheLastFrameButton")
        last.clicked.connect(self._take_last)
        this = Button(
            self._theme, self.tr("Use this frame"), kind=ButtonKind.PRIMARY, height=40, parent=self
        )
        name(this, "useThisFrameButton")
        this.clicked.connect(self._take_shown)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_2)
        row.addWidget(hint, 1)
        for button in (cancel, last, this):
            row.addWidget(button)
        self.column.addSpacing(tokens.SPACE_2)
        self.column.addLayout(row)

    def _take_shown(self) -> None:
        if self._stills.number is not None:
            self._take(AtNumber(self._stills.number))
        elif self.playback.has_frame:
            self._take(AtTime(self.playback.position))

    def _take_last(self) -> None:
        self._take(LastGood())

    def _take(self, wish: FrameWish) -> None:
        self.wish = wish
        self.accept()

    def _try_stills(self) -> None:
        if not self._shows_stills:
            self._shows_stills = True
            self._stills.start()

    def _show_still(self, picture: QImage, seconds: float) -> None:
        transport = self.player.transport
        if not transport.isEnabled():
            self._use_transport_for_stills()
        self.player.view.show_still(picture)
        transport.show_position(seconds)

    def _use_transport_for_stills(self) -> None:
        transport, stills = self.player.transport, self._stills
        transport.setEnabled(True)
        for part in (transport.play, transport.mute, transport.volume, transport.loop):
            part.hide()
        transport.speed.hide()
        transport.scrub.sought.connect(self._seek_still)
        transport.previous.clicked.connect(self._step_back)
        transport.next.clicked.connect(self._step_forward)
        transport.start.clicked.connect(stills.go_to_start)
        transport.end.clicked.connect(stills.go_to_end)

    def _step_stills(self, event: QKeyEvent) -> bool:
        """Does what a key means where the player has nothing to move."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case (Qt.Key.Key_Left | Qt.Key.Key_Right) as arrow if shift:
                self._stills.step_seconds(1.0 if arrow == Qt.Key.Key_Right else -1.0)
            case Qt.Key.Key_Left | Qt.Key.Key_Comma:
                self._stills.step(-1)
            case Qt.Key.Key_Right | Qt.Key.Key_Period:
                self._stills.step(1)
            case Qt.Key.Key_Home:
                self._stills.go_to_start()
            case Qt.Key.Key_End:
                self._stills.go_to_end()
            case _:
                return False
        return True

    def _seek_still(self, frame: int) -> None:
        self._stills.seek(frame / self._rate)

    def _step_back(self) -> None:
        self._stills.step(-1)

    def _step_forward(self) -> None:
        self._stills.step(1)
