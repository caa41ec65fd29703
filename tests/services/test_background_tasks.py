"""Whoever starts a task owns it, hears of its exception, and ends it in time."""

import asyncio
import gc

from omniflash_desktop.services.background_tasks import BackgroundTasks


class Reports:
    """What was reported: the exception's text and the task's name."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    def __call__(self, exception: BaseException, name: str) -> None:
        self.heard.append((str(exception), name))


async def test_an_exception_is_reported_at_once_with_the_tasks_name() -> None:
    reports = Reports()
    tasks = BackgroundTasks(reports)

    async def fail() -> None:
        raise ValueError("broken")

    tasks.start(fail(), name="fragile")
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    assert reports.heard == [("broken", "fragile")]
    assert tasks.names() == []


async def test_a_task_that_nobody_else_holds_is_not_lost() -> None:
    tasks = BackgroundTasks(Reports())
    go, done = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        await go.wait()
        done.set()

    tasks.start(wait(), name="waiter")
    await asyncio.sleep(0)
    gc.collect()
    assert tasks.names() == ["waiter"]
    go.set()
    await asyncio.wait_for(done.wait(), 5)


async def test_the_end_cancels_what_runs_and_reports_no_cancellation() -> None:
    reports = Reports()
    tasks = BackgroundTasks(reports)
    cleaned: list[str] = []

    async def wait(name: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.append(name)

    tasks.start(wait("a"), name="a")
    tasks.start(wait("b"), name="b")
    await asyncio.sleep(0)

    assert await tasks.close(within=5.0) == []
    assert sorted(cleaned) == ["a", "b"]
    assert reports.heard == []
    assert tasks.names() == []


async def test_the_end_comes_in_time_and_names_who_is_late() -> None:
    tasks = BackgroundTasks(Reports())
    release = asyncio.Event()

    async def stubborn() -> None:
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue

    task = tasks.start(stubborn(), name="stubborn")
    assert task is not None
    await asyncio.sleep(0)

    assert await tasks.close(within=0.01) == ["stubborn"]

    release.set()
    await task


async def test_nothing_starts_after_the_end() -> None:
    tasks = BackgroundTasks(Reports())
    await tasks.close(within=1.0)
    ran: list[bool] = []

    async def run() -> None:
        ran.append(True)

    assert tasks.start(run(), name="late") is None
    await asyncio.sleep(0)
    assert ran == []


async def test_a_task_may_end_the_others_without_waiting_for_itself() -> None:
    tasks = BackgroundTasks(Reports())

    async def wait() -> None:
        await asyncio.Event().wait()

    async def end_all() -> list[str]:
        return await tasks.close(within=5.0)

    tasks.start(wait(), name="waiter")
    ending = tasks.start(end_all(), name="ending")
    assert ending is not None

    assert await ending == []
