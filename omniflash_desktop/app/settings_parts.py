"""Joins the preferences, and what the composer asks about local videos, with the services."""

from pathlib import Path

from PySide6.QtCore import QObject

from omniflash_desktop.app.core import Core
from omniflash_desktop.services.clock import SystemClock
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.services.video_outlook import VideoOutlooks
from omniflash_desktop.storage.picture_cache import PictureCache
from omniflash_desktop.ui.app_menu import AppMenu
from omniflash_desktop.ui.clip_actions import ClipActions
from omniflash_desktop.ui.clips_folder import ClipsFolder
from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.main_window import MainWindow
from omniflash_desktop.ui.preferences.account_settings import AccountSettings
from omniflash_desktop.ui.preferences.appearance_settings import AppearanceSettings
from omniflash_desktop.ui.preferences.library_settings import LibrarySettings
from omniflash_desktop.ui.preferences.network_settings import NetworkSettings
from omniflash_desktop.ui.preferences.opening import PageSettings, PreferencesOpening
from omniflash_desktop.ui.preferences.storage_settings import StorageSettings
from omniflash_desktop.ui.service_choice import ServiceChoice
from omniflash_desktop.ui.video_way import VideoWay
from omniflash_desktop.ui.where_videos_go import WhereVideosGo
from omniflash_desktop.ui.workspace import Workspace


class SettingsParts(QObject):
    """Everything that leads to a setting.

    Attributes:
        settings: Do what the pages ask for.
        preferences: Opens the dialog.
    """

    def __init__(
        self,
        window: MainWindow,
        workspace: Workspace,
        core: Core,
        keeper: PreferencesKeeper,
        choice: ServiceChoice,
        clips_folder: ClipsFolder,
        cache_folder: Path,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._choice = choice
        theme, tasks = workspace.theme, core.tasks
        self.settings = PageSettings(
            account=AccountSettings(theme, choice, core.account, keeper, tasks, window),
            storage=StorageSettings(
                theme, keeper, core.hosted, core.bucket_keys, core.links, tasks, window
            ),
            library=LibrarySettings(
                keeper,
                clips_folder,
                core.downloader,
                core.pictures,
                PictureCache(cache_folder),
                tasks,
                window,
            ),
            network=NetworkSettings(
                keeper, core.transport, core.connections, core.links, choice, tasks, window
            ),
            appearance=AppearanceSettings(theme, keeper, workspace.library.delegate, window),
        )
        self.preferences = PreferencesOpening(
            window, theme, keeper, choice, clips_folder, self.settings, tasks
        )
        outlooks = VideoOutlooks(
            core.media, core.library, core.hosted, core.connections, SystemClock()
        )
        self._video_way = VideoWay(workspace.composer.tray, outlooks, tasks, window)
        self._where = WhereVideosGo(window, theme, workspace.composer, self.settings.storage, tasks)

    def connect_with(self, actions: ClipActions, menu: AppMenu) -> None:
        """Joins the parts with each other, and with all that leads here."""
        header, composer = self._workspace.header, self._workspace.composer
        header.preferences_clicked.connect(self.preferences.open)
        menu.preferences_asked.connect(self.preferences.open)
        commands = self._workspace.commands
        commands.of(Command.STORAGE).triggered.connect(self.preferences.open_storage)
        commands.of(Command.NETWORK).triggered.connect(self.preferences.open_network)
        actions.storage_asked.connect(self.preferences.open_storage)
        actions.network_asked.connect(self.preferences.open_network)
        self._choice.chosen.connect(self._video_way.use_service)
        self.settings.storage.hosting_changed.connect(self._video_way.look_again)
        self._video_way.choice_missing.connect(self._where.ask_once)
        composer.storage_asked.connect(self._where.ask)
        self._where.bucket_asked.connect(self.preferences.open_storage)
