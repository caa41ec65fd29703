"""Notices that the computer slept, or that its clock was set."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from omniflash_desktop.services.ports import Clock

LOOKED_AT_EVERY: Final = 5.0
"""Seconds between two looks at the clocks: so long after its waking a computer may seem asleep."""

NOTICED_FROM: Final = 5.0
"""Seconds. Less is a busy computer, or a clock that is gently corrected over the network."""


class ClockWatch:
    """Compares the wall clock with the monotonic one, for as long as `run` runs.

    Args:
        clock: Both of them.
        on_jump: Called when they do not go together any more: after a sleep of the computer, and
            when the clock was set. On systems whose monotonic clock goes on in the computer's
            sleep, a look that comes much too late tells of it.
    """

    def __init__(self, clock: Clock, on_jump: Callable[[], None]) -> None:
        self._clock = clock
        self._on_jump = on_jump

    async def run(self) -> None:
        """Looks until it is cancelled."""
        while True:
            wall, monotonic = self._clock.now(), self._clock.monotonic()
            await self._clock.sleep(LOOKED_AT_EVERY)
            passed = self._clock.monotonic() - monotonic
            difference = self._clock.now() - wall - timedelta(seconds=passed)
            is_late = passed > LOOKED_AT_EVERY + NOTICED_FROM
            if is_late or abs(difference.total_seconds()) > NOTICED_FROM:
                self._on_jump()
