"""What every test stands on: coroutine tests, Qt without a screen, and nothing left behind."""

import asyncio
import contextlib
import gc
import inspect
import os
import signal
import threading
import time
from collections.abc import Generator
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that runs the tests in its background lets them, and all they start, ignore Ctrl+C.
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.default_int_handler)

_THREADS_END_WITHIN_SECONDS = 5.0
_WORKERS_PER_CORE = 2
_LONGEST_STORY = "test_killed_anywhere.py"
_THREADS_BEFORE = pytest.StashKey[set[threading.Thread]]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest story begins first: begun last, it would be waited for by itself."""
    items.sort(key=lambda item: item.path.name != _LONGEST_STORY)


def pytest_collection_finish() -> None:
    """Collects garbage of Qt only between tests, see `app/garbage.py`; what is imported stays."""
    gc.collect()
    gc.freeze()
    gc.disable()


def pytest_xdist_auto_num_workers() -> int:
    """How many processes `-n auto` starts: half of their time, journeys wait for other ones."""
    return _WORKERS_PER_CORE * (os.cpu_count() or 1)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Runs `async def` tests on a loop of their own; a task left behind fails the test.

    It is Qt's loop, by the app's own bridge, where the test asks for `qapp`.
    """
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    arguments: dict[str, Any] = {name: pyfuncitem.funcargs[name] for name in names}

    async def run_the_test() -> int:
        await pyfuncitem.obj(**arguments)
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        assert not left, f"tasks left behind: {[task.get_name() for task in left]}"
        return 0

    if "qapp" in pyfuncitem.fixturenames:
        from omniflash_desktop.app.async_bridge import run_until_done

        run_until_done(pyfuncitem.funcargs["qapp"], run_the_test())
    else:
        with asyncio.Runner() as runner:
            runner.run(run_the_test())
    return True


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Remembers the threads that the test's fixtures have, and others before it."""
    item.stash[_THREADS_BEFORE] = set(threading.enumerate())
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """A thread that keeps the process alive, or a timer that still runs, fails its test."""
    result = yield
    left = _threads_left(item.stash.get(_THREADS_BEFORE, set(threading.enumerate())))
    assert not left, f"threads left behind: {left}"
    if "qapp" in getattr(item, "fixturenames", ()):
        # Not in whatever thread the next garbage is made: Qt's objects end in the main one.
        gc.collect()
        left = _timers_left()
        assert not left, f"timers left behind: {left}"
    return result


def _threads_left(before: set[threading.Thread]) -> list[str]:
    deadline = time.monotonic() + _THREADS_END_WITHIN_SECONDS
    new = [one for one in threading.enumerate() if one not in before and not one.daemon]
    for thread in new:
        # Whoever ends a thread need not wait for its last breath.
        thread.join(max(0.0, deadline - time.monotonic()))
    return [thread.name for thread in new if thread.is_alive()]


def _timers_left() -> list[str]:
    """Timers that run in windows which the test did not end."""
    from PySide6.QtCore import QCoreApplication, QEvent, QTimer
    from PySide6.QtWidgets import QApplication

    # Outside the event loop nobody else does what `deleteLater` was asked for.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    left: list[str] = []
    for window in QApplication.topLevelWidgets():
        for timer in window.findChildren(QTimer):
            if timer.isActive():
                left.append(f"{timer.objectName() or 'a timer'} in {type(window).__name__}")
                # The next test is not to blame for it.
                timer.stop()
    return left
