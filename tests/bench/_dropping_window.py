"""Child process of a benchmark: the real window, while many images are dropped or at rest.

Arguments: a folder for the profile, the service's address, and a folder of images; nothing in its
place for the window at rest. All images are dropped at once; the question which are meant is
scrolled to its end, and three are chosen. It prints what `_downloading_window` prints.
"""

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from omniflash_desktop.app import desktop, desktop_session

from ._downloading_window import IDLE_SECONDS, OPENED_WITHIN, Heart, tell_and_end

if TYPE_CHECKING:
    from omniflash_desktop.app.desktop_session import DesktopSession
    from omniflash_desktop.app.window_parts import WindowParts
    from omniflash_desktop.ui.compose.too_many_dialog import TooManyDialog

_WITHIN_SECONDS = 300
_LEFT = Qt.MouseButton.LeftButton
_PLAIN = Qt.KeyboardModifier.NoModifier
_COPY = Qt.DropAction.CopyAction
_FAR = QPoint(800, 300)


async def _until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + _WITHIN_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)


async def dropped(session: "DesktopSession", images: list[Path]) -> None:
    """Drops images, chooses three of them, and waits until these are ready."""
    # Only now, as in the app.
    from omniflash_desktop.ui.compose.too_many_dialog import TooManyDialog

    window, composer = session.window, session.workspace.composer
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in images])
    QApplication.sendEvent(window, QDragEnterEvent(_FAR, _COPY, data, _LEFT, _PLAIN))
    for step in range(20):
        at = _FAR + QPoint(step, step)
        QApplication.sendEvent(window, QDragMoveEvent(at, _COPY, data, _LEFT, _PLAIN))
        await asyncio.sleep(0.02)
    drop = QDropEvent(QPointF(_FAR), _COPY, data, _LEFT, _PLAIN, QEvent.Type.Drop)
    QApplication.sendEvent(window, drop)
    (dialog,) = window.findChildren(TooManyDialog)
    await _scrolled_through(dialog)
    for row in (0, len(images) // 3, 2 * len(images) // 3):
        dialog.choice.toggle(row)
        await asyncio.sleep(0.1)
    dialog.accept()
    slots = composer.tray.slots
    await _until(lambda: all(", Ready" in slot.accessibleDescription() for slot in slots))


async def _scrolled_through(dialog: "TooManyDialog") -> None:
    bar = dialog.tiles.verticalScrollBar()
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + 24)
        await asyncio.sleep(0.03)
    choice = dialog.choice
    await _until(lambda: all(choice.cover_of(row) for row in range(choice.rowCount())))


def _images_in(folder: str) -> list[Path]:
    return sorted(Path(folder).iterdir())


async def _measured(session: "DesktopSession", parts: "WindowParts", rescued: object) -> NoReturn:
    images = [path for folder in sys.argv[3:] for path in _images_in(folder)]
    heart = Heart(session.window)
    parts.start()
    await asyncio.sleep(OPENED_WITHIN)
    heart.start()
    if images:
        await dropped(session, images)
    else:
        await asyncio.sleep(IDLE_SECONDS)
    tell_and_end(heart)


def main() -> None:
    desktop_session.DesktopSession._until_the_end = _measured
    desktop.main(["--profile", sys.argv[1], "--base-url", sys.argv[2]])


if __name__ == "__main__":
    main()
