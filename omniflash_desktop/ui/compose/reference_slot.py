"""What the slots for an image and for a video have in common."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent
from PySide6.QtWidgets import QWidget

from omniflash_desktop.ui.compose.slot_painting import CoverCache
from omniflash_desktop.ui.compose.tray_item import ItemState, TrayItem
from omniflash_desktop.ui.controls.buttons import ButtonKind, PaintedButton
from omniflash_desktop.ui.controls.progress_ring import ArcTurner
from omniflash_desktop.ui.theme.theme import Theme


class ReferenceSlot(PaintedButton):
    """Holds a reference or none, and reveals its buttons to the pointer and to the focus.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, ButtonKind.GHOST, parent)
        self._item: TrayItem | None = None
        self._cache = CoverCache()
        self._turner = ArcTurner(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def item(self) -> TrayItem | None:
        """What it holds."""
        return self._item

    def show_item(self, item: TrayItem | None) -> None:
        """Holds another reference, or none."""
        if self._item is not None:
            self._item.changed.disconnect(self._item_changed)
        self._item = item
        if item is not None:
            item.changed.connect(self._item_changed)
        self._item_changed()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._reveal()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._reveal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._reveal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._reveal()

    def _item_changed(self) -> None:
        """The reference, or its state, is another one. Each slot adds what it shows of that."""
        self._turner.run(self._item is not None and self._item.state is ItemState.PREPARING)
        self.update()

    def _reveal(self) -> None:
        """The pointer or the focus came or went. Each slot adds its buttons."""
        self.update()
