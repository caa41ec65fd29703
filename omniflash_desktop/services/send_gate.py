"""Decides when the next request may be sent: not while paused, and never too many at once."""

import asyncio
from types import TracebackType
from typing import Self

from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.service_facts import MAX_SUBMITS_IN_FLIGHT
from omniflash_desktop.services.changes import Changes, QueuePaused


class SendGate:
    """`async with gate:` holds one of the places for sending. Pausing stops nothing but that."""

    def __init__(self, changes: Changes, *, places: int = MAX_SUBMITS_IN_FLIGHT) -> None:
        self._changes = changes
        self._places = asyncio.Semaphore(places)
        self._open = asyncio.Event()
        self._open.set()
        self._problem: Problem | None = None

    @property
    def problem(self) -> Problem | None:
        """Why nothing is sent."""
        return self._problem

    def pause(self, problem: Problem) -> None:
        """Sends nothing more until `resume`. The same kind of problem is told once."""
        if self._problem is not None and self._problem.kind is problem.kind:
            return
        self._problem = problem
        self._open.clear()
        self._changes.publish(QueuePaused(problem=problem))

    def resume(self) -> None:
        """Sends again."""
        if self._problem is None:
            return
        self._problem = None
        self._open.set()
        self._changes.publish(QueuePaused(problem=None))

    async def __aenter__(self) -> Self:
        """Waits for the gate to open and for a place."""
        while True:
            await self._open.wait()
            await self._places.acquire()
            # Somebody may have paused while this one waited for its place.
            if self._open.is_set():
                return self
            self._places.release()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Gives the place to the next one."""
        self._places.release()
