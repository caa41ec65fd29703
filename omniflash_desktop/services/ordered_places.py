"""So many at once, and whoever matters most goes next: for sending and for downloads alike."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

Urgency: TypeAlias = Callable[[], Any]
"""Tells, whenever a place is free, how soon its owner has to go: the smallest goes first. It may
change while its owner waits, as the user reorders the queue."""


class OrderedPlaces:
    """Places that are handed out by urgency, not by arrival. Belongs to one event loop.

    Args:
        places: How many may be held at once; 0 lets nobody in.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._held = 0
        self._waiting: list[tuple[Urgency, asyncio.Future[None]]] = []

    @property
    def held(self) -> int:
        """How many are held now."""
        return self._held

    @property
    def waiting(self) -> int:
        """How many wait for one."""
        return len(self._waiting)

    def set_places(self, places: int) -> None:
        """Offers so many from now on. Those that are held stay held."""
        self._places = places
        self._let_in()

    async def take(self, urgency: Urgency) -> None:
        """Returns when a place is held; `give_back` ends that."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append((urgency, turn))
        # With the next turn of the loop: of all that come at once, the most urgent goes first.
        asyncio.get_running_loop().call_soon(self._let_in)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                # The place came together with the cancellation.
                self.give_back()
            else:
                self._waiting = [one for one in self._waiting if one[1] is not turn]
            raise

    def count_one_more(self) -> None:
        """Counts one that is in already, whether there was a place for it or not."""
        self._held += 1

    def give_back(self) -> None:
        """Gives a place to the next one."""
        self._held -= 1
        self._let_in()

    @asynccontextmanager
    async def place(self, urgency: Urgency) -> AsyncGenerator[None]:
        """Holds a place within the block."""
        await self.take(urgency)
        try:
            yield
        finally:
            self.give_back()

    def _let_in(self) -> None:
        while self._held < self._places and self._waiting:
            first = min(self._waiting, key=_urgency_of)
            self._waiting.remove(first)
            _, turn = first
            if not turn.done():
                self._held += 1
                turn.set_result(None)


def _urgency_of(entry: tuple[Urgency, asyncio.Future[None]]) -> Any:
    urgency, _ = entry
    return urgency()
