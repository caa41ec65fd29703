"""What the library holds, what the stage shows of it, and the news about both."""

from PySide6.QtCore import QObject, Signal

from omniflash_desktop.domain.generation import RUNNING_STATES, Generation, Progress, State
from omniflash_desktop.services.changes import (
    GenerationChanged,
    GenerationRemoved,
    ServiceReached,
)
from omniflash_desktop.ui.change_relay import ChangeRelay
from omniflash_desktop.ui.header_bar import ConnectionLook, HeaderBar
from omniflash_desktop.ui.library.library_model import LibraryModel
from omniflash_desktop.ui.library.library_panel import LibraryPanel
from omniflash_desktop.ui.notices.actions import Action, action_label
from omniflash_desktop.ui.notices.state_words import needs_attention
from omniflash_desktop.ui.notices.toasts import Toast, ToastKind, Toasts
from omniflash_desktop.ui.service_choice import look_of
from omniflash_desktop.ui.stage.empty_page import NEWEST
from omniflash_desktop.ui.stage.stage_panel import StagePanel


class ClipViewing(QObject):
    """Keeps list, stage and header true to what is saved.

    Signals:
        activity_changed: How many clips are under way, and their mean percent; -1 where nobody
            knows.
        stage_changed: Something else is chosen, or what is chosen is in another state.
    """

    activity_changed = Signal(int, int)
    stage_changed = Signal()

    def __init__(
        self,
        header: HeaderBar,
        stage: StagePanel,
        library: LibraryPanel,
        model: LibraryModel,
        toasts: Toasts,
        relay: ChangeRelay,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._header = header
        self._stage = stage
        self._library = library
        self._model = model
        self._toasts = toasts
        self._running: dict[str, int | None] = {}
        self._progress: dict[str, Progress] = {}
        self._awaited = ""
        self._set_aside = ""
        library.selected.connect(self.show)
        library.activated.connect(self.play)
        stage.welcome_left.connect(self._show_chosen)
        stage.clip_chosen.connect(self.choose)
        relay.generation_changed.connect(self._on_changed)
        relay.generation_removed.connect(self._on_removed)
        relay.service_reached.connect(self._on_reached)

    @property
    def selected_id(self) -> str:
        """What is chosen in the library; empty for nothing."""
        return self._library.selected_id

    def fill(self, generations: list[Generation]) -> None:
        """Shows what the library holds at the start."""
        self._model.set_generations(generations)
        self._running.clear()
        for generation in generations:
            self._count(generation, None)
        self._show_activity()
        self.has_more()

    def has_more(self) -> None:
        """Clips have been added to the list that were there all along."""
        self._stage.set_has_clips(bool(self._model.counts.all))

    def follow_new(self, generation_ids: list[str]) -> None:
        """Shows a generation that was just started, unless a clip is on the stage."""
        if not self._library.selected_id and generation_ids:
            # The list hears of it with the next turn of the event loop.
            self._awaited = generation_ids[0]

    def await_choice(self, generation_id: str) -> None:
        """Puts a generation on the stage as soon as the list has heard of it."""
        if not self._model.holds(generation_id):
            self._awaited = generation_id
        else:
            self.choose(generation_id)

    def show(self, generation_id: str) -> None:
        """Puts a generation on the stage."""
        generation = self._model.generation(generation_id)
        if generation is None:
            self._stage.show_nothing(self._newest())
        else:
            self._model.mark_seen(generation_id)
            self._stage.show_generation(generation, self._progress.get(generation_id))
        self.stage_changed.emit()

    def let_go(self) -> None:
        """Chooses nothing: the stage is for something else, which news of a clip must not end."""
        self._awaited = ""
        self._set_aside = self._library.selected_id
        self._library.select("")
        self.stage_changed.emit()

    def choose(self, generation_id: str) -> None:
        """Puts a generation on the stage, and marks it in the library."""
        self._library.select(generation_id)
        self.show(generation_id)

    def play(self, generation_id: str) -> None:
        """Puts a clip on the stage and plays it."""
        self.choose(generation_id)
        self._stage.play()

    def _on_changed(self, change: GenerationChanged) -> None:
        generation, progress = change.generation, change.progress
        before = self._model.state_of(generation.id)
        if progress is None:
            self._progress.pop(generation.id, None)
        else:
            self._progress[generation.id] = progress
        self._model.apply(generation, progress)
        self._count(generation, progress)
        self._show_activity()
        if generation.id == self._awaited:
            self._awaited = ""
            self.choose(generation.id)
        elif generation.id == self._library.selected_id:
            self._show_selected(generation, progress, was_running=before in RUNNING_STATES)
        elif before is not None and before is not generation.state:
            self._tell(generation)
        if before is not generation.state:
            self._refresh_empty_stage()

    def _refresh_empty_stage(self) -> None:
        """The newest clips may be others by now."""
        self.has_more()
        if self._stage.is_empty:
            self._stage.show_nothing(self._newest())

    def _newest(self) -> list[Generation]:
        return self._model.newest_ready(NEWEST)

    def _show_chosen(self) -> None:
        self.choose(self._library.selected_id or self._set_aside)

    def _show_selected(
        self, generation: Generation, progress: Progress | None, *, was_running: bool
    ) -> None:
        self._stage.show_generation(generation, progress)
        if generation.state is State.READY and was_running:
            # Whoever watched it grow wants to see it move.
            self._model.mark_seen(generation.id)
            # Somebody may be writing the next prompt: its letters are no keys of the player.
            self._stage.play(takes_keyboard=False)
        self.stage_changed.emit()

    def _tell(self, generation: Generation) -> None:
        # Screen readers hear it from `ClipAnnouncements`, of the clip on the stage too.
        if generation.state is State.READY:
            toast = self._toasts.show(
                ToastKind.DONE,
                self.tr("Clip ready"),
                generation.name,
                action=action_label(Action.PLAY),
                spoken=False,
            )
            toast.acted.connect(_ToastAction(toast, self, generation.id).play)
        elif generation.state in (State.FAILED, State.UNCONFIRMED):
            title = self.tr("Clip failed")
            if generation.state is State.UNCONFIRMED:
                title = self.tr("Clip unconfirmed")
            toast = self._toasts.show(
                ToastKind.WARNING,
                title,
                generation.name,
                action=self.tr("Show"),
                spoken=False,
            )
            toast.acted.connect(_ToastAction(toast, self, generation.id).show)

    def _on_removed(self, change: GenerationRemoved) -> None:
        self._running.pop(change.generation_id, None)
        self._progress.pop(change.generation_id, None)
        self._model.remove(change.generation_id)
        self._show_activity()
        self._refresh_empty_stage()

    def _on_reached(self, change: ServiceReached) -> None:
        lost = look_of(change.service, change.problem) is ConnectionLook.OFFLINE
        self._model.set_lost(change.service, lost)
        self._stage.set_lost(change.service, lost)

    def _count(self, generation: Generation, progress: Progress | None) -> None:
        if generation.state in RUNNING_STATES and not needs_attention(generation):
            percent = progress.percent if progress and generation.state is State.WAITING else None
            self._running[generation.id] = percent
        else:
            self._running.pop(generation.id, None)

    def _show_activity(self) -> None:
        known = [percent for percent in self._running.values() if percent is not None]
        mean = sum(known) // len(known) if known else None
        self._header.show_activity(len(self._running), mean)
        self.activity_changed.emit(len(self._running), -1 if mean is None else mean)


class _ToastAction(QObject):
    """What a toast's button does; lives and dies with its toast."""

    def __init__(self, toast: Toast, viewing: ClipViewing, generation_id: str) -> None:
        super().__init__(toast)
        self._viewing = viewing
        self._generation_id = generation_id

    def play(self) -> None:
        self._viewing.play(self._generation_id)

    def show(self) -> None:
        self._viewing.choose(self._generation_id)
