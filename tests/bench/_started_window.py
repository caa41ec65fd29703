"""Child process of benchmarks: opens our window, or a bare one, and tells one figure.

Arguments: `ours` or `bare`; then what to tell: `paint` (milliseconds from the start of the process
to the first picture), `whole` (the same, with all panes; a bare window has none) or `memory` (peak
memory in MiB, some seconds after the start); then a folder for the profile.
"""

import asyncio
import os
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from omniflash_desktop.app.desktop_session import DesktopSession
    from omniflash_desktop.app.window_parts import WindowParts
    from omniflash_desktop.ui.main_window import MainWindow


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
            if figure != "memory":
                _tell_paint()

    app = QApplication(sys.argv[:1])
    window = Bare()
    window.resize(1600, 1000)
    window.show()
    if figure == "memory":
        QTimer.singleShot(2000, _tell_memory)
    app.exec()


def _open_ours(figure: str, folder: Path) -> None:
    from omniflash_desktop.app import desktop, window_start

    if figure == "paint":
        window_start._run_until_painted = _tell_once_painted
    else:
        from omniflash_desktop.app import desktop_session

        if figure == "whole":
            desktop_session.DesktopSession.run = _tell_once_whole
        else:
            desktop_session.DesktopSession._until_the_end = _tell_once_idle
    desktop.main(["--profile", str(folder)])


def _tell_once_painted(app: "QApplication", window: "MainWindow") -> None:
    window.painted.connect(_tell_paint)
    app.exec()


async def _tell_once_whole(session: "DesktopSession") -> int:
    session.window.grab()
    _tell_paint()
    return 0


async def _tell_once_idle(session: "DesktopSession", parts: "WindowParts", _rescued: object) -> int:
    parts.start()
    await asyncio.sleep(4)
    _tell_memory()
    return 0


def _tell_paint() -> None:
    began = float(os.environ["BENCH_BEGAN"])
    print((time.time() - began) * 1000, flush=True)
    os._exit(0)


def _tell_memory() -> None:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)
    os._exit(0)


main()
