"""The composer's keys, each as one action that a menu can show too."""

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget

from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.commands.commands import make_action
from omniflash_desktop.ui.compose.composer_history import ComposerHistory

_SLOTS: Final = (
    Command.FOCUS_IMAGE_1,
    Command.FOCUS_IMAGE_2,
    Command.FOCUS_IMAGE_3,
    Command.FOCUS_VIDEO,
)
_WALKS: Final = (Command.OLDER_PROMPT, Command.NEWER_PROMPT)
_COMMANDS: Final = (
    Command.GENERATE,
    Command.FOCUS_PROMPT,
    Command.ADD_REFERENCES,
    Command.PASTE_REFERENCE,
    *_SLOTS,
    Command.UNDO,
    Command.REDO,
    Command.CLEAR,
    Command.PROMPTS,
    Command.SAVE_PROMPT,
    *_WALKS,
)


class ComposerActions(QObject):
    """All actions of the composer. They work in its whole window, but for the walk through prompts.

    Args:
        panel: Whose actions they become.
        editor: The prompt, in which the keys of that walk work.

    Attributes:
        by_command: All of them.

    Signals:
        slot_asked: A slot is to get the focus; its index, the video slot last.
    """

    slot_asked = Signal(int)

    def __init__(self, panel: QWidget, editor: QWidget) -> None:
        super().__init__(panel)
        self.by_command = {command: make_action(command, self) for command in _COMMANDS}
        for command, action in self.by_command.items():
            # The walk through prompts works in the prompt only: elsewhere its keys move rows.
            (editor if command in _WALKS else panel).addAction(action)
        self.generate = self.by_command[Command.GENERATE]
        self.clear = self.by_command[Command.CLEAR]
        self.undo = self.by_command[Command.UNDO]
        self.redo = self.by_command[Command.REDO]
        self.focus_prompt = self.by_command[Command.FOCUS_PROMPT]
        self.browse = self.by_command[Command.ADD_REFERENCES]
        self.paste = self.by_command[Command.PASTE_REFERENCE]
        self.prompts = self.by_command[Command.PROMPTS]
        self.save_prompt = self.by_command[Command.SAVE_PROMPT]
        self.older_prompt = self.by_command[Command.OLDER_PROMPT]
        self.newer_prompt = self.by_command[Command.NEWER_PROMPT]
        self._slots = QActionGroup(self)
        self._slots.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        for command in _SLOTS:
            self._slots.addAction(self.by_command[command])
        self._slots.triggered.connect(self._ask_for_slot)

    def show_history(self, history: ComposerHistory) -> None:
        """Says what would be undone and redone now."""
        self.undo.setText(history.undo_words)
        self.undo.setEnabled(history.to_undo is not None)
        self.redo.setText(history.redo_words)
        self.redo.setEnabled(history.to_redo is not None)

    def _ask_for_slot(self, action: QAction) -> None:
        self.slot_asked.emit(_SLOTS.index(Command(action.data())))
