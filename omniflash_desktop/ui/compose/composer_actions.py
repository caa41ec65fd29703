"""The composer's keys, each as one action that a menu can show too."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.service_facts import MAX_IMAGES
from omniflash_desktop.ui.compose.composer_history import ComposerHistory


class ComposerActions(QObject):
    """All actions of the composer. They work in its whole window, but for the walk through prompts.

    Args:
        panel: Whose actions they become.
        editor: The prompt, in which the keys of that walk work.

    Signals:
        slot_asked: A slot is to get the focus; its index, the video slot last.
    """

    slot_asked = Signal(int)

    def __init__(self, panel: QWidget, editor: QWidget) -> None:
        super().__init__(panel)
        self.generate = self._action(panel, self.tr("Generate"), "Ctrl+Return", "Ctrl+Enter")
        self.generate.setAutoRepeat(False)
        self.clear = self._action(panel, self.tr("Clear the composer"), "Ctrl+N")
        self.undo = self._action(panel, self.tr("Undo"), "Ctrl+Z")
        self.redo = self._action(panel, self.tr("Redo"), "Ctrl+Shift+Z", "Ctrl+Y")
        self.focus_prompt = self._action(panel, self.tr("Go to the prompt"), "Ctrl+L")
        self.browse = self._action(panel, self.tr("Add references…"), "Ctrl+O")
        self.paste = self._action(panel, self.tr("Paste as reference"), "Ctrl+V")
        self.prompts = self._action(panel, self.tr("Saved and earlier prompts…"))
        self.save_prompt = self._action(panel, self.tr("Save this prompt…"))
        self.older_prompt = self._action(editor, self.tr("Earlier prompt"), "Alt+Up")
        self.newer_prompt = self._action(editor, self.tr("Later prompt"), "Alt+Down")
        for walk in (self.older_prompt, self.newer_prompt):
            # Elsewhere these keys move references and rows.
            walk.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._slots = QActionGroup(self)
        for index in range(MAX_IMAGES + 1):
            words = self.tr("Go to image %1").replace("%1", str(index + 1))
            if index == MAX_IMAGES:
                words = self.tr("Go to the reference video")
            action = self._action(panel, words, f"Ctrl+{index + 1}")
            action.setData(index)
            self._slots.addAction(action)
        self._slots.triggered.connect(self._ask_for_slot)

    def show_history(self, history: ComposerHistory) -> None:
        """Says what would be undone and redone now."""
        self.undo.setText(history.undo_words)
        self.undo.setEnabled(history.to_undo is not None)
        self.redo.setText(history.redo_words)
        self.redo.setEnabled(history.to_redo is not None)

    def _action(self, panel: QWidget, words: str, *keys: str) -> QAction:
        action = QAction(words, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        panel.addAction(action)
        return action

    def _ask_for_slot(self, action: QAction) -> None:
        self.slot_asked.emit(action.data())
