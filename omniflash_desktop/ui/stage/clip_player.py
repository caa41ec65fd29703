"""Player, transport and preview of the chosen clip, with their keys; and the full screen."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.generation import Clip, Generation
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.stage.full_screen import FullScreen
from omniflash_desktop.ui.stage.playback import Playback
from omniflash_desktop.ui.stage.player_keys import PlayerKeys
from omniflash_desktop.ui.stage.player_view import PlayerView
from omniflash_desktop.ui.stage.scrub_preview import ScrubPreview
from omniflash_desktop.ui.stage.transport import Transport
from omniflash_desktop.ui.theme.theme import Theme

_ELSEWHERE: Final = (Action.OPEN_ELSEWHERE,)


class ClipPlayer(QObject):
    """Keeps view, transport and preview of one playback together.

    Args:
        theme: The look.
        playback: What they show and move.
        can_save_frame: Whether somebody saves frames.
        actions: What somebody does about a clip that does not play.
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
        actions: frozenset[Action],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.playback = playback
        self._actions = actions
        self._path: Path | None = None
        self._lengths = (0.0, 24.0)
        self._full_screen: FullScreen | None = None
        self.view = PlayerView(theme, parent=parent)
        name(self.view, "player")
        self.transport = Transport(theme, playback, can_save_frame=can_save_frame, parent=parent)
        self.keys = PlayerKeys(playback, self.transport, self)
        self._preview = ScrubPreview(theme, parent)
        playback.frame_arrived.connect(self.view.show_frame)
        playback.picture_arrived.connect(self.view.show_picture)
        playback.shown_by_us.connect(self._tell_silence)
        playback.playing_changed.connect(self.view.set_moving)
        playback.cannot_play.connect(self._tell_trouble)
        self.view.clicked.connect(playback.toggle)
        self.view.double_clicked.connect(self.toggle_full_screen)
        self.keys.full_screen_asked.connect(self.toggle_full_screen)
        self.view.left.connect(self.keys.let_go)
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
        self._lengths = (seconds, frame_rate)
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
            self.close_full_screen()
            return
        made = FullScreen(self._theme, self.playback, self.view, clip=self._lengths)
        made.transport.loop_changed.connect(self.transport.loop_changed)
        made.transport.volume_changed.connect(self.transport.volume_changed)
        made.closed.connect(self._full_screen_closed)
        self._full_screen = made
        made.showFullScreen()

    def close_full_screen(self) -> None:
        """Comes back from the whole screen."""
        if self._full_screen is not None:
            self._full_screen.close()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Does what a key means for the player; tells whether it means anything."""
        return self._path is not None and self.keys.pressed(event)

    def handle_key_release(self, event: QKeyEvent) -> bool:
        """As `handle_key`, for a key that is let go."""
        return self.keys.released(event)

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

    def _tell_silence(self, reason: str) -> None:
        """The picture is there, but it is decoded by us."""
        if self.playback.is_cut_off:
            note = self.tr("The file is damaged: it is shown as far as it can be read.")
        elif self.playback.missing:
            note = self.tr("Without sound: a part of the system is missing ({reason}).")
            note = note.format(reason=reason)
        else:
            note = self.tr("Without sound: the player of this computer cannot show this clip.")
        self.view.show_note(note)

    def _tell_trouble(self, reason: str) -> None:
        problem = self.playback.problem or Problem(kind=ProblemKind.PLAYER_CANNOT_DECODE)
        words = words_for(problem)
        title, text, ways_out = words.title, words.cause, _ELSEWHERE
        if self._path is not None and not self._path.exists():
            text = self.tr("The file is not where it was: {path}").format(path=self._path)
            ways_out = (Action.FETCH_ANEW, Action.FIND_FILE)
        elif problem.kind is ProblemKind.CLIP_DAMAGED:
            text = f"{words.cause} {words.next_step}"
            ways_out = words.actions
        elif self.playback.missing:
            title = self.tr("Clips cannot be played on this computer yet")
            text = self.tr("A part of the system is missing: {reason}.").format(reason=reason)
        self.transport.setEnabled(False)
        offered = [action for action in ways_out if action in self._actions]
        self.view.show_trouble(title, text, offered)
        self.cannot_play.emit(reason)
