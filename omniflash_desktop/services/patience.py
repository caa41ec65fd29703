"""How long a generation waits for what it cannot mend itself, and in what steps."""

from collections.abc import Sequence
from typing import Final

import msgspec

from omniflash_desktop.domain.problems import PAUSES_THE_QUEUE, Problem, ProblemKind
from omniflash_desktop.services.ports import Clock

FOR_THE_USER_TO_MEND: Final = PAUSES_THE_QUEUE | {
    ProblemKind.DISK_FULL,
    ProblemKind.FOLDER_UNWRITABLE,
}
"""Problems that do not pass by themselves."""


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """The window waits for ever, a command only for a while.

    Attributes:
        waits_for_the_user: Whether to wait for a token, for the balance or for room on the disk.
        seconds_for_the_world: How long to wait for a network or a service; `None` means for ever.
    """

    waits_for_the_user: bool = True
    seconds_for_the_world: float | None = None

    def waits_for(self, problem: Problem) -> bool:
        """Whether it is worth waiting for the end of `problem` at all."""
        return self.waits_for_the_user or problem.kind not in FOR_THE_USER_TO_MEND


WITHOUT_END: Final = Patience()


class BackOff:
    """Ever longer pauses between tries at one thing, and the end of patience."""

    def __init__(self, pauses: Sequence[float], patience: Patience, clock: Clock) -> None:
        self._pauses = pauses
        self._patience = patience
        self._clock = clock
        self._tries = 0
        self._began: float | None = None

    @property
    def tries(self) -> int:
        """How often it was waited since it last worked."""
        return self._tries

    def pause_after(self, problem: Problem) -> float | None:
        """Seconds to wait before the next try; `None` when patience is at its end."""
        if not self._patience.waits_for(problem):
            return None
        return self.next_pause(problem.retry_after)

    def next_pause(self, asked_for: float | None = None) -> float | None:
        """Seconds to wait now; `None` when patience is at its end.

        Args:
            asked_for: What the service asked for, which takes the place of our own pause.
        """
        pause = asked_for or self._pauses[min(self._tries, len(self._pauses) - 1)]
        now = self._clock.monotonic()
        # Patience is counted from the first trouble: what worked until then took none of it.
        self._began = now if self._began is None else self._began
        limit = self._patience.seconds_for_the_world
        if limit is not None and now - self._began + pause > limit:
            return None
        self._tries += 1
        return pause

    def start_again(self) -> None:
        """Something worked: the next trouble begins with the shortest pause."""
        self._tries = 0
        self._began = None
