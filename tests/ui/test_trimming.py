"""A video in its slot: what it is, which part of it is sent, and what is odd about it."""

import itertools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.video_trim import Trim
from omniflash_desktop.media.workers import MediaWorkers
from omniflash_desktop.ui.trim.trim_bar import HANDLE_WIDTH
from omniflash_desktop.ui.trim.trim_dialog import TrimDialog
from tests.ui.opened_window import OpenedWindow, an_opened_window, until
from tests.ui.small_clip import RATE, small_clip

FRAMES = 36
KEY = Qt.Key


@asynccontextmanager
async def with_a_video(
    qapp: QApplication, folder: Path, **clip: Any
) -> AsyncGenerator[OpenedWindow]:
    dance = small_clip(folder / "dance.mp4", **{"frames": FRAMES, **clip})
    media = MediaWorkers(pictures_folder=folder / "copies", workers=1)
    async with an_opened_window(qapp, folder, sandbox=True, media=media) as opened:
        opened.composer.add_files([dance])
        await until(lambda: look_of(opened).sent is not None)
        yield opened


def look_of(opened: OpenedWindow) -> Any:
    item = opened.composer.tray.video_item
    return item.look if item.look is not None else _Nothing()


class _Nothing:
    sent = None
    trim = None


async def trim_dialog(opened: OpenedWindow) -> TrimDialog:
    slot = opened.part("videoSlot")
    slot.setFocus()
    QTest.keyClick(slot, KEY.Key_Return)
    dialog = await opened.dialog(TrimDialog)
    await until(lambda: not dialog.picture.isNull())
    return dialog


def press(opened: OpenedWindow, name: str, key: Qt.Key, times: int = 1, **how: Any) -> None:
    for _ in range(times):
        QTest.keyClick(opened.part(name), key, **how)


def shown_number(picture: QImage) -> int:
    gray = picture.pixelColor(picture.width() // 2, picture.height() // 2).red()
    return round((gray - 40) / 6)


async def test_the_slot_tells_what_the_video_is(qapp: QApplication, tmp_path: Path) -> None:
    async with with_a_video(qapp, tmp_path, size=(320, 240)) as opened:
        told = opened.part("videoSlot").accessibleDescription()
        assert "1.5 s" in told
        assert "320 × 240" in told
        assert "H.264" in told
        assert "No sound" in told
        assert "Sent as it is" in told


async def test_what_is_odd_is_said_and_blocks_nothing(qapp: QApplication, tmp_path: Path) -> None:
    async with with_a_video(qapp, tmp_path) as opened:
        opened.composer.prompt.replace_text("A kite")
        assert "very small picture" in opened.part("videoSlot").accessibleDescription()
        assert opened.part("generateButton").isEnabled()


async def test_the_pointer_over_the_slot_shows_the_frames_of_the_video(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with with_a_video(qapp, tmp_path) as opened:
        slot = opened.part("videoSlot")
        QTest.mouseMove(slot, QPoint(slot.width() // 2, 20))
        preview = slot._preview
        assert preview.isVisible()
        early = preview.grab().toImage()
        QTest.mouseMove(slot, QPoint(slot.width() - 4, 20))
        assert preview.grab().toImage() != early


async def test_handles_move_by_frames_and_show_exactly_the_frame_under_them(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with with_a_video(qapp, tmp_path) as opened:
        dialog = await trim_dialog(opened)
        press(opened, "trimFirstFrame", KEY.Key_Right, 5)
        await until(lambda: shown_number(dialog.picture) == 5)
        press(opened, "trimLastFrame", KEY.Key_Left, 3)
        await until(lambda: shown_number(dialog.picture) == FRAMES - 4)
        press(opened, "trimUseButton", KEY.Key_Space)
        await until(lambda: look_of(opened).trim is not None)

        trim = opened.composer.draft().video.trim
        assert trim == Trim(start=5 / RATE, end=(FRAMES - 3) / RATE)
        assert "1.2 s of 1.5 s" in opened.part("videoSlot").accessibleDescription()
        await until(lambda: look_of(opened).sent is not None)
        assert look_of(opened).sent.facts.seconds == pytest.approx(28 / RATE)


async def test_i_and_o_take_the_frame_that_is_looked_at(qapp: QApplication, tmp_path: Path) -> None:
    async with with_a_video(qapp, tmp_path) as opened:
        dialog = await trim_dialog(opened)
        bar = dialog.bar
        length = bar.width() - 2 * HANDLE_WIDTH

        def look_at(share: float) -> int:
            place = QPoint(HANDLE_WIDTH + round(length * share), 30)
            QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=place)
            return dialog.shown

        early = look_at(0.2)
        QTest.keyClick(dialog, KEY.Key_I)
        late = look_at(0.8)
        QTest.keyClick(dialog, KEY.Key_O)

        assert (bar.first, bar.last) == (early, late)
        assert 5 <= early < late <= 30


async def test_the_pointer_drags_a_handle_no_nearer_than_half_a_second(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with with_a_video(qapp, tmp_path) as opened:
        dialog = await trim_dialog(opened)
        handle, left = dialog.bar.last_handle, Qt.MouseButton.LeftButton
        QTest.mousePress(handle, left, pos=QPoint(4, 20))
        QTest.mouseMove(handle, QPoint(4 - 2 * dialog.bar.width(), 20))
        QTest.mouseRelease(handle, left)
        assert (dialog.bar.first, dialog.bar.last) == (0, RATE // 2 - 1)


async def test_reset_cancel_and_undo_bring_back_what_was(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with with_a_video(qapp, tmp_path) as opened:
        dialog = await trim_dialog(opened)
        press(opened, "trimFirstFrame", KEY.Key_Right, 4)
        press(opened, "trimResetButton", KEY.Key_Space)
        assert dialog.trim is None
        press(opened, "trimFirstFrame", KEY.Key_Right, 4)
        press(opened, "trimCancelButton", KEY.Key_Space)
        await until(lambda: not opened.window.findChildren(TrimDialog))
        assert opened.composer.draft().video.trim is None

        await trim_dialog(opened)
        press(opened, "trimFirstFrame", KEY.Key_Right, 4)
        press(opened, "trimUseButton", KEY.Key_Space)
        await until(lambda: opened.composer.draft().video.trim is not None)
        opened.composer.history.undo()
        assert opened.composer.draft().video.trim is None


async def test_the_part_plays_and_comes_back_to_its_beginning(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with with_a_video(qapp, tmp_path) as opened:
        dialog = await trim_dialog(opened)
        press(opened, "trimFirstFrame", KEY.Key_Right, 6)
        press(opened, "trimLastFrame", KEY.Key_Left, 16)
        seen: list[int] = []
        dialog.playback.moved.connect(lambda seconds: seen.append(round(seconds * RATE)))
        QTest.keyClick(dialog, KEY.Key_Space)
        await until(lambda: any(a > b >= 6 for a, b in itertools.pairwise(seen)))
        assert dialog.playback.is_playing
        assert max(seen) <= dialog.bar.last + 2
        QTest.keyClick(dialog, KEY.Key_Space)
        assert not dialog.playback.is_playing


async def test_a_video_that_is_none_says_so(qapp: QApplication, tmp_path: Path) -> None:
    none = tmp_path / "dance.mp4"
    none.write_bytes(b"<!doctype html>" * 20)
    media = MediaWorkers(pictures_folder=tmp_path / "copies", workers=1)
    async with an_opened_window(qapp, tmp_path, sandbox=True, media=media) as opened:
        opened.composer.add_files([none])
        await until(lambda: "Cannot be used" in opened.part("videoSlot").accessibleDescription())
        assert opened.composer.tray.video_item.problem.detail == "not_a_video"
