"""A window around a composer, and hands to use it with."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.compose.window_drops import WindowDrops
from omniflash_desktop.ui.theme.theme import Theme

if TYPE_CHECKING:
    from omniflash_desktop.domain.request import GenerationRequest

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


class ReadAtOnce:
    """Thumbnails that are read where they are asked for."""

    def request(self, path: Path, on_ready: Callable[[QImage | Problem], None]) -> None:
        picture = QImageReader(str(path)).read()
        if not path.exists():
            on_ready(Problem(kind=ProblemKind.REFERENCE_MISSING, subject=path.name))
        elif picture.isNull():
            on_ready(Problem(kind=ProblemKind.IMAGE_UNUSABLE, subject=path.name, detail="damaged"))
        else:
            on_ready(picture)


class ReadLater:
    """Thumbnails that come when the test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[Path, Callable[[QImage | Problem], None]]] = []

    def request(self, path: Path, on_ready: Callable[[QImage | Problem], None]) -> None:
        self.asked.append((path, on_ready))

    def answer_all(self) -> None:
        for path, on_ready in self.asked:
            ReadAtOnce().request(path, on_ready)
        self.asked.clear()


class ComposerWindow(QWidget):
    """What the main window is to the composer."""

    def __init__(self, theme: Theme, thumbnails: ReadAtOnce | ReadLater, folder: Path) -> None:
        super().__init__()
        self.composer = ComposerPanel(theme, thumbnails, folder)
        self.drops = WindowDrops(self, self.composer, theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.composer)
        row.addStretch(1)
        self.composer.setFixedWidth(380)
        self.resize(1000, 950)

    def toggle_composer(self) -> None:
        self.composer.set_collapsed(not self.composer.is_collapsed)


def open_window(qtbot: QtBot, window: ComposerWindow) -> ComposerWindow:
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.composer.focus_prompt()
    return window


class Heard(QObject):
    """What the composer asked for."""

    def __init__(self, window: ComposerWindow) -> None:
        super().__init__(window)
        self.requests: list[tuple[GenerationRequest, int]] = []
        self.messages: list[str] = []
        window.composer.generate_requested.connect(self.hear)
        window.composer.message.connect(self.messages.append)

    def hear(self, request: Any, takes: int) -> None:
        self.requests.append((request, takes))


def part(window: ComposerWindow, object_name: str) -> QWidget:
    found = window.findChild(QWidget, object_name)
    assert found is not None, object_name
    return found


def press(window: ComposerWindow, object_name: str) -> None:
    QTest.mouseClick(part(window, object_name), Qt.MouseButton.LeftButton)


def write(window: ComposerWindow, text: str) -> None:
    QTest.keyClicks(window.composer.prompt.editor, text)


def names(window: ComposerWindow) -> list[str]:
    return [image.name for image in window.composer.draft().images]
