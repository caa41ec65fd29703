"""Frames of clips: gone on with, put into a slot, saved, and chosen from a dropped video."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.request import AspectRatio
from omniflash_desktop.media.workers import MediaWorkers
from tests.builders import a_generation
from tests.ui.opened_window import OpenedWindow, an_opened_window, entries_below, until
from tests.ui.small_clip import number_of, small_clip

pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)


class WithClip:
    """A window with one clip of 24 frames on the stage."""

    def __init__(self, opened: OpenedWindow, held: Generation) -> None:
        self.opened = opened
        self.held = held
        assert held.clip is not None
        self.clip = held.clip.path

    @property
    def pictures(self) -> list[Path]:
        """In the image slots."""
        return [image.path for image in self.opened.composer.draft().images]

    def entry(self, words: str) -> QAction:
        """Of the menu behind the three dots."""
        (found,) = [one for one in entries_below(self.opened.stage.menu) if one.text() == words]
        return found

    async def show_frame(self, number: int) -> None:
        playback = self.opened.stage.playback
        playback.seek((number + 0.5) / 24)
        await until(lambda: playback.position == pytest.approx(number / 24, abs=0.01))

    def press_key(self, key: Qt.Key, where: QWidget) -> None:
        where.setFocus()
        QTest.keyClick(where, key)

    def drop(self, video: Path, slot: str) -> None:
        window, part = self.opened.window, self.opened.part(slot)
        place: QPoint = part.mapTo(window, part.rect().center())
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(video))])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        keys = Qt.KeyboardModifier.NoModifier
        QCoreApplication.sendEvent(window, QDragEnterEvent(place, copy, data, left, keys))
        assert self.opened.composer.tray.heading.note.text() == "1 of 3 after drop"
        drop = QDropEvent(QPointF(place), copy, data, left, keys)
        QCoreApplication.sendEvent(window, drop)
        assert drop.isAccepted()


@asynccontextmanager
async def a_window_with_a_clip(
    app: QApplication, folder: Path, *, size: tuple[int, int] = (160, 90), black_from: int = 24
) -> AsyncGenerator[WithClip]:
    clip = small_clip(folder / "clips" / "kite.mp4", size=size, black_from=black_from)
    held = a_generation().ready(clip)
    assert held.clip is not None
    facts = msgspec.structs.replace(held.clip, seconds=1.0, width=size[0], height=size[1])
    held = held.with_facts(clip=facts)
    media = MediaWorkers(pictures_folder=folder / "pictures", workers=1)
    chosen = Preferences(use_sandbox=True)
    async with an_opened_window(
        app, folder, preferences=chosen, held=[held], media=media
    ) as opened:
        opened.parts.viewing.choose(held.id)
        await until(lambda: opened.stage.playback.has_frame)
        yield WithClip(opened, held)
        await until(lambda: not opened.house.tasks.names())


@pytest.fixture
def shown_elsewhere(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was opened in other programs."""
    opened: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile()))
    )
    return opened


async def test_a_clip_is_gone_on_with_in_its_own_shape_and_without_its_black_end(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with a_window_with_a_clip(qapp, tmp_path, size=(90, 160), black_from=21) as shown:
        composer = shown.opened.composer
        shown.opened.write("it goes on")
        shown.opened.press("useLastFrameButton")
        await until(lambda: shown.pictures)
        assert number_of(shown.pictures[0]) == 20
        assert shown.pictures[0].name == "kite_00m00s20.png"
        assert composer.draft().aspect_ratio is AspectRatio.PORTRAIT
        assert composer.draft().prompt == "it goes on"
        assert shown.opened.toasts == [
            "Took the frame 0.12 s before the end; the last ones are black. "
            "The aspect ratio is now 9:16, as in the clip: nothing is cut"
        ]

        assert composer.history.undo_words == "Undo add image 1"
        composer.history.undo()
        assert shown.pictures == []
        assert composer.draft().aspect_ratio is AspectRatio.LANDSCAPE
        assert composer.draft().prompt == "it goes on"


async def test_the_frame_on_show_fills_the_slots_one_after_the_other(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with a_window_with_a_clip(qapp, tmp_path) as shown:
        await shown.show_frame(5)
        shown.entry("Use this frame as image 1").trigger()
        await until(lambda: [number_of(one) for one in shown.pictures] == [5])
        await shown.show_frame(9)
        shown.entry("Use this frame as image 2").trigger()
        await until(lambda: [number_of(one) for one in shown.pictures] == [5, 9])
        await shown.show_frame(12)
        shown.entry("Use this frame as image 1").trigger()
        await until(lambda: [number_of(one) for one in shown.pictures] == [12, 9])
        assert shown.opened.toasts == []


async def test_a_frame_is_saved_beside_the_clip_and_shown_there(
    qapp: QApplication, tmp_path: Path, shown_elsewhere: list[Path]
) -> None:
    async with a_window_with_a_clip(qapp, tmp_path) as shown:
        await shown.show_frame(10)
        shown.opened.press("saveFrameButton")
        await until(lambda: shown.opened.toasts == ["Frame saved. kite_00m00s10.png"])
        assert number_of(shown.clip.with_name("kite_00m00s10.png")) == 10
        shown.opened.press("toastAction")
        assert shown_elsewhere == [shown.clip.parent]


async def test_letters_work_on_the_stage_and_in_the_library_and_are_letters_elsewhere(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with a_window_with_a_clip(qapp, tmp_path) as shown:
        saved = shown.clip.with_name("kite_00m00s00.png")
        for field in ("searchField", "promptEdit"):
            where = shown.opened.part(field)
            shown.press_key(Qt.Key.Key_U, where)
            shown.press_key(Qt.Key.Key_S, where)
        await shown.opened.settle()
        assert shown.opened.composer.draft().prompt == "us"
        # The player asks for the clip's times by itself.
        assert set(shown.opened.house.tasks.names()) <= {"times of kite.mp4"}
        shown.opened.part("searchField").clear()

        shown.press_key(Qt.Key.Key_S, shown.opened.part("player"))
        await until(saved.exists)
        shown.press_key(Qt.Key.Key_U, shown.opened.part("libraryList"))
        await until(lambda: [number_of(one) for one in shown.pictures] == [23])


async def test_a_frame_of_a_video_dropped_on_an_image_slot_is_chosen(
    qapp: QApplication, tmp_path: Path
) -> None:
    video = small_clip(tmp_path / "walk.mp4")
    async with a_window_with_a_clip(qapp, tmp_path) as shown:
        from omniflash_desktop.ui.stage.frame_dialog import FrameDialog

        shown.drop(video, "imageSlot1")
        dialog = await shown.opened.dialog(FrameDialog)
        await until(lambda: dialog.playback.has_frame)
        for number in range(1, 8):
            QTest.keyClick(dialog.player.view, Qt.Key.Key_Right)
            await until(
                lambda number=number: (
                    dialog.playback.position == pytest.approx(number / 24, abs=0.01)
                )
            )
        QTest.keyClick(dialog.player.view, Qt.Key.Key_Left)
        await until(lambda: dialog.playback.position == pytest.approx(6 / 24, abs=0.01))
        QTest.keyClick(dialog.player.view, Qt.Key.Key_Return)
        await until(lambda: [number_of(one) for one in shown.pictures] == [6])
        assert shown.opened.composer.draft().video is None
        # Nobody holds it any more.
        video.rename(tmp_path / "renamed.mp4")


async def test_frames_are_chosen_of_a_video_that_the_player_cannot_show(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = small_clip(tmp_path / "walk.mp4")
    async with a_window_with_a_clip(qapp, tmp_path) as shown:
        from omniflash_desktop.ui.stage.frame_dialog import FrameDialog
        from omniflash_desktop.ui.stage.playback import Playback

        def give_up(playback: Playback, *_path: object, **_facts: object) -> None:
            playback.cannot_play.emit("no decoder for this")

        monkeypatch.setattr(Playback, "open", give_up)
        shown.drop(video, "imageSlot1")
        dialog = await shown.opened.dialog(FrameDialog)
        stills, view = dialog._stills, dialog.player.view
        await until(lambda: stills.number == 0)
        QTest.keyClick(view, Qt.Key.Key_End)
        await until(lambda: stills.number == 23)
        for _ in range(5):
            # Faster than a picture is made.
            QTest.keyClick(view, Qt.Key.Key_Left)
        await until(lambda: stills.number == 18)
        assert not dialog.player.transport.play.isVisible()
        QTest.keyClick(view, Qt.Key.Key_Return)
        await until(lambda: [number_of(one) for one in shown.pictures] == [18])
        kept = shown.pictures[0].parent
        assert [file.name for file in kept.iterdir()] == ["walk_00m00s18.png"]


async def test_a_clip_of_the_library_gives_a_chosen_frame_or_its_last_one_or_none(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with a_window_with_a_clip(qapp, tmp_path) as shown:
        from omniflash_desktop.ui.stage.frame_dialog import FrameDialog

        shown.entry("Choose a frame…").trigger()
        dialog = await shown.opened.dialog(FrameDialog)
        shown.opened.press("noFrameButton")
        await until(lambda: not dialog.isVisible())
        assert shown.pictures == []

        shown.entry("Choose a frame…").trigger()
        await shown.opened.dialog(FrameDialog)
        shown.opened.press("useTheLastFrameButton")
        await until(lambda: [number_of(one) for one in shown.pictures] == [23])


async def test_a_tile_on_an_image_slot_gives_the_last_frame(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with a_window_with_a_clip(qapp, tmp_path) as shown:
        shown.opened.composer.clip_dropped.emit(shown.held.id, 0)
        await until(lambda: [number_of(one) for one in shown.pictures] == [23])
