"""Joins the commands of the window with the clips, the palette and the list of keys."""

from PySide6.QtCore import QObject

from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.ui.clip_keeping import ClipKeeping
from omniflash_desktop.ui.clip_viewing import ClipViewing
from omniflash_desktop.ui.commands.clip_commands import ClipCommands
from omniflash_desktop.ui.commands.clip_undo import ClipUndo
from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.commands.palette_opening import PaletteOpening
from omniflash_desktop.ui.commands.shortcut_help import ShortcutHelp
from omniflash_desktop.ui.main_window import MainWindow
from omniflash_desktop.ui.workspace import Workspace


class CommandParts(QObject):
    """What commands need beyond the panes.

    Attributes:
        palette: Finds commands, clips and prompts.
    """

    def __init__(
        self,
        window: MainWindow,
        workspace: Workspace,
        viewing: ClipViewing,
        keeping: ClipKeeping,
        tasks: BackgroundTasks,
    ) -> None:
        super().__init__(window)
        commands = workspace.commands
        self._clips = ClipCommands(commands, viewing, workspace.library, workspace.model)
        self._undo = ClipUndo(commands, keeping)
        self.palette = PaletteOpening(workspace, viewing, tasks, window)
        self._keys = ShortcutHelp(workspace.theme, commands, tasks, window)
        viewing.stage_changed.connect(self._clips.refresh)
        viewing.stage_changed.connect(workspace.playback_commands.refresh)
        commands.of(Command.COMMANDS).triggered.connect(self.palette.open)
        commands.of(Command.SHORTCUTS).triggered.connect(self._keys.open)
        workspace.header.commands_clicked.connect(commands.of(Command.COMMANDS).trigger)

    def close(self) -> None:
        """Ends what reads beside the window's thread."""
        self.palette.close()
