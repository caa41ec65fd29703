"""A composer in a window of its own, with pictures on the disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.preferences import Theme as ThemeChoice
from omniflash_desktop.ui.theme.theme import Theme
from tests.ui.compose.composing import ComposerWindow, ReadAtOnce, open_window


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


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / name for name in ("bottle.png", "dunes.png", "silk.png", "extra.png")]
    for path, colour in zip(paths, ("#c08040", "#405080", "#b02040", "#208040"), strict=True):
        image = QImage(64, 48, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        assert image.save(str(path))
    return paths
