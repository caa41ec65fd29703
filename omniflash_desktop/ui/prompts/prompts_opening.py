"""Opens the prompts, and does what is chosen there."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.saved_prompt import PromptContent, SavedPrompt, suggested_name
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.saved_prompts import SavedPrompts
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.compose.composer_steps import StepKind
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.notices.toasts import ToastKind, Toasts
from omniflash_desktop.ui.prompts.prompt_entries import Order, Shelf
from omniflash_desktop.ui.prompts.prompt_walk import PromptsSent
from omniflash_desktop.ui.prompts.prompts_dialog import PromptsDialog
from omniflash_desktop.ui.prompts.save_prompt_dialog import SavePromptDialog
from omniflash_desktop.ui.theme.theme import Theme

_SENT_AT_ONCE: Final = 50
"""Prompts, some milliseconds; in between the window answers."""

_MOST_SENT: Final = 500


class PromptsOpening(QObject):
    """Stands between the composer, the prompts and their dialogs.

    Args:
        window: What the dialogs are over.
        theme: The look.
        composer: Where a prompt comes from and goes to.
        saved: What is kept under a name.
        sent: What was sent.
        toasts: Where is told what happened while no dialog is open.
        tasks: Run what takes time.

    Signals:
        composer_filled: A prompt was put into the composer.
    """

    composer_filled = Signal()

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        composer: ComposerPanel,
        saved: SavedPrompts,
        sent: PromptsSent,
        toasts: Toasts,
        tasks: BackgroundTasks,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._composer = composer
        self._saved = saved
        self._sent = sent
        self._toasts = toasts
        self._tasks = tasks
        self._order = Order.LAST_USE
        self._dialog: PromptsDialog | None = None
        self._names: list[str] = []
        self._deleted: SavedPrompt | None = None
        composer.keys.prompts.triggered.connect(self.open)
        composer.keys.save_prompt.triggered.connect(self.save)

    def open(self) -> None:
        """Shows all prompts; the saved ones, where there are any."""
        if self._dialog is not None:
            return
        dialog = PromptsDialog(self._theme, self._order, self._window)
        dialog.used.connect(self._use)
        dialog.save_asked.connect(self.save)
        dialog.renamed.connect(self._rename)
        dialog.deleted.connect(self._delete)
        dialog.undo_asked.connect(self._bring_back)
        dialog.ordered.connect(self._remember_order)
        dialog.finished.connect(self._forget_dialog)
        dialog.let_save(self._reason_against_saving())
        self._dialog = dialog
        self._deleted = None
        dialog.open()
        self._start(self._fill(dialog), "show prompts")

    def save(self) -> None:
        """Asks for a name, and saves what stands in the composer."""
        reason = self._reason_against_saving()
        if reason:
            self._composer.message.emit(reason)
            return
        self._start(self._ask_for_name(self._composer.draft()), "ask for the name of a prompt")

    def _reason_against_saving(self) -> str:
        is_empty = not self._composer.prompt.text.strip()
        return self.tr("Write a prompt first") if is_empty else ""

    async def _fill(self, dialog: PromptsDialog) -> None:
        await self._show_saved()
        if self._dialog is not dialog:
            return
        if not self._names:
            dialog.show_shelf(Shelf.SENT)
        found = self._sent.newest()
        for _ in range(_MOST_SENT // _SENT_AT_ONCE):
            some = [one for one, _ in zip(found, range(_SENT_AT_ONCE), strict=False)]
            dialog.add_sent(some)
            await asyncio.sleep(0)
            if self._dialog is not dialog or len(some) < _SENT_AT_ONCE:
                return

    async def _show_saved(self) -> None:
        saved = await self._saved.all()
        if isinstance(saved, Problem):
            self._tell_problem(saved)
            return
        self._names = [prompt.name for prompt in saved]
        if self._dialog is not None:
            self._dialog.show_saved(saved)

    async def _ask_for_name(self, request: GenerationRequest) -> None:
        saved = await self._saved.all()
        taken = [] if isinstance(saved, Problem) else [prompt.name for prompt in saved]
        name = suggested_name(request.prompt, taken)
        dialog = SavePromptDialog(self._theme, request, name, self._dialog or self._window)
        dialog.wanted.connect(self._save_as)
        dialog.open()

    def _save_as(self, name: str, content: PromptContent) -> None:
        self._start(self._keep(name, content), "save a prompt")

    async def _keep(self, name: str, content: PromptContent) -> None:
        saved = await self._saved.save(name, content)
        if isinstance(saved, Problem):
            self._tell_problem(saved)
            return
        words = self.tr("Saved as “%1”").replace("%1", saved.name)
        if self._dialog is None:
            self._toasts.show(ToastKind.DONE, words)
            return
        await self._show_saved()
        if self._dialog is not None:
            self._dialog.choose(saved)
            self._dialog.tell(words)

    def _use(self, content: PromptContent, saved: SavedPrompt | None) -> None:
        composer = self._composer
        with composer.history.one_step(StepKind.USE_PROMPT):
            composer.prompt.replace_text(content.prompt)
            if content.settings is not None:
                composer.settings.show_request(
                    GenerationRequest(
                        prompt="",
                        duration=content.settings.duration,
                        resolution=content.settings.resolution,
                        aspect_ratio=content.settings.aspect_ratio,
                        video=composer.tray.video,
                    )
                )
                composer.tray.prepare_for(content.settings.aspect_ratio)
            if content.has_references:
                composer.tray.set_references(content.images, content.video)
        self.composer_filled.emit()
        if saved is not None:
            self._start(self._note_use(saved), "note the use of a prompt")

    async def _note_use(self, prompt: SavedPrompt) -> None:
        problem = await self._saved.note_use(prompt)
        if problem is not None:
            self._tell_problem(problem)

    def _rename(self, prompt: SavedPrompt, name: str) -> None:
        self._start(self._after(self._saved.rename(prompt, name)), "rename a prompt")

    def _delete(self, prompt: SavedPrompt) -> None:
        self._deleted = prompt
        words = self.tr("“%1” deleted").replace("%1", prompt.name)
        work = self._after(self._saved.remove(prompt), words, undo=True)
        self._start(work, "delete a prompt")

    def _bring_back(self) -> None:
        prompt, self._deleted = self._deleted, None
        if prompt is not None:
            self._start(self._after(self._saved.put(prompt)), "bring a prompt back")

    async def _after(
        self, work: Coroutine[Any, Any, Problem | None], words: str = "", *, undo: bool = False
    ) -> None:
        problem = await work
        if problem is None and self._dialog is not None:
            self._dialog.tell(words, undo=undo)
        await self._show_saved()
        if problem is not None:
            self._tell_problem(problem)

    def _tell_problem(self, problem: Problem) -> None:
        words = words_for(problem)
        if self._dialog is not None:
            self._dialog.tell(words.title, wrong=True)
        else:
            self._toasts.show(ToastKind.ERROR, words.title, words.cause)

    def _remember_order(self, order: Order) -> None:
        self._order = order

    def _forget_dialog(self) -> None:
        self._dialog = None

    def _start(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._tasks.start(work, name=name)
