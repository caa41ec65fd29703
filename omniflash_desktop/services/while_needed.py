"""A task that runs as long as somebody needs what it does, and not a moment longer."""

from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from omniflash_desktop.services.background_tasks import BackgroundTasks

if TYPE_CHECKING:
    import asyncio


class WhileNeeded:
    """Starts `work` with the first who needs it and cancels it with the last.

    Args:
        work: Makes the coroutine; it runs until it is cancelled.
        tasks: Where its task is started.
        name: Of the task.
    """

    def __init__(
        self, work: Callable[[], Coroutine[Any, Any, None]], tasks: BackgroundTasks, *, name: str
    ) -> None:
        self._work = work
        self._tasks = tasks
        self._name = name
        self._needed_by = 0
        self._task: asyncio.Task[None] | None = None

    @contextmanager
    def needed(self) -> Generator[None]:
        """Within the block, the task runs."""
        self._needed_by += 1
        if self._task is None or self._task.done():
            self._task = self._tasks.start(self._work(), name=self._name)
        try:
            yield
        finally:
            self._needed_by -= 1
            if self._needed_by == 0 and self._task is not None:
                self._task.cancel()
                self._task = None
