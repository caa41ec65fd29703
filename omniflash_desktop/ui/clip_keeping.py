"""What becomes of clips that are there: named, starred, thrown away; and the way back from that."""

import asyncio
from collections import deque
from pathlib import Path
from typing import Final, TypeAlias, assert_never

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.recipe import SIDECAR_ENDING
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.generation_queue import GenerationQueue
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.clip_viewing import ClipViewing
from omniflash_desktop.ui.notices.question_dialog import QuestionDialog
from omniflash_desktop.ui.notices.toasts import Toast, ToastKind, Toasts
from omniflash_desktop.ui.stage.stage_panel import StagePanel
from omniflash_desktop.ui.system_bin import (
    BinnedFile,
    delete_for_good,
    put_into_bin,
    take_out_of_bin,
)

MOST_STEPS: Final = 50
"""The interface design asks for 20."""


class Renamed(msgspec.Struct, frozen=True, eq=False):
    """A clip got another title."""

    id: str
    before: str


class Starred(msgspec.Struct, frozen=True, eq=False):
    """A clip got a star, or lost it."""

    id: str
    before: bool


class ThrownAway(msgspec.Struct, frozen=True, eq=False):
    """A clip left the library, and its files went into the bin."""

    generation: Generation
    files: tuple[BinnedFile, ...]


Step: TypeAlias = Renamed | Starred | ThrownAway
"""The same thing done twice makes two steps, which are not equal."""


class ClipKeeping(QObject):
    """Remembers its last steps for as long as the app runs.

    Args:
        window: Owner.
        stage: Lets go of a file before it is moved.
        viewing: Shows a clip again that came back.
        toasts: Tells how it went, and offers the way back.
        queue: Writes it down.
        tasks: Runs what takes time.

    Signals:
        changed: Another step is the last one now, see `undo_words`.
    """

    changed = Signal()

    def __init__(
        self,
        window: QWidget,
        stage: StagePanel,
        viewing: ClipViewing,
        toasts: Toasts,
        queue: GenerationQueue,
        tasks: BackgroundTasks,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._stage = stage
        self._viewing = viewing
        self._toasts = toasts
        self._queue = queue
        self._tasks = tasks
        self._steps: deque[Step] = deque(maxlen=MOST_STEPS)

    def star(self, generation: Generation) -> None:
        """Stars a clip, or takes its star away."""
        self._remember(Starred(generation.id, generation.favourite))
        self._queue.set_favourite(generation.id, not generation.favourite)

    @property
    def undo_words(self) -> str:
        """What Undo is called now, such as "Undo move to trash"; empty: nothing to take back."""
        if not self._steps:
            return ""
        match self._steps[-1]:
            case Renamed():
                return self.tr("Undo rename")
            case Starred():
                return self.tr("Undo favourite")
            case ThrownAway():
                return self.tr("Undo move to trash")
            case step:
                assert_never(step)

    def undo(self) -> None:
        """Takes the last step back that was not taken back yet."""
        if self._steps:
            self.take_back(self._steps[-1])

    def can_take_back(self, step: Step) -> bool:
        """Whether a step is remembered, and was not taken back."""
        return step in self._steps

    def take_back(self, step: Step) -> None:
        """Takes a step back, unless that was done."""
        if self.can_take_back(step):
            self._steps.remove(step)
            self.changed.emit()
            self._tasks.start(self._take_back(step), name="take a step of the library back")

    def rename(self, generation_id: str, title: str) -> None:
        """Gives a clip a title; an empty one stands for the prompt's first words."""
        step = Renamed(generation_id, self._queue.current(generation_id).title)
        self._queue.rename(generation_id, title)
        self._offer(step, self.tr("Renamed"), self._queue.current(generation_id).name)

    async def throw_away(self, generation: Generation) -> None:
        """Moves a clip's files into the system's bin, and takes it out of the library."""
        binned: list[BinnedFile] = []
        self._let_go(generation)
        for path in await _files_of(generation):
            found = await asyncio.to_thread(put_into_bin, path)
            if found is None:
                for file in binned:
                    await asyncio.to_thread(take_out_of_bin, file)
                self._keep_on_stage(generation)
                self._toasts.show(
                    ToastKind.ERROR, self.tr("The clip could not be moved to the trash")
                )
                return
            binned.append(found)
        # The stage is emptied with the news of it: until then nothing opens the file again.
        self._queue.remove(generation.id)
        title = self.tr("Moved to trash") if binned else self.tr("Removed from the library")
        if any(file.place is None for file in binned):
            self._toasts.show(ToastKind.DONE, title, generation.name)
            return
        self._offer(ThrownAway(generation, tuple(binned)), title, generation.name)

    async def delete_for_good(self, generation: Generation) -> None:
        """Removes a clip's files from the disk, after a question."""
        question = QuestionDialog(
            self._stage.theme,
            self.tr("Delete this clip for good?"),
            self.tr("“%1” and its file are gone then. Nobody can bring them back.").replace(
                "%1", generation.name
            ),
            yes=self.tr("Delete for good"),
            danger=True,
            parent=self._window,
        )
        if await ask(question) != QDialog.DialogCode.Accepted:
            return
        self._let_go(generation)
        for path in await _files_of(generation):
            error = await asyncio.to_thread(delete_for_good, path)
            if error is not None:
                self._keep_on_stage(generation)
                self._toasts.show(
                    ToastKind.ERROR, self.tr("The clip was not deleted"), error.strerror or ""
                )
                return
        self._queue.remove(generation.id)
        self._toasts.show(ToastKind.DONE, self.tr("Deleted"), generation.name)

    def remove_entry(self, generation: Generation) -> None:
        """Takes a clip out of the library whose file is gone anyway."""
        self._queue.remove(generation.id)
        title = self.tr("Removed from the library")
        self._offer(ThrownAway(generation, ()), title, generation.name)

    def _remember(self, step: Step) -> None:
        self._steps.append(step)
        self.changed.emit()

    def _offer(self, step: Step, title: str, text: str) -> None:
        """Remembers a step, and offers the way back."""
        self._remember(step)
        toast = self._toasts.show(ToastKind.DONE, title, text, action=self.tr("Undo"), undo=True)
        toast.acted.connect(_Offer(toast, self, step).take)

    async def _take_back(self, step: Step) -> None:
        match step:
            case Renamed():
                self._queue.rename(step.id, step.before)
            case Starred():
                self._queue.set_favourite(step.id, step.before)
            case ThrownAway():
                await self._bring_back(step)
            case _:
                assert_never(step)

    async def _bring_back(self, step: ThrownAway) -> None:
        for file in step.files:
            if not await asyncio.to_thread(take_out_of_bin, file):
                self._toasts.show(
                    ToastKind.ERROR,
                    self.tr("The clip could not be brought back"),
                    self.tr("Look for %1 in the trash.").replace("%1", file.original.name),
                )
                return
        self._queue.put_back(step.generation)
        if not self._viewing.selected_id:
            self._viewing.await_choice(step.generation.id)

    def _let_go(self, generation: Generation) -> None:
        if self._stage.generation_id == generation.id:
            # On Windows an open file cannot be moved.
            self._stage.release_file()

    def _keep_on_stage(self, generation: Generation) -> None:
        if self._stage.generation_id == generation.id:
            self._viewing.show(generation.id)


class _Offer(QObject):
    """What a message's Undo takes back; lives and dies with its message."""

    def __init__(self, toast: Toast, keeping: ClipKeeping, step: Step) -> None:
        super().__init__(toast)
        self._toast = toast
        self._keeping = keeping
        self._step = step
        keeping.changed.connect(self._withdraw_if_late)

    def take(self) -> None:
        self._keeping.take_back(self._step)

    def _withdraw_if_late(self) -> None:
        # The keys have taken it back, and a button that does nothing looks broken.
        if not self._keeping.can_take_back(self._step):
            self._toast.dismiss()


async def _files_of(generation: Generation) -> list[Path]:
    """The files of a clip that are there: itself, and what lies beside it for its recipe."""
    if generation.clip is None:
        return []
    path = generation.clip.path
    wanted = (path, path.with_name(f"{path.name}{SIDECAR_ENDING}"))
    return await asyncio.to_thread(lambda: [one for one in wanted if one.exists()])
