"""Prompts that are used again: found, saved, renamed, deleted, had back."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.domain.request import AspectRatio, GenerationRequest, Resolution
from omniflash_desktop.domain.saved_prompt import PromptContent, SavedPrompt
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.storage.saved_prompts_file import SavedPromptsFile
from omniflash_desktop.ui.prompts.prompts_dialog import PromptsDialog
from omniflash_desktop.ui.prompts.save_prompt_dialog import SavePromptDialog
from tests.builders import a_generation
from tests.ui.opened_window import OpenedWindow, an_opened_window, open_dialogs, until

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
KITE = GenerationRequest(
    prompt="A red kite over the sea",
    duration=10,
    resolution=Resolution.HD_1080,
    aspect_ratio=AspectRatio.PORTRAIT,
    images=(ImageReference(path=Path("/pictures/kite.png"), name="Kite"),),
)


def a_prompt(number: int, name: str, request: GenerationRequest = KITE) -> SavedPrompt:
    return SavedPrompt(
        id=f"{number:012x}",
        name=name,
        content=PromptContent.of(request),
        saved_at=NOON + timedelta(minutes=number),
    )


def sent(*prompts: str) -> list[Generation]:
    """Clips, the newest first."""
    made: list[Generation] = []
    for number, prompt in enumerate(prompts):
        builder = a_generation().with_prompt(prompt).made_at(NOON - timedelta(minutes=number))
        made.append(builder.with_facts(id=f"{number + 64:012x}").failed())
    return made


class Prompts:
    """A window, its saved prompts, and hands to use them with."""

    def __init__(self, opened: OpenedWindow) -> None:
        self.opened = opened
        self.file = SavedPromptsFile(opened.folders.prompts_file)

    @property
    def saved(self) -> list[SavedPrompt]:
        loaded = self.file.load()
        assert isinstance(loaded, list)
        return loaded

    async def open(self) -> PromptsDialog:
        self.opened.press("savedPromptsButton")
        dialog = await self.opened.dialog(PromptsDialog)
        await self.opened.settle()
        return dialog


@asynccontextmanager
async def a_window(
    qapp: QApplication,
    folder: Path,
    *saved: SavedPrompt,
    held: Sequence[Generation] = (),
) -> AsyncGenerator[Prompts]:
    async with an_opened_window(qapp, folder, held=held, sandbox=True) as opened:
        prompts = Prompts(opened)
        for prompt in saved:
            assert prompts.file.put(prompt) is None
        yield prompts


def titles(dialog: PromptsDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def note(dialog: PromptsDialog) -> str:
    return dialog._note.text()


async def test_the_composer_is_saved_under_a_suggested_name_and_had_back(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with a_window(qapp, tmp_path) as prompts:
        opened, composer = prompts.opened, prompts.opened.composer
        composer.load_request(KITE)
        dialog = await prompts.open()
        opened.press("savePromptButton")
        asked = await opened.dialog(SavePromptDialog)
        assert asked.field.text() == "A red kite over the sea"
        opened.press("saveReferencesSwitch")
        QTest.keyClick(asked.field, Qt.Key.Key_Return)
        await until(lambda: titles(dialog) == ["A red kite over the sea"])
        assert [prompt.content for prompt in prompts.saved] == [PromptContent.of(KITE)]
        assert note(dialog) == "Saved as “A red kite over the sea”"
        opened.press("closePromptsButton")

        composer.load_request(GenerationRequest(prompt=""))
        dialog = await prompts.open()
        QTest.keyClick(dialog.search, Qt.Key.Key_Return)
        assert composer.draft() == KITE
        assert open_dialogs(opened) == []
        assert composer.keys.undo.text() == "Undo use prompt"
        composer.keys.undo.trigger()
        assert composer.draft() == GenerationRequest(prompt="")
        await until(lambda: prompts.saved[0].used_at is not None)


async def test_a_prompt_without_settings_and_references_leaves_those_of_the_composer(
    qapp: QApplication, tmp_path: Path
) -> None:
    saved = a_prompt(1, "Boat", GenerationRequest(prompt="A boat"))
    words = SavedPrompt(
        id="words", name="Words", content=saved.content.words_only, saved_at=saved.saved_at
    )
    async with a_window(qapp, tmp_path, words) as prompts:
        composer = prompts.opened.composer
        composer.load_request(KITE)
        item = composer.tray.image_items[0]
        await prompts.open()
        assert not prompts.opened.part("useWordsButton").isEnabled()
        prompts.opened.press("usePromptButton")
        assert composer.prompt.text == "A boat"
        assert composer.draft().resolution is KITE.resolution
        assert composer.tray.image_items == (item,)


async def test_of_a_whole_prompt_only_the_words_can_be_used(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with a_window(qapp, tmp_path, a_prompt(1, "Kite")) as prompts:
        await prompts.open()
        prompts.opened.press("useWordsButton")
        assert prompts.opened.composer.draft() == GenerationRequest(prompt=KITE.prompt)


async def test_what_was_sent_is_there_once_each_and_the_newest_first(
    qapp: QApplication, tmp_path: Path
) -> None:
    held = sent("A boat\nat dusk", "A kite", "A boat\nat dusk", "Dunes")
    async with a_window(qapp, tmp_path, held=held) as prompts:
        dialog = await prompts.open()
        await until(lambda: titles(dialog) == ["A boat", "A kite", "Dunes"])
        assert dialog.preview.text.toPlainText() == "A boat\nat dusk"
        assert not prompts.opened.part("renamePromptButton").isVisible()
        QTest.keyClick(dialog.search, Qt.Key.Key_Down)
        QTest.keyClick(dialog.search, Qt.Key.Key_Return)
        assert prompts.opened.composer.prompt.text == "A kite"


async def test_the_search_finds_words_in_names_and_prompts(
    qapp: QApplication, tmp_path: Path
) -> None:
    boat = a_prompt(2, "Evening", GenerationRequest(prompt="A boat, far out at SEA"))
    async with a_window(qapp, tmp_path, a_prompt(1, "Kite"), boat) as prompts:
        dialog = await prompts.open()
        assert titles(dialog) == ["Evening", "Kite"]
        QTest.keyClicks(dialog.search, "sea")
        assert titles(dialog) == ["Evening", "Kite"]
        QTest.keyClicks(dialog.search, " even")
        assert titles(dialog) == ["Evening"]
        QTest.keyClicks(dialog.search, "x")
        assert titles(dialog) == []
        assert dialog.list.accessibleDescription() == "Nothing matches “sea evenx”"
        assert not prompts.opened.part("usePromptButton").isEnabled()
        QTest.keyClick(dialog.search, Qt.Key.Key_Escape)
        assert titles(dialog) == ["Evening", "Kite"]
        assert dialog.isVisible()


async def test_saved_prompts_are_sorted_by_their_last_use_or_their_name(
    qapp: QApplication, tmp_path: Path
) -> None:
    saved = [a_prompt(1, "Zebra"), a_prompt(2, "apple"), a_prompt(3, "Moon")]
    async with a_window(qapp, tmp_path, *saved) as prompts:
        dialog = await prompts.open()
        assert titles(dialog) == ["Moon", "apple", "Zebra"]
        dialog.list.choose(saved[0].id)
        QTest.keyClick(dialog.order, Qt.Key.Key_Down)
        assert titles(dialog) == ["apple", "Moon", "Zebra"]
        assert dialog.list.current is not None
        assert dialog.list.current.saved == saved[0]
        prompts.opened.press("usePromptButton")
        dialog = await prompts.open()
        assert titles(dialog) == ["apple", "Moon", "Zebra"]
        QTest.keyClick(dialog.order, Qt.Key.Key_Up)
        assert titles(dialog) == ["Zebra", "Moon", "apple"]


async def test_a_prompt_is_renamed_in_its_place(qapp: QApplication, tmp_path: Path) -> None:
    async with a_window(qapp, tmp_path, a_prompt(1, "Kite"), a_prompt(2, "Boat")) as prompts:
        dialog = await prompts.open()
        QTest.keyClick(dialog.list, Qt.Key.Key_F2)
        field = prompts.opened.part("promptName", QLineEdit)
        QTest.keyClicks(field, "Ship  at sea")
        QTest.keyClick(field, Qt.Key.Key_Return)
        await until(lambda: titles(dialog) == ["Ship at sea", "Kite"])
        assert [prompt.name for prompt in prompts.saved] == ["Kite", "Ship at sea"]
        assert dialog.isVisible()
        QTest.keyClick(dialog.list, Qt.Key.Key_F2)
        QTest.keyClicks(field, "Never mind")
        QTest.keyClick(field, Qt.Key.Key_Escape)
        assert titles(dialog) == ["Ship at sea", "Kite"]
        assert dialog.isVisible()


async def test_what_was_deleted_comes_back_by_a_press(qapp: QApplication, tmp_path: Path) -> None:
    saved = [a_prompt(1, "Kite"), a_prompt(2, "Boat")]
    async with a_window(qapp, tmp_path, *saved) as prompts:
        dialog = await prompts.open()
        dialog.list.setFocus()
        QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
        await until(lambda: titles(dialog) == ["Kite"])
        assert note(dialog) == "“Boat” deleted"
        prompts.opened.press("undoDeleteButton")
        await until(lambda: titles(dialog) == ["Boat", "Kite"])
        assert prompts.saved == saved
        assert not prompts.opened.part("undoDeleteButton").isVisible()


async def test_an_empty_composer_has_nothing_to_save(qapp: QApplication, tmp_path: Path) -> None:
    async with a_window(qapp, tmp_path) as prompts:
        dialog = await prompts.open()
        assert not dialog.save.isEnabled()
        assert dialog.save.toolTip() == "Write a prompt first"
        assert dialog.list.accessibleDescription() == "No prompt was sent yet"
        prompts.opened.press("closePromptsButton")
        prompts.opened.composer.keys.save_prompt.trigger()
        assert any("Write a prompt first" in told for told in prompts.opened.toasts)


async def test_a_name_that_is_taken_gets_a_number_and_none_cannot_be_saved(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with a_window(qapp, tmp_path, a_prompt(1, KITE.prompt)) as prompts:
        opened = prompts.opened
        opened.composer.load_request(KITE)
        opened.composer.keys.save_prompt.trigger()
        asked = await opened.dialog(SavePromptDialog)
        assert asked.field.text() == "A red kite over the sea 2"
        asked.field.setText("  ")
        assert not opened.part("keepPromptButton").isEnabled()
        asked.field.setText("Kite")
        opened.press("saveSettingsSwitch")
        opened.press("keepPromptButton")
        await until(lambda: len(prompts.saved) == 2)
        assert prompts.saved[1].content == PromptContent(prompt=KITE.prompt)
        await until(lambda: any("Saved as “Kite”" in told for told in opened.toasts))


async def test_a_prompt_that_cannot_be_saved_is_told(qapp: QApplication, tmp_path: Path) -> None:
    async with a_window(qapp, tmp_path) as prompts:
        opened = prompts.opened
        opened.folders.prompts_file.mkdir()
        opened.composer.load_request(KITE)
        opened.composer.keys.save_prompt.trigger()
        await opened.dialog(SavePromptDialog)
        opened.press("keepPromptButton")
        await until(lambda: opened.toasts)
        assert "Saved as" not in opened.toasts[-1]


async def test_switching_between_sandbox_and_service_keeps_the_composer(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.composer.load_request(KITE)
        opened.press("moreVariationsButton")
        opened.parts.choice.use_sandbox()
        await until(lambda: opened.parts.choice.service != DEFAULT_BASE_URL)
        assert opened.composer.draft() == KITE
        assert opened.composer.takes == 2
