"""The frame that is chosen in the window, and what real media workers make of the picture."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.picture_framing import Fit, Framing, Padding, frame_of
from omniflash_desktop.media.workers import MediaWorkers
from omniflash_desktop.storage.settings_file import SettingsFile
from omniflash_desktop.ui.compose.framing_dialog import FramingDialog
from tests.ui.opened_window import OpenedWindow, an_opened_window, until

LEFT, RIGHT = (200, 30, 30), (30, 30, 200)
LANDSCAPE = (16, 9)


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    """Twice as wide as high, red and blue, and it tells where it was taken."""
    image = Image.new("RGB", (800, 400), LEFT)
    image.paste(RIGHT, (400, 0, 800, 400))
    details = Image.Exif()
    details[0x013B] = "Ada"
    details.get_ifd(0x8825)[1] = "N"
    details.get_ifd(0x8825)[2] = (59.0, 20.0, 0.0)
    path = tmp_path / "harbour.png"
    image.save(path, exif=details)
    return path


@asynccontextmanager
async def a_window(qapp: QApplication, folder: Path) -> AsyncGenerator[OpenedWindow]:
    media = MediaWorkers(pictures_folder=folder / "copies", workers=1)
    async with an_opened_window(qapp, folder, sandbox=True, media=media) as opened:
        yield opened


async def ready(opened: OpenedWindow) -> Any:
    """The first image's item, once it is prepared."""
    slot: Any = opened.part("imageSlot1")
    await until(lambda: slot.accessibleDescription().endswith("Ready"))
    return slot.item


async def asked(opened: OpenedWindow) -> FramingDialog:
    opened.part("imageSlot1").setFocus()
    QTest.keyClick(opened.part("imageSlot1"), Qt.Key.Key_Return)
    return await opened.dialog(FramingDialog)


def choose(dialog: FramingDialog, number: int) -> None:
    dialog.fit_group.segments()[number].click()


async def test_the_frame_that_is_dragged_is_the_picture_that_is_sent(
    qapp: QApplication, tmp_path: Path, photograph: Path
) -> None:
    async with a_window(qapp, tmp_path) as opened:
        opened.composer.add_files([photograph])
        await ready(opened)
        dialog = await asked(opened)
        choose(dialog, 0)
        dialog.editor.zoom(8)
        begin = dialog.editor.frame_on_screen()

        QTest.mousePress(dialog.editor, Qt.MouseButton.LeftButton, pos=begin.center().toPoint())
        QTest.mouseMove(dialog.editor, QPoint(dialog.editor.width() * 2, 0))
        QTest.mouseRelease(dialog.editor, Qt.MouseButton.LeftButton)
        framing = dialog.framing
        QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)

        await until(lambda: opened.composer.draft().images[0].framing == framing)
        item = await ready(opened)
        frame = frame_of((800, 400), LANDSCAPE, framing)
        assert (frame.canvas.right, frame.canvas.top) == (800, 0)
        assert (item.prepared.width, item.prepared.height) == (
            frame.canvas.width,
            frame.canvas.height,
        )
        with Image.open(item.prepared.path) as sent:
            assert sent.convert("RGB").getcolors() == [(sent.width * sent.height, RIGHT)]


async def test_arrows_and_signs_do_what_the_mouse_does(
    qapp: QApplication, tmp_path: Path, photograph: Path
) -> None:
    async with a_window(qapp, tmp_path) as opened:
        opened.composer.add_files([photograph])
        await ready(opened)
        dialog = await asked(opened)
        choose(dialog, 0)
        before = dialog.editor.frame_on_screen()

        QTest.keyClick(dialog.editor, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        moved = dialog.editor.frame_on_screen()
        QTest.keyClick(dialog.editor, Qt.Key.Key_Plus)
        narrower = dialog.editor.frame_on_screen()
        for _ in range(3):
            QTest.keyClick(dialog.editor, Qt.Key.Key_Minus)

        assert moved.left() < before.left()
        assert narrower.width() < moved.width()
        assert dialog.framing.zoom == 1.0
        dialog.reject()
        await until(lambda: not dialog.isVisible())


async def test_before_and_after_stand_side_by_side_and_nothing_is_kept_on_cancel(
    qapp: QApplication, tmp_path: Path, photograph: Path
) -> None:
    async with a_window(qapp, tmp_path) as opened:
        opened.composer.add_files([photograph])
        await ready(opened)
        dialog = await asked(opened)
        assert opened.says("Left out: location, names", within=dialog)

        choose(dialog, 1)
        await until(lambda: opened.says("800 × 450", within=dialog))
        assert opened.says("800 × 400", within=dialog)
        assert opened.says("Padded to 16:9", within=dialog)
        dialog.padding_group.segments()[1].click()
        assert dialog.framing == Framing(fit=Fit.PAD, padding=Padding.PLAIN)
        QTest.mouseClick(dialog.reset, Qt.MouseButton.LeftButton)
        assert dialog.framing == Framing()
        choose(dialog, 1)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

        await until(lambda: not dialog.isVisible())
        await opened.settle()
        assert opened.composer.draft().images[0].framing == Framing()


async def test_who_wants_to_keep_place_and_names_keeps_them_from_now_on(
    qapp: QApplication, tmp_path: Path, photograph: Path
) -> None:
    async with a_window(qapp, tmp_path) as opened:
        opened.composer.add_files([photograph])
        await ready(opened)
        dialog = await asked(opened)
        dialog.details.click()
        await until(lambda: opened.says("It still tells: location, names", within=dialog))
        QTest.mouseClick(dialog.use, Qt.MouseButton.LeftButton)

        slot = opened.part("imageSlot1")
        await until(lambda: "It still tells: location" in slot.accessibleDescription())
        item = await ready(opened)
        assert item.prepared.path == photograph
    settings = SettingsFile(opened.folders.settings_file)
    assert not settings.load().preferences.remove_picture_details


async def test_a_file_that_is_none_says_so_on_its_slot(qapp: QApplication, tmp_path: Path) -> None:
    disguised = tmp_path / "invoice.png"
    disguised.write_bytes(b"%PDF-1.7 and so on")
    async with a_window(qapp, tmp_path) as opened:
        opened.composer.add_files([disguised])
        slot = opened.part("imageSlot1")
        await until(lambda: "cannot be used" in slot.accessibleDescription())
        assert "this is not an image" in slot.accessibleDescription()
        assert not opened.part("frameImage1").isVisible()
