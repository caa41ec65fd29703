"""Brings a finished clip home: downloaded, checked, named, with its poster and its strip.

The name and the file's hash are written down before the file gets that name. So a process that
dies anywhere in between finds its clip again at the next start, and fetches no second one.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

import msgspec

from omniflash_desktop import __version__
from omniflash_desktop.domain.file_names import DEFAULT_PATTERN, NameFacts, clip_file_name
from omniflash_desktop.domain.generation import Clip, Generation, Progress
from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.recipe import recipe_json, recipe_of
from omniflash_desktop.services.clip_pictures import ClipPictures
from omniflash_desktop.services.generation_journal import GenerationJournal
from omniflash_desktop.services.ports import ClipFiles, MediaTools, VideoApi

ShowProgress: TypeAlias = Callable[[Progress], None]

_MOST_NAMES_LOST: Final = 100
"""Names that others may take, one after the other, while this clip reaches for them."""


class ClipDownloader:
    """One try at a time: what to do after a failure is for `ClipRetrieval` to know.

    Attributes:
        pattern: How the next clips are named, see `domain.file_names`.
        writes_recipes: Whether the next clips carry their recipe.
    """

    def __init__(
        self,
        files: ClipFiles,
        media: MediaTools,
        journal: GenerationJournal,
        *,
        pattern: str = DEFAULT_PATTERN,
        writes_recipes: bool = True,
    ) -> None:
        self._files = files
        self._media = media
        self._pictures = ClipPictures(files, media)
        self._journal = journal
        self.pattern = pattern
        self.writes_recipes = writes_recipes
        self._at_work: set[str] = set()

    async def keep_in(self, folder: Path) -> None:
        """Keeps clips in `folder` from now on.

        What is being written ends where it began. What waits unfinished in the former folder is
        removed there and begins anew.
        """
        unfinished = await asyncio.to_thread(self._files.ids_with_parts)
        for generation_id in unfinished - self._at_work:
            self._files.discard_part(generation_id)
        self._files.keep_in(folder)

    async def fetch(
        self, generation: Generation, api: VideoApi, show_progress: ShowProgress
    ) -> Clip | Problem:
        """Downloads `generation.result_url` and keeps the clip.

        A cut download stays in its `.part` file and the next try goes on from there. A file that
        is no playable clip is removed. What an earlier run brought home is taken as it is.
        """
        self._at_work.add(generation.id)
        try:
            return await self._fetch(generation, api, show_progress)
        finally:
            self._at_work.discard(generation.id)

    async def _fetch(
        self, generation: Generation, api: VideoApi, show_progress: ShowProgress
    ) -> Clip | Problem:
        folder_problem = await asyncio.to_thread(self._files.problem_with_folder)
        if folder_problem is not None:
            return _paid(folder_problem, generation)
        kept = await self._kept_before(generation)
        if kept is not None:
            return kept
        part = self._files.part_file(generation.id)
        facts = await self._facts_of_whole_part(generation.id)
        if facts is None:

            def show(done: int, total: int | None) -> None:
                percent = None if not total else min(100, done * 100 // total)
                show_progress(Progress(percent=percent, done_bytes=done, total_bytes=total))

            answer = await api.download(generation.result_url or "", part, on_bytes=show)
            if isinstance(answer, Problem):
                return _paid(answer, generation)
            facts = await self._media.check_clip(part)
        if not isinstance(facts, VideoFacts):
            self._files.discard_part(generation.id)
            return _paid(facts, generation)
        return await self._keep(generation, part, facts)

    def discard_part(self, generation_id: str) -> None:
        """Removes what was downloaded, once nobody will go on with it."""
        self._files.discard_part(generation_id)

    async def _kept_before(self, generation: Generation) -> Clip | None:
        """The clip that a run which died has given its name already."""
        if not generation.file_name:
            return None
        path = await asyncio.to_thread(self._files.kept_file, generation.file_name)
        if path is None:
            return None
        facts = await self._media.check_clip(path)
        # Another file may have that name by now.
        if isinstance(facts, Problem) or facts.sha256 != generation.file_sha256:
            return None
        clip = await self._with_pictures(generation, path, facts)
        self._files.discard_part(generation.id)
        return clip

    async def _facts_of_whole_part(self, generation_id: str) -> VideoFacts | None:
        """Of a download that came to its end before the run died; its link may be dead by now."""
        part = self._files.whole_part(generation_id)
        if part is None:
            return None
        facts = await self._media.check_clip(part)
        return facts if isinstance(facts, VideoFacts) else None

    async def _keep(self, generation: Generation, part: Path, facts: VideoFacts) -> Clip | Problem:
        facts, recipe_beside = await self._with_recipe(generation, part, facts)
        kept = await self._named(generation, part, facts)
        if isinstance(kept, Problem):
            return _paid(kept, generation)
        if recipe_beside is not None:
            # The clip is whole without it.
            await asyncio.to_thread(
                self._files.keep_recipe, kept, recipe_beside, generation_id=generation.id
            )
        return await self._with_pictures(generation, kept, facts)

    async def _with_recipe(
        self, generation: Generation, part: Path, facts: VideoFacts
    ) -> tuple[VideoFacts, str | None]:
        """The file's facts afterwards, and the recipe where it has to lie beside the file."""
        if not self.writes_recipes or not generation.request.prompt.strip():
            # A task that was made elsewhere has no recipe that we know of.
            return facts, None
        recipe = recipe_json(recipe_of(generation, app_version=__version__))
        if recipe is None:
            return facts, None
        written = await self._media.write_recipe(part, recipe, title=generation.name)
        if isinstance(written, Problem):
            return facts, recipe
        changed = msgspec.structs.replace(
            facts, size_bytes=written.size_bytes, sha256=written.sha256
        )
        return changed, None

    async def _named(self, generation: Generation, part: Path, facts: VideoFacts) -> Path | Problem:
        for _ in range(_MOST_NAMES_LOST):
            taken = await asyncio.to_thread(self._files.taken_names)
            name = clip_file_name(
                _name_facts(generation, facts),
                exists=lambda name, taken=taken: name.casefold() in taken,
                pattern=self.pattern,
            )
            self._journal.note(
                generation.id, durably=True, file_name=name, file_sha256=facts.sha256
            )
            # Flushing hundreds of megabytes to the disk takes its time.
            kept = await asyncio.to_thread(self._files.keep, part, name)
            if kept is not None:
                return kept
        return Problem(kind=ProblemKind.FOLDER_UNWRITABLE, subject=part.parent.name)

    async def _with_pictures(self, generation: Generation, path: Path, facts: VideoFacts) -> Clip:
        poster, strip = await self._pictures.make(generation.id, path)
        return Clip(
            path=path,
            width=facts.width,
            height=facts.height,
            seconds=facts.seconds,
            frame_rate=facts.frame_rate,
            size_bytes=facts.size_bytes,
            sha256=facts.sha256,
            poster=poster,
            strip=strip,
        )


def _name_facts(generation: Generation, facts: VideoFacts) -> NameFacts:
    request = generation.request
    return NameFacts(
        made_at=generation.created_at.astimezone(),
        title=generation.title,
        prompt=request.prompt,
        take=generation.take,
        takes=generation.takes,
        resolution=request.resolution.value,
        seconds=round(facts.seconds),
        ratio=request.aspect_ratio.value,
        mode=request.mode.value,
        task=generation.task_id or "",
        project=generation.project,
        id=generation.id,
    )


def _paid(problem: Problem, generation: Generation) -> Problem:
    """What goes wrong with a finished clip goes wrong after the payment."""
    return msgspec.structs.replace(problem, charged=Charged.YES, task_id=generation.task_id)
