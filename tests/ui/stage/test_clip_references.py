"""What a clip was made from, on the stage."""

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from omniflash_desktop.ui.stage.clip_prompt import References
from omniflash_desktop.ui.theme.theme import Theme
from tests.builders import a_generation

LINK = "https://example.com/kite"
WIDTH, GAP = 80, 8


@pytest.fixture
def references(qtbot: QtBot, qapp: QApplication) -> References:
    """Of a clip made from an image and a video, both of them links without a picture here."""
    theme = Theme()
    theme.apply(qapp)
    made = References(theme)
    qtbot.addWidget(made)
    linked = a_generation().with_video_link(f"{LINK}.mp4").with_image_link(f"{LINK}.png")
    made.show_references(linked.ready(), roomy=True)
    return made


def colours(picture: QImage, left: int, top: int, width: int, height: int) -> set[str]:
    return {
        picture.pixelColor(x, y).name()
        for x in range(left, left + width)
        for y in range(top, top + height)
    }


def test_images_are_numbered_and_the_video_is_not(references: References) -> None:
    picture = references.grab().toImage()
    assert len(colours(picture, 5, 5, 17, 16)) > 1
    assert len(colours(picture, WIDTH + GAP + 5, 5, 17, 16)) == 1


def test_an_image_that_is_a_link_does_not_look_like_a_video(references: References) -> None:
    picture = references.grab().toImage()
    middles = [picture.copy(left + 30, 17, 20, 20) for left in (0, WIDTH + GAP)]
    assert middles[0] != middles[1]
