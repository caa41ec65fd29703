"""Child process of a journey: the real app on a real screen, which tells what is in its tray.

Its arguments are those of `omniflash-desktop`. Each line that it prints is a JSON object: what the
slots hold and say, where they and the library's first clip are on the screen, and the window's
number.
"""

import json
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from omniflash_desktop.app import desktop, desktop_session
from omniflash_desktop.ui.library.library_rows import RowKind

if TYPE_CHECKING:
    import asyncio

    from omniflash_desktop.app.desktop_session import DesktopSession
    from omniflash_desktop.app.window_parts import WindowParts

_SLOTS: Final = ("imageSlot1", "imageSlot2", "imageSlot3", "videoSlot")
_LOOK_EVERY_MS: Final = 50


class Watcher(QObject):
    """Looks at the window as a person does, and says what has changed."""

    def __init__(self, window: QWidget, session: "DesktopSession") -> None:
        super().__init__(window)
        self._window = window
        self._composer = session.workspace.composer
        self._drops = session.workspace.drops
        self._library = session.workspace.library
        self._last = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        overlay = self._drops.overlay
        seen = {
            "window": int(self._window.winId()),
            "is_active": self._window.isActiveWindow(),
            "places": {name: self._place(name) for name in _SLOTS} | {"clip": self._first_clip()},
            "slots": [self._slot(name).accessibleDescription() for name in _SLOTS],
            "images": [str(image.path or image.url) for image in self._composer.draft().images],
            "prompt": self._composer.prompt.text,
            "overlay": overlay.sentence if overlay is not None and overlay.isVisible() else "",
        }
        line = json.dumps(seen)
        if line != self._last:
            self._last = line
            sys.stdout.write(line + "\n")
            sys.stdout.flush()

    def _slot(self, name: str) -> QWidget:
        found = self._window.findChild(QWidget, name)
        assert found is not None
        return found

    def _place(self, name: str) -> list[int]:
        slot = self._slot(name)
        at = slot.mapToGlobal(slot.rect().center())
        return [at.x(), at.y()]

    def _first_clip(self) -> list[int]:
        """Where the newest clip's tile is; far off while there is none."""
        view, model = self._library.view, self._library.delegate._model
        tiles = [row for row in range(model.rowCount()) if model.kind_at(row) is RowKind.TILE]
        if not tiles:
            return [-1, -1]
        rect = view.visualRect(model.index(tiles[0], 0))
        at = view.viewport().mapToGlobal(rect.center())
        return [at.x(), at.y()]


async def _watched(session: "DesktopSession", parts: "WindowParts", _rescued: object) -> int:
    session.window.move(0, 0)
    parts.start()
    Watcher(session.window, session)
    ended: asyncio.Event = session._ended
    await ended.wait()
    return 0


if __name__ == "__main__":
    desktop_session.DesktopSession._until_the_end = _watched
    sys.exit(desktop.main(sys.argv[1:]))
