"""A video dropped on the window: one of our own clips can become the request that made it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.clip_frames import ClipFrames
from omniflash_desktop.ui.compose.clip_drop_dialog import ClipDropDialog, ClipUse
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.compose.tray_plan import VIDEO_SLOT
from omniflash_desktop.ui.notices.toasts import ToastKind, Toasts
from omniflash_desktop.ui.theme.theme import Theme


class MissingReference(Protocol):
    """A reference that was not found again."""

    @property
    def name(self) -> str:
        """Of its file, or its link's host."""
        ...


class Restored(Protocol):
    """A request as it was, as far as its references are still there."""

    @property
    def request(self) -> GenerationRequest:
        """With the references that were found."""
        ...

    @property
    def missing_references(self) -> Sequence[MissingReference]:
        """Those that the user has to give again."""
        ...


class Recipes(Protocol):
    """Reads what a clip was made from."""

    async def restored_from(self, file: Path) -> Restored | Problem:
        """The request that made `file`, or why there is none."""
        ...


class ClipDrops(QObject):
    """Asks what a clip is to be, and fills the composer with it.

    Signals:
        composer_filled: The composer holds something to go on with: it is to be seen.
    """

    composer_filled = Signal()

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        composer: ComposerPanel,
        recipes: Recipes,
        frames: ClipFrames,
        toasts: Toasts,
        tasks: BackgroundTasks,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._composer = composer
        self._recipes = recipes
        self._frames = frames
        self._toasts = toasts
        self._tasks = tasks

    def take(self, video: Path) -> None:
        """Takes a video that was dropped beside the slots."""
        self._tasks.start(self._take(video), name=f"take {video.name}")

    async def _take(self, video: Path) -> None:
        restored = await self._recipes.restored_from(video)
        if isinstance(restored, Problem):
            # Any other video is what it was dropped as.
            self._composer.add_files([video])
            return
        dialog = ClipDropDialog(self._theme, restored.request.prompt, parent=self._window)
        await ask(dialog)
        match dialog.use:
            case ClipUse.REQUEST:
                self._restore(restored)
            case ClipUse.MOTION:
                self._composer.add_files([video], VIDEO_SLOT)
            case ClipUse.LAST_FRAME:
                self._frames.use_last(video)
            case ClipUse.A_FRAME:
                self._frames.choose(video)
            case None:
                return
        self.composer_filled.emit()

    def _restore(self, restored: Restored) -> None:
        self._composer.load_request(restored.request)
        missing = restored.missing_references
        if missing:
            names = ", ".join(one.name for one in missing if one.name)
            self._toasts.show(
                ToastKind.WARNING,
                self.tr("1 reference was not found")
                if len(missing) == 1
                else self.tr("%n references were not found", "", len(missing)),
                self.tr("To be given again: %1").replace("%1", names) if names else "",
            )
        else:
            self._toasts.show(ToastKind.DONE, self.tr("Request restored"))
