"""A file on its way into a bucket: read part by part, counted, and stopped on demand."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import BinaryIO, Final

from omniflash_desktop.domain.service_facts import MIB

PARTS_AT_ONCE: Final = 3
_SMALLEST_PART: Final = 5 * MIB
"""What S3 takes as the least."""
_MOST_PARTS: Final = 10_000  # S3; others take more


class FileChangedError(OSError):
    """The file is not as long as it was when its hash was taken."""


class StoppedError(OSError):
    """Nobody wants the file to go on."""


def part_bytes_for(size_bytes: int) -> int:
    """How large each part of a file is; all are of the same size, as some stores demand it."""
    return max(_SMALLEST_PART, -(-size_bytes // _MOST_PARTS))


class SentFile:
    """The parts of one file, in their order.

    Attributes:
        trouble: What ended it early on this side; the store itself only tells that it ended.
    """

    def __init__(self, path: Path, *, size_bytes: int) -> None:
        self._path = path
        self._size = size_bytes
        self._part_bytes = part_bytes_for(size_bytes)
        self._handed_over = 0
        self._stopped = False
        self.trouble: OSError | None = None

    @property
    def name(self) -> str:
        """Of the file, without its folder."""
        return self._path.name

    @property
    def part_bytes(self) -> int:
        """Of each part but the last."""
        return self._part_bytes

    @property
    def taken_bytes(self) -> int:
        """What the store has taken for certain: all but the parts that may still be under way."""
        return max(0, self._handed_over - PARTS_AT_ONCE * self._part_bytes)

    def stop(self) -> None:
        """Ends it with the next part, upon which the store forgets the ones that it has."""
        self._stopped = True

    async def parts(self) -> AsyncGenerator[bytes]:
        """The parts, each read only when the store has room for it."""
        try:
            with await asyncio.to_thread(self._path.open, "rb") as file:
                while part := await self._next_part(file):
                    self._handed_over += len(part)
                    yield part
                self._check_end()
        except OSError as error:
            self.trouble = error
            raise

    async def _next_part(self, file: BinaryIO) -> bytes:
        part = await asyncio.to_thread(file.read, self._part_bytes)
        if self._stopped:
            raise StoppedError(self._path.name)
        if self._handed_over + len(part) > self._size:
            raise FileChangedError(self._path.name)
        return part

    def _check_end(self) -> None:
        if self._handed_over != self._size:
            raise FileChangedError(self._path.name)
