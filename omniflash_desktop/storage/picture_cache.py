"""The small pictures in the cache: how much they take, and how to be rid of them."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

MAX_REFERENCE_BYTES: Final = 512 * 1024 * 1024
"""Some thousand small pictures of references, the ones that were used last."""

_OF_REFERENCES: Final = ("previews", "thumbnails")
"""Of files that may be anywhere, so that nobody tells when they are not wanted any more."""
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

    def remove_oldest(self, *, most_bytes: int = MAX_REFERENCE_BYTES) -> None:
        """Removes what of references was used longest ago, until the rest is small enough."""
        files: list[tuple[float, int, Path]] = []
        for path in self._files(_OF_REFERENCES):
            with contextlib.suppress(OSError):
                facts = path.stat()
                files.append((facts.st_mtime, facts.st_size, path))
        too_many = sum(size for _, size, _ in files) - most_bytes
        for _, size, path in sorted(files):
            if too_many <= 0:
                return
            with contextlib.suppress(OSError):
                path.unlink()
                too_many -= size

    def _files(self, names: Sequence[str] = _FOLDERS) -> Iterator[Path]:
        for name in names:
            folder = self._cache / name
            with contextlib.suppress(OSError):
                yield from [path for path in folder.iterdir() if path.is_file()]
