"""The real clock. Tests use one of their own."""

import asyncio
import time
from datetime import UTC, datetime


class SystemClock:
    """Implements `ports.Clock` on the computer's own time."""

    def now(self) -> datetime:
        """The moment in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Waits at least so long."""
        deadline = time.monotonic() + seconds
        await asyncio.sleep(seconds)
        # Qt's timers may wake up to 5 % early, so what is left is slept as well.
        if (left := deadline - time.monotonic()) > 0:
            await asyncio.sleep(left * 1.1)
