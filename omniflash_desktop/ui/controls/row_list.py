"""A list of rows that are chosen one at a time, painted by whoever knows what stands in them."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_GAP: Final = 2


class RowList(QListWidget):
    """One tab stop; the arrows move, and letters lead to a name.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.setMouseTracking(True)
        theme.changed.connect(self.viewport().update)


class RowDelegate(QStyledItemDelegate):
    """Paints what all rows have: that they are chosen, pointed at, or reached by keys.

    Args:
        theme: The look.
        height: Of a row at text size 1, in logical pixels.
        room: Kept free at the right, for a scroll bar, in logical pixels.
        parent: The list.
    """

    def __init__(self, theme: Theme, parent: RowList, *, height: int, room: int = 0) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list = parent
        self._height = height
        self._room = room

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, round(self._height * max(1.0, self._theme.text_scale)))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = self._theme
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        rect = QRectF(option.rect).adjusted(0, _GAP / 2, -self._room, -_GAP / 2)
        painter.save()
        if is_chosen or is_hovered:
            fill = theme.colour("accent_bg" if is_chosen else "hover")
            paint_frame(painter, rect, tokens.RADIUS_FIELD, fill=fill)
        by_keys = self._list.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if is_chosen and self._list.hasFocus() and by_keys:
            ring = theme.colour("focus")
            paint_frame(painter, rect, tokens.RADIUS_FIELD, line=ring, width=2)
        self.paint_row(painter, rect, index, chosen=is_chosen)
        painter.restore()

    def paint_row(
        self,
        painter: QPainter,
        rect: QRectF,
        index: QModelIndex | QPersistentModelIndex,
        *,
        chosen: bool,
    ) -> None:
        """Paints what stands in a row.

        Args:
            painter: Where to paint.
            rect: The row without the gaps around it.
            index: The row.
            chosen: Whether it is the chosen one.
        """
        raise NotImplementedError
