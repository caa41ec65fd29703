"""Undo and redo of everything in the composer: prompt, tray and settings share one history.

Nobody has to tell it what was done. It looks at the composer whenever something has changed, and
what differs from the moment before is a step; the names of images in the prompt follow their images
within that same step.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import assert_never

import msgspec
from PySide6.QtCore import QObject, Signal

from omniflash_desktop.domain.named_images import places_after, renumbered
from omniflash_desktop.domain.references import VideoReference
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.ui.compose.composer_steps import (
    ComposerState,
    Step,
    StepKind,
    StepName,
    StepStack,
    name_of_step,
)
from omniflash_desktop.ui.compose.prompt_field import PromptField
from omniflash_desktop.ui.compose.reference_tray import ReferenceTray
from omniflash_desktop.ui.compose.settings_rows import SettingsRows
from omniflash_desktop.ui.compose.typing_runs import TypingRun, edit_between, run_of


class ComposerHistory(QObject):
    """Knows what can be undone, and does it.

    It has to hear of changes before anybody who reads the prompt because of them: make it before
    connecting others to the same signals.

    Args:
        prompt: Its text is undone here, and nowhere else.
        tray: Its references.
        settings: All but the number of takes.
        parent: Owner.

    Signals:
        changed: Other steps can be undone or redone.
        removed: Something was taken away; the `Step`.
    """

    changed = Signal()
    removed = Signal(object)

    def __init__(
        self, prompt: PromptField, tray: ReferenceTray, settings: SettingsRows, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._prompt = prompt
        self._tray = tray
        self._settings = settings
        self._stack = StepStack()
        self._run: TypingRun | None = None
        self._is_held = False
        self._now = self._captured()
        prompt.changed.connect(self._prompt_changed)
        tray.changed.connect(self._tray_changed)
        settings.changed.connect(self._look)

    @property
    def to_undo(self) -> Step | None:
        """The step that is undone next."""
        return self._stack.to_undo

    @property
    def to_redo(self) -> Step | None:
        """The step that is done again next."""
        return self._stack.to_redo

    @property
    def undo_words(self) -> str:
        """What Undo is called now, such as "Undo remove image 2"."""
        words = self.tr("Undo")
        step = self.to_undo
        return words if step is None else f"{words} {self._words_for(step.name)}"

    @property
    def redo_words(self) -> str:
        """What Redo is called now."""
        words = self.tr("Redo")
        step = self.to_redo
        return words if step is None else f"{words} {self._words_for(step.name)}"

    @contextmanager
    def one_step(self, kind: StepKind, number: int = 0) -> Iterator[None]:
        """Makes one step, called `kind`, of whatever is done in the block.

        Names of images are taken as the block leaves them: prompt and images come together.
        """
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
            self._add(StepName(kind, number))

    @contextmanager
    def beginning(self) -> Iterator[None]:
        """Begins the history with what the block leaves: nothing before it can be had back."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
            self._run = None
            self._stack = StepStack()
            self._now = self._captured()
            self.changed.emit()

    def undo(self) -> None:
        """Takes the last step back; does nothing where there is none."""
        if self.to_undo is not None and not self._prompt.editor.is_composing:
            self._show(self._stack.undo().before)

    def redo(self) -> None:
        """Does the step again that was undone last; does nothing where there is none."""
        if self.to_redo is not None and not self._prompt.editor.is_composing:
            self._show(self._stack.redo().after)

    def _prompt_changed(self) -> None:
        if self._is_held:
            return
        now = self._captured()
        edit = edit_between(self._now.prompt, now.prompt)
        if not edit.removed and not edit.inserted:
            return
        if self._run is not None and self._run.is_continued_by(edit):
            self._run = self._run.with_edit(edit)
            self._stack.grow(now)
            self._now = now
            self.changed.emit()
        else:
            self._add(StepName(StepKind.TYPING if edit.is_small else StepKind.PROMPT))
            self._run = run_of(edit)

    def _tray_changed(self) -> None:
        if self._is_held:
            return
        former = [held.item for held in self._now.tray.images]
        places = places_after(former, [held.item for held in self._tray.content.images])
        self._is_held = True
        try:
            self._prompt.rename_images(renumbered(self._prompt.text, places))
        finally:
            self._is_held = False
        self._look()

    def _look(self) -> None:
        """Makes a step of what has changed, if anything has."""
        if not self._is_held:
            self._add(None)

    def _add(self, name: StepName | None) -> None:
        now = self._captured()
        before, self._now = self._now, now
        if now.is_as(before):
            return
        self._run = None
        step = Step(name or name_of_step(before, now), before, now)
        self._stack.add(step)
        self.changed.emit()
        if _takes_away(step):
            self.removed.emit(step)

    def _show(self, state: ComposerState) -> None:
        self._run = None
        self._is_held = True
        try:
            self._prompt.change_to(state.prompt)
            video = state.tray.video.reference if state.tray.video is not None else None
            known = video if isinstance(video, VideoReference) else None
            self._settings.show_request(msgspec.structs.replace(state.settings, video=known))
            self._tray.restore(state.tray)
        finally:
            self._is_held = False
        self._now = self._captured()
        self.changed.emit()

    def _captured(self) -> ComposerState:
        return ComposerState(
            prompt=self._prompt.text,
            tray=self._tray.content,
            settings=GenerationRequest(
                prompt="",
                duration=self._settings.duration_seconds,
                resolution=self._settings.chosen_resolution,
                aspect_ratio=self._settings.chosen_aspect,
            ),
        )

    def _words_for(self, name: StepName) -> str:
        match name.kind:
            case StepKind.TYPING:
                words = self.tr("typing")
            case StepKind.PROMPT:
                words = self.tr("change prompt")
            case StepKind.SETTINGS:
                words = self.tr("change settings")
            case StepKind.ADD_IMAGE:
                words = self.tr("add image %1")
            case StepKind.ADD_REFERENCES:
                words = self.tr("add references")
            case StepKind.REMOVE_IMAGE:
                words = self.tr("remove image %1")
            case StepKind.REMOVE_REFERENCES:
                words = self.tr("remove references")
            case StepKind.REPLACE_IMAGE:
                words = self.tr("replace image %1")
            case StepKind.MOVE_IMAGE:
                words = self.tr("move image %1")
            case StepKind.FRAME_IMAGE:
                words = self.tr("framing of image %1")
            case StepKind.ADD_VIDEO:
                words = self.tr("add video")
            case StepKind.REMOVE_VIDEO:
                words = self.tr("remove video")
            case StepKind.REPLACE_VIDEO:
                words = self.tr("replace video")
            case StepKind.TRIM_VIDEO:
                words = self.tr("trim video")
            case StepKind.CLEAR:
                words = self.tr("clear composer")
            case StepKind.LOAD:
                words = self.tr("load request")
            case StepKind.USE_PROMPT:
                words = self.tr("use prompt")
            case _:
                assert_never(name.kind)
        return words.replace("%1", str(name.number))


def _takes_away(step: Step) -> bool:
    match step.name.kind:
        case (
            StepKind.REMOVE_IMAGE
            | StepKind.REMOVE_REFERENCES
            | StepKind.REMOVE_VIDEO
            | StepKind.CLEAR
        ):
            return True
        case _:
            return False
