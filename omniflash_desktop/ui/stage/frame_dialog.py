"""Lets the user choose one frame of a video, exactly: scrub, step, take."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from omniflash_desktop.domain.clip_frames import AtTime, FrameWish, LastGood
from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import ElidedLabel, Label
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.stage.clip_player import ClipPlayer
from omniflash_desktop.ui.stage.playback import Playback
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 920
_SIDES: Final = 48
_AROUND_PICTURE: Final = 260
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
        parent: The window.
    """

    def __init__(self, theme: Theme, video: Path, facts: VideoFacts, *, parent: QWidget) -> None:
        super().__init__(theme, self.tr("Choose a frame"), width=_WIDTH, parent=parent)
        name(self, "frameDialog")
        self.wish: FrameWish | None = None
        self.column.addWidget(ElidedLabel(theme, video.name, role="text2", parent=self))
        self.playback = Playback(self)
        self.player = ClipPlayer(
            theme, self.playback, can_save_frame=False, can_open_elsewhere=False, parent=self
        )
        self._add_picture()
        self._add_buttons()
        self.fit()
        rate = facts.frame_rate or _USUAL_RATE
        self.player.show_video(video, seconds=facts.seconds, frame_rate=rate)
        self.player.view.setFocus()
        self.player.cannot_play.connect(self._show_trouble)

    def done(self, result: int) -> None:
        self.playback.release()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take_shown()
        elif not self.player.handle_key(event):
            super().keyPressEvent(event)

    def _add_picture(self) -> None:
        room = self._over.height() - _AROUND_PICTURE
        wide = round((self.width() - _SIDES) * 9 / 16)
        self.player.view.setFixedHeight(max(_LEAST_HEIGHT, min(room, wide)))
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
        self._this = Button(
            self._theme, self.tr("Use this frame"), kind=ButtonKind.PRIMARY, height=40, parent=self
        )
        name(self._this, "useThisFrameButton")
        self._this.clicked.connect(self._take_shown)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_2)
        row.addWidget(hint, 1)
        for button in (cancel, last, self._this):
            row.addWidget(button)
        self.column.addSpacing(tokens.SPACE_2)
        self.column.addLayout(row)

    def _take_shown(self) -> None:
        if self.playback.has_frame:
            self._take(AtTime(self.playback.position))

    def _take_last(self) -> None:
        self._take(LastGood())

    def _take(self, wish: FrameWish) -> None:
        self.wish = wish
        self.accept()

    def _show_trouble(self) -> None:
        self._this.setEnabled(False)
