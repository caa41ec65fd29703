"""Catches what nobody caught: to the log, told once for each kind, and the app goes on."""

import asyncio
import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

_log = logging.getLogger(__name__)

FAULT_FILE = "last-crash.txt"


class CrashNet:
    """One for the whole process. `tell` is called with a short text, once per kind of traceback.

    Args:
        tell: Called in whatever thread the exception was raised.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._known: set[tuple[str, ...]] = set()
        self._fault_file: TextIO | None = None
        self._hooks_before = sys.excepthook, threading.excepthook

    def spread(self, logs_folder: Path) -> None:
        """Hooks into Python, its threads, and the interpreter's own crashes."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        try:
            self._fault_file = (logs_folder / FAULT_FILE).open("w", encoding="utf-8")
        except OSError:
            return
        faulthandler.enable(self._fault_file)

    def watch_loop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hears of exceptions in callbacks of the event loop too."""
        loop.set_exception_handler(self._on_loop_exception)

    def report(self, exception: BaseException, where: str) -> None:
        """Takes an exception that a task ended with."""
        _log.error("%s failed", where, exc_info=exception)
        frames = traceback.extract_tb(exception.__traceback__)
        places = (f"{frame.filename}:{frame.lineno}" for frame in frames)
        kind = (type(exception).__qualname__, *places)
        if kind not in self._known:
            self._known.add(kind)
            self._tell(f"{type(exception).__name__} in {where}")

    def close(self) -> None:
        """Takes the hooks back."""
        sys.excepthook, threading.excepthook = self._hooks_before
        if self._fault_file is not None:
            faulthandler.disable()
            self._fault_file.close()

    def _on_exception(
        self, kind: type[BaseException], exception: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, exception, trace)
            return
        self.report(exception, "the window")

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            name = arguments.thread.name if arguments.thread else "a thread"
            self.report(arguments.exc_value, name)

    def _on_loop_exception(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        exception = context.get("exception")
        if exception is not None:
            self.report(exception, str(context.get("message", "the event loop")))
        else:
            _log.error("%s", context.get("message"))
