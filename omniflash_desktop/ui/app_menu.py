"""The app's menu, and what its commands about the whole app do."""

import sys
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget

from omniflash_desktop import __version__
from omniflash_desktop.domain import preferences
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.clips_folder import ClipsFolder
from omniflash_desktop.ui.commands.command import Command, Subject
from omniflash_desktop.ui.commands.commands import Commands
from omniflash_desktop.ui.commands.menus import MainMenu, menu_bar
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.library.library_head import LibraryHead
from omniflash_desktop.ui.notices.question_dialog import QuestionDialog
from omniflash_desktop.ui.sandbox_troubles import SandboxTroubles
from omniflash_desktop.ui.service_choice import ServiceChoice
from omniflash_desktop.ui.theme.theme import Theme

_THEMES: Final = {
    Command.THEME_SYSTEM: preferences.Theme.SYSTEM,
    Command.THEME_DARK: preferences.Theme.DARK,
    Command.THEME_LIGHT: preferences.Theme.LIGHT,
}


class AppMenu(QObject):
    """Builds the menu and does what is chosen there about the app.

    Signals:
        quit_asked: The user wants the app to end.
        preferences_asked: The user wants to see the preferences.
    """

    quit_asked = Signal()
    preferences_asked = Signal()

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        commands: Commands,
        composer: ComposerPanel,
        head: LibraryHead,
        choice: ServiceChoice,
        keeper: PreferencesKeeper,
        tasks: BackgroundTasks,
        clips_folder: ClipsFolder,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._commands = commands
        self._keeper = keeper
        self._tasks = tasks
        self.menu = MainMenu(commands, window)
        # The bar of macOS belongs to no window; it lives as long as this does.
        self._bar = menu_bar(self.menu, commands) if sys.platform == "darwin" else None
        for choices in (head.sorts, head.sizes):
            self.menu.subjects[Subject.LIBRARY].addMenu(choices)
        self._troubles = SandboxTroubles(self.menu.subjects[Subject.CONNECTION], composer)
        choice.chosen.connect(self._troubles.use_service)
        for command, slot in (
            (Command.OPEN_CLIPS_FOLDER, clips_folder.open),
            (Command.CHANGE_CLIPS_FOLDER, clips_folder.change),
            (Command.USE_SANDBOX, choice.use_sandbox),
            (Command.CONNECT, choice.ask_again),
            (Command.PREFERENCES, self.preferences_asked),
            (Command.ABOUT, self._tell_about),
            (Command.QUIT, self.quit_asked),
        ):
            commands.of(command).triggered.connect(slot)
        self._themes = QActionGroup(self)
        for command in _THEMES:
            self._themes.addAction(commands.of(command))
        self._themes.triggered.connect(self._choose_theme)
        commands.looked_at.connect(self._show_theme)

    def _show_theme(self) -> None:
        for command, theme in _THEMES.items():
            self._commands.of(command).setChecked(theme is self._theme.choice)

    def _choose_theme(self, action: QAction) -> None:
        theme = _THEMES[Command(action.data())]
        self._theme.set_choice(theme)
        self._keeper.change(theme=theme)

    def _tell_about(self) -> None:
        self._tasks.start(self._about(), name="about")

    async def _about(self) -> None:
        title = self.tr("Omniflash %1").replace("%1", __version__)
        text = self.tr(
            "Short videos with the Omni-Flash-Ext service. It talks to %1, to the hosts of "
            "your links and clips, and to nobody else. MIT licence; with Qt (LGPL) and FFmpeg."
        ).replace("%1", DEFAULT_BASE_URL)
        close = self.tr("Close")
        await ask(QuestionDialog(self._theme, title, text, no=close, parent=self._window))
