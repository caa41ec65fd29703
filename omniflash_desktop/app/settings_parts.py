"""Joins the preferences, and what the composer asks about local videos, with the services."""

from PySide6.QtCore import QObject

from omniflash_desktop.app.core import Core
from omniflash_desktop.services.clock import SystemClock
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.services.video_outlook import VideoOutlooks
from omniflash_desktop.ui.app_menu import AppMenu
from omniflash_desktop.ui.clip_actions import ClipActions
from omniflash_desktop.ui.main_window import MainWindow
from omniflash_desktop.ui.preferences.opening import PreferencesOpening
from omniflash_desktop.ui.preferences.storage_settings import StorageSettings
from omniflash_desktop.ui.service_choice import ServiceChoice
from omniflash_desktop.ui.video_way import VideoWay
from omniflash_desktop.ui.where_videos_go import WhereVideosGo
from omniflash_desktop.ui.workspace import Workspace


class SettingsParts(QObject):
    """Everything that leads to a setting.

    Attributes:
        preferences: Opens the dialog.
    """

    def __init__(
        self, window: MainWindow, workspace: Workspace, core: Core, keeper: PreferencesKeeper
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        theme, tasks = workspace.theme, core.tasks
        self._storage = StorageSettings(
            theme, keeper, core.hosted, core.bucket_keys, core.links, tasks, window
        )
        self.preferences = PreferencesOpening(window, theme, keeper, self._storage, tasks)
        outlooks = VideoOutlooks(
            core.media, core.library, core.hosted, core.connections, SystemClock()
        )
        self._video_way = VideoWay(workspace.composer.tray, outlooks, tasks, window)
        self._where = WhereVideosGo(window, theme, workspace.composer, self._storage, tasks)

    def connect_with(self, choice: ServiceChoice, actions: ClipActions, menu: AppMenu) -> None:
        """Joins the parts with each other, and with all that leads here."""
        header, composer = self._workspace.header, self._workspace.composer
        header.preferences_clicked.connect(self.preferences.open)
        menu.preferences_asked.connect(self.preferences.open)
        actions.storage_asked.connect(self.preferences.open_storage)
        choice.chosen.connect(self._video_way.use_service)
        self._storage.hosting_changed.connect(self._video_way.look_again)
        self._video_way.choice_missing.connect(self._where.ask_once)
        composer.storage_asked.connect(self._where.ask)
        self._where.bucket_asked.connect(self.preferences.open_storage)
