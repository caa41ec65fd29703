"""Fetches finished clips once more whose files are damaged, or gone."""

from typing import Protocol

from PySide6.QtCore import QObject

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.notices.toasts import ToastKind, Toasts


class Retrieval(Protocol):
    """What this needs of the downloads."""

    async def fetch_anew(self, generation: Generation) -> Problem | None:
        """Downloads a finished clip once more."""
        ...


class FetchedAnew(QObject):
    """One download for each clip at a time, and how it went.

    Args:
        retrieval: Downloads.
        toasts: Tells how it went.
        parent: Owner.
    """

    def __init__(self, retrieval: Retrieval, toasts: Toasts, parent: QObject) -> None:
        super().__init__(parent)
        self._retrieval = retrieval
        self._toasts = toasts
        self._at_work: set[str] = set()

    async def fetch(self, generation: Generation) -> None:
        """Fetches a clip; it costs nothing, as it is paid for."""
        if generation.state is not State.READY or generation.id in self._at_work:
            return
        self._at_work.add(generation.id)
        try:
            await self._fetch(generation)
        finally:
            self._at_work.discard(generation.id)

    async def _fetch(self, generation: Generation) -> None:
        title = self.tr("Fetching the clip again")
        begun = self._toasts.show(ToastKind.NOTE, title, generation.name, stays_ms=0)
        problem = await self._retrieval.fetch_anew(generation)
        begun.dismiss()
        if problem is None:
            self._toasts.show(ToastKind.DONE, self.tr("The clip is here again"), generation.name)
        else:
            words = words_for(problem, generation)
            self._toasts.show(ToastKind.ERROR, words.title, f"{words.cause} {words.next_step}")
