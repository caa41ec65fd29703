"""Pauses that end early for all who take one, once somebody learns that waiting is over."""

import asyncio

from omniflash_desktop.services.ports import Clock


class Naps:
    """Belongs to one event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sleeping: set[asyncio.Future[None]] = set()

    async def nap(self, seconds: float | None) -> None:
        """Waits until `wake_all`, but not longer than `seconds`; with `None`, as long as that."""
        if seconds is None:
            sleep: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        else:
            sleep = asyncio.ensure_future(self._clock.sleep(seconds))
        self._sleeping.add(sleep)
        try:
            await asyncio.wait((sleep,))
            if not sleep.cancelled():
                sleep.result()
        finally:
            self._sleeping.discard(sleep)
            if not sleep.done():
                sleep.cancel()
                await asyncio.wait((sleep,))

    def wake_all(self) -> None:
        """Ends every nap."""
        for sleep in self._sleeping:
            sleep.cancel()
