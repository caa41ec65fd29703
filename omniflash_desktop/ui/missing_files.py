"""Clips whose files were moved: the user shows where one lies, and its neighbours are found too."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.found_files import FoundFiles
from omniflash_desktop.ui.asking import ask_for_existing_file
from omniflash_desktop.ui.library.file_presence import FilePresence
from omniflash_desktop.ui.library.library_model import LibraryModel
from omniflash_desktop.ui.notices.toasts import ToastKind, Toasts


class MissingFiles(QObject):
    """Remembers, for as long as the app runs, into which folders clips were moved.

    Args:
        window: Owner.
        model: Knows the clips.
        presence: Knows which files are missing.
        found: Judges files, and writes down where they lie.
        toasts: Tells how it went.
        tasks: Runs what takes time.
    """

    def __init__(
        self,
        window: QWidget,
        model: LibraryModel,
        presence: FilePresence,
        found: FoundFiles,
        toasts: Toasts,
        tasks: BackgroundTasks,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._model = model
        self._presence = presence
        self._found = found
        self._toasts = toasts
        self._tasks = tasks
        self._folders: dict[Path, None] = {}
        presence.changed.connect(self._on_changed)

    async def find(self, generation: Generation) -> None:
        """Asks where a clip's file lies, and looks there for the others that are missing."""
        path = await ask_for_existing_file(
            self._window,
            self.tr("Where is “%1”?").replace("%1", generation.name),
            self.tr("MP4 videos (*.mp4);;All files (*)"),
        )
        if path is not None:
            await self.take(generation, path)

    async def take(self, generation: Generation, path: Path) -> None:
        """Has a clip lie at `path`, where that is its file."""
        if not await self._found.accept(generation, path):
            self._toasts.show(
                ToastKind.WARNING,
                self.tr("This is another file"),
                self.tr("Its content is not that of “%1”.").replace("%1", generation.name),
            )
            return
        self._folders[path.parent] = None
        found = [generation.id, *await self._look_in(path.parent, generation.id)]
        self._presence.ask_anew()
        title = self.tr("%n clips found again", "", len(found))
        self._toasts.show(ToastKind.DONE, title, path.parent.name)

    def _on_changed(self, generation_id: str, missing: bool) -> None:
        generation = self._model.generation(generation_id)
        if missing and generation is not None and self._folders:
            self._tasks.start(self._look_for(generation), name=f"look for {generation_id}")

    async def _look_for(self, generation: Generation) -> None:
        for folder in tuple(self._folders):
            if await self._found.look_in(folder, [generation]):
                self._presence.ask_anew()
                return

    async def _look_in(self, folder: Path, without: str) -> list[str]:
        others = (self._model.generation(one) for one in self._presence.missing - {without})
        return await self._found.look_in(folder, [one for one in others if one is not None])
