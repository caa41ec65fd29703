"""The sections of the preferences, at the left of the dialog."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidgetItem, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.row_list import RowDelegate, RowList
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_ROW: Final = 38
_ICON_ROLE: Final = Qt.ItemDataRole.UserRole


class PreferencesNav(RowList):
    """The arrows lead to the section above or below.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        name(self, "preferencesNav")
        self.setItemDelegate(_Delegate(theme, self, height=_ROW))
        # A screen reader selects, and leaves what is current as it is.
        self.itemSelectionChanged.connect(self._follow_selection)

    def add_section(self, words: str, icon: str) -> None:
        """Adds a section below the others."""
        item = QListWidgetItem(words, self)
        item.setData(_ICON_ROLE, icon)

    def _follow_selection(self) -> None:
        for item in self.selectedItems():
            self.setCurrentItem(item)


class _Delegate(RowDelegate):
    def paint_row(
        self,
        painter: QPainter,
        rect: QRectF,
        index: QModelIndex | QPersistentModelIndex,
        *,
        chosen: bool,
    ) -> None:
        theme = self._theme
        ink = theme.colour("accent_text" if chosen else "text2")
        square = QRectF(rect.left() + 12, rect.center().y() - 9, 18, 18)
        theme.paint_icon(painter, square, str(index.data(_ICON_ROLE)), ink)
        painter.setFont(theme.font(tokens.BASE, tokens.STRONG if chosen else tokens.MEDIUM))
        painter.setPen(theme.colour("text" if chosen else "text2"))
        words = rect.adjusted(39, 0, -6, 0)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, middle, str(index.data(Qt.ItemDataRole.DisplayRole)))
