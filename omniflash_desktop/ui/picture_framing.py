"""Lets the user choose what the model sees of a picture in the tray."""

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.picture_preparation import PicturePreparation
from omniflash_desktop.services.preferences_keeper import PreferencesKeeper
from omniflash_desktop.ui.asking import ask
from omniflash_desktop.ui.compose.framing_dialog import FramingDialog
from omniflash_desktop.ui.compose.image_item import ImageItem
from omniflash_desktop.ui.compose.reference_tray import ReferenceTray
from omniflash_desktop.ui.compose.thumbnails import Thumbnails
from omniflash_desktop.ui.task_preparations import TaskPreparations
from omniflash_desktop.ui.theme.theme import Theme

PREVIEW_SIDE: Final = 1600
"""Pixels: what the dialog shows, on a screen of twice the usual pixels."""


class PictureFraming(QObject):
    """Has the tray's pictures prepared, and asks about their frames.

    Args:
        window: The dialog stands over it.
        theme: The look.
        tray: Its pictures.
        previews: Makes larger pictures for the dialog.
        pictures: Prepares.
        keeper: Remembers whether places, cameras and names are removed.
        tasks: Waits for copies and answers.
    """

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        tray: ReferenceTray,
        previews: Thumbnails,
        pictures: PicturePreparation,
        keeper: PreferencesKeeper,
        tasks: BackgroundTasks,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._tray = tray
        self._previews = previews
        self._pictures = pictures
        self._keeper = keeper
        self._tasks = tasks
        self._preparations = TaskPreparations(pictures, tasks)
        self._is_asking = False
        tray.use_preparations(self._preparations)
        tray.frame_asked.connect(self._frame)

    def _frame(self, item: ImageItem) -> None:
        # A double click and Enter may both come before the dialog stands.
        if not self._is_asking:
            self._is_asking = True
            self._tasks.start(self._ask(item), name="frame a picture")

    async def _ask(self, item: ImageItem) -> None:
        try:
            if item.path is None:
                return
            dialog = FramingDialog(
                self._theme, item, item.path, self._preparations, self._previews, self._window
            )
            if await ask(dialog) == QDialog.DialogCode.Accepted:
                self._remember(dialog.removes_details)
                self._tray.reframe(item, dialog.framing)
        finally:
            self._is_asking = False

    def _remember(self, removes_details: bool) -> None:
        if removes_details != self._pictures.removes_details:
            self._pictures.removes_details = removes_details
            self._keeper.change(remove_picture_details=removes_details)
            self._tray.prepare_anew()
