"""Opens the preferences, once at a time, and hands each page to who serves it."""

from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.clips_folder import ClipsFolder
from omniflash_desktop.ui.preferences.account_page import AccountPage
from omniflash_desktop.ui.preferences.account_settings import AccountSettings
from omniflash_desktop.ui.preferences.appearance_page import AppearancePage
from omniflash_desktop.ui.preferences.appearance_settings import AppearanceSettings
from omniflash_desktop.ui.preferences.library_page import LibraryPage
from omniflash_desktop.ui.preferences.library_settings import LibrarySettings
from omniflash_desktop.ui.preferences.network_page import NetworkPage
from omniflash_desktop.ui.preferences.network_settings import NetworkSettings
from omniflash_desktop.ui.preferences.preferences_dialog import (
    PreferencesDialog,
    Section,
    SectionPage,
)
from omniflash_desktop.ui.preferences.storage_page import StoragePage
from omniflash_desktop.ui.preferences.storage_settings import StorageSettings
from omniflash_desktop.ui.service_choice import ServiceChoice
from omniflash_desktop.ui.theme.theme import Theme


@dataclass(frozen=True, kw_only=True)
class PageSettings:
    """Who does what the pages ask for."""

    account: AccountSettings
    storage: StorageSettings
    library: LibrarySettings
    network: NetworkSettings
    appearance: AppearanceSettings


class PreferencesOpening(QObject):
    """Makes the dialog anew at each opening, from how things stand then.

    Args:
        window: Owner.
        theme: The look.
        keeper: Holds the preferences.
        choice: Knows where new clips are made.
        clips_folder: Knows where clips go.
        settings: Serve the pages.
        tasks: Waits for the dialog's end.
    """

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        keeper: PreferencesKeeper,
        choice: ServiceChoice,
        clips_folder: ClipsFolder,
        settings: PageSettings,
        tasks: BackgroundTasks,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._keeper = keeper
        self._choice = choice
        self._clips_folder = clips_folder
        self._settings = settings
        self._tasks = tasks
        self._dialog: PreferencesDialog | None = None
        self._section = Section.ACCOUNT

    def open(self) -> None:
        """Shows the page that was shown last."""
        self._open(self._section)

    def open_storage(self) -> None:
        """Shows where local videos go."""
        self._open(Section.STORAGE)

    def open_network(self) -> None:
        """Shows the way to the service."""
        self._open(Section.NETWORK)

    def _open(self, section: Section) -> None:
        if self._dialog is not None:
            self._dialog.show_section(section)
            self._dialog.activateWindow()
            return
        self._dialog = self._made()
        self._dialog.show_section(section)
        self._tasks.start(self._until_closed(self._dialog), name="preferences")

    async def _until_closed(self, dialog: PreferencesDialog) -> None:
        try:
            await ask(dialog)
        finally:
            self._section = dialog.section
            self._dialog = None

    def _made(self) -> PreferencesDialog:
        theme, chosen = self._theme, self._keeper.current
        dialog = PreferencesDialog(theme, self._window)
        in_sandbox = self._choice.service == SANDBOX
        account = AccountPage(
            theme, self._choice.base_url, chosen, in_sandbox=in_sandbox, parent=dialog
        )
        self._settings.account.serve(account)
        storage = StoragePage(theme, chosen, dialog)
        self._settings.storage.serve(storage)
        library = LibraryPage(theme, chosen, self._clips_folder.folder, dialog)
        self._settings.library.serve(library)
        network = NetworkPage(theme, chosen, dialog)
        self._settings.network.serve(network)
        appearance = AppearancePage(theme, chosen, dialog)
        self._settings.appearance.serve(appearance)
        for section, title, icon, page in (
            (Section.ACCOUNT, self.tr("Account"), "user-circle", account),
            (Section.STORAGE, self.tr("Storage"), "cloud-arrow-up", storage),
            (Section.LIBRARY, self.tr("Library"), "folder-open", library),
            (Section.NETWORK, self.tr("Network"), "globe", network),
            (Section.APPEARANCE, self.tr("Appearance"), "palette", appearance),
        ):
            dialog.add_page(SectionPage(section, title, icon, page))
        return dialog
