"""Looks out for clips that were paid for and given up: should one come, it is fetched."""

import asyncio
from collections.abc import Callable

from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.generation_runner import GenerationRunner


class LookOuts:
    """One task for each clip that was given up.

    Args:
        runner: Who asks.
        tasks: Whose the tasks are.
        when_it_comes: Called with the id of a clip that has come, to be downloaded.
    """

    def __init__(
        self,
        runner: GenerationRunner,
        tasks: BackgroundTasks,
        when_it_comes: Callable[[str], None],
    ) -> None:
        self._runner = runner
        self._tasks = tasks
        self._when_it_comes = when_it_comes
        self._by_generation: dict[str, asyncio.Task[None]] = {}

    def start(self, generation_id: str, *, ask_at_once: bool) -> None:
        """Looks out for a clip, unless somebody does already."""
        if generation_id in self._by_generation:
            return
        look_out = self._tasks.start(
            self._look_out(generation_id, ask_at_once=ask_at_once),
            name=f"look out for {generation_id}",
        )
        if look_out is not None:
            self._by_generation[generation_id] = look_out

    def stop(self, generation_id: str) -> None:
        """Looks out for a clip no longer."""
        look_out = self._by_generation.pop(generation_id, None)
        if look_out is not None:
            look_out.cancel()

    async def _look_out(self, generation_id: str, *, ask_at_once: bool) -> None:
        try:
            came = await self._runner.fetch_if_it_comes(generation_id, ask_at_once=ask_at_once)
        finally:
            if self._by_generation.get(generation_id) is asyncio.current_task():
                del self._by_generation[generation_id]
        if came:
            self._when_it_comes(generation_id)
