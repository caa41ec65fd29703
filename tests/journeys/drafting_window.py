"""Child process of a journey: the real app, in which somebody writes a request.

Its first argument is what is typed, its second one a picture that is copied in another program and
pasted, both empty for nothing; the others are those of `omniflash-desktop`. Each line that it
prints is a JSON object: what stands in the composer, what its slots say, and the messages.
"""

import json
import sys
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from omniflash_desktop.app import desktop, desktop_session
from omniflash_desktop.domain.draft import Draft
from omniflash_desktop.storage.paths_in_text import encode_path

if TYPE_CHECKING:
    import asyncio

    from omniflash_desktop.app.desktop_session import DesktopSession
    from omniflash_desktop.app.window_parts import WindowParts

_LOOK_EVERY_MS = 20


class Watcher(QObject):
    """Says what stands in the composer whenever it has changed."""

    def __init__(self, session: "DesktopSession") -> None:
        super().__init__(session)
        self._composer = session.workspace.composer
        self._toasts = session.workspace.stage.toasts
        self._last = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        draft = Draft(request=self._composer.draft(), takes=self._composer.takes)
        seen = {
            "draft": json.loads(msgspec.json.encode(draft, enc_hook=encode_path)),
            "slots": [self._slot(number).accessibleDescription() for number in (1, 2, 3)],
            "told": [toast.accessibleDescription() for toast in self._toasts.shown],
            "can_undo": self._composer.keys.undo.isEnabled(),
        }
        line = json.dumps(seen)
        if line != self._last:
            self._last = line
            sys.stdout.write(line + "\n")
            sys.stdout.flush()

    def _slot(self, number: int) -> QWidget:
        found = self._composer.findChild(QWidget, f"imageSlot{number}")
        assert found is not None
        return found


async def _writing(session: "DesktopSession", parts: "WindowParts", _rescued: object) -> int:
    parts.start()
    composer = session.workspace.composer
    if TYPED:
        QTest.keyClicks(composer.prompt.editor, TYPED)
        QTest.keyClick(composer.prompt.editor, Qt.Key.Key_Return)
        composer.settings.resolution.segments()[1].click()
        composer.settings.variations.more.click()
    if COPIED:
        copied = QMimeData()
        copied.setImageData(QImage(COPIED))
        composer.add_from(copied)
    Watcher(session)
    ended: asyncio.Event = session._ended
    await ended.wait()
    return 0


if __name__ == "__main__":
    TYPED, COPIED = sys.argv[1:3]
    desktop_session.DesktopSession._until_the_end = _writing
    sys.exit(desktop.main(sys.argv[3:]))
