"""The app's own queue as the library shows it: who is sent before whom.

Plain data, no Qt. Each question and each change takes a binary search, whatever the length.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias

from omniflash_desktop.domain.generation import Generation, State

_Place: TypeAlias = tuple[float, datetime, int, str]


class WaitingLine:
    """The generations that wait to be sent, the next one first. Each service has its own line."""

    def __init__(self) -> None:
        self._lines: dict[str, list[_Place]] = {}

    def fill(self, generations: Iterable[Generation]) -> None:
        """Replaces everything."""
        self._lines = {}
        for generation in generations:
            if generation.state is State.QUEUED:
                self._lines.setdefault(generation.service, []).append(_place(generation))
        for line in self._lines.values():
            line.sort()

    def change(self, before: Generation | None, now_is: Generation | None) -> None:
        """One generation is another now, or came, or went."""
        if before is not None and before.state is State.QUEUED:
            line = self._lines[before.service]
            del line[bisect_left(line, _place(before))]
        if now_is is not None and now_is.state is State.QUEUED:
            insort(self._lines.setdefault(now_is.service, []), _place(now_is))

    def ahead_of(self, generation: Generation) -> int:
        """How many are sent before it; 0 for one that does not wait in line."""
        if generation.state is not State.QUEUED:
            return 0
        return bisect_left(self._lines.get(generation.service, []), _place(generation))


def _place(generation: Generation) -> _Place:
    return generation.order, generation.created_at, generation.take, generation.id
