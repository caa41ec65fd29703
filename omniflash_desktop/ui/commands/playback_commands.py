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
_JOGS: Final = (Command.PLAY_BACKWARDS, Command.PLAY_FORWARDS)


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

    def hold(self, action: QAction) -> None:
        """Its key is held: with K, J and L go by frames, and go on as long as they are held."""
        page = self._stage.clip_page
        if page is not None and action is self._commands.of(Command.PAUSE):
            page.player.keys.hold_k()
            self._let_jogs_repeat(True)

    def let_go(self, action: QAction) -> None:
        """Its key is not held any more."""
        page = self._stage.clip_page
        if page is not None and action is self._commands.of(Command.PAUSE):
            page.player.keys.let_go()
            self._let_jogs_repeat(False)

    def _let_jogs_repeat(self, repeat: bool) -> None:
        for command in _JOGS:
            self._commands.of(command).setAutoRepeat(repeat)

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
