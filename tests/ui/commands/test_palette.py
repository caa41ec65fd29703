"""Ctrl+K: from a few letters to a command, a clip or a prompt, by the keyboard alone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.listed_clip import listed
from omniflash_desktop.ui.commands.palette import Palette
from omniflash_desktop.ui.commands.palette_entries import EntryKind, PaletteIndex, prompt_entries
from omniflash_desktop.ui.commands.shortcut_list import ShortcutList, ShortcutRow
from tests.builders import GenerationBuilder, a_generation
from tests.ui.opened_window import OpenedWindow, an_opened_window, until

CONTROL = Qt.KeyboardModifier.ControlModifier
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def a_clip(number: int, prompt: str) -> GenerationBuilder:
    made = a_generation().in_sandbox().made_at(NOON + timedelta(minutes=number))
    return made.with_prompt(prompt).with_facts(id=f"{number:012x}")


KITE = a_clip(1, "A red kite over the sea").given_up()
BOAT = a_clip(2, "Paper boat in the rain").ready()


class Opened:
    """The palette over a window."""

    def __init__(self, opened: OpenedWindow, palette: Palette) -> None:
        self.window = opened
        self.palette = palette

    def titles(self, kind: EntryKind) -> list[str]:
        model = self.palette.model
        entries = (model.entry(row) for row in range(model.rowCount()))
        return [one.title for one in entries if one is not None and one.kind is kind]

    async def type(self, words: str) -> None:
        QTest.keyClicks(self.palette.field, words)
        await until(lambda: not self.palette.is_waiting)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.palette.field, key)


async def opened_palette(opened: OpenedWindow) -> Opened:
    QTest.keyClick(opened.composer.prompt.editor, Qt.Key.Key_K, CONTROL)
    palette = await opened.dialog(Palette)
    await until(lambda: palette.model.count)
    return Opened(opened, palette)


async def test_it_opens_from_the_middle_of_a_prompt_and_escape_leads_back(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=[KITE, BOAT]) as opened:
        opened.composer.focus_prompt()
        opened.write("a kite")
        shown = await opened_palette(opened)
        assert shown.palette.field.hasFocus()
        assert shown.titles(EntryKind.CLIP) == [BOAT.name, KITE.name]
        shown.press(Qt.Key.Key_Escape)
        await until(lambda: not shown.palette.isVisible())
        await until(lambda: opened.composer.prompt.editor.hasFocus())
        assert opened.composer.prompt.text == "a kite"


async def test_a_command_is_found_by_some_letters_and_done_by_enter(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True) as opened:
        shown = await opened_palette(opened)
        await shown.type("libpan")
        assert shown.titles(EntryKind.COMMAND)[0] == "Library panel"
        shown.press(Qt.Key.Key_Return)
        assert opened.workspace.library.isHidden()
        assert not shown.palette.isVisible()


async def test_whoever_types_faster_than_it_searches_gets_what_was_meant(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True) as opened:
        shown = await opened_palette(opened)
        QTest.keyClicks(shown.palette.field, "library panel")
        shown.press(Qt.Key.Key_Return)
        await until(lambda: opened.workspace.library.isHidden())


async def test_enter_shows_a_clip(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=[KITE, BOAT]) as opened:
        shown = await opened_palette(opened)
        await shown.type("red kite")
        assert shown.titles(EntryKind.CLIP) == [KITE.name]
        shown.press(Qt.Key.Key_Return)
        assert opened.stage.generation_id == KITE.id


async def test_a_prompt_goes_into_the_composer_and_can_be_undone(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=[KITE, BOAT]) as opened:
        opened.write("my own words")
        shown = await opened_palette(opened)
        await shown.type("red kite")
        shown.press(Qt.Key.Key_Down)
        shown.press(Qt.Key.Key_Return)
        assert opened.composer.prompt.text == KITE.request.prompt
        opened.composer.keys.undo.trigger()
        assert opened.composer.prompt.text == "my own words"


async def test_what_enter_would_take_is_told(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=[KITE, BOAT]) as opened:
        shown = await opened_palette(opened)
        await shown.type("paper")
        told = shown.palette.field.accessibleDescription()
        assert told.startswith("Paper boat in the rain, clip, Ready")
        assert told.endswith("2 results")
        await shown.type(" xyz")
        assert shown.palette.field.accessibleDescription() == "Nothing matches “paper xyz”"


async def test_what_is_not_possible_is_found_says_why_and_does_nothing(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True) as opened:
        shown = await opened_palette(opened)
        await shown.type("save as")
        assert "Choose a clip first" in shown.palette.field.accessibleDescription()
        shown.press(Qt.Key.Key_Return)
        assert shown.palette.isVisible()


async def test_the_button_in_the_header_opens_it(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True) as opened:
        opened.press("commandsButton")
        palette = await opened.dialog(Palette)
        palette.reject()


async def test_f1_lists_the_keys_and_finds_one(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True) as opened:
        QTest.keyClick(opened.composer.prompt.editor, Qt.Key.Key_F1)
        keys = await opened.dialog(ShortcutList)
        rows = keys.findChildren(ShortcutRow)
        with_keys = [action for _, action in opened.workspace.commands if action.shortcuts()]
        assert len(rows) == len(with_keys)
        QTest.keyClicks(keys.search, "full")
        assert [row.answers("full") for row in rows if row.isVisible()] == [True]
        assert opened.says("Full screen", within=keys)
        QTest.keyClick(keys.search, Qt.Key.Key_F1)
        await until(lambda: not keys.isVisible())


def test_a_prompt_of_many_clips_is_listed_once() -> None:
    clips = [a_clip(number, "The same words").ready() for number in range(4)]
    assert len(PaletteIndex([], [listed(one) for one in clips]).search("same").clips) == 4
    assert [one.title for one in prompt_entries(clips, "same", 12)] == ["The same words"]


def test_a_clip_is_found_by_its_task_by_words_far_into_its_prompt_or_by_letters() -> None:
    long = a_clip(7, "First line\n" + "sand " * 60 + "at golden hour").ready()
    by_task = a_generation().with_facts(task_id="task_01ABC", id="c" * 12).ready()
    index = PaletteIndex([], [listed(one) for one in (KITE, long, by_task)])
    assert index.search("golden hour").clips == [long.id]
    assert index.search("01abc").clips == [by_task.id]
    assert index.search("frstln").clips == [long.id]
