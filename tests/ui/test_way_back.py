"""Whoever leaves a dialog is where they were when they opened it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from omniflash_desktop.ui.commands.command import AnyCommand, Command
from omniflash_desktop.ui.commands.palette import Palette
from omniflash_desktop.ui.commands.shortcut_list import ShortcutList
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.question_dialog import QuestionDialog
from omniflash_desktop.ui.preferences.preferences_dialog import PreferencesDialog
from omniflash_desktop.ui.prompts.prompts_dialog import PromptsDialog
from omniflash_desktop.ui.prompts.save_prompt_dialog import SavePromptDialog
from omniflash_desktop.ui.receipt.receipt_dialog import ReceiptDialog
from omniflash_desktop.ui.spending.costs_dialog import CostsDialog
from omniflash_desktop.ui.spending.fetch_dialog import FetchDialog
from omniflash_desktop.ui.spending.spending_dialog import SpendingDialog
from omniflash_desktop.ui.stage.frame_dialog import FrameDialog
from tests.builders import a_generation
from tests.ui.opened_window import an_opened_window, open_dialogs, until
from tests.ui.small_clip import small_clip

OPENED_BY: dict[AnyCommand, type[QDialog]] = {
    Command.PROMPTS: PromptsDialog,
    Command.SAVE_PROMPT: SavePromptDialog,
    Command.RECEIPT: ReceiptDialog,
    Command.ADD_REFERENCES: QFileDialog,
    Command.SPENDING: SpendingDialog,
    Command.COSTS: CostsDialog,
    Command.FETCH_CLIP: FetchDialog,
    Command.CHANGE_CLIPS_FOLDER: QFileDialog,
    Command.PREFERENCES: PreferencesDialog,
    Command.COMMANDS: Palette,
    Command.SHORTCUTS: ShortcutList,
    Command.ABOUT: QuestionDialog,
    Action.CHOOSE_FRAME: FrameDialog,
    Action.DELETE_FOR_GOOD: QuestionDialog,
}


@pytest.mark.parametrize("command", OPENED_BY, ids=lambda command: command.value)
async def test_the_focus_is_where_it_was(
    qapp: QApplication, tmp_path: Path, command: AnyCommand
) -> None:
    held = a_generation().in_sandbox().ready(small_clip(tmp_path / "kite.mp4", frames=2))
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=[held]) as opened:
        opened.write("a kite")
        opened.parts.viewing.choose(held.id)
        await until(lambda: opened.stage.shows_clip)
        # Anything but what the window would choose by itself.
        opener = opened.part("reuseSettingsButton")
        opener.setFocus()
        opened.workspace.commands.of(command).trigger()
        dialog = await opened.dialog(OPENED_BY[command])
        await until(lambda: qapp.focusWidget() is not opener)
        dialog.reject()
        await until(lambda: open_dialogs(opened) == [])
        await until(lambda: qapp.focusWidget() is opener)
