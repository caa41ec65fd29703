"""One clip finds that the folder takes nothing, and all others take its word for a while."""

from collections import Counter
from typing import Final

from omniflash_desktop.domain.generation import Clip
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.ports import Clock

FOLDER_TRIED_EVERY: Final = 10.0
"""Seconds. Hundreds of clips may wait for room, and one of them is enough to look for it."""

_MOST_PATIENT: Final = 3
"""How many times longer a clip waits that tried in vain itself."""

_OF_THE_FOLDER: Final = frozenset({ProblemKind.DISK_FULL, ProblemKind.FOLDER_UNWRITABLE})


class FolderTrouble:
    """What the last tries to write clips have told about their folder."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._problem: Problem | None = None
        self._tries = 0
        self._tried_at = 0.0
        self._tries_of: Counter[str] = Counter()

    @property
    def tries(self) -> int:
        """How many tries in vain there were so far."""
        return self._tries

    def known(self, generation_id: str, *, since: int) -> Problem | None:
        """Why nothing can be written; `None` where it is worth a try.

        Args:
            generation_id: The clip that is to be written.
            since: `tries` when that clip was taken up. What was found before may have been
                mended, and somebody may have asked for the clip because of it.
        """
        if self._tries == since:
            return None
        # Where there is no room for this one, there may be room for a smaller one: others first.
        patience = min(1 + self._tries_of[generation_id], _MOST_PATIENT)
        is_fresh = self._clock.monotonic() - self._tried_at < FOLDER_TRIED_EVERY * patience
        return self._problem if is_fresh else None

    def may_be_mended(self) -> None:
        """Somebody says so: every clip is worth a try."""
        self._problem = None
        self._tries_of.clear()

    def hear(self, generation_id: str, outcome: Clip | Problem) -> None:
        """Takes note of how a try ended."""
        if isinstance(outcome, Clip):
            self._problem = None
            self._tries_of.clear()
        elif outcome.kind in _OF_THE_FOLDER:
            self._problem = outcome
            self._tries += 1
            self._tried_at = self._clock.monotonic()
            self._tries_of[generation_id] += 1
