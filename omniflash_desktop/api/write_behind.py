"""Writes a download to its file while the next bytes already arrive."""

import asyncio
from types import TracebackType
from typing import Final, Self

from omniflash_desktop.api.part_file import PartFile
from omniflash_desktop.domain.service_facts import MIB

_BLOCK_BYTES: Final = 2 * MIB
"""So much goes to a thread at once. Two blocks are in memory: one is written, one is filled."""


class WriteBehind:
    """Takes bytes in their order. Leaving its `async with` block waits for the write under way.

    Args:
        file: Begun already, where it is new.
        at: The offset of the first byte that will be added.
        total: How long the file will be in the end, where that is known.
    """

    def __init__(self, file: PartFile, at: int, total: int | None) -> None:
        self._total = total
        self._file = file
        self._at = at
        self._chunks: list[bytes] = []
        self._waiting_bytes = 0
        self._writing: asyncio.Future[None] | None = None

    @property
    def taken(self) -> int:
        """The offset after the last byte that was added, written or not."""
        return self._at + self._waiting_bytes

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Nobody may begin the file anew while a thread still writes to it."""
        if self._writing is not None:
            await asyncio.wait((self._writing,))
            # Whoever leaves early, as with a cancellation, asks for no trouble of the disk.
            self._writing.exception()

    async def add(self, chunk: bytes) -> None:
        """Takes the next bytes; waits where the disk is slower than the network.

        Raises:
            OSError: Earlier bytes could not be written.
        """
        self._chunks.append(chunk)
        self._waiting_bytes += len(chunk)
        if self._waiting_bytes >= _BLOCK_BYTES:
            await self._written()
            self._start_writing()

    async def flush(self) -> None:
        """Returns when all bytes are written.

        Raises:
            OSError: They could not be.
        """
        await self._written()
        if self._chunks:
            self._start_writing()
            await self._written()

    def _start_writing(self) -> None:
        at, chunks = self._at, self._chunks
        self._at, self._chunks, self._waiting_bytes = self.taken, [], 0
        loop = asyncio.get_running_loop()
        self._writing = loop.run_in_executor(None, self._file.write, at, chunks, self._total)

    async def _written(self) -> None:
        if self._writing is not None:
            await asyncio.shield(self._writing)
            self._writing = None
