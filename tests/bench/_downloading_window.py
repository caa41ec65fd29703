"""Child process of a benchmark: the real window, while clips download or while nothing happens.

Arguments: a folder for the profile, the service's address, and how many clips are to come home. It
prints how late the beats of a timer were, in milliseconds: the 99th percentile and the worst; then
the same of the loop's own work between two beats, which tells a busy window from a busy computer.
"""

import asyncio
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtCore import QObject, Qt, QTimer

from omniflash_desktop.app import desktop, desktop_session
from omniflash_desktop.domain.generation import State
from omniflash_desktop.services.changes import Change, GenerationChanged

if TYPE_CHECKING:
    from omniflash_desktop.app.desktop_session import DesktopSession
    from omniflash_desktop.app.window_parts import WindowParts

_BEAT_MS = 1
OPENED_WITHIN = 1.5  # what happens until then is the start, which has benchmarks of its own
IDLE_SECONDS = 8.0


class Heart(QObject):
    """Beats as often as it can, and writes down how late it was."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.late: list[float] = []
        self.worked: list[float] = []
        self._last, self._last_work = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._last, self._last_work = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now, work = time.perf_counter(), time.thread_time()
        self.late.append(max(0.0, (now - self._last) * 1000 - _BEAT_MS))
        self.worked.append((work - self._last_work) * 1000)
        self._last, self._last_work = now, work


class Homecoming:
    def __init__(self, clips: int) -> None:
        self._missing = clips
        self.is_complete = asyncio.Event()

    def hear(self, change: Change) -> None:
        if isinstance(change, GenerationChanged) and change.generation.state is State.READY:
            self._missing -= 1
            if not self._missing:
                self.is_complete.set()


async def _measured(session: "DesktopSession", parts: "WindowParts", rescued: object) -> NoReturn:
    clips = int(sys.argv[3])
    heart = Heart(session.window)
    home = Homecoming(clips)
    parts.core.changes.subscribe(home.hear)
    parts.start()
    await asyncio.sleep(OPENED_WITHIN)
    heart.start()
    if clips:
        await asyncio.wait_for(home.is_complete.wait(), 120)
    else:
        await asyncio.sleep(IDLE_SECONDS)
    tell_and_end(heart)


def tell_and_end(heart: Heart) -> NoReturn:
    """Prints what `_stalls` reads, and ends this process."""
    heart.stop()
    print(*p99_and_worst(heart.late), *p99_and_worst(heart.worked), flush=True)
    os._exit(0)


def p99_and_worst(figures: list[float]) -> tuple[float, float]:
    ordered = sorted(figures)
    return ordered[int(len(ordered) * 0.99)], ordered[-1]


def main() -> None:
    folder, base_url = Path(sys.argv[1]), sys.argv[2]
    desktop_session.DesktopSession._until_the_end = _measured
    desktop.main(["--profile", str(folder), "--base-url", base_url])


if __name__ == "__main__":
    main()
