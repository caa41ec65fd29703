"""Opens the preferences, once at a time, and hands each page to who serves it."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.preferences.preferences_dialog import (
    PreferencesDialog,
    Section,
    SectionPage,
)
from omniflash_desktop.ui.preferences.storage_page import StoragePage
from omniflash_desktop.ui.preferences.storage_settings import StorageSettings
from omniflash_desktop.ui.theme.theme import Theme


class PreferencesOpening(QObject):
    """Makes the dialog anew at each opening, from how things stand then.

    Args:
        window: Owner.
        theme: The look.
        keeper: Holds the preferences.
        storage: Serves the page about storage.
        tasks: Waits for the dialog's end.
    """

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        keeper: PreferencesKeeper,
        storage: StorageSettings,
        tasks: BackgroundTasks,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._keeper = keeper
        self._storage = storage
        self._tasks = tasks
        self._dialog: PreferencesDialog | None = None
        self._section = Section.STORAGE

    def open(self) -> None:
        """Shows the page that was shown last."""
        self._open(self._section)

    def open_storage(self) -> None:
        """Shows where local videos go."""
        self._open(Section.STORAGE)

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
        dialog = PreferencesDialog(self._theme, self._window)
        storage = StoragePage(self._theme, self._keeper.current, dialog)
        self._storage.serve(storage)
        dialog.add_page(SectionPage(Section.STORAGE, self.tr("Storage"), "cloud-arrow-up", storage))
        return dialog
