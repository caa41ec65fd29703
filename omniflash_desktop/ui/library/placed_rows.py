"""A list view that lays out its own rows: tiles beside each other, all else on lines of its own.

Of `QListView` it keeps what the rest of Qt knows lists by; `row_layout` has the places, since Qt's
own layout takes too long for a library of 100,000 clips.
"""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem, QWidget

from omniflash_desktop.ui.library.library_delegate import LibraryDelegate
from omniflash_desktop.ui.library.library_model import LibraryModel
from omniflash_desktop.ui.library.library_rows import RowKind
from omniflash_desktop.ui.library.row_layout import RowLayout


class PlacedRows(QListView):
    """Places, scrolling and the ways of the keys over the rows of a `LibraryModel`.

    Args:
        model: What is shown.
        delegate: Knows how large rows are.
        parent: Owner.
    """

    def __init__(
        self, model: LibraryModel, delegate: LibraryDelegate, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._library = model
        self._rows = delegate
        self._layout = RowLayout()
        self._is_stale = True
        self._anchor: tuple[QPersistentModelIndex, int] | None = None
        # Before Qt's own slots hear of it, which may ask for places.
        for change in (
            model.rowsAboutToBeInserted,
            model.rowsAboutToBeRemoved,
            model.modelAboutToBeReset,
        ):
            change.connect(self._remember_top)
        for change in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            change.connect(self._layout_is_stale)
        model.dataChanged.connect(self._data_changed)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def doItemsLayout(self) -> None:
        self._is_stale = True
        self._arrange()
        QAbstractItemView.doItemsLayout(self)

    def visualRect(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
        self._arrange()
        place = self._layout.place_of(index.row()) if index.isValid() else None
        if place is None:
            return QRect()
        return QRect(place.left, place.top - self.verticalOffset(), place.width, place.height)

    def indexAt(self, point: QPoint) -> QModelIndex:
        self._arrange()
        position = self._layout.position_at(point.x(), point.y() + self.verticalOffset())
        return QModelIndex() if position is None else self._library.index(position, 0)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        rect, room = self.visualRect(index), self.viewport().height()
        if rect.isNull():
            return
        bar = self.verticalScrollBar()
        above, below = rect.top(), rect.bottom() + 1 - room
        match hint:
            case QAbstractItemView.ScrollHint.PositionAtTop:
                step = above
            case QAbstractItemView.ScrollHint.PositionAtBottom:
                step = below
            case QAbstractItemView.ScrollHint.PositionAtCenter:
                step = (above + below) // 2
            case _:
                step = above if above < 0 else max(0, min(above, below))
        bar.setValue(bar.value() + step)

    def updateGeometries(self) -> None:
        self._arrange()
        # Not QListView's: it knows nothing of our layout.
        QAbstractItemView.updateGeometries(self)
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(room)
        bar.setRange(0, max(0, self._layout.height - room))
        self._restore_top()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        # One row at a time: both corners lie in it.
        self.selectionModel().select(self.indexAt(rect.normalized().center()), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region = region.united(self.visualRect(index))
        return region

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        self._arrange()
        last = self._library.rowCount() - 1
        now = self.currentIndex().row()
        move = QAbstractItemView.CursorAction
        if now < 0 or action is move.MoveHome:
            return self._clip_from(0, 1)
        match action:
            case move.MoveEnd:
                return self._clip_from(last, -1)
            case move.MoveLeft | move.MovePrevious:
                return self._clip_from(now - 1, -1)
            case move.MoveRight | move.MoveNext:
                return self._clip_from(now + 1, 1)
            case move.MoveUp | move.MoveDown:
                return self._clip_across(now, 1 if action is move.MoveDown else -1)
            case _:
                return self._clip_a_page_away(now, 1 if action is move.MovePageDown else -1)

    def _clip_from(self, position: int, step: int) -> QModelIndex:
        """The first row from here on that can be chosen; the current one where there is none."""
        while 0 <= position < self._library.rowCount():
            if self._library.kind_at(position) is not RowKind.HEADER:
                return self._library.index(position, 0)
            position += step
        return self.currentIndex()

    def _clip_across(self, now: int, step: int) -> QModelIndex:
        """The row above or below that stands closest."""
        line = self._layout.line_of(now)
        start = line.stop if step > 0 else line.start - 1
        first = self._clip_from(start, step)
        if first.row() in line:
            return first
        middle = self.visualRect(self.currentIndex()).center().x()
        candidates = [self._library.index(one, 0) for one in self._layout.line_of(first.row())]
        distances = [abs(self.visualRect(one).center().x() - middle) for one in candidates]
        return candidates[distances.index(min(distances))]

    def _clip_a_page_away(self, now: int, step: int) -> QModelIndex:
        place = self._layout.place_of(now)
        assert place is not None
        room = max(self.viewport().height() - place.height, place.height)
        wanted = min(max(place.top + step * room, 0), self._layout.height - 1)
        rows = self._layout.positions_between(wanted, wanted)
        return self._clip_from(rows.start, step) if rows else self.currentIndex()

    def _arrange(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self._layout.arrange(self._library.sections, self._rows.sizes, self._height_of)

    def _height_of(self, position: int) -> int:
        option = QStyleOptionViewItem()
        return self._rows.sizeHint(option, self._library.index(position, 0)).height()

    def _layout_is_stale(self) -> None:
        self._is_stale = True
        self.scheduleDelayedItemsLayout()

    def _data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        # Guidance has as many lines as it needs; tiles are all alike.
        kinds = {self._library.kind_at(one) for one in range(first.row(), last.row() + 1)}
        if RowKind.GUIDED in kinds or RowKind.TASK in kinds:
            height = self._layout.height
            self._is_stale = True
            self._arrange()
            if self._layout.height != height:
                self.scheduleDelayedItemsLayout()

    def dataChanged(
        self,
        topLeft: QModelIndex | QPersistentModelIndex,  # noqa: N803
        bottomRight: QModelIndex | QPersistentModelIndex,  # noqa: N803
        roles: Sequence[int] = (),
    ) -> None:
        # Not QListView's, which lays everything out anew.
        QAbstractItemView.dataChanged(self, topLeft, bottomRight, roles)

    def _remember_top(self) -> None:
        """Rows come or go: what is at the top is to stay there, unless that is the very top."""
        if self._anchor is None and self.verticalOffset() > 0:
            index = self.indexAt(QPoint(self._rows.sizes.gap, 0))
            if index.isValid():
                top = self.visualRect(index).top()
                self._anchor = (QPersistentModelIndex(index), top)

    def _restore_top(self) -> None:
        anchor, self._anchor = self._anchor, None
        if anchor is not None and anchor[0].isValid():
            moved = self.visualRect(anchor[0]).top() - anchor[1]
            self.verticalScrollBar().setValue(self.verticalOffset() + moved)
