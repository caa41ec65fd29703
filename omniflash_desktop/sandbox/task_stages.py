"""How far a task seems to be: from its age and the frames rendered to a status and a percentage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from omniflash_desktop.sandbox import tariff

if TYPE_CHECKING:
    from omniflash_desktop.sandbox.validation import ClipOrder

# Shares of a task's time. The order of the words is documented, their lengths are ours.
_SUBMITTED_UNTIL: Final = 0.06
_PENDING_UNTIL: Final = 0.16
FAILS_AT: Final = 0.6
_HIGHEST_UNFINISHED: Final = 99  # per cent

DEFAULT_SPEED: Final = 10.0  # a 720p clip in about 6 s


@dataclass(frozen=True)
class Pace:
    """How long tasks take.

    Attributes:
        speed: 1 for lifelike minutes, 10 for ten times as fast.
        seconds_per_task: Seconds for any task, in place of `speed`.
    """

    speed: float = DEFAULT_SPEED
    seconds_per_task: float | None = None

    def seconds(self, order: ClipOrder) -> float:
        """Tell how long a task is made to take, in seconds; rendering may take longer."""
        if self.seconds_per_task is not None:
            return self.seconds_per_task
        return tariff.LIFELIKE_SECONDS[order.resolution] / self.speed


@dataclass(frozen=True)
class Stage:
    """What a poll of an unfinished task says.

    Attributes:
        status: One of the documented words.
        progress: 0 to 99 per cent.
    """

    status: str
    progress: int


def stage_of(age: float, seconds: float, queued: float, rendered: float) -> Stage:
    """Derive the stage of an unfinished task.

    Args:
        age: Seconds since the submit.
        seconds: Seconds the task is made to take.
        queued: Seconds that it waits longer than usual.
        rendered: Share of the frames that are rendered, 0 to 1.
    """
    if age < seconds * _SUBMITTED_UNTIL:
        return Stage("submitted", 0)
    pending_until = seconds * _PENDING_UNTIL + queued
    if age < pending_until:
        return Stage("pending", 0)
    working = max(seconds + queued - pending_until, 1e-6)
    share = min((age - pending_until) / working, rendered, 1.0)
    return Stage("processing", min(int(share * 100), _HIGHEST_UNFINISHED))
