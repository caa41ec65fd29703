"""The small pictures in the cache: how much they take, and how to be rid of them."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_FOLDERS: Final = ("posters", "previews", "strips", "thumbnails")
"""What is made again when it is wanted. The rest of the cache may be needed by work under way."""


class PictureCache:
    """Small pictures of clips and references.

    Args:
        cache_folder: Where all caches are.
    """

    def __init__(self, cache_folder: Path) -> None:
        self._cache = cache_folder

    def size_bytes(self) -> int:
        """How much the disk holds of them. Slow: looks at every file."""
        total = 0
        for path in self._files():
            with contextlib.suppress(OSError):
                total += path.stat().st_size
        return total

    def clear(self) -> None:
        """Removes them all; one that is being read stays where the system holds on to it."""
        for path in self._files():
            with contextlib.suppress(OSError):
                path.unlink()

    def _files(self) -> Iterator[Path]:
        for name in _FOLDERS:
            folder = self._cache / name
            with contextlib.suppress(OSError):
                yield from [path for path in folder.iterdir() if path.is_file()]
