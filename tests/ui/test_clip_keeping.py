"""Clips are named, starred and thrown away, and each of that can be taken back."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.recipe import SIDECAR_ENDING
from omniflash_desktop.ui.clip_keeping import MOST_STEPS
from omniflash_desktop.ui.notices.actions import Action
from tests.builders import a_generation
from tests.ui.opened_window import OpenedWindow, an_opened_window, until
from tests.ui.small_clip import small_clip

IN_SANDBOX = Preferences(use_sandbox=True)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def bin_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The real bin, of a home of our own."""
    if sys.platform != "linux":
        pytest.skip("only Linux lets a test have a bin of its own")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "Trash" / "files"


def a_clip(folder: Path, name: str = "kite") -> Generation:
    path = small_clip(folder / f"{name}.mp4", frames=2)
    return a_generation().with_prompt(name).ready(path)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def kept(opened: OpenedWindow) -> list[Generation]:
    return list(opened.house.library.kept.values())


def undo_in_library(opened: OpenedWindow) -> None:
    view = opened.workspace.library.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Z, CTRL)


async def test_undo_brings_file_and_row_back(
    qapp: QApplication, tmp_path: Path, bin_files: Path
) -> None:
    held = a_clip(tmp_path)
    assert held.clip is not None
    path = held.clip.path
    beside = path.with_name(f"{path.name}{SIDECAR_ENDING}")
    beside.write_text("{}")
    content = path.read_bytes()
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        opened.parts.actions.do(held.id, Action.MOVE_TO_TRASH)
        await until(lambda: opened.toasts == ["Moved to trash. kite"])
        assert kept(opened) == []
        assert not path.exists()
        assert not beside.exists()
        assert names_in(bin_files) == [path.name, beside.name]

        opened.press(opened.button("Undo"))
        await until(lambda: kept(opened) == [held])
        assert path.read_bytes() == content
        assert beside.exists()
        # The bin has forgotten it too.
        assert names_in(bin_files) == []
        assert names_in(bin_files.parent / "info") == []
        # It is on the stage again, where it was.
        await until(lambda: opened.workspace.library.selected_id == held.id)
        assert opened.workspace.model.index_of(held.id).isValid()


async def test_the_message_goes_when_its_step_was_taken_back_by_ctrl_z(
    qapp: QApplication, tmp_path: Path, bin_files: Path
) -> None:
    held = a_clip(tmp_path)
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        opened.stage.rename_requested.emit(held.id, "A red kite")
        opened.parts.actions.do(held.id, Action.MOVE_TO_TRASH)
        await until(lambda: len(opened.toasts) == 2)
        undo_in_library(opened)
        await until(lambda: len(kept(opened)) == 1)
        # Only the older step can still be taken back.
        assert opened.toasts == ["Renamed. A red kite"]


async def test_a_file_that_lies_there_by_now_is_not_written_over(
    qapp: QApplication, tmp_path: Path, bin_files: Path
) -> None:
    held = a_clip(tmp_path)
    assert held.clip is not None
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        opened.parts.actions.do(held.id, Action.MOVE_TO_TRASH)
        await until(lambda: kept(opened) == [])
        held.clip.path.write_bytes(b"another one")
        opened.press(opened.button("Undo"))
        await until(lambda: any("could not be brought back" in one for one in opened.toasts))
        assert held.clip.path.read_bytes() == b"another one"
        assert kept(opened) == []
        assert names_in(bin_files) == [held.clip.path.name]


async def test_a_failed_clip_comes_back_without_a_file(qapp: QApplication, tmp_path: Path) -> None:
    held = a_generation().with_prompt("kite").failed()
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        opened.parts.actions.do(held.id, Action.MOVE_TO_TRASH)
        await until(lambda: opened.toasts == ["Removed from the library. kite"])
        opened.press(opened.button("Undo"))
        await until(lambda: kept(opened) == [held])


async def test_delete_for_good_asks_once_and_keeps_out_of_the_bin(
    qapp: QApplication, tmp_path: Path, bin_files: Path
) -> None:
    held = a_clip(tmp_path)
    assert held.clip is not None
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        opened.parts.actions.do(held.id, Action.DELETE_FOR_GOOD)
        await opened.answer("Cancel")
        await opened.settle()
        assert held.clip.path.exists()
        assert kept(opened) == [held]

        opened.parts.actions.do(held.id, Action.DELETE_FOR_GOOD)
        await opened.answer("Delete for good")
        await until(lambda: kept(opened) == [])
        assert not held.clip.path.exists()
        assert names_in(bin_files) == []
        assert opened.toasts == ["Deleted. kite"]


async def test_a_new_title_is_taken_back_by_ctrl_z(qapp: QApplication, tmp_path: Path) -> None:
    held = a_clip(tmp_path)
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        opened.stage.rename_requested.emit(held.id, "A red kite")
        await until(lambda: opened.workspace.model.index_of(held.id).data() == "A red kite")
        # The composer's own undo does nothing of it.
        opened.composer.prompt.editor.setFocus()
        QTest.keyClick(opened.composer.prompt.editor, Qt.Key.Key_Z, CTRL)
        assert kept(opened)[0].title == "A red kite"

        undo_in_library(opened)
        await until(lambda: kept(opened)[0].title == "")


async def test_a_clip_comes_back_from_the_bin_by_ctrl_z_on_the_stage(
    qapp: QApplication, tmp_path: Path, bin_files: Path
) -> None:
    held = a_clip(tmp_path)
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        opened.write("a boat")
        opened.parts.viewing.choose(held.id)
        player = opened.part("player")
        player.setFocus()
        QTest.keyClick(player, Qt.Key.Key_Delete)
        await until(lambda: kept(opened) == [])
        assert opened.menu_entry("Undo move to trash").isEnabled()
        # The player has gone with its clip; whoever was on the stage is there still.
        focus = opened.window.focusWidget()
        assert opened.stage.isAncestorOf(focus)
        QTest.keyClick(focus, Qt.Key.Key_Z, CTRL)
        await until(lambda: kept(opened) == [held])
        assert opened.composer.prompt.text == "a boat"
        # With nothing left to take back about clips the key is the composer's again.
        QTest.keyClick(opened.window.focusWidget(), Qt.Key.Key_Z, CTRL)
        assert opened.composer.prompt.text == ""


async def test_steps_are_taken_back_one_by_one(qapp: QApplication, tmp_path: Path) -> None:
    held = a_clip(tmp_path)
    steps = 21
    assert steps < MOST_STEPS
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        for number in range(steps):
            opened.parts.actions.do(held.id, Action.FAVOURITE)
            await until(lambda n=number: kept(opened)[0].favourite is (n % 2 == 0))
        for number in reversed(range(steps)):
            undo_in_library(opened)
            await until(lambda n=number: kept(opened)[0].favourite is (n % 2 == 1))
        undo_in_library(opened)
        await opened.settle()
        assert not kept(opened)[0].favourite


async def test_what_was_taken_back_is_not_taken_back_twice(
    qapp: QApplication, tmp_path: Path
) -> None:
    held = a_generation().with_prompt("kite").failed()
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[held]) as opened:
        opened.parts.actions.do(held.id, Action.MOVE_TO_TRASH)
        await until(lambda: kept(opened) == [])
        undo_in_library(opened)
        undo_in_library(opened)
        await until(lambda: kept(opened) == [held])
        await opened.settle()
        assert kept(opened) == [held]
        assert len(opened.house.library.kept) == 1
