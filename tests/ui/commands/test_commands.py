"""Every action of the running window: where it is found, what it is called, what it does."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QMetaMethod, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QTextEdit, QWidget

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.ui.commands.clip_table import clip_actions
from omniflash_desktop.ui.commands.command import Command, Scope
from omniflash_desktop.ui.commands.commands import facts_of
from omniflash_desktop.ui.commands.menus import menu_bar
from omniflash_desktop.ui.notices.actions import Action
from tests.builders import a_generation
from tests.services.fakes import Held, Script, completed
from tests.services.house import House
from tests.ui.opened_window import OpenedWindow, an_opened_window, entries_below, until
from tests.ui.small_clip import small_clip

_INNER = (QLineEdit, QTextEdit, QLabel)
"""Qt gives these actions of their own: for their menus of cut, copy and paste."""


def a_clip(folder: Path, name: str = "kite") -> Generation:
    return a_generation().in_sandbox().ready(small_clip(folder / f"{name}.mp4", frames=24))


def actions_of(window: QWidget) -> Iterator[QAction]:
    """All that is an action below the window, but for the parts of Qt's own fields."""
    for action in window.findChildren(QAction):
        parent = action.parent()
        is_inner = isinstance(parent, _INNER) or isinstance(parent.parent(), _INNER)
        if not (is_inner or action.isSeparator() or isinstance(action.menu(), QMenu)):
            yield action


async def test_each_action_is_in_the_menu_has_words_and_keys_of_its_own(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=[a_clip(tmp_path)]) as opened:
        in_menu = set(opened.menu_entries().values())
        outside = [one.text() for one in actions_of(opened.window) if one not in in_menu]
        # Qt's own, of the handle that undoes and the like, has no words.
        assert [words for words in outside if words] == []

        commands = list(opened.workspace.commands)
        assert {action for _, action in commands} <= in_menu
        assert [one.value for one, action in commands if not action.text()] == []
        assert [one.value for one, action in commands if not action.statusTip()] == []
        keys = Counter(
            (facts_of(command).scope, keys.toString())
            for command, action in commands
            for keys in action.shortcuts()
        )
        assert [one for one, count in keys.items() if count > 1] == []


async def test_no_command_is_an_empty_shell(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True) as opened:
        for command, action in opened.workspace.commands:
            signal = QMetaMethod.fromSignal(action.triggered)
            is_heard = action.isSignalConnected(signal) or action.actionGroup() is not None
            assert is_heard, command.value


async def test_what_is_not_possible_says_why(qapp: QApplication, tmp_path: Path) -> None:
    running = a_generation().in_sandbox().with_task("t1").waiting()
    async with an_opened_window(
        qapp, tmp_path, sandbox=True, held=[running], prepare=_takes_its_time
    ) as opened:
        commands = opened.workspace.commands
        assert commands.of(Action.SAVE_AS).statusTip() == "Choose a clip first"
        assert commands.of(Command.PLAY_PAUSE).toolTip() == "Show a finished clip first"

        opened.parts.viewing.choose(running.id)
        assert commands.of(Action.SAVE_AS).toolTip() == "This clip is not ready yet"
        assert commands.of(Action.MOVE_TO_TRASH).toolTip() == (
            "This clip is under way: cancel it first"
        )
        assert commands.of(Action.CANCEL).isEnabled()
        for _, action in commands:
            assert action.isEnabled() or action.statusTip(), action.text()


async def test_the_menu_of_a_row_shows_the_window_s_own_actions(
    qapp: QApplication, tmp_path: Path
) -> None:
    clip, other = a_clip(tmp_path), a_generation().in_sandbox().with_facts(id="b" * 12)
    async with an_opened_window(
        qapp,
        tmp_path,
        sandbox=True,
        held=[clip, other.with_task("t1").waiting()],
        prepare=_takes_its_time,
    ) as opened:
        library = opened.workspace.library
        library.view.menu_wanted.emit(opened.workspace.model.index_of(clip.id), QPoint(10, 10))
        (menu,) = [one for one in library.findChildren(QMenu) if one.isVisible()]
        favourite = opened.workspace.commands.of(Action.FAVOURITE)
        assert favourite in menu.actions()
        assert opened.stage.generation_id == clip.id
        favourite.trigger()
        menu.close()
        await until(lambda: opened.house.library.kept[clip.id].favourite)
        await until(lambda: favourite.text() == "Remove from favourites")


async def test_the_three_dots_hold_the_same_actions(qapp: QApplication, tmp_path: Path) -> None:
    clip = a_clip(tmp_path)
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=[clip]) as opened:
        opened.parts.viewing.choose(clip.id)
        opened.press("clipMenuButton")
        menu = opened.stage.menu
        assert menu.isVisible()
        menu.close()
        ours = {action for _, action in opened.workspace.commands}
        assert set(entries_below(menu)) <= ours


async def test_a_star_is_given_and_taken_by_keys(qapp: QApplication, tmp_path: Path) -> None:
    clip = a_clip(tmp_path)
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=[clip]) as opened:
        opened.parts.viewing.choose(clip.id)
        control = Qt.KeyboardModifier.ControlModifier
        QTest.keyClick(opened.composer.prompt.editor, Qt.Key.Key_D, control)
        await until(lambda: opened.house.library.kept[clip.id].favourite)
        QTest.keyClick(opened.composer.prompt.editor, Qt.Key.Key_D, control)
        await until(lambda: not opened.house.library.kept[clip.id].favourite)


async def test_f6_leads_from_panel_to_panel(qapp: QApplication, tmp_path: Path) -> None:
    clip = a_clip(tmp_path)
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=[clip]) as opened:
        opened.parts.viewing.choose(clip.id)
        opened.composer.focus_prompt()
        walked = [_pane_after(opened, Qt.KeyboardModifier.NoModifier) for _ in range(3)]
        assert walked == ["stage", "library", "composer"]
        shift = Qt.KeyboardModifier.ShiftModifier
        assert [_pane_after(opened, shift) for _ in range(2)] == ["library", "stage"]


async def test_the_bar_of_a_mac_holds_every_menu(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True) as opened:
        bar = menu_bar(opened.parts._menu.menu, opened.workspace.commands)
        menus = [one.menu() for one in bar.actions()]
        held = {entry for menu in menus for entry in entries_below(menu)}
        assert {action for _, action in opened.workspace.commands} <= held
        quit_role = QAction.MenuRole.QuitRole
        assert opened.workspace.commands.of(Command.QUIT).menuRole() is quit_role
        bar.deleteLater()


def test_each_action_about_a_clip_says_what_it_is_for() -> None:
    silent = [action.value for action in clip_actions() if not facts_of(action).purpose]
    assert silent == []


def test_single_letters_never_belong_to_the_whole_window() -> None:
    for command in (*Command, *clip_actions()):
        facts = facts_of(command)
        if facts.scope is Scope.WINDOW:
            assert all("Ctrl" in keys or keys.lstrip("Shift+")[0] == "F" for keys in facts.keys)


def _takes_its_time(house: House) -> None:
    house.api.polls = Script(Held(completed()))


def _pane_after(opened: OpenedWindow, modifier: Qt.KeyboardModifier) -> str:
    QTest.keyClick(opened.window, Qt.Key.Key_F6, modifier)
    focus = opened.window.focusWidget()
    panes = {"composer": opened.composer, "stage": opened.stage}
    panes["library"] = opened.workspace.library
    (name,) = [name for name, pane in panes.items() if pane.isAncestorOf(focus)]
    return name
