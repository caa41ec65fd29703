"""Every key of the interface design's table, pressed in the running window, does what is said.

What other tests press already is not pressed again: Ctrl+D and F6 in `test_commands`, J and K held
in `test_single_letters`, F and Escape in `test_player_keys`, U and S in `test_clip_frames`, Delete
and Ctrl+Z about clips in `test_clip_keeping`, Ctrl+V, Alt+Left and Alt+Right in `tests/ui/compose`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from omniflash_desktop.ui.commands.palette import Palette
from omniflash_desktop.ui.commands.shortcut_list import ShortcutList
from omniflash_desktop.ui.preferences.preferences_dialog import PreferencesDialog
from tests.builders import a_generation
from tests.ui.opened_window import OpenedWindow, an_opened_window, open_dialogs, until
from tests.ui.small_clip import RATE, small_clip

_FRAMES: Final = 72
_Fact = Callable[[OpenedWindow], Any]


def frame(opened: OpenedWindow) -> int:
    return round(opened.stage.playback.position * RATE)


def focus(opened: OpenedWindow) -> str:
    return opened.window.focusWidget().objectName()


def playback(opened: OpenedWindow) -> Any:
    return opened.stage.playback


ON_THE_STAGE: Final[tuple[tuple[str, _Fact, object], ...]] = (
    ("Right", frame, 1),
    (".", frame, 2),
    ("Left", frame, 1),
    (",", frame, 0),
    ("Shift+Right", frame, RATE),
    ("Right", frame, RATE + 1),
    ("Shift+Left", frame, 1),
    ("End", frame, _FRAMES - 1),
    ("Home", frame, 0),
    ("Space", lambda opened: playback(opened).is_playing, True),
    ("Space", lambda opened: playback(opened).is_playing, False),
    ("L", lambda opened: playback(opened).is_playing, True),
    ("K", lambda opened: playback(opened).is_playing, False),
    ("]", lambda opened: playback(opened).speed > 1, True),
    ("\\", lambda opened: playback(opened).speed, 1.0),
    ("[", lambda opened: playback(opened).speed < 1, True),
    ("\\", lambda opened: playback(opened).speed, 1.0),
    ("M", lambda opened: playback(opened).muted, True),
    ("M", lambda opened: playback(opened).muted, False),
    ("Down", lambda opened: round(playback(opened).volume, 2), 0.95),
    ("Up", lambda opened: round(playback(opened).volume, 2), 1.0),
    ("R", lambda opened: playback(opened).loop, False),
    ("R", lambda opened: playback(opened).loop, True),
    ("Shift+U", lambda opened: opened.composer.draft().prompt, "a kite"),
)
"""A key, what is looked at, and how it is then; one after another."""

IN_THE_WINDOW: Final[tuple[tuple[str, _Fact, object], ...]] = (
    ("Ctrl+F", focus, "searchField"),
    ("Ctrl+L", focus, "promptEdit"),
    ("Ctrl+1", focus, "imageSlot1"),
    ("Ctrl+2", focus, "imageSlot2"),
    ("Ctrl+3", focus, "imageSlot3"),
    ("Ctrl+4", focus, "videoSlot"),
    ("F9", lambda opened: opened.composer.is_collapsed, True),
    ("F9", lambda opened: opened.composer.is_collapsed, False),
    ("F10", lambda opened: opened.workspace.library.isHidden(), True),
    ("F10", lambda opened: opened.workspace.library.isHidden(), False),
    ("Ctrl+N", lambda opened: opened.composer.draft().prompt, ""),
    ("Ctrl+Z", lambda opened: opened.composer.draft().prompt, "a boat"),
    ("Ctrl+Shift+Z", lambda opened: opened.composer.draft().prompt, ""),
    ("Ctrl+Z", lambda opened: opened.composer.draft().prompt, "a boat"),
    ("F2", focus, "clipTitleField"),
)

DIALOGS: Final[dict[str, type[QDialog]]] = {
    "F1": ShortcutList,
    "Ctrl+K": Palette,
    "Ctrl+,": PreferencesDialog,
    "Ctrl+O": QFileDialog,
    "Ctrl+S": QFileDialog,
}


def press(opened: OpenedWindow, keys: str) -> None:
    combination = QKeySequence(keys)[0]  # type: ignore[index]
    widget = opened.window.focusWidget()
    QTest.keyClick(widget, combination.key(), combination.keyboardModifiers())


async def with_a_clip(opened: OpenedWindow) -> None:
    opened.parts.viewing.choose(next(iter(opened.house.library.kept)))
    await until(lambda: playback(opened).has_frame)


async def does(opened: OpenedWindow, keys: str, fact: _Fact, wanted: object) -> None:
    press(opened, keys)
    try:
        await until(lambda: fact(opened) == wanted, within=10.0)
    except AssertionError:
        raise AssertionError(f"after {keys} it is {fact(opened)}, not {wanted}") from None


async def test_the_keys_of_the_stage_do_what_is_drawn(qapp: QApplication, tmp_path: Path) -> None:
    clip = small_clip(tmp_path / "kite.mp4", frames=_FRAMES)
    held = a_generation().in_sandbox().with_prompt("a kite").ready(clip)
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=[held]) as opened:
        await with_a_clip(opened)
        playback(opened).set_volume(1.0)
        opened.part("player").setFocus()
        for keys, fact, wanted in ON_THE_STAGE:
            opened.part("player").setFocus()
            await does(opened, keys, fact, wanted)


async def test_the_keys_of_the_window_do_what_is_drawn(qapp: QApplication, tmp_path: Path) -> None:
    held = a_generation().in_sandbox().ready(small_clip(tmp_path / "kite.mp4", frames=2))
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=[held]) as opened:
        opened.write("a boat")
        await with_a_clip(opened)
        for keys, fact, wanted in IN_THE_WINDOW:
            await does(opened, keys, fact, wanted)
        opened.composer.focus_prompt()
        for keys, kind in DIALOGS.items():
            press(opened, keys)
            dialog = await opened.dialog(kind)
            dialog.reject()
            await until(lambda: open_dialogs(opened) == [] and opened.window.isActiveWindow())
        opened.part("player").setFocus()
        press(opened, "Shift+Delete")
        await opened.answer("Cancel")
        await until(opened.window.isActiveWindow)
        before = len(opened.house.library.kept)
        press(opened, "Ctrl+Return")
        await until(lambda: len(opened.house.library.kept) == before + 1)
