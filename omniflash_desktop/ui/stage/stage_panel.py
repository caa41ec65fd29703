"""The stage: one surface at a time, each built when it is first shown."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from omniflash_desktop.domain.generation import Generation, Progress, State
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.state_words import needs_attention
from omniflash_desktop.ui.notices.toasts import Toasts
from omniflash_desktop.ui.stage.clip_menu import ClipMenu
from omniflash_desktop.ui.stage.clip_page import ClipPage
from omniflash_desktop.ui.stage.empty_page import EmptyPage
from omniflash_desktop.ui.stage.failure_page import FailurePage
from omniflash_desktop.ui.stage.playback import Playback
from omniflash_desktop.ui.stage.running_page import RunningPage
from omniflash_desktop.ui.stage.welcome_panel import WelcomePanel
from omniflash_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from omniflash_desktop.services.background_tasks import BackgroundTasks
    from omniflash_desktop.services.ports import ClipDecoding
    from omniflash_desktop.services.time_bands import TimeBands
    from omniflash_desktop.ui.compose.thumbnails import Thumbnails
    from omniflash_desktop.ui.library.file_presence import FilePresence

_LOW: Final = 720
"""Below this height, logical pixels, messages would cover the end of a page."""


class StagePanel(QWidget):
    """Shows the chosen generation in the way its state asks for.

    Args:
        theme: The look.
        actions: What the owner listens to; other actions are not shown.
        can_save_frame: Whether the owner takes frames.
        parent: Owner.

    Signals:
        action_requested: Id and `Action`.
        cancel_requested: Of this generation.
        save_frame_requested: Id, and seconds from the start of the clip.
        use_frame_requested: ... and the image slot that it is for.
        rename_requested: Id, and the new title; empty for the prompt's first words.
        loop_changed: The user switched the loop.
        volume_changed: The user chose a volume (0.0 to 1.0) or silence.
        cannot_play: The clip on show cannot be played: the system's words for it.
        sandbox_chosen: First run: start with the sandbox.
        token_entered: First run: connect with this token.
        example_chosen: Start from this prompt and this length in seconds.
        welcome_left: The first run's choice is over, or not needed: show what is chosen.
        clip_chosen: One of the newest clips was pressed.
    """

    action_requested = Signal(str, object)
    cancel_requested = Signal(str)
    save_frame_requested = Signal(str, float)
    use_frame_requested = Signal(str, float, int)
    rename_requested = Signal(str, str)
    loop_changed = Signal(bool)
    volume_changed = Signal(float, bool)
    cannot_play = Signal(str)
    sandbox_chosen = Signal()
    token_entered = Signal(str)
    example_chosen = Signal(str, int)
    welcome_left = Signal()
    clip_chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        *,
        actions: frozenset[Action] = frozenset(),
        can_save_frame: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("stagePanel")
        self.theme = theme
        self._actions = actions
        self._can_save_frame = can_save_frame
        self.playback = Playback(self)
        self.menu = ClipMenu(self)
        self.failure_menu = ClipMenu(self)
        self._shown = ""
        self._has_clips = False
        self._covered = 0
        self._bands: TimeBands | None = None
        self._presence: FilePresence | None = None
        self._thumbnails: Thumbnails | None = None
        self._empty: EmptyPage | None = None
        self._welcome: WelcomePanel | None = None
        self._running: RunningPage | None = None
        self._clip: ClipPage | None = None
        self._failure: FailurePage | None = None
        self._toasts: Toasts | None = None
        self._lost: dict[str, bool] = {}
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self.setMinimumWidth(520)
        theme.changed.connect(self.update)

    # For the owner.

    def use_time_bands(self, bands: "TimeBands") -> None:
        """Tells of running clips how long they usually take, from clips like them."""
        self._bands = bands

    def use_decoding(self, decoding: "ClipDecoding", tasks: "BackgroundTasks") -> None:
        """Plays backwards too, and shows clips that the system's player cannot show."""
        self.playback.use_decoding(decoding, tasks)

    def use_presence(self, presence: "FilePresence") -> None:
        """Says of clips that their files are missing, where they are."""
        self._presence = presence

    def use_thumbnails(self, thumbnails: "Thumbnails") -> None:
        """Shows of references also what Qt itself cannot read."""
        self._thumbnails = thumbnails

    @property
    def generation_id(self) -> str:
        """What is on show; empty for nothing."""
        return self._shown

    @property
    def clip_page(self) -> ClipPage | None:
        """The page with the player, once a clip was shown."""
        return self._clip

    @property
    def shows_clip(self) -> bool:
        """Whether a finished clip is on show."""
        return self._clip is not None and self._pages.currentWidget() is self._clip

    @property
    def welcome(self) -> WelcomePanel | None:
        """The first run, once it was shown."""
        return self._welcome

    @property
    def toasts(self) -> Toasts:
        """Passing messages over the stage."""
        if self._toasts is None:
            self._toasts = Toasts(self.theme, self)
            self._toasts.height_changed.connect(self._make_room)
        return self._toasts

    @property
    def is_empty(self) -> bool:
        """Whether it says that no clip is chosen."""
        return self._empty is not None and self._pages.currentWidget() is self._empty

    def show_nothing(self, newest: Sequence[Generation] = ()) -> None:
        """No clip is chosen.

        Args:
            newest: Clips to choose from, the newest first.
        """
        self._leave_clip()
        self._shown = ""
        if self._empty is None:
            self._empty = EmptyPage(self.theme, self)
            self._empty.chosen.connect(self.clip_chosen)
            self._empty.example_chosen.connect(self.example_chosen)
            self._pages.addWidget(self._empty)
        self._empty.show_newest(newest)
        self._turn_to(self._empty)

    def set_has_clips(self, has_clips: bool) -> None:
        """Whether there is anything to show: then nobody has to stay at the first run's choice."""
        self._has_clips = has_clips

    def leave_welcome(self) -> None:
        """The first run's choice is made, or was not needed."""
        self.welcome_left.emit()

    def show_welcome(self, *, can_go_back: bool = False) -> None:
        """The first run's choice.

        Args:
            can_go_back: Whether a choice was made before.
        """
        self._leave_clip()
        self._shown = ""
        if self._welcome is None:
            self._welcome = WelcomePanel(self.theme, self)
            self._welcome.sandbox_chosen.connect(self.sandbox_chosen)
            self._welcome.token_entered.connect(self.token_entered)
            self._welcome.example_chosen.connect(self.example_chosen)
            self._welcome.back_asked.connect(self.leave_welcome)
            self._pages.addWidget(self._welcome)
        self._welcome.set_way_back(can_go_back or self._has_clips)
        self._turn_to(self._welcome)

    def show_generation(self, generation: Generation, progress: Progress | None = None) -> None:
        """Shows a generation; called again with the same one, only what changed."""
        self._shown = generation.id
        if generation.state is State.READY and generation.clip is not None:
            page = self._clip_page()
            self._turn_to(page)
            page.show_clip(generation, generation.clip)
            return
        self._leave_clip()
        if needs_attention(generation) or generation.state is State.CANCELLED:
            failure = self._failure_page()
            failure.show_generation(generation)
            self._turn_to(failure)
        else:
            running = self._running_page()
            running.show_generation(generation, progress)
            self._turn_to(running)

    def set_lost(self, service: str, lost: bool) -> None:
        """Whether a service cannot be reached: its running clips say when they were last seen."""
        self._lost[service] = lost
        if self._running is not None:
            self._running.set_lost(service, lost)

    def play(self, *, takes_keyboard: bool = True) -> None:
        """Plays the clip on show.

        Args:
            takes_keyboard: Whether the user asked for it, and goes on with the player's keys.
        """
        if self._clip is not None and self.shows_clip:
            if takes_keyboard:
                self._clip.player.view.setFocus()
            self.playback.play()

    def release_file(self) -> None:
        """Lets go of the clip's file, so that it can be renamed, moved or deleted."""
        self.playback.release()

    def set_sound(self, *, loop: bool, volume: float, muted: bool) -> None:
        """What the person chose last time."""
        self.playback.set_loop(loop)
        self.playback.set_volume(volume)
        self.playback.set_muted(muted)
        if self._clip is not None:
            self._clip.player.transport.show_settings()

    # Qt's side.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.theme.colour("stage"))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._toasts is not None:
            self._toasts.put_in_place()
            self._make_room(self._covered)

    # Pages.

    def _clip_page(self) -> ClipPage:
        if self._clip is None:
            page = ClipPage(
                self.theme,
                self.playback,
                actions=self._actions,
                can_save_frame=self._can_save_frame,
                menu=self.menu,
                parent=self,
            )
            if self._presence is not None:
                page.use_presence(self._presence)
            if self._thumbnails is not None:
                page.prompt.references.use_thumbnails(self._thumbnails)
            page.asked.connect(self._ask)
            page.save_frame_requested.connect(self.save_frame_requested)
            page.use_frame_requested.connect(self.use_frame_requested)
            page.rename_requested.connect(self.rename_requested)
            page.loop_changed.connect(self.loop_changed)
            page.volume_changed.connect(self.volume_changed)
            page.player.cannot_play.connect(self.cannot_play)
            self._pages.addWidget(page)
            self._clip = page
        return self._clip

    def _failure_page(self) -> FailurePage:
        if self._failure is None:
            self._failure = FailurePage(self.theme, self._actions, self.failure_menu, self)
            self._failure.asked.connect(self._ask)
            self._pages.addWidget(self._failure)
            self._make_room(self._covered)
        return self._failure

    def _running_page(self) -> RunningPage:
        if self._running is None:
            self._running = RunningPage(self.theme, self._actions, self)
            self._running.use_time_bands(self._bands)
            if self._thumbnails is not None:
                self._running.references.use_thumbnails(self._thumbnails)
            self._running.asked.connect(self._ask)
            for service, lost in self._lost.items():
                self._running.set_lost(service, lost)
            self._pages.addWidget(self._running)
        return self._running

    def _turn_to(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        if self._toasts is not None:
            self._toasts.put_in_place()

    def _make_room(self, height: int) -> None:
        """Messages came or went: facts of a failure are not to lie under them."""
        self._covered = height
        if self._failure is not None:
            self._failure.keep_free(height if self.height() < _LOW else 0)

    def _leave_clip(self) -> None:
        if self._clip is not None and self.playback.path is not None:
            self.playback.release()

    def _ask(self, generation_id: str, action: Action) -> None:
        if action is Action.CANCEL:
            self.cancel_requested.emit(generation_id)
        else:
            self.action_requested.emit(generation_id, action)
