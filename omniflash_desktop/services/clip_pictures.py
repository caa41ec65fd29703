"""The poster and the strip of a clip: cache, without which the clip is still whole."""

from pathlib import Path
from typing import Final

from omniflash_desktop.domain.generation import Clip
from omniflash_desktop.services.ports import ClipFiles, MediaTools

_POSTER_SIDE: Final = 1280


class ClipPictures:
    """Makes both when a clip comes home, and again where somebody has emptied the cache."""

    def __init__(self, files: ClipFiles, media: MediaTools) -> None:
        self._files = files
        self._media = media

    async def make(self, generation_id: str, clip: Path) -> tuple[Path | None, Path | None]:
        """Makes the pictures of a new clip.

        Returns:
            Its poster and its strip; `None` for what could not be made.
        """
        poster = self._files.poster_file(generation_id)
        strip = self._files.strip_file(generation_id)
        poster_problem = await self._media.make_thumbnail(clip, poster, long_side=_POSTER_SIDE)
        strip_problem = await self._media.make_strip(clip, strip)
        return poster if poster_problem is None else None, strip if strip_problem is None else None

    async def make_again(self, clip: Clip) -> bool:
        """Makes the pictures of a clip where they were. Tells whether there is a new poster."""
        if clip.poster is None:
            return False
        problem = await self._media.make_thumbnail(clip.path, clip.poster, long_side=_POSTER_SIDE)
        if problem is None and clip.strip is not None:
            await self._media.make_strip(clip.path, clip.strip)
        return problem is None
