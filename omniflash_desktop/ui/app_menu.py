"""The app's menu: what is not about one clip."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from omniflash_desktop import __version__
from omniflash_desktop.domain import preferences
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.clips_folder import ClipsFolder
from omniflash_desktop.ui.compose.composer_panel import ComposerPanel
from omniflash_desktop.ui.notices.question_dialog import QuestionDialog
from omniflash_desktop.ui.sandbox_troubles import SandboxTroubles
from omniflash_desktop.ui.service_choice import ServiceChoice
from omniflash_desktop.ui.theme.theme import Theme


class AppMenu(QObject):
    """Builds the menu and does what is chosen there.

    Signals:
        quit_asked: The user wants the app to end.
        layout_reset_asked: The panes are to be as they were at first.
        preferences_asked: The user wants to see the preferences.
    """

    quit_asked = Signal()
    layout_reset_asked = Signal()
    preferences_asked = Signal()

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        composer: ComposerPanel,
        choice: ServiceChoice,
        keeper: PreferencesKeeper,
        tasks: BackgroundTasks,
        clips_folder: ClipsFolder,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._choice = choice
        self._keeper = keeper
        self._tasks = tasks
        self.menu = QMenu(window)
        self.menu.addActions([composer.keys.undo, composer.keys.redo, composer.keys.clear])
        self.menu.addActions([composer.keys.prompts, composer.keys.save_prompt])
        self.menu.addSeparator()
        self._add(self.tr("Open the clips’ folder"), clips_folder.open)
        self._add(self.tr("Keep clips in another folder…"), clips_folder.change)
        self.menu.addSeparator()
        self._add_themes(self.menu.addMenu(self.tr("Theme")))
        self._add(self.tr("Reset the layout"), self.layout_reset_asked)
        self.menu.addSeparator()
        self._add(self.tr("Use the sandbox"), choice.use_sandbox)
        self._troubles = SandboxTroubles(self.menu, composer)
        choice.chosen.connect(self._troubles.use_service)
        self._add(self.tr("Connect with a token…"), choice.ask_again)
        self.menu.addSeparator()
        self._add(self.tr("Preferences…"), self.preferences_asked, QKeySequence("Ctrl+,"))
        self._add(self.tr("About Omniflash"), self._tell_about)
        self._add(self.tr("Quit"), self.quit_asked, QKeySequence.StandardKey.Quit)
        # Shortcuts of actions work only where a shown widget holds the actions.
        window.addActions(self.menu.actions())

    def _add(
        self,
        text: str,
        slot: object,
        keys: QKeySequence | QKeySequence.StandardKey = QKeySequence.StandardKey.UnknownKey,
    ) -> None:
        action = QAction(text, self.menu)
        action.setShortcut(keys)
        action.triggered.connect(slot)
        self.menu.addAction(action)

    def _add_themes(self, menu: QMenu) -> None:
        names = {
            preferences.Theme.SYSTEM: self.tr("As the system"),
            preferences.Theme.DARK: self.tr("Dark"),
            preferences.Theme.LIGHT: self.tr("Light"),
        }
        group = QActionGroup(self)
        for theme, words in names.items():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(theme is self._theme.choice)
            action.setData(theme.value)
            group.addAction(action)
        group.triggered.connect(self._choose_theme)

    def _choose_theme(self, action: QAction) -> None:
        theme = preferences.Theme(action.data())
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
