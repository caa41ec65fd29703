"""Single letters act on stage and library, and never while somebody types."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from omniflash_desktop.ui.commands.command import AnyCommand, Command, Scope
from omniflash_desktop.ui.commands.commands import facts_of
from omniflash_desktop.ui.commands.palette import Palette
from omniflash_desktop.ui.commands.shortcut_list import ShortcutList
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.spending.fetch_dialog import FetchDialog
from tests.builders import a_generation
from tests.ui.opened_window import OpenedWindow, an_opened_window, until
from tests.ui.small_clip import RATE, small_clip

ON_SURFACES = (Scope.SURFACES, Scope.STAGE)


class Heard:
    """Notes every command of stage and library that is done, and does none of them."""

    def __init__(self, opened: OpenedWindow) -> None:
        self.done: list[AnyCommand] = []
        self.keys: list[tuple[AnyCommand, QKeySequence]] = []
        for command, action in opened.workspace.commands:
            if facts_of(command).scope in ON_SURFACES:
                self._listen(command, action)

    def _listen(self, command: AnyCommand, action: QAction) -> None:
        if action.actionGroup() is not None:
            action.actionGroup().removeAction(action)
        action.triggered.connect(lambda: self.done.append(command))
        action.setEnabled(True)
        self.keys += [(command, keys) for keys in action.shortcuts()]


def press(widget: QWidget, keys: QKeySequence) -> None:
    combination = keys[0]  # type: ignore[index]
    QTest.keyClick(widget, combination.key(), combination.keyboardModifiers())


async def with_clip(opened: OpenedWindow) -> None:
    opened.parts.viewing.choose(next(iter(opened.house.library.kept)))
    await until(lambda: opened.stage.shows_clip)


@pytest.fixture
def held(tmp_path: Path) -> list[object]:
    return [a_generation().in_sandbox().ready(small_clip(tmp_path / "kite.mp4", frames=24))]


async def test_no_key_of_stage_and_library_acts_in_a_text_field(
    qapp: QApplication, tmp_path: Path, held: list[object]
) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=held) as opened:
        await with_clip(opened)
        heard = Heard(opened)
        assert len(heard.keys) > 20
        fields = [opened.composer.prompt.editor, opened.workspace.library.search]
        # A field on the stage itself, as the one of a title.
        title = QLineEdit(opened.stage)
        title.show()
        for field in (*fields, title):
            field.setFocus()
            for _, keys in heard.keys:
                press(field, keys)
        assert heard.done == []
        assert "m" in opened.workspace.library.search.text().lower()


async def test_no_key_acts_in_the_fields_of_dialogs(
    qapp: QApplication, tmp_path: Path, held: list[object]
) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=held) as opened:
        await with_clip(opened)
        heard = Heard(opened)
        commands = opened.workspace.commands
        for command, kind, field in (
            (Command.COMMANDS, Palette, "field"),
            (Command.SHORTCUTS, ShortcutList, "search"),
            (Command.FETCH_CLIP, FetchDialog, "field"),
        ):
            commands.of(command).trigger()
            dialog = await opened.dialog(kind)
            for _, keys in heard.keys:
                press(getattr(dialog, field), keys)
            dialog.reject()
            await opened.settle()
        assert heard.done == []


async def test_no_key_acts_while_an_input_method_composes(
    qapp: QApplication, tmp_path: Path, held: list[object]
) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=held) as opened:
        await with_clip(opened)
        heard = Heard(opened)
        editor = opened.composer.prompt.editor
        editor.setFocus()
        QCoreApplication.sendEvent(editor, QInputMethodEvent("ni", []))
        assert editor.is_composing
        for _, keys in heard.keys:
            press(editor, keys)
        assert heard.done == []


async def test_each_key_acts_on_the_stage_or_moves_the_player(
    qapp: QApplication, tmp_path: Path, held: list[object]
) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=held) as opened:
        await with_clip(opened)
        heard = Heard(opened)
        # The page of a clip takes the player's keys itself; from elsewhere the stage hears them.
        opened.stage.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        opened.stage.setFocus()
        for command, keys in heard.keys:
            press(opened.stage, keys)
            assert heard.done[-1:] == [command], command
        assert len(heard.done) == len(heard.keys)


async def test_letters_act_in_the_list_and_its_own_keys_stay_its_own(
    qapp: QApplication, tmp_path: Path, held: list[object]
) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=held) as opened:
        await with_clip(opened)
        heard = Heard(opened)
        view = opened.workspace.library.view
        view.setFocus()
        for _, keys in heard.keys:
            press(view, keys)
        steps = [Command.PREVIOUS_FRAME, Command.NEXT_FRAME]
        assert set(heard.done) == {
            *(command for command, _ in heard.keys if facts_of(command).scope is Scope.SURFACES),
            *steps,
        }
        # By comma and full stop, and not by the arrows.
        assert [command for command in heard.done if command in steps] == steps


async def test_a_button_keeps_its_space_and_a_slider_its_arrows(
    qapp: QApplication, tmp_path: Path, held: list[object]
) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=held) as opened:
        await with_clip(opened)
        heard = Heard(opened)
        favourite = opened.part("favouriteButton")
        favourite.setFocus()
        QTest.keyClick(favourite, Qt.Key.Key_Space)
        (clip,) = opened.house.library.kept
        await until(lambda: opened.house.library.kept[clip].favourite)
        volume = opened.part("volumeSlider")
        before = volume.value()
        volume.setFocus()
        QTest.keyClick(volume, Qt.Key.Key_Left)
        assert volume.value() < before
        assert heard.done == []


async def test_a_held_letter_acts_once(
    qapp: QApplication, tmp_path: Path, held: list[object]
) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=held) as opened:
        await with_clip(opened)
        commands = opened.workspace.commands
        assert not commands.of(Action.USE_LAST_FRAME).autoRepeat()
        assert not commands.of(Action.MOVE_TO_TRASH).autoRepeat()
        assert commands.of(Command.NEXT_FRAME).autoRepeat()


async def test_k_held_with_l_or_j_goes_by_frames_from_the_library_too(
    qapp: QApplication, tmp_path: Path, held: list[object]
) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=held) as opened:
        await with_clip(opened)
        playback = opened.stage.playback
        await until(lambda: playback.has_frame)
        view = opened.workspace.library.view
        view.setFocus()
        QTest.keyPress(view, Qt.Key.Key_K)
        for key, frame in ((Qt.Key.Key_L, 1), (Qt.Key.Key_L, 2), (Qt.Key.Key_J, 1)):
            QTest.keyClick(view, key)
            await until(lambda frame=frame: round(playback.position * RATE) == frame)
        assert not playback.is_playing
        QTest.keyRelease(view, Qt.Key.Key_K)
        QTest.keyClick(view, Qt.Key.Key_L)
        assert playback.is_playing
        QTest.keyClick(view, Qt.Key.Key_K)
        assert not playback.is_playing


async def test_a_letter_that_moves_the_player_never_looks_for_a_title(
    qapp: QApplication, tmp_path: Path
) -> None:
    kite = a_generation().in_sandbox().with_prompt("kite").failed()
    boat = a_generation().in_sandbox().with_prompt("boat").with_facts(id="b" * 12).failed()
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=[kite, boat]) as opened:
        opened.parts.viewing.choose(boat.id)
        view = opened.workspace.library.view
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_K)
        assert opened.stage.generation_id == boat.id
        view.keyboardSearch("k")
        assert opened.stage.generation_id == kite.id
