"""Posters that somebody has emptied out of the cache are made again, once a tile wants them."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject

from omniflash_desktop.domain.generation import Clip, Generation
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.ui.library.library_panel import LibraryPanel


class MakesPictures(Protocol):
    """What this needs of who makes the pictures of clips."""

    async def make_again(self, clip: Clip) -> bool:
        """Makes the pictures of a clip where they were. Tells whether there is a new poster."""
        ...


class LostPictures(QObject):
    """Asks for each lost poster once.

    Args:
        library: Shows them.
        find: The generation of an id.
        pictures: Makes them.
        tasks: Waits for them.
        parent: Owner.
    """

    def __init__(
        self,
        library: LibraryPanel,
        find: Callable[[str], Generation | None],
        pictures: MakesPictures,
        tasks: BackgroundTasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._find = find
        self._pictures = pictures
        self._tasks = tasks
        self._asked: set[Path] = set()
        library.delegate.posters.unreadable.connect(self._look)

    def _look(self, poster: Path) -> None:
        if poster in self._asked:
            return
        self._asked.add(poster)
        # A clip's poster is called after its generation; pictures of references are not.
        generation = self._find(poster.stem)
        clip = None if generation is None else generation.clip
        if clip is not None and clip.poster == poster:
            self._tasks.start(self._make_again(clip), name=f"poster of {clip.path.name}")

    async def _make_again(self, clip: Clip) -> None:
        if not await self._pictures.make_again(clip):
            return
        delegate = self._library.delegate
        if clip.poster is not None:
            delegate.posters.forget(clip.poster)
        if clip.strip is not None:
            delegate.strips.forget(clip.strip)
        self._library.view.viewport().update()
