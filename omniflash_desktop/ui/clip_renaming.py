"""Gives clips the titles that are typed on the stage, and offers to take that back."""

from PySide6.QtCore import QObject

from omniflash_desktop.services.generation_queue import GenerationQueue
from omniflash_desktop.ui.notices.toasts import Toast, ToastKind, Toasts


class ClipRenaming(QObject):
    """Saves titles.

    Args:
        queue: Saves them.
        toasts: Where undo is offered.
        parent: Owner.
    """

    def __init__(self, queue: GenerationQueue, toasts: Toasts, parent: QObject) -> None:
        super().__init__(parent)
        self._queue = queue
        self._toasts = toasts

    def rename(self, generation_id: str, title: str) -> None:
        """Gives a clip a title; an empty one stands for the prompt's first words."""
        before = self._queue.current(generation_id).title
        self._queue.rename(generation_id, title)
        toast = self._toasts.show(
            ToastKind.DONE,
            self.tr("Renamed"),
            self._queue.current(generation_id).name,
            action=self.tr("Undo"),
            undo=True,
        )
        toast.acted.connect(_Undo(toast, self._queue, generation_id, before).undo)


class _Undo(QObject):
    """What the toast's button does; lives and dies with its toast."""

    def __init__(
        self, toast: Toast, queue: GenerationQueue, generation_id: str, title: str
    ) -> None:
        super().__init__(toast)
        self._queue = queue
        self._generation_id = generation_id
        self._title = title

    def undo(self) -> None:
        self._queue.rename(self._generation_id, self._title)
