"""Child process of benchmarks: the real window over a library of some size.

Arguments: what to tell, and the folder of the profile. `paint` and `open` are milliseconds from the
start of the process, to the first picture and to the first screen of clips; `memory` is MiB, some
seconds after all clips are read, so that a small library too has all beside it that a start loads;
`scroll` is how long the list paints, in milliseconds, for 99 of 100 steps from end to end, and the
same of its own work; `search` is milliseconds from a key to its painted first screens for 95 of 100
keys, the same of its own work, and the same of that to the last row, which comes once the window
has answered in between; `sort` is the longest time for which other orders of the clips keep the
window from answering once its start is over, of its own work, and how long the slowest takes by the
clock.
"""

import asyncio
import gc
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from omniflash_desktop.app import desktop, desktop_session, window_start
from omniflash_desktop.domain.window_layout import Sort

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from omniflash_desktop.app.desktop_session import DesktopSession
    from omniflash_desktop.app.window_parts import WindowParts
    from omniflash_desktop.ui.library.library_model import LibraryModel
    from omniflash_desktop.ui.main_window import MainWindow

_STEPS = 600
_SETTLED_AFTER = 12.0
"""Seconds. A small library is read before the window has loaded what it needs for the keyring; and
garbage is collected among all that the start has made, until that counts as over.
"""
_TYPED = ("amber bottle", "kite 77", "storm", "a red", "zzz", "iceberg rain", "number 4242")


def _until_painted(app: "QApplication", window: "MainWindow") -> None:
    window.painted.connect(_tell_time)
    app.exec()


async def _measured(session: "DesktopSession", parts: "WindowParts", rescued: object) -> int:
    parts.start()
    panel = session.workspace.library
    # What a person waits for: a screen of clips, each of them read.
    panel.view.viewport().repaint()
    assert panel.view.indexAt(panel.view.viewport().rect().center()).isValid()
    if sys.argv[1] == "open":
        _tell_time()
    whole = parts.core.library._connection.execute("SELECT count(*) FROM generations").fetchone()[0]
    await _until(lambda: session.workspace.model.counts.all == whole)
    await _until(lambda: not parts._filling.is_reading)
    match sys.argv[1]:
        case "memory":
            await asyncio.sleep(_SETTLED_AFTER)
            gc.collect()
            _tell(_resident_mib())
        case "scroll":
            _tell(*await _scrolled(session))
        case "search":
            _tell(*await _searched(session))
        case "sort":
            await asyncio.sleep(_SETTLED_AFTER)
            _tell(*await _sorted_anew(session))
    return 1


async def _until(holds: Callable[[], bool]) -> None:
    while not holds():  # noqa: ASYNC110
        await asyncio.sleep(0.05)


async def _scrolled(session: "DesktopSession") -> tuple[float, float]:
    view = session.workspace.library.view
    bar = view.verticalScrollBar()
    took: list[float] = []
    worked: list[float] = []
    for step in range(_STEPS):
        bar.setValue(bar.maximum() * step // (_STEPS - 1))
        began, work = time.perf_counter(), time.thread_time()
        view.viewport().repaint()
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.thread_time() - work) * 1000)
        await asyncio.sleep(0)
    return _share(took, 0.99), _share(worked, 0.99)


async def _searched(session: "DesktopSession") -> tuple[float, float, float]:
    panel, model = session.workspace.library, session.workspace.model
    took: list[float] = []
    worked: list[float] = []
    worked_on: list[float] = []
    for words in _TYPED * 3:
        panel.search.clear()
        panel._apply_query()
        await _until_arranged(model)
        for end in range(1, len(words) + 1):
            panel.search.setText(words[:end])
            await asyncio.sleep(0)
            began, work = time.perf_counter(), time.thread_time()
            # What the pause after a key ends with; the pause itself is meant.
            panel._apply_query()
            while model._shown_query != model.query:  # noqa: ASYNC110
                # What was found so far does not fill a screen: the window goes on between events.
                await asyncio.sleep(0)
            panel.view.viewport().repaint()
            took.append((time.perf_counter() - began) * 1000)
            worked.append((time.thread_time() - work) * 1000)
            await _until_arranged(model)
            panel.view.viewport().repaint()
            worked_on.append((time.thread_time() - work) * 1000)
    return _share(took, 0.95), _share(worked, 0.95), _share(worked_on, 0.95)


async def _sorted_anew(session: "DesktopSession") -> tuple[float, float]:
    panel, model = session.workspace.library, session.workspace.model
    holds: list[float] = []
    took: list[float] = []
    for sort in (*Sort, Sort.NEWEST):
        began, work = time.perf_counter(), time.thread_time()
        panel._sort_chosen(sort)
        panel.view.viewport().repaint()
        holds += [(time.thread_time() - work) * 1000, *await _until_arranged(model)]
        took.append((time.perf_counter() - began) * 1000)
    return max(holds), max(took)


async def _until_arranged(model: "LibraryModel") -> list[float]:
    """Lets the model go on; tells how long the window worked each time before it answered."""
    holds: list[float] = []
    while model.is_arranging:
        work = time.thread_time()
        await asyncio.sleep(0)
        holds.append((time.thread_time() - work) * 1000)
    return holds


def _share(figures: list[float], share: float) -> float:
    return sorted(figures)[int(len(figures) * share)]


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _tell_time() -> None:
    _tell((time.time() - float(os.environ["BENCH_BEGAN"])) * 1000)


def _tell(*figures: float) -> None:
    print(*figures, flush=True)
    os._exit(0)


def main() -> None:
    if sys.argv[1] == "paint":
        window_start._run_until_painted = _until_painted
    else:
        desktop_session.DesktopSession._until_the_end = _measured
    desktop.main(["--profile", sys.argv[2]])


if __name__ == "__main__":
    main()
