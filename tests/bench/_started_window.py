"""Child process of benchmarks: opens our window, or a bare one, and tells one figure.

Arguments: `ours` or `bare`, then `paint` (milliseconds from the start of the process to the first
picture) or `memory` (peak memory in MiB of the window, two seconds after it is idle), then a folder.
"""

import os
import resource
import sys
import time
from pathlib import Path


def main() -> None:
    which, figure, folder = sys.argv[1:4]
    if which == "bare":
        _open_bare(figure)
    else:
        _open_ours(figure, Path(folder))


def _open_bare(figure: str) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Bare(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            if figure == "paint":
                _tell_paint()

    app = QApplication(sys.argv[:1])
    window = Bare()
    window.resize(1600, 1000)
    window.show()
    if figure == "memory":
        QTimer.singleShot(2000, _tell_memory)
    app.exec()


def _open_ours(figure: str, folder: Path) -> None:
    import asyncio

    from omniflash_desktop.app import desktop, desktop_session

    async def tell_paint(session: desktop_session.DesktopSession) -> int:
        await session.window.first_picture()
        _tell_paint()
        return 0

    async def tell_memory(session: desktop_session.DesktopSession, parts: object) -> int:
        parts.start()
        await asyncio.sleep(4)
        _tell_memory()
        return 0

    if figure == "paint":
        desktop_session.DesktopSession.run = tell_paint  # type: ignore[method-assign]
    else:
        desktop_session.DesktopSession._until_the_end = tell_memory  # type: ignore[method-assign]
    desktop.main(["--profile", str(folder)])


def _tell_paint() -> None:
    began = float(os.environ["BENCH_BEGAN"])
    print((time.time() - began) * 1000, flush=True)
    os._exit(0)


def _tell_memory() -> None:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)
    os._exit(0)


main()
