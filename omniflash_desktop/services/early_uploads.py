"""Uploads the images of a request while it is still being written, for those who want that.

It costs nothing, and Generate then finds the links. What fails here is told by nobody: Generate
tries again, and tells.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from omniflash_desktop.domain.generation import Progress
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.domain.request import AspectRatio, GenerationRequest
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.ports import Clock, ServiceConnections
from omniflash_desktop.services.reference_uploader import ReferenceUploader

if TYPE_CHECKING:
    import asyncio

ShowEarlyUpload: TypeAlias = Callable[[Path, int | None], None]
"""Hears of a file and its percents, 0 to 100; `None` when its upload is over."""

_AT_REST_FOR: Final = 1.0
"""Seconds. Whoever drags a crop about is not to upload every step of it."""

_Wanted: TypeAlias = tuple[ImageReference, AspectRatio, str]


class EarlyUploads:
    """Follows a request: what is in it goes up, and what leaves it does not go on."""

    def __init__(
        self,
        uploader: ReferenceUploader,
        connections: ServiceConnections,
        tasks: BackgroundTasks,
        clock: Clock,
    ) -> None:
        self._uploader = uploader
        self._connections = connections
        self._tasks = tasks
        self._clock = clock
        self._uploads: dict[_Wanted, asyncio.Task[None] | None] = {}

    def follow(self, request: GenerationRequest, service: str, show: ShowEarlyUpload) -> None:
        """Uploads the images of `request` that are not on their way or there yet.

        Args:
            request: As it stands now.
            service: Where a clip of it would be made, as `Generation.service`.
            show: Hears how far each of them is.
        """
        files = [one for one in request.images if one.path is not None]
        wanted = [(one, request.aspect_ratio, service) for one in files]
        for gone in self._uploads.keys() - set(wanted):
            self._drop(gone)
        for one in wanted:
            if one not in self._uploads:
                self._uploads[one] = self._tasks.start(
                    self._upload(one, request, show), name="upload while it is written"
                )

    def stop(self) -> None:
        """Uploads nothing more."""
        for one in list(self._uploads):
            self._drop(one)

    def _drop(self, one: _Wanted) -> None:
        task = self._uploads.pop(one)
        if task is not None:
            task.cancel()

    async def _upload(
        self, wanted: _Wanted, request: GenerationRequest, show: ShowEarlyUpload
    ) -> None:
        image, _, service = wanted
        assert image.path is not None, "a link is not uploaded"
        path = image.path
        await self._clock.sleep(_AT_REST_FOR)
        alone = msgspec.structs.replace(request, images=(image,), video=None)
        prepared = await self._uploader.prepare(alone, service)
        if isinstance(prepared, Problem):
            return
        api = await self._connections.connection_to(service)
        if isinstance(api, Problem):
            return

        def tell(progress: Progress) -> None:
            (reference,) = progress.references
            show(path, reference.percent)

        try:
            await self._uploader.upload(prepared, api, tell)
        finally:
            show(path, None)
