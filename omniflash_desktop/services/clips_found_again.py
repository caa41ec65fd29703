"""Puts clips back into a library that lost them, by the recipes that they carry."""

import asyncio
from pathlib import Path

from omniflash_desktop.domain.generation import SANDBOX, Clip, Generation, State
from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.recipe import Recipe, request_of
from omniflash_desktop.domain.references import service_address
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.services.generation_journal import GenerationJournal
from omniflash_desktop.services.ports import ClipFiles, Clock, GenerationLibrary, MediaTools


class ClipsFoundAgain:
    """One clip after the other: thousands of them must not keep the media workers from others."""

    def __init__(
        self,
        files: ClipFiles,
        media: MediaTools,
        journal: GenerationJournal,
        library: GenerationLibrary,
        clock: Clock,
    ) -> None:
        self._files = files
        self._media = media
        self._journal = journal
        self._library = library
        self._clock = clock

    async def run(self) -> int:
        """Reads every clip in the folder, and adds those that the library does not know.

        A clip without a recipe stays what it is: a file in a folder.

        Returns:
            How many were added.
        """
        added = 0
        for path in await asyncio.to_thread(self._files.clips):
            recipe = await self._media.read_recipe(path)
            if not isinstance(recipe, Problem):
                added += await self._add(path, recipe)
        return added

    async def _add(self, path: Path, recipe: Recipe) -> bool:
        # A copy of a clip carries its id too: the first one is the clip.
        if recipe.known_id is None or self._library.find(recipe.known_id) is not None:
            return False
        facts = await self._media.inspect_video(path)
        if not isinstance(facts, VideoFacts) or self._library.find(recipe.known_id) is not None:
            return False
        self._journal.add(self._generation(recipe, recipe.known_id, path, facts))
        return True

    def _generation(
        self, recipe: Recipe, generation_id: str, path: Path, facts: VideoFacts
    ) -> Generation:
        clicked_at = recipe.clicked_at or self._clock.now()
        return Generation(
            id=generation_id,
            service=_service_of(recipe),
            request=request_of(recipe),
            state=State.READY,
            created_at=clicked_at,
            changed_at=clicked_at,
            finished_at=clicked_at,
            # The key is not told to whoever may get the file. Nothing will be sent with it.
            idempotency_key="",
            # Which takes belong together is not told either.
            group_id=generation_id,
            take=recipe.take,
            takes=recipe.takes,
            task_id=recipe.task_id or None,
            cost=recipe.dollars,
            title=recipe.title,
            file_name=path.name,
            file_sha256=facts.sha256,
            # Its poster and its strip are made when they are looked at.
            clip=Clip(
                path=path,
                width=facts.width,
                height=facts.height,
                seconds=facts.seconds,
                frame_rate=facts.frame_rate,
                size_bytes=facts.size_bytes,
                sha256=facts.sha256,
            ),
        )


def _service_of(recipe: Recipe) -> str:
    if recipe.service == SANDBOX:
        return SANDBOX
    # A recipe names the host alone. Nothing is sent there for a clip that is home.
    return service_address(f"https://{recipe.service}") or DEFAULT_BASE_URL
