"""The dialog that chooses files for the tray."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from omniflash_desktop.ui.asking import FileDialog
from omniflash_desktop.ui.compose.media_kinds import IMAGE_ENDINGS, VIDEO_ENDINGS
from omniflash_desktop.ui.compose.tray_plan import VIDEO_SLOT


class ReferenceDialog(FileDialog):
    """Lets the user choose images, videos or both. Show it with `open()`.

    Args:
        slot: The slot that is to be filled; `None` for any.
        parent: Owner.
    """

    def __init__(self, slot: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Add references"))
        self.setFileMode(QFileDialog.FileMode.ExistingFiles)
        if slot is None:
            words, endings = self.tr("Images and videos"), (*IMAGE_ENDINGS, *VIDEO_ENDINGS)
        elif slot == VIDEO_SLOT:
            words, endings = self.tr("Videos"), VIDEO_ENDINGS
        else:
            words, endings = self.tr("Images"), IMAGE_ENDINGS
        patterns = " ".join(f"*{ending}" for ending in endings)
        self.setNameFilter(f"{words} ({patterns})")
