"""Joins the page about clips with the folder, and with who names and prepares files."""

import asyncio
import shutil
from typing import Any, Protocol

from PySide6.QtCore import QObject

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


class LibrarySettings(QObject):
    """Does what the page asks for."""

    def __init__(
        self,
        keeper: PreferencesKeeper,
        clips_folder: ClipsFolder,
        names: NamesClips,
        pictures: PreparesPictures,
        tasks: BackgroundTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._clips_folder = clips_folder
        self._names = names
        self._pictures = pictures
        self._tasks = tasks
        self._page: LibraryPage | None = None
        clips_folder.changed.connect(self._show_folder)

    def serve(self, page: LibraryPage) -> None:
        """Serves a page until it is gone."""
        self._page = page
        page.changed.connect(self._change)
        page.change_folder_asked.connect(self._clips_folder.change)
        page.open_folder_asked.connect(self._clips_folder.open)
        page.destroyed.connect(self._forget_page)
        self._show_folder()

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

    async def _show_disk(self) -> None:
        folder = self._clips_folder.folder
        try:
            disk = await asyncio.to_thread(shutil.disk_usage, folder)
        except OSError:
            return
        if self._page is not None and folder == self._clips_folder.folder:
            self._page.show_disk(disk.free, disk.total)
