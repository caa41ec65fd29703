"""Joins the page about clips with the folder, and with who names and prepares files."""

import asyncio
import contextlib
import shutil
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject

from omniflash_desktop.domain.file_names import ENDING
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.clips_folder import ClipsFolder
from omniflash_desktop.ui.preferences.library_page import LibraryPage


class NamesClips(Protocol):
    """What this needs of who brings clips home."""

    pattern: str
    writes_recipes: bool


class PreparesPictures(Protocol):
    """What this needs of who prepares references."""

    removes_details: bool


class HoldsPictures(Protocol):
    """What this needs of the small pictures in the cache."""

    def size_bytes(self) -> int:
        """How much the disk holds of them."""
        ...

    def clear(self) -> None:
        """Removes them all."""
        ...


class LibrarySettings(QObject):
    """Does what the page asks for."""

    def __init__(
        self,
        keeper: PreferencesKeeper,
        clips_folder: ClipsFolder,
        names: NamesClips,
        pictures: PreparesPictures,
        cache: HoldsPictures,
        tasks: BackgroundTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._clips_folder = clips_folder
        self._names = names
        self._pictures = pictures
        self._cache = cache
        self._tasks = tasks
        self._page: LibraryPage | None = None
        clips_folder.changed.connect(self._show_folder)

    def serve(self, page: LibraryPage) -> None:
        """Serves a page until it is gone."""
        self._page = page
        page.changed.connect(self._change)
        page.change_folder_asked.connect(self._clips_folder.change)
        page.open_folder_asked.connect(self._clips_folder.open)
        page.clear_cache_asked.connect(self._clear_cache)
        page.destroyed.connect(self._forget_page)
        self._show_folder()
        self._tasks.start(self._show_cache(), name="look at the cache")

    def _forget_page(self) -> None:
        self._page = None

    def _change(self, facts: dict[str, Any]) -> None:
        self._keeper.change(**facts)
        preferences = self._keeper.current
        self._names.pattern = preferences.file_name_pattern
        self._names.writes_recipes = preferences.recipe_in_file
        self._pictures.removes_details = preferences.remove_picture_details

    def _show_folder(self) -> None:
        if self._page is not None:
            self._page.show_folder(self._clips_folder.folder)
            self._tasks.start(self._show_disk(), name="look at the clips' disk")

    def _clear_cache(self) -> None:
        self._tasks.start(self._clear_and_show(), name="clear the cache")

    async def _clear_and_show(self) -> None:
        await asyncio.to_thread(self._cache.clear)
        await self._show_cache()

    async def _show_cache(self) -> None:
        size = await asyncio.to_thread(self._cache.size_bytes)
        if self._page is not None:
            self._page.show_cache(size)

    async def _show_disk(self) -> None:
        folder = self._clips_folder.folder
        try:
            free, total = await asyncio.to_thread(_room_on_disk, folder)
        except OSError:
            return
        taken = await asyncio.to_thread(_size_of_clips, folder)
        if self._page is not None and folder == self._clips_folder.folder and total > 0:
            self._page.show_disk(taken, free, total)


def _room_on_disk(folder: Path) -> tuple[int, int]:
    # The folder is made for the first clip.
    there = next(one for one in (folder, *folder.parents) if one.exists())
    disk = shutil.disk_usage(there)
    return disk.free, disk.total


def _size_of_clips(folder: Path) -> int:
    total = 0
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.suffix.lower() == ENDING:
                with contextlib.suppress(OSError):
                    total += path.stat().st_size
    return total
