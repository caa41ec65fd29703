"""What was removed is told of, and comes back by a press."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.notices.toasts import Toasts
from omniflash_desktop.ui.theme.theme import Theme
from omniflash_desktop.ui.undo_offers import UndoOffers
from tests.builders import a_request
from tests.ui.compose.composing import ReadAtOnce
from tests.ui.opened_window import an_opened_window

BOAT = ImageReference(path=Path("/pictures/boat.png"), name="boat.png")


class Offered:
    """A composer, and a stage that its messages float over."""

    def __init__(self, stage: QWidget, folder: Path) -> None:
        theme = Theme()
        self.composer = ComposerPanel(theme, ReadAtOnce(), folder, stage)
        self.toasts = Toasts(theme, stage)
        self._offers = UndoOffers(self.composer.history, self.toasts, stage)

    @property
    def words(self) -> list[str]:
        return [toast.accessibleDescription() for toast in self.toasts.shown]

    def press_undo(self) -> None:
        button = self.toasts.shown[-1].findChild(QPushButton, "toastAction")
        assert isinstance(button, QPushButton)
        assert button.text() == "Undo"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def offered(qtbot: QtBot, tmp_path: Path) -> Offered:
    stage = QWidget()
    stage.resize(1000, 900)
    qtbot.addWidget(stage)
    made = Offered(stage, tmp_path)
    stage.show()
    return made


def files(tmp_path: Path, *names: str) -> list[Path]:
    return [tmp_path / name for name in names]


def test_a_removed_image_is_told_of_and_one_press_brings_it_back(
    offered: Offered, tmp_path: Path
) -> None:
    offered.composer.add_files(files(tmp_path, "boat.png", "sea.png"))
    assert offered.words == []
    offered.composer.tray.remove_image(0)
    assert offered.words == ["Image removed. boat.png"]
    offered.press_undo()
    assert [image.name for image in offered.composer.draft().images] == ["boat.png", "sea.png"]
    assert offered.words == []


def test_it_is_said_when_the_prompt_still_names_what_was_removed(
    offered: Offered, tmp_path: Path
) -> None:
    offered.composer.prompt.replace_text("@1 flies")
    offered.composer.add_files(files(tmp_path, "boat.png"))
    offered.composer.tray.remove_image(0)
    assert offered.words == ["Image removed. boat.png. The prompt still names it."]


def test_the_offer_ends_with_the_next_step_or_it_would_undo_another_one(
    offered: Offered, tmp_path: Path
) -> None:
    offered.composer.add_files(files(tmp_path, "boat.png", "sea.png"))
    offered.composer.tray.remove_image(0)
    offered.composer.prompt.replace_text("A kite")
    assert offered.words == []


def test_one_offer_takes_the_place_of_the_one_before(offered: Offered, tmp_path: Path) -> None:
    offered.composer.add_files(files(tmp_path, "boat.png", "sea.png"))
    offered.composer.tray.remove_image(0)
    offered.composer.tray.remove_image(0)
    assert offered.words == ["Image removed. sea.png"]
    offered.composer.history.undo()
    assert offered.words == []


def test_a_cleared_composer_comes_back(offered: Offered, tmp_path: Path) -> None:
    offered.composer.prompt.replace_text("A kite")
    offered.composer.clear()
    assert offered.words == ["Composer cleared"]
    offered.press_undo()
    assert offered.composer.prompt.text == "A kite"


def test_an_empty_composer_is_cleared_in_silence(offered: Offered) -> None:
    offered.composer.clear()
    assert offered.words == []


async def test_the_menu_of_the_window_names_what_is_undone_and_the_stage_tells_of_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path) as opened:
        opened.composer.load_request(a_request(prompt="@1 flies", images=(BOAT,)))
        opened.composer.tray.remove_image(0)

        named = opened.menu_entries()
        assert {"Undo remove image 1", "Redo", "Clear the composer"} <= named.keys()
        told = [toast.accessibleDescription() for toast in opened.stage.toasts.shown]
        assert told == ["Image removed. boat.png. The prompt still names it."]

        named["Undo remove image 1"].trigger()
        assert opened.composer.prompt.text == "@1 flies"
        assert opened.composer.tray.images == (BOAT,)
        assert opened.stage.toasts.shown == ()
