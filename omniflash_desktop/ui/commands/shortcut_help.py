"""Opens the list of keys."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.commands.commands import Commands
from omniflash_desktop.ui.theme.theme import Theme


class ShortcutHelp(QObject):
    """Makes the list anew each time: keys are few, and hardly anybody looks twice.

    Args:
        theme: The look.
        commands: Whose keys.
        tasks: Waits for the end of the list.
        parent: The window.
    """

    def __init__(
        self, theme: Theme, commands: Commands, tasks: BackgroundTasks, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._theme = theme
        self._commands = commands
        self._tasks = tasks
        self._is_open = False

    def open(self) -> None:
        """Shows the list, once at a time."""
        if not self._is_open:
            self._is_open = True
            self._tasks.start(self._show(), name="keyboard shortcuts")

    async def _show(self) -> None:
        # Some dozens of rows, which nobody needs at the start.
        from omniflash_desktop.ui.commands.shortcut_list import ShortcutList

        self._commands.look_at()
        try:
            await ask(ShortcutList(self._theme, self._commands, self._window))
        finally:
            self._is_open = False
