"""The rate limit: a bucket of tokens that fills at a steady rate."""

from __future__ import annotations

import math
import time
from typing import Final

DEFAULT_REQUESTS_PER_SECOND: Final = 100.0  # generous: the real limit is unpublished
_BURST_SECONDS: Final = 2.0


class RateLimit:
    """Counts requests against a rate."""

    def __init__(self, requests_per_second: float) -> None:
        """Start with a full bucket.

        Args:
            requests_per_second: The rate; 0 for no limit.
        """
        self._rate = requests_per_second
        self._most = max(1.0, requests_per_second * _BURST_SECONDS)
        self._left = self._most
        self._at = time.monotonic()

    def seconds_to_wait(self) -> int:
        """Take a token: 0 if there was one, otherwise whole seconds until there is."""
        if self._rate <= 0:
            return 0
        now = time.monotonic()
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left >= 1:
            self._left -= 1
            return 0
        return max(1, math.ceil((1 - self._left) / self._rate))
