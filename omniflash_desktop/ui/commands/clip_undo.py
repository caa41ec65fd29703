"""Connects the command that undoes with what was done to clips."""

from PySide6.QtCore import QObject

from omniflash_desktop.ui.clip_keeping import ClipKeeping
from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.commands.commands import Commands, facts_of


class ClipUndo(QObject):
    """Says what would be taken back, and takes it back.

    While there is nothing, its keys are the composer's also on the stage and in the library.

    Args:
        commands: Whose action it is.
        keeping: Remembers the steps.
    """

    def __init__(self, commands: Commands, keeping: ClipKeeping) -> None:
        super().__init__(keeping)
        self._commands = commands
        self._keeping = keeping
        commands.of(Command.UNDO_CLIP).triggered.connect(keeping.undo)
        keeping.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        words = self._keeping.undo_words
        why_not = "" if words else self.tr("Nothing was done to a clip that could be taken back")
        self._commands.set_possible(Command.UNDO_CLIP, why_not)
        action = self._commands.of(Command.UNDO_CLIP)
        action.setText(words or facts_of(Command.UNDO_CLIP).words)
