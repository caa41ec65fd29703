"""A composer in a window of its own, with pictures on the disk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QImageReader
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.preferences import Theme as ThemeChoice
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.compose.window_drops import WindowDrops
from omniflash_desktop.ui.theme.theme import Theme


class ReadAtOnce:
    """Thumbnails that are read where they are asked for."""

    def request(self, path: Path, on_ready: Callable[[QImage | Problem], None]) -> None:
        picture = QImageReader(str(path)).read()
        if picture.isNull():
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


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme()
    made.set_choice(ThemeChoice.DARK)
    made.apply(qapp)
    yield made
    qapp.setStyleSheet("")


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, tmp_path: Path) -> ComposerWindow:
    return open_window(qtbot, ComposerWindow(theme, ReadAtOnce(), tmp_path / "pasted"))


def open_window(qtbot: QtBot, window: ComposerWindow) -> ComposerWindow:
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.composer.focus_prompt()
    return window


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in ("bottle.png", "dunes.png", "silk.png", "extra.png")]
    for path, colour in zip(paths, ("#c08040", "#405080", "#b02040", "#208040"), strict=True):
        image = QImage(64, 48, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        assert image.save(str(path))
    return paths
