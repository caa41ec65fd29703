"""Whatever is done: undoing all brings back the beginning, redoing all brings back the end."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QTextCursor
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.named_images import chips_in
from omniflash_desktop.domain.picture_framing import Fit, Framing
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.domain.request import GenerationRequest, Resolution
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.compose.tray_item import TrayItem
from omniflash_desktop.ui.theme.theme import Theme
from tests.ui.compose.composing import ReadAtOnce

PROMPT = "\N{KITE} @1 and @2 with @3, me@1.com"

slots = st.integers(0, 2)
operations = st.one_of(
    st.tuples(st.just("add"), st.none() | slots, st.integers(1, 2)),
    st.tuples(st.just("remove"), slots, st.just(0)),
    st.tuples(st.just("move"), slots, slots),
    st.tuples(st.just("frame"), slots, st.just(0)),
    st.tuples(st.sampled_from(["keep first", "video", "no video", "size"]), slots, st.just(0)),
    st.tuples(st.sampled_from(["load", "clear", "write", "undo", "redo"]), slots, st.just(0)),
)

ABOUT_THE_TRAY = ("add", "remove", "move", "frame", "keep first", "video", "no video")


class Doing:
    """Hands that do at random what a person could do."""

    def __init__(self, composer: ComposerPanel, pictures: list[Path]) -> None:
        self.composer = composer
        self.pictures = pictures

    def do(self, name: str, first: int | None, second: int) -> None:
        composer, tray = self.composer, self.composer.tray
        match name:
            case "add":
                composer.add_files(self.pictures[:second], first)
            case "remove" if first is not None and first < len(tray.images):
                tray.remove_image(first)
            case "move" if first is not None:
                tray.move_image(first, second)
            case "frame" if first is not None and first < len(tray.images):
                item = tray.image_items[first]
                framing = Framing(fit=Fit.CROP, focus_x=len(chips_in(composer.prompt.text)) / 8)
                item.reference = msgspec.structs.replace(item.reference, framing=framing)
                tray.changed.emit()
            case "keep first" if tray.images:
                tray.keep_first_image()
            case "video":
                composer.add_link("https://cdn.example.com/walk.mp4")
            case "no video":
                tray.remove_video()
            case "size":
                composer.settings.resolution.segments()[first or 0].click()
            case "load":
                images = tuple(ImageReference(path=path) for path in self.pictures[: first or 0])
                composer.load_request(
                    GenerationRequest(
                        prompt="@2 of @1", images=images, resolution=Resolution.UHD_4K
                    )
                )
            case "clear":
                composer.clear()
            case "write":
                cursor = QTextCursor(composer.prompt.editor.document())
                cursor.insertText(f"@{(first or 0) + 1} ")
            case "undo":
                composer.history.undo()
            case "redo":
                composer.history.redo()
            case _:
                pass

    @property
    def named(self) -> list[TrayItem | None]:
        """Whom each name in the prompt stands for."""
        items = self.composer.tray.image_items
        return [
            items[chip.number - 1] if chip.number and chip.names_one_of(len(items)) else None
            for chip in chips_in(self.composer.prompt.text)
        ]


@pytest.fixture
def two_pictures(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "bottle.png", tmp_path / "dunes.png"]
    for path in paths:
        image = QImage(4, 3, QImage.Format.Format_RGB32)
        image.fill(QColor("#405080"))
        assert image.save(str(path))
    return paths


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(operations, min_size=1, max_size=12))
def test_undo_of_all_is_the_beginning_and_redo_of_all_is_the_end(
    qtbot: QtBot,
    theme: Theme,
    tmp_path: Path,
    two_pictures: list[Path],
    steps: list[tuple[str, int | None, int]],
) -> None:
    composer = ComposerPanel(theme, ReadAtOnce(), tmp_path)
    composer.load_request(
        GenerationRequest(
            prompt=PROMPT, images=tuple(ImageReference(path=path) for path in two_pictures)
        )
    )
    doing = Doing(composer, two_pictures)
    history = composer.history
    for name, first, second in steps:
        before, named_before = composer.tray.image_items, doing.named
        doing.do(name, first, second)
        if name in ABOUT_THE_TRAY:
            after = composer.tray.image_items
            for item, now in zip(named_before, doing.named, strict=True):
                was_replaced = name == "add" and item is not None and item not in after
                if was_replaced:
                    assert now is after[before.index(item)]
                elif item is None:
                    # A name may wait for its image, and finds it when that comes.
                    assert now not in before
                else:
                    assert now is (item if item in after else None)

    while history.to_redo is not None:
        history.redo()
    end = composer.draft()
    while history.to_undo is not None:
        history.undo()
    assert composer.draft() == GenerationRequest(prompt="")
    while history.to_redo is not None:
        history.redo()
    assert composer.draft() == end
    composer.deleteLater()
