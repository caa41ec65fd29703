"""Owns every task of the app: each is named and held, and its exception is reported."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

ReportException: TypeAlias = Callable[[BaseException, str], None]
"""Called with an exception that nobody awaited and the name of its task."""


class BackgroundTasks:
    """Starts tasks and ends them. One for the whole app."""

    def __init__(self, report_exception: ReportException) -> None:
        self._report_exception = report_exception
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_closed = False

    def start(self, work: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any] | None:
        """Runs `work` as a task called `name`; `None` when the app is ending."""
        if self._is_closed:
            work.close()
            return None
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._on_done)
        return task

    def names(self) -> list[str]:
        """The names of what runs now."""
        return sorted(task.get_name() for task in self._tasks)

    async def close(self, *, within: float) -> list[str]:
        """Cancels what runs and waits for it.

        Args:
            within: Seconds.

        Returns:
            The names of tasks that did not end in time.
        """
        self._is_closed = True
        current = asyncio.current_task()
        tasks = {task for task in self._tasks if task is not current}
        for task in tasks:
            task.cancel()
        if not tasks:
            return []
        _, late = await asyncio.wait(tasks, timeout=within)
        return sorted(task.get_name() for task in late)

    def _on_done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        exception = task.exception()
        if exception is not None:
            self._report_exception(exception, task.get_name())
