"""The tasks that carry generations: at most one for each."""

import asyncio
from collections.abc import Awaitable, Callable

from omniflash_desktop.services.background_tasks import BackgroundTasks


class Carriers:
    """Starts and stops carriers, and waits for them."""

    def __init__(self, tasks: BackgroundTasks) -> None:
        self._tasks = tasks
        self._by_generation: dict[str, asyncio.Task[None]] = {}

    def __contains__(self, generation_id: str) -> bool:
        return generation_id in self._by_generation

    @property
    def generation_ids(self) -> list[str]:
        """What is carried now."""
        return list(self._by_generation)

    def of(self, generation_id: str) -> asyncio.Task[None] | None:
        """The carrier of a generation; `None` where nobody carries it."""
        return self._by_generation.get(generation_id)

    def start(self, generation_id: str, work: Callable[[], Awaitable[None]], *, name: str) -> None:
        """Has `work` done as a task called `name`, once the carrier before has ended."""
        before = self._by_generation.get(generation_id)
        carrier = self._tasks.start(_after(before, work), name=name)
        if carrier is not None:
            self._by_generation[generation_id] = carrier
            carrier.add_done_callback(lambda done: self._let_go(generation_id, done))

    def stop(self, generation_id: str) -> None:
        """Asks the carrier to end. A submit that is under way is brought to its end."""
        carrier = self._by_generation.get(generation_id)
        if carrier is not None:
            carrier.cancel()

    async def idle(self) -> None:
        """Returns when nothing is carried any more."""
        while self._by_generation:
            await asyncio.wait(tuple(self._by_generation.values()))

    async def ended(self, generation_id: str) -> None:
        """Returns when the carrier of a generation has ended."""
        carrier = self._by_generation.get(generation_id)
        if carrier is not None:
            await asyncio.wait((carrier,))

    def _let_go(self, generation_id: str, carrier: asyncio.Task[None]) -> None:
        if self._by_generation.get(generation_id) is carrier:
            del self._by_generation[generation_id]


async def _after(before: asyncio.Task[None] | None, work: Callable[[], Awaitable[None]]) -> None:
    # Two carriers of one generation would trip over each other: the first ends before.
    if before is not None:
        await asyncio.wait((before,))
    await work()
