"""What a clip was made from, on the stage."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.references import VideoReference
from omniflash_desktop.ui.stage.clip_references import References
from omniflash_desktop.ui.theme.theme import Theme
from tests.builders import a_generation, a_request

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


def test_a_video_shows_its_first_frame(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    theme = Theme()
    theme.apply(qapp)
    made = References(theme)
    qtbot.addWidget(made)
    # A file that Qt reads no picture from: it is asked of the media workers.
    video = tmp_path / "walk.mov"
    video.write_bytes(b"moving pictures")
    asked: list[Path] = []

    class FirstFrames:
        def request(self, path: Path, on_ready: Callable[[QImage | Problem], None]) -> None:
            asked.append(path)
            frame = QImage(160, 90, QImage.Format.Format_RGB32)
            frame.fill(QColor("#3366cc"))
            on_ready(frame)

    made.use_thumbnails(FirstFrames())
    request = a_request(video=VideoReference(path=video, name=video.name))
    made.show_references(
        msgspec.structs.replace(a_generation().ready(), request=request), roomy=True
    )

    def middle() -> str:
        return made.grab().toImage().pixelColor(40, 27).name()

    qtbot.waitUntil(lambda: middle() == "#3366cc")
    assert asked == [video]
