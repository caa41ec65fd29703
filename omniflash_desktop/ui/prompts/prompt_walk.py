"""Alt+Up and Alt+Down in the prompt: through those that were sent, and back to the one of now."""

from collections.abc import Iterator
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.compose.composer_steps import StepKind


class PromptsSent(Protocol):
    """What is walked through."""

    def newest(self) -> Iterator[Generation]:
        """For each prompt that was sent the newest generation; the newest first."""
        ...


class PromptWalk(QObject):
    """Each step can be undone. Only the words change; a word that is typed ends the walk there.

    Args:
        composer: Holds the prompt.
        sent: What was sent.
        parent: Owner.
    """

    def __init__(self, composer: ComposerPanel, sent: PromptsSent, parent: QObject) -> None:
        super().__init__(parent)
        self._composer = composer
        self._sent = sent
        self._own = ""
        self._walked: list[str] = []
        self._place = -1
        self._rest: Iterator[str] = iter(())
        self._is_stepping = False
        composer.prompt.changed.connect(self._end_unless_stepping)
        composer.keys.older_prompt.triggered.connect(self.older)
        composer.keys.newer_prompt.triggered.connect(self.newer)

    def older(self) -> None:
        """One prompt back; at the oldest one nothing happens."""
        if self._composer.prompt.editor.is_composing:
            return
        if self._place < 0:
            self._begin()
        if self._place + 1 == len(self._walked):
            following = next(self._rest, None)
            if following is None:
                if not self._walked:
                    self._composer.message.emit(self.tr("There is no earlier prompt."))
                return
            self._walked.append(following)
        self._step_to(self._place + 1)

    def newer(self) -> None:
        """One prompt on; behind the newest one comes what was there before the walk."""
        if self._place >= 0 and not self._composer.prompt.editor.is_composing:
            self._step_to(self._place - 1)

    def _begin(self) -> None:
        self._own = self._composer.prompt.text
        self._walked = []
        own = self._own.strip()
        prompts = (generation.request.prompt for generation in self._sent.newest())
        self._rest = (prompt for prompt in prompts if prompt.strip() != own)

    def _step_to(self, place: int) -> None:
        self._place = place
        prompt = self._composer.prompt
        self._is_stepping = True
        try:
            with self._composer.history.one_step(StepKind.PROMPT):
                prompt.replace_text(self._own if place < 0 else self._walked[place])
        finally:
            self._is_stepping = False
        prompt.editor.moveCursor(QTextCursor.MoveOperation.End)

    def _end_unless_stepping(self) -> None:
        if not self._is_stepping:
            self._place = -1
