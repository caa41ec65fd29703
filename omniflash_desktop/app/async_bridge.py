"""The one crossing between Qt's event loop and asyncio. Nothing else knows qasync."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop  # pyright: ignore[reportMissingTypeStubs]


def run_until_done(app: QApplication, work: Coroutine[Any, Any, int]) -> int:
    """Runs Qt's loop as asyncio's until `work` returns, and returns what it returned."""

    def new_loop() -> asyncio.AbstractEventLoop:
        loop: asyncio.AbstractEventLoop = QEventLoop(app)
        return loop

    with asyncio.Runner(loop_factory=new_loop) as runner:
        return runner.run(work)
