"""The folder of finished clips: opened, and changed for another one."""

import asyncio
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.asking import ask_for_folder
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.notices.toasts import ToastKind, Toasts


class KeepsClips(Protocol):
    """What this needs of who fetches clips."""

    async def keep_in(self, folder: Path) -> None:
        """Keeps clips in another folder from now on, and those at once that wait for one."""
        ...


class ClipsFolder(QObject):
    """Knows where clips go.

    Signals:
        changed: They go elsewhere from now on.

    Args:
        window: Owner.
        folder: Where they go now.
        clips: Who brings them there.
        keeper: Remembers the choice.
        toasts: Tells how it went.
        tasks: Runs what takes time.
    """

    changed = Signal()

    def __init__(
        self,
        window: QWidget,
        folder: Path,
        clips: KeepsClips,
        keeper: PreferencesKeeper,
        toasts: Toasts,
        tasks: BackgroundTasks,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder
        self._clips = clips
        self._keeper = keeper
        self._toasts = toasts
        self._tasks = tasks

    @property
    def folder(self) -> Path:
        """Where they go now."""
        return self._folder

    def open(self) -> None:
        """Shows the folder in the system's file manager."""
        self._tasks.start(self._open(), name="open the clips' folder")

    def change(self) -> None:
        """Asks for another folder; clips that wait for one go there at once."""
        self._tasks.start(self._change(), name="change the clips' folder")

    async def _open(self) -> None:
        if await self._is_there(self._folder):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    async def _change(self) -> None:
        title = self.tr("Keep clips in")
        chosen = await ask_for_folder(self._window, title, self._folder)
        if chosen is None or chosen == self._folder or not await self._is_there(chosen):
            return
        self._folder = chosen
        self._keeper.change(clips_folder=chosen)
        self.changed.emit()
        await self._clips.keep_in(chosen)
        self._toasts.show(
            ToastKind.DONE, self.tr("New clips are kept in %1").replace("%1", str(chosen))
        )

    async def _is_there(self, folder: Path) -> bool:
        try:
            # A disk that has to wake up first must not stop the window.
            await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        except OSError:
            words = words_for(Problem(kind=ProblemKind.FOLDER_UNWRITABLE))
            self._toasts.show(ToastKind.ERROR, words.title, f"{words.cause} {words.next_step}")
            return False
        return True
