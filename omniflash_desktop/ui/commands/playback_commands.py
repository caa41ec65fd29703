"""Connects the commands about playback with the clip on the stage."""

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup

from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.commands.commands import Commands
from omniflash_desktop.ui.commands.playback_table import PLAYBACK
from omniflash_desktop.ui.stage.stage_panel import StagePanel

_ON_STAGE: Final = (*PLAYBACK, Command.RENAME)
_FRAMES_FOR: Final = (Command.USE_FRAME_1, Command.USE_FRAME_2, Command.USE_FRAME_3)
"""By the index of the slot."""


class PlaybackCommands(QObject):
    """Does to the player what a command says.

    Args:
        commands: Whose actions these are.
        stage: Has the player, once there was a clip.
    """

    def __init__(self, commands: Commands, stage: StagePanel) -> None:
        super().__init__(stage)
        self._commands = commands
        self._stage = stage
        self._group = QActionGroup(self)
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        for command in _ON_STAGE:
            self._group.addAction(commands.of(command))
        self._group.triggered.connect(self._do)
        self.refresh()

    def refresh(self) -> None:
        """Something else may be on the stage now."""
        why_not = "" if self._stage.shows_clip else self.tr("Show a finished clip first")
        for command in _ON_STAGE:
            self._commands.set_possible(command, why_not)

    def _do(self, action: QAction) -> None:
        page = self._stage.clip_page
        if page is None or not self._stage.shows_clip:
            return
        command = Command(action.data())
        if command is Command.RENAME:
            page.rename()
        elif command is Command.SAVE_FRAME:
            page.save_frame()
        elif command in _FRAMES_FOR:
            page.use_frame(_FRAMES_FOR.index(command))
        else:
            page.player.keys.do(command)
