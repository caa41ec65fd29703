"""Pictures prepared while a request is written, each in a task of its own that can be cancelled."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from omniflash_desktop.domain.outcomes import PreparedImage
from omniflash_desktop.domain.picture_framing import PictureWishes
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.domain.request import AspectRatio
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.picture_preparation import PicturePreparation


class TaskPreparations:
    """Implements `compose.preparations.Preparations`."""

    def __init__(self, pictures: PicturePreparation, tasks: BackgroundTasks) -> None:
        self._pictures = pictures
        self._tasks = tasks

    def wishes_for(self, image: ImageReference, aspect: AspectRatio) -> PictureWishes:
        """How a picture would be prepared for a clip of that shape, if it were sent now."""
        return self._pictures.wishes_for(image, aspect)

    def request(
        self, path: Path, wishes: PictureWishes, on_ready: Callable[[PreparedImage | Problem], None]
    ) -> "PreparationTask":
        """Asks for a picture; what no worker has begun yet is never begun once it is cancelled."""
        work = self._prepare(path, wishes, on_ready)
        return PreparationTask(self._tasks.start(work, name=f"prepare {path.name}"))

    async def _prepare(
        self, path: Path, wishes: PictureWishes, on_ready: Callable[[PreparedImage | Problem], None]
    ) -> None:
        on_ready(await self._pictures.prepare(path, wishes))


class PreparationTask:
    """A picture that somebody waits for."""

    def __init__(self, task: asyncio.Task[None] | None) -> None:
        self._task = task

    def cancel(self) -> None:
        """Nobody waits for it any more."""
        if self._task is not None:
            self._task.cancel()
