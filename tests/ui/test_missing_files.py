"""A clip whose file was moved is shown as missing, and found again only by its content."""

import shutil
from hashlib import sha256
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.ui.notices.actions import Action
from tests.builders import a_generation
from tests.ui.opened_window import OpenedWindow, an_opened_window, until
from tests.ui.small_clip import small_clip

IN_SANDBOX = Preferences(use_sandbox=True)


def a_clip(folder: Path, name: str, number: int) -> Generation:
    path = small_clip(folder / f"{name}.mp4", frames=2 + number)
    made = a_generation().with_prompt(name).with_facts(id=f"{number:012x}").ready(path)
    assert made.clip is not None
    content = path.read_bytes()
    clip = msgspec.structs.replace(
        made.clip, sha256=sha256(content).hexdigest(), size_bytes=len(content)
    )
    return made.with_facts(clip=clip)


def moved_to(folder: Path, *clips: Generation) -> None:
    folder.mkdir()
    for one in clips:
        assert one.clip is not None
        shutil.move(one.clip.path, folder)


async def seen_as_missing(opened: OpenedWindow, *clips: Generation) -> None:
    """The list has been looked at, and knows."""
    opened.window.grab()
    presence = opened.workspace.library.delegate.presence
    await until(lambda: presence.missing == {one.id for one in clips})


def path_of(opened: OpenedWindow, generation: Generation) -> Path:
    clip = opened.house.now(generation).clip
    assert clip is not None
    return clip.path


def offered(opened: OpenedWindow, generation: Generation) -> list[Action]:
    return opened.workspace.library.menu_actions(generation)


async def test_those_beside_it_are_found_with_it(qapp: QApplication, tmp_path: Path) -> None:
    kite, lake = a_clip(tmp_path, "kite", 1), a_clip(tmp_path, "lake", 2)
    moved_to(tmp_path / "elsewhere", kite, lake)
    held = [kite, lake, a_clip(tmp_path, "boat", 3)]
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=held) as opened:
        await seen_as_missing(opened, kite, lake)
        assert offered(opened, kite)[:2] == [Action.FIND_FILE, Action.REMOVE_ENTRY]
        assert Action.PLAY in offered(opened, held[2])

        await opened.parts._missing.take(kite, tmp_path / "elsewhere" / "kite.mp4")
        assert path_of(opened, kite) == tmp_path / "elsewhere" / "kite.mp4"
        assert path_of(opened, lake) == tmp_path / "elsewhere" / "lake.mp4"
        assert opened.toasts == ["2 clips found again. elsewhere"]
        await seen_as_missing(opened)
        assert Action.PLAY in offered(opened, kite)


async def test_nobody_says_that_a_missing_file_is_safe(qapp: QApplication, tmp_path: Path) -> None:
    kite = a_clip(tmp_path, "kite", 1)
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[kite]) as opened:
        workspace = opened.workspace
        opened.parts.viewing.choose(kite.id)
        await until(lambda: opened.says("Safe on disk", within=workspace.stage))
        moved_to(tmp_path / "elsewhere", kite)
        workspace.library.delegate.presence.ask_anew()
        await seen_as_missing(opened, kite)
        assert opened.says("File missing", within=workspace.stage)
        assert not opened.says("Safe on disk", within=workspace.stage)
        row = workspace.model.index_of(kite.id)
        for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            assert str(row.data(role)).endswith("File missing")

        await opened.parts._missing.take(kite, tmp_path / "elsewhere" / "kite.mp4")
        await seen_as_missing(opened)
        await until(lambda: opened.says("Safe on disk", within=workspace.stage))


async def test_another_file_of_the_same_name_is_not_taken(
    qapp: QApplication, tmp_path: Path
) -> None:
    kite = a_clip(tmp_path, "kite", 1)
    assert kite.clip is not None
    moved_to(tmp_path / "elsewhere", kite)
    other = small_clip(tmp_path / "other" / "kite.mp4", frames=9)
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[kite]) as opened:
        await seen_as_missing(opened, kite)
        await opened.parts._missing.take(kite, other)
        assert path_of(opened, kite) == kite.clip.path
        assert opened.toasts == ["This is another file. Its content is not that of “kite”."]


async def test_what_is_missed_later_is_looked_for_where_others_were(
    qapp: QApplication, tmp_path: Path
) -> None:
    kite, lake = a_clip(tmp_path, "kite", 1), a_clip(tmp_path, "lake", 2)
    moved_to(tmp_path / "elsewhere", kite)
    async with an_opened_window(
        qapp, tmp_path, preferences=IN_SANDBOX, held=[kite, lake]
    ) as opened:
        await seen_as_missing(opened, kite)
        await opened.parts._missing.take(kite, tmp_path / "elsewhere" / "kite.mp4")
        await seen_as_missing(opened)

        assert lake.clip is not None
        shutil.move(lake.clip.path, tmp_path / "elsewhere")
        opened.workspace.library.delegate.presence.ask_anew()
        opened.window.grab()
        await until(lambda: path_of(opened, lake) == tmp_path / "elsewhere" / "lake.mp4")


async def test_an_entry_without_a_file_is_removed_and_comes_back(
    qapp: QApplication, tmp_path: Path
) -> None:
    kite = a_clip(tmp_path, "kite", 1)
    moved_to(tmp_path / "elsewhere", kite)
    async with an_opened_window(qapp, tmp_path, preferences=IN_SANDBOX, held=[kite]) as opened:
        await seen_as_missing(opened, kite)
        opened.parts.actions.do(kite.id, Action.REMOVE_ENTRY)
        await until(lambda: opened.house.library.kept == {})
        opened.press(opened.button("Undo"))
        await until(lambda: list(opened.house.library.kept) == [kite.id])
