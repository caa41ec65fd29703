"""How many clips the service bears at once: fewer after a 429, and step by step more again."""

from typing import Final

SUBMITS_FOR_ONE_MORE: Final = 3
"""Submits that were taken in a row, without a 429 between, before one more clip may go at once.

The number falls at once and rises slowly, so that it stays just below what the service bears: a
single success may be chance, and a step too early costs another 429 and the pause after it.
"""


class Pace:
    """Follows the service's answers to submits.

    Args:
        wanted: How many clips at once the user wants; the number never rises above it.
    """

    def __init__(self, wanted: int) -> None:
        self._wanted = wanted
        self._bearable: int | None = None
        self._taken_in_a_row = 0

    @property
    def clips_at_once(self) -> int:
        """How many may go now; at least one."""
        wanted = max(1, self._wanted)
        return wanted if self._bearable is None else min(wanted, self._bearable)

    def want(self, clips: int) -> None:
        """The user wants so many from now on. What the service bears is known as before."""
        self._wanted = clips

    def slow_down(self) -> None:
        """The service answered a submit with 429."""
        self._bearable = max(1, self.clips_at_once - 1)
        self._taken_in_a_row = 0

    def speed_up(self) -> None:
        """The service took a submit."""
        if self._bearable is None:
            return
        self._taken_in_a_row += 1
        if self._taken_in_a_row >= SUBMITS_FOR_ONE_MORE:
            self._taken_in_a_row = 0
            self._bearable = min(self._bearable, self.clips_at_once) + 1
            if self._bearable >= self._wanted:
                self._bearable = None
