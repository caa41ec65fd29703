"""Tells how many bytes are done, often enough for the eye and seldom enough for the window."""

import time
from typing import Final

from omniflash_desktop.api.exchange import OnBytes

_SECONDS_BETWEEN: Final = 0.05  # twenty times a second


class ByteReports:
    """Passes on the first, the last and some of the numbers between.

    Args:
        on_bytes: Whom to tell, on this thread.
        total: Bytes in all, where they are known.
    """

    def __init__(self, on_bytes: OnBytes | None, total: int | None) -> None:
        self._on_bytes = on_bytes
        self._total = total
        self._next_at = 0.0

    def report(self, done: int, *, is_last: bool = False) -> None:
        """Tells that `done` bytes are done, unless it was told a moment ago."""
        now = time.monotonic()
        if self._on_bytes is None or (now < self._next_at and not is_last):
            return
        self._next_at = now + _SECONDS_BETWEEN
        self._on_bytes(done, self._total)
