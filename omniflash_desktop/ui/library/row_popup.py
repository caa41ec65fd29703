"""The context menu of a row, as it pops up. What it offers is a matter of `row_menu`."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.commands.commands import Commands
from omniflash_desktop.ui.notices.actions import ACTION_ICONS, Action, action_label
from omniflash_desktop.ui.notices.state_words import row_words
from omniflash_desktop.ui.theme.theme import Theme


class RowPopup(QMenu):
    """Lives until it is closed. The data of its own entries are an `Action` or the id of a take.

    Args:
        generation: What it is about.
        parent: Owner.
    """

    def __init__(self, generation: Generation, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(generation.name)
        self._generation = generation
        self.aboutToHide.connect(self.deleteLater)

    @property
    def generation_id(self) -> str:
        """What it is about."""
        return self._generation.id

    def add_entries(self, theme: Theme, offered: Sequence[Action]) -> None:
        """Offers actions by entries of its own."""
        for action in offered:
            entry = QAction(action_label(action), self)
            if action in ACTION_ICONS:
                entry.setIcon(theme.icon(ACTION_ICONS[action], size=16))
            entry.setData(action)
            self.addAction(entry)

    def add_commands(self, commands: Commands, offered: Sequence[Action]) -> None:
        """Offers actions by the window's own, which do what they are for, and show their keys."""
        self.setToolTipsVisible(True)
        self.addActions(commands.several(offered))
        if Action.MOVE_TO_TRASH in offered and self._generation.state is State.READY:
            self.insertAction(commands.of(Action.MOVE_TO_TRASH), commands.of(Command.RENAME))

    def add_takes(self, takes: Sequence[Generation]) -> None:
        """The single takes of a row that several share, each to be shown on the stage."""
        if len(takes) == 1:
            return
        self.addSeparator()
        for take in takes:
            words = row_words(take, None, now=datetime.now(UTC)).state
            text = self.tr("Show take {n}: {state}").format(n=take.take, state=words)
            self.addAction(text).setData(take.id)
