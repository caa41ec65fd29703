"""The context menu of a slot that holds an image."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from omniflash_desktop.ui.theme.theme import Theme


class ImageSlotMenu(QMenu):
    """What can be done with an image; each action is connected by the slot.

    Args:
        theme: The look.
        parent: The slot.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.frame = QAction(self.tr("What the model sees…"), self)
        self.replace = QAction(self.tr("Choose another image…"), self)
        self.remove = QAction(self.tr("Remove"), self)
        self.addActions([self.frame, self.replace, self.remove])
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.frame.setIcon(self._theme.icon("crop", size=16))
        self.replace.setIcon(self._theme.icon("arrows-clockwise", size=16))
        self.remove.setIcon(self._theme.icon("x", size=16))
