"""Brings a finished clip home: downloaded, checked, named, with its poster and its strip."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import msgspec

from omniflash_desktop.domain.generation import Clip, Generation, Progress
from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.domain.problems import Charged, Problem
from omniflash_desktop.services.ports import ClipFiles, MediaTools, VideoApi

ShowProgress: TypeAlias = Callable[[Progress], None]


class ClipDownloader:
    """One try at a time: what to do after a failure is for `ClipRetrieval` to know."""

    def __init__(self, files: ClipFiles, media: MediaTools) -> None:
        self._files = files
        self._media = media

    async def fetch(
        self, generation: Generation, api: VideoApi, show_progress: ShowProgress
    ) -> Clip | Problem:
        """Downloads `generation.result_url` and keeps the clip.

        A cut download stays in its `.part` file and the next try goes on from there. A file that
        is no playable clip is removed.
        """
        folder_problem = self._files.problem_with_folder()
        if folder_problem is not None:
            return _paid(folder_problem, generation)
        part = self._files.part_file(generation.id)

        def show(done: int, total: int | None) -> None:
            percent = None if not total else min(100, done * 100 // total)
            show_progress(Progress(percent=percent, done_bytes=done, total_bytes=total))

        answer = await api.download(generation.result_url or "", part, on_bytes=show)
        if isinstance(answer, Problem):
            return _paid(answer, generation)
        return await self._keep(generation, part)

    def discard_part(self, generation_id: str) -> None:
        """Removes what was downloaded, once nobody will go on with it."""
        self._files.discard_part(generation_id)

    async def _keep(self, generation: Generation, part: Path) -> Clip | Problem:
        facts = await self._media.check_clip(part)
        if not isinstance(facts, VideoFacts):
            self._files.discard_part(generation.id)
            return _paid(facts, generation)
        poster = self._files.poster_file(generation.id)
        strip = self._files.strip_file(generation.id)
        # Pictures are cache: without them the clip is still whole.
        poster_problem = await self._media.make_thumbnail(part, poster, long_side=1280)
        strip_problem = await self._media.make_strip(part, strip)
        # Flushing hundreds of megabytes to the disk takes its time.
        kept = await asyncio.to_thread(
            self._files.keep,
            part,
            prompt=generation.request.prompt,
            made_at=generation.created_at,
        )
        if isinstance(kept, Problem):
            return _paid(kept, generation)
        return Clip(
            path=kept,
            width=facts.width,
            height=facts.height,
            seconds=facts.seconds,
            frame_rate=facts.frame_rate,
            size_bytes=facts.size_bytes,
            sha256=facts.sha256,
            poster=poster if poster_problem is None else None,
            strip=strip if strip_problem is None else None,
        )


def _paid(problem: Problem, generation: Generation) -> Problem:
    """What goes wrong with a finished clip goes wrong after the payment."""
    return msgspec.structs.replace(problem, charged=Charged.YES, task_id=generation.task_id)
