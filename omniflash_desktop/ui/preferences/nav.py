"""The sections of the preferences, at the left of the dialog."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_ROW: Final = 38
_GAP: Final = 2
_ICON_ROLE: Final = Qt.ItemDataRole.UserRole


class PreferencesNav(QListWidget):
    """One tab stop; the arrows lead to the section above or below.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        name(self, "preferencesNav")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setMouseTracking(True)
        self.setItemDelegate(_Delegate(theme, self))
        # A screen reader selects, and leaves what is current as it is.
        self.itemSelectionChanged.connect(self._follow_selection)
        theme.changed.connect(self.viewport().update)

    def add_section(self, words: str, icon: str) -> None:
        """Adds a section below the others."""
        item = QListWidgetItem(words, self)
        item.setData(_ICON_ROLE, icon)

    def _follow_selection(self) -> None:
        for item in self.selectedItems():
            self.setCurrentItem(item)


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QListWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list = parent

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = self._theme
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        rect = QRectF(option.rect).adjusted(0, _GAP / 2, 0, -_GAP / 2)
        painter.save()
        if is_chosen or is_hovered:
            fill = theme.colour("accent_bg" if is_chosen else "hover")
            paint_frame(painter, rect, tokens.RADIUS_FIELD, fill=fill)
        by_keys = self._list.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if is_chosen and self._list.hasFocus() and by_keys:
            ring = theme.colour("focus")
            paint_frame(painter, rect, tokens.RADIUS_FIELD, line=ring, width=2)
        ink = theme.colour("accent_text" if is_chosen else "text2")
        square = QRectF(rect.left() + 12, rect.center().y() - 9, 18, 18)
        theme.paint_icon(painter, square, str(index.data(_ICON_ROLE)), ink)
        painter.setFont(theme.font(tokens.BASE, tokens.STRONG if is_chosen else tokens.MEDIUM))
        painter.setPen(theme.colour("text" if is_chosen else "text2"))
        words = rect.adjusted(39, 0, -6, 0)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, middle, str(index.data(Qt.ItemDataRole.DisplayRole)))
        painter.restore()
