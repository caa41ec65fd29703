"""Finds clips' files again that were moved: the same content, wherever it lies now."""

import asyncio
from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path

import msgspec

from omniflash_desktop.domain.generation import Clip, Generation
from omniflash_desktop.services.generation_journal import GenerationJournal


class FoundFiles:
    """A file is a clip's only when its content is: two clips may have had the same name."""

    def __init__(self, journal: GenerationJournal) -> None:
        self._journal = journal

    async def accept(self, generation: Generation, path: Path) -> bool:
        """Has a clip lie at `path` from now on; false where that is another file."""
        clip = generation.clip
        if clip is None or not await asyncio.to_thread(_is_the_file, clip, path):
            return False
        self._journal.note(generation.id, clip=msgspec.structs.replace(clip, path=path))
        return True

    async def look_in(self, folder: Path, missing: Sequence[Generation]) -> list[str]:
        """Looks for files by their names in a folder into which one of them was moved.

        Returns:
            The ids of the clips that were found there.
        """
        return [
            one.id
            for one in missing
            if one.clip is not None and await self.accept(one, folder / one.clip.path.name)
        ]


def _is_the_file(clip: Clip, path: Path) -> bool:
    try:
        if path.stat().st_size != clip.size_bytes:
            return False
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest() == clip.sha256
    except OSError:
        return False
