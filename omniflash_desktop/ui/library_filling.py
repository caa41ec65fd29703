"""Brings the library's clips into the list: the first screen at once, the rest page by page."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.listed_clip import ListPage, ListPlace
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.window_layout import Sort
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.ports import ClipListing
from omniflash_desktop.ui.clip_viewing import ClipViewing
from omniflash_desktop.ui.library.library_model import LibraryModel

_log = logging.getLogger(__name__)

FIRST_PAGE: Final = 120
"""Some screens full, in a few milliseconds."""
_PAGE: Final = 400
"""What the window's thread takes in without a pause that anybody sees."""


class UnfinishedClips(Protocol):
    """What this needs of the library besides its list."""

    def unfinished(self) -> Sequence[Generation]:
        """All that is not ready, failed or cancelled."""
        ...

    def find(self, generation_id: str) -> Generation | None:
        """By our id."""
        ...


class LibraryFilling(QObject):
    """Reads in a thread, so that the window answers meanwhile; news of clips comes in between.

    Args:
        model: The list.
        viewing: Hears of what is under way.
        library: The library, for the window's thread.
        listing: The list of it, for any thread.
        tasks: Runs the reading.
        parent: Owner.

    Signals:
        reading: Whether clips are still being read.
    """

    reading = Signal(bool)

    def __init__(
        self,
        model: LibraryModel,
        viewing: ClipViewing,
        library: UnfinishedClips,
        listing: ClipListing,
        tasks: BackgroundTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._viewing = viewing
        self._library = library
        self._listing = listing
        self._tasks = tasks
        self._times = 0
        self._is_reading = False
        model.read_clips_with(library.find)

    @property
    def is_reading(self) -> bool:
        """Whether clips are still being read."""
        return self._is_reading

    def begin(self) -> None:
        """Fills the list anew."""
        self._times += 1
        self._model.begin_reading()
        self._viewing.fill(list(self._library.unfinished()))
        is_upwards = self._model.sorted_by is Sort.OLDEST
        rest = self._take(self._listing.page(None, limit=FIRST_PAGE, oldest_first=is_upwards))
        self._viewing.has_more()
        if rest is None:
            self._end()
        else:
            going_on = self._go_on(rest, self._times, oldest_first=is_upwards)
            self._tasks.start(going_on, name="read the library")

    async def _go_on(self, rest: ListPlace | None, times: int, *, oldest_first: bool) -> None:
        self._is_reading = True
        self.reading.emit(True)
        while rest is not None:
            page = await self._read_page(rest, oldest_first=oldest_first)
            if times != self._times:
                # It was begun anew, for a library that was mended.
                return
            rest = self._take(page)
        self._end()

    def _end(self) -> None:
        self._model.end_reading()
        self._is_reading = False
        self.reading.emit(False)

    async def _read_page(self, after: ListPlace, *, oldest_first: bool) -> ListPage | Problem:
        return await asyncio.to_thread(
            self._listing.page, after, limit=_PAGE, oldest_first=oldest_first
        )

    def _take(self, page: ListPage | Problem) -> ListPlace | None:
        """Adds a page; returns where the next one begins."""
        if isinstance(page, Problem):
            _log.error("the library's list cannot be read to its end: %s", page)
            return None
        self._model.add_page(page.clips)
        return page.after
