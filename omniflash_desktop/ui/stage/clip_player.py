"""Player, transport and preview of the chosen clip, with their keys; and the full screen."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from omniflash_desktop.domain.generation import Clip, Generation
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.stage.playback import Playback
from omniflash_desktop.ui.stage.player_view import PlayerView
from omniflash_desktop.ui.stage.scrub_preview import ScrubPreview
from omniflash_desktop.ui.stage.transport import Transport
from omniflash_desktop.ui.theme.theme import Theme

_VOLUME_STEP: Final = 5


class ClipPlayer(QObject):
    """Keeps view, transport and preview of one playback together.

    Args:
        theme: The look.
        playback: What they show and move.
        can_save_frame: Whether somebody saves frames.
        can_open_elsewhere: Whether somebody opens clips in another player.
        parent: The widget that they lie on.

    Signals:
        cannot_play: The clip cannot be shown: the system's words for it.
    """

    cannot_play = Signal(str)

    def __init__(
        self,
        theme: Theme,
        playback: Playback,
        *,
        can_save_frame: bool,
        can_open_elsewhere: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.playback = playback
        self._can_open_elsewhere = can_open_elsewhere
        self._path: Path | None = None
        self._full_screen: _FullScreen | None = None
        self.view = PlayerView(theme, parent=parent)
        name(self.view, "player")
        self.transport = Transport(theme, playback, can_save_frame=can_save_frame, parent=parent)
        self._preview = ScrubPreview(theme, parent)
        playback.frame_arrived.connect(self.view.show_frame)
        playback.playing_changed.connect(self.view.set_moving)
        playback.cannot_play.connect(self._tell_trouble)
        self.view.clicked.connect(playback.toggle)
        self.view.double_clicked.connect(self.toggle_full_screen)
        self.transport.full_screen_pressed.connect(self.toggle_full_screen)
        self.transport.hovered.connect(self._show_preview)

    def show_clip(self, generation: Generation, clip: Clip) -> None:
        """Shows the poster at once and the first frame as soon as it is there."""
        if self.playback.path == clip.path:
            return
        self.view.show_next_clip(clip.poster, sandbox=generation.in_sandbox)
        self.show_video(clip.path, seconds=clip.seconds, frame_rate=clip.frame_rate)
        self._preview.set_strip(clip.strip)

    def show_video(self, path: Path, *, seconds: float, frame_rate: float) -> None:
        """Shows the first frame of any video.

        Args:
            path: The file.
            seconds: Length of the picture.
            frame_rate: Frames a second; above 0.
        """
        self._path = path
        self.transport.setEnabled(True)
        # Before the rest, so that the decoder works while the rest is done.
        self.playback.open(path, seconds=seconds, frame_rate=frame_rate)
        self.transport.set_clip(seconds=seconds, frame_rate=frame_rate)

    def release(self) -> None:
        """Lets go of the file; the picture stays."""
        self.playback.release()

    def toggle_full_screen(self) -> None:
        """Shows the clip on the whole screen, or comes back."""
        if self._full_screen is not None:
            self._full_screen.close()
            return
        self._full_screen = _FullScreen(self._theme, self)
        self._full_screen.closed.connect(self._full_screen_closed)
        self._full_screen.showFullScreen()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Does what a key means for the player; tells whether it means anything."""
        control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if event.modifiers() & control or self._path is None:
            return False
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        playback, transport, key = self.playback, self.transport, Qt.Key
        match event.key():
            case key.Key_Space:
                playback.toggle()
            case key.Key_K:
                playback.pause()
            case key.Key_L:
                playback.play()
            case (key.Key_Left | key.Key_Right) as arrow if shift:
                second = 1.0 if arrow == key.Key_Right else -1.0
                playback.seek(playback.position + second)
            case key.Key_Left | key.Key_Comma:
                playback.step(-1)
            case key.Key_Right | key.Key_Period:
                playback.step(1)
            case key.Key_Home:
                playback.seek(0.0)
            case key.Key_End:
                playback.go_to_end()
            case key.Key_Up:
                transport.change_volume(_VOLUME_STEP)
            case key.Key_Down:
                transport.change_volume(-_VOLUME_STEP)
            case key.Key_M:
                transport.toggle_mute()
            case key.Key_R if not shift:
                transport.toggle_loop()
            case key.Key_F:
                self.toggle_full_screen()
            case key.Key_BracketLeft:
                transport.change_speed(-1)
            case key.Key_BracketRight:
                transport.change_speed(1)
            case key.Key_Backslash:
                transport.change_speed(0)
            case _:
                return False
        return True

    def _full_screen_closed(self) -> None:
        self._full_screen = None

    def _show_preview(self, frame: int, x: int) -> None:
        if frame < 0:
            self._preview.hide()
            return
        transport, view = self.transport, self.view
        self._preview.show_at(
            transport.x() + x,
            transport.y() + 4,
            share=transport.share_at(frame),
            time=transport.time_at(frame),
            within=(transport.x(), max(view.geometry().right(), transport.geometry().right())),
        )

    def _tell_trouble(self, reason: str) -> None:
        if self.playback.missing:
            title = self.tr("Clips cannot be played on this computer yet")
            text = self.tr("A part of the system is missing: {reason}.").format(reason=reason)
        else:
            words = words_for(Problem(kind=ProblemKind.PLAYER_CANNOT_DECODE))
            title, text = words.title, words.cause
            if self._path is not None and not self._path.exists():
                text = self.tr("The file is not where it was: {path}").format(path=self._path)
        self.transport.setEnabled(False)
        self.view.show_trouble(title, text, can_open_elsewhere=self._can_open_elsewhere)
        self.cannot_play.emit(reason)


class _FullScreen(QWidget):
    """The picture alone, on the whole screen."""

    closed = Signal()

    def __init__(self, theme: Theme, player: ClipPlayer) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._player = player
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Omniflash"))
        palette = self.palette()
        palette.setColor(self.backgroundRole(), Qt.GlobalColor.black)
        self.setPalette(palette)
        self.view = PlayerView(theme, rounded=False, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.show_image(player.view.image)
        self.view.set_moving(player.playback.is_playing)
        player.playback.frame_arrived.connect(self.view.show_frame)
        player.playback.playing_changed.connect(self.view.set_moving)
        self.view.clicked.connect(player.playback.toggle)
        self.view.double_clicked.connect(self.close)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif not self._player.handle_key(event):
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if event.type() is QEvent.Type.Hide:
            self.closed.emit()
