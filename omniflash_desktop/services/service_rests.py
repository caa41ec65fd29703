"""Lets a service be for a while, when it asks for that or is not there."""

import asyncio

from omniflash_desktop.services.naps import Naps
from omniflash_desktop.services.ports import Clock


class ServiceRests:
    """All clips for one service rest together, not only the one that met the trouble.

    Otherwise each in the line would go and meet it for itself, and overtake the one whose turn it
    was.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rests: dict[str, _Rest] = {}

    def holds(self, service: str) -> bool:
        """Whether nothing is to be sent to `service` now."""
        return service in self._rests

    async def rest(self, service: str, seconds: float) -> None:
        """Sends nothing to `service` for so many seconds; returns when they are over.

        They are over early when somebody calls `end`.
        """
        rest = self._rests.setdefault(service, _Rest(self._clock))
        rest.sleepers += 1
        try:
            await rest.naps.nap(seconds)
        finally:
            rest.sleepers -= 1
            if rest.sleepers == 0:
                del self._rests[service]
                rest.is_over.set()

    def end(self, service: str) -> None:
        """Tries `service` again now."""
        rest = self._rests.get(service)
        if rest is not None:
            rest.naps.wake_all()

    async def over(self, service: str) -> None:
        """Returns when the last one that rests for `service` has woken."""
        while (rest := self._rests.get(service)) is not None:
            await rest.is_over.wait()


class _Rest:
    def __init__(self, clock: Clock) -> None:
        self.naps = Naps(clock)
        self.sleepers = 0
        self.is_over = asyncio.Event()
