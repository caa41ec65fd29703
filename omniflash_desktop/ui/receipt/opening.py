"""Opens receipts: of the request that is being written, and of clips that were sent."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.generation_queue import GenerationQueue
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.services.receipts import PicturedReceipt, Receipts
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.compose.thumbnails import Thumbnails
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.notices.toasts import ToastKind, Toasts
from omniflash_desktop.ui.receipt.receipt_dialog import ReceiptDialog
from omniflash_desktop.ui.service_choice import ServiceChoice
from omniflash_desktop.ui.theme.theme import Theme


class ReceiptOpening(QObject):
    """One receipt at a time.

    Signals:
        uploading_while_writing_chosen: The preference about that is another one now.
    """

    uploading_while_writing_chosen = Signal()

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        composer: ComposerPanel,
        queue: GenerationQueue,
        receipts: Receipts,
        thumbnails: Thumbnails,
        choice: ServiceChoice,
        keeper: PreferencesKeeper,
        toasts: Toasts,
        tasks: BackgroundTasks,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._composer = composer
        self._queue = queue
        self._receipts = receipts
        self._thumbnails = thumbnails
        self._choice = choice
        self._keeper = keeper
        self._toasts = toasts
        self._tasks = tasks
        self._is_open = False

    def open_before(self) -> None:
        """Shows what Generate would send now."""
        if not self._is_open:
            self._is_open = True
            self._tasks.start(self._before(), name="what will be sent")

    def open_of(self, generation_id: str) -> None:
        """Shows what was sent for a clip."""
        if not self._is_open:
            self._is_open = True
            self._tasks.start(self._of(generation_id), name="what was sent")

    async def _before(self) -> None:
        try:
            service = self._choice.service
            if service is None:
                self._toasts.show(
                    ToastKind.NOTE, self.tr("Choose the sandbox or connect a token first")
                )
                return
            chosen = self._keeper.current
            request = self._composer.draft().for_model(
                chosen.model, reference_hint=chosen.reference_hint
            )
            made = await self._receipts.before(request, service)
            if isinstance(made, Problem):
                words = words_for(made)
                self._toasts.show(ToastKind.WARNING, words.title, words.cause)
                return
            await self._show(made, uploads_while_writing=chosen.upload_while_writing)
        finally:
            self._is_open = False

    async def _of(self, generation_id: str) -> None:
        try:
            kept = await self._receipts.of(self._queue.current(generation_id))
            if kept is None:
                self._toasts.show(
                    ToastKind.NOTE, self.tr("Nothing was sent for it from this computer")
                )
                return
            await self._show(kept, uploads_while_writing=None)
        finally:
            self._is_open = False

    async def _show(self, made: PicturedReceipt, *, uploads_while_writing: bool | None) -> None:
        dialog = ReceiptDialog(
            self._theme,
            made,
            self._thumbnails,
            uploads_while_writing=uploads_while_writing,
            parent=self._window,
        )
        dialog.uploading_while_writing_chosen.connect(self._choose)
        await ask(dialog)

    def _choose(self, on: bool) -> None:
        self._keeper.change(upload_while_writing=on)
        self.uploading_while_writing_chosen.emit()
