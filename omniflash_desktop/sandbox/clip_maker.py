"""Makes the clip and the thumbnail of a task: references in, rendering, files put in place."""

from __future__ import annotations

import asyncio
import os
import shutil
from typing import TYPE_CHECKING, Any

from omniflash_desktop.sandbox.failure_words import Failure
from omniflash_desktop.sandbox.faults import prompt_without_faults
from omniflash_desktop.sandbox.references import (
    MAX_IMAGE_BYTES,
    MAX_VIDEO_BYTES,
    fetched_reference,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from omniflash_desktop.sandbox.records import TaskRecord
    from omniflash_desktop.sandbox.render_pool import RenderPool
    from omniflash_desktop.sandbox.store import Store


class ClipMaker:
    """Turns an accepted task into files."""

    def __init__(self, store: Store, pool: RenderPool, *, reuse_clips: bool) -> None:
        """Keep what is needed.

        Args:
            store: Where files are kept.
            pool: What renders.
            reuse_clips: Render one clip per size and length and give every task a copy of it,
                for load tests.
        """
        self._store = store
        self._pool = pool
        self._reuse_clips = reuse_clips
        self._reusable: dict[tuple[int, int, int], asyncio.Lock] = {}

    async def make(self, task: TaskRecord, on_progress: Callable[[float], None]) -> None:
        """Put the clip and the thumbnail of a task among the files.

        Args:
            task: The task.
            on_progress: Called with the share of the work that is done, 0 to 1.

        Raises:
            RenderError: If a reference cannot be had or read, or rendering fails.
        """
        files = self._store.files_folder
        clip, thumbnail = files / task.clip_name, files / task.thumbnail_name
        # Files are put in place by a rename: what is there is whole.
        if not (clip.exists() and thumbnail.exists()):
            order = task.order
            if self._reuse_clips and not order.image_urls and order.video_url is None:
                await self._copied(task, clip, thumbnail, on_progress)
            else:
                await self._rendered(task, clip, thumbnail, on_progress)
        on_progress(1.0)

    async def _copied(
        self, task: TaskRecord, clip: Path, thumbnail: Path, on_progress: Callable[[float], None]
    ) -> None:
        width, height = task.order.size
        kind = (width, height, task.order.duration)
        folder = self._store.folder / "reusable"
        folder.mkdir(exist_ok=True)
        name = "x".join(map(str, kind))
        model, model_thumbnail = folder / f"{name}.mp4", folder / f"{name}.jpg"
        async with self._reusable.setdefault(kind, asyncio.Lock()):
            if not (model.exists() and model_thumbnail.exists()):
                await self._rendered(task, model, model_thumbnail, on_progress)
        for source, target in ((model_thumbnail, thumbnail), (model, clip)):
            part = self._store.incoming_folder / target.name
            await asyncio.to_thread(shutil.copyfile, source, part)
            os.replace(part, target)

    async def _rendered(
        self, task: TaskRecord, clip: Path, thumbnail: Path, on_progress: Callable[[float], None]
    ) -> None:
        incoming = self._store.incoming_folder
        order = task.order
        borrowed: list[Path] = []
        part, thumbnail_part = incoming / task.clip_name, incoming / task.thumbnail_name
        try:
            for link in order.image_urls:
                borrowed.append(
                    await fetched_reference(
                        self._store, link, MAX_IMAGE_BYTES, Failure.IMAGE_UNREACHABLE
                    )
                )
            video = None
            if order.video_url is not None:
                video = await fetched_reference(
                    self._store, order.video_url, MAX_VIDEO_BYTES, Failure.VIDEO_UNREACHABLE
                )
            job: dict[str, Any] = {
                "prompt": prompt_without_faults(order.prompt),
                "seconds": order.duration,
                "width": order.size[0],
                "height": order.size[1],
                "images": [str(path) for path in borrowed],
                "video": None if video is None else str(video),
                "clip": str(part),
                "thumbnail": str(thumbnail_part),
            }
            if video is not None:
                borrowed.append(video)
            await self._pool.render(job, on_progress)
            os.replace(thumbnail_part, thumbnail)
            os.replace(part, clip)
        finally:
            for path in (part, thumbnail_part, *borrowed):
                if path.parent == incoming:
                    path.unlink(missing_ok=True)
