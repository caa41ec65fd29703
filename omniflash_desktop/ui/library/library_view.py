"""The list itself: paints the rows, and hears mouse, keys and drags; `PlacedRows` places them."""

from typing import Final

from PySide6.QtCore import (
    QElapsedTimer,
    QEvent,
    QItemSelection,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from omniflash_desktop.domain.window_layout import TileSize
from omniflash_desktop.ui.library.library_delegate import LibraryDelegate
from omniflash_desktop.ui.library.library_model import LibraryModel
from omniflash_desktop.ui.library.placed_rows import PlacedRows
from omniflash_desktop.ui.library.row_drag import LINE_MIME_TYPE
from omniflash_desktop.ui.library.row_sizes import PANEL_PADDING
from omniflash_desktop.ui.notices.actions import Action

_MOVE_KEYS: Final = {Qt.Key.Key_Up: Action.MOVE_UP, Qt.Key.Key_Down: Action.MOVE_DOWN}


class LibraryView(PlacedRows):
    """Shows a `LibraryModel` through a `LibraryDelegate`.

    Args:
        model: What is shown.
        delegate: Paints it.
        parent: Owner.

    Signals:
        chosen: The user made this row the current one.
        opened: Double click or Enter on this row.
        menu_wanted: Of a row, at a place on the screen.
        move_wanted: Of a row, by keys: `Action.MOVE_UP` or `Action.MOVE_DOWN`.
        dropped_before: Clips that wait in line were dragged: their ids, and the id of the one that
            they shall stand before; empty for the end of the line.
    """

    chosen = Signal(QModelIndex)
    opened = Signal(QModelIndex)
    menu_wanted = Signal(QModelIndex, QPoint)
    move_wanted = Signal(QModelIndex, object)
    dropped_before = Signal(list, str)

    def __init__(
        self, model: LibraryModel, delegate: LibraryDelegate, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, delegate, parent)
        self._mark: int | None = None
        self._tile_size = TileSize.MEDIUM
        self._shows_coming = False
        self._pointer: QPoint | None = None
        self._typed = ""
        self._typing = QElapsedTimer()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        # Only rows of the line are taken; all else goes on to the window.
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.viewport().setAutoFillBackground(False)
        self.setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(24)
        self._fit_rows()
        # `activated` is no help: some systems' styles activate on a single click.
        self.doubleClicked.connect(self.opened)

    @property
    def tile_size(self) -> TileSize:
        """How large finished clips are shown."""
        return self._tile_size

    def set_tile_size(self, size: TileSize) -> None:
        """Shows finished clips in another size."""
        if size is not self._tile_size:
            self._remember_top()
            self._tile_size = size
            self._fit_rows()

    def show_coming(self, coming: bool) -> None:
        """Whether grey tiles stand below the last clip for those that are being read."""
        if coming != self._shows_coming:
            self._shows_coming = coming
            self.viewport().update()

    # Qt's side.

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        chosen = selected.indexes()
        # Not `currentChanged`: Qt makes a row the current one whenever the list gets focus.
        if chosen and not self._library.is_rearranging:
            self.chosen.emit(chosen[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        move = _MOVE_KEYS.get(Qt.Key(event.key()))
        if move is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_wanted.emit(self.currentIndex(), move)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Goes to the next clip whose title begins with what is typed.

        Qt's own would ask for the words of every row, and read every clip for them.
        """
        waits = QApplication.keyboardInputInterval()
        is_going_on = self._typing.isValid() and self._typing.elapsed() < waits
        self._typed = self._typed + search if is_going_on else search
        self._typing.start()
        # One letter leads to the next one, several to the same one as long as it fits.
        start = max(self.currentIndex().row(), 0) + (len(self._typed) == 1)
        position = self._library.position_titled(self._typed, start)
        if position is not None:
            self.setCurrentIndex(self._library.index(position, 0))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(LINE_MIME_TYPE):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if not event.mimeData().hasFormat(LINE_MIME_TYPE):
            event.ignore()
            return
        place = self._place_in_line(event.position().toPoint())
        self._show_mark(None if place is None else place[1])
        event.setAccepted(place is not None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_mark(None)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_mark(None)
        place = self._place_in_line(event.position().toPoint())
        if place is None or not event.mimeData().hasFormat(LINE_MIME_TYPE):
            event.ignore()
            return
        dragged = bytes(event.mimeData().data(LINE_MIME_TYPE).data()).decode().split()
        if place[0] not in dragged:
            self.dropped_before.emit(dragged, place[0])
        event.acceptProposedAction()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._arrange()
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        selected, offset = self.selectionModel(), self.verticalOffset()
        pointed = QModelIndex() if self._pointer is None else self.indexAt(self._pointer)
        plain = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Active
        by_keys = self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        focused = self.currentIndex() if by_keys and self.hasFocus() else QModelIndex()
        area = event.rect()
        for position in self._layout.positions_between(area.top() + offset, area.bottom() + offset):
            index = self._library.index(position, 0)
            rect = self.visualRect(index)
            if not rect.intersects(area):
                continue
            state = plain
            if selected.isSelected(index):
                state |= QStyle.StateFlag.State_Selected
            if index == pointed:
                state |= QStyle.StateFlag.State_MouseOver
            if index == focused:
                state |= QStyle.StateFlag.State_HasFocus
            option.rect = rect  # type: ignore[attr-defined]
            option.state = state  # type: ignore[attr-defined]
            self._rows.paint(painter, option, index)
        if self._shows_coming:
            below = max(0, self._layout.height - offset)
            self._rows.paint_coming(painter, below, self.viewport().height() - below)
        if self._mark is not None:
            self._rows.paint_line_mark(painter, self._mark, self.viewport().width())
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._button_takes(event):
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._button_takes(event):
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self._button_takes(event):
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._button_takes(event)
        before, self._pointer = self._pointer, event.position().toPoint()
        self._rows.pointer_moved(self._pointer)
        for point in (before, self._pointer):
            if point is not None and (index := self.indexAt(point)).isValid():
                self.update(index)
        # A held button must not become the start of a drag or of a selection.
        if not self._rows.is_button_held:
            super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._rows.pointer_left()
        if self._pointer is not None:
            index, self._pointer = self.indexAt(self._pointer), None
            if index.isValid():
                self.update(index)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            point = self.visualRect(index).center()
        else:
            point = event.pos()
            index = self.indexAt(point)
        if index.isValid():
            self.menu_wanted.emit(index, self.viewport().mapToGlobal(point))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_rows()
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 80)

    def _fit_rows(self) -> None:
        changed = self._rows.fit(self.width(), self._tile_size)
        # Half a gap belongs to each row; the scroll bar lies in the right padding.
        self.setViewportMargins(PANEL_PADDING - self._rows.sizes.gap // 2, 0, 0, 0)
        if changed:
            self._layout_is_stale()

    def _place_in_line(self, point: QPoint) -> tuple[str, int] | None:
        """Before whom a row dropped at `point` would stand, and where that is marked."""
        index = self.indexAt(point)
        if not index.isValid():
            return None
        rect = self.visualRect(index)
        below = point.y() > rect.center().y()
        before = self._library.line_places.clip_at(index.row() + below)
        if before is None:
            return None
        return before, rect.bottom() - 1 if below else rect.top()

    def _show_mark(self, y: int | None) -> None:
        if y != self._mark:
            self._mark = y
            self.viewport().update()

    def _button_takes(self, event: QMouseEvent) -> bool:
        """Whether a painted button of the row took the event."""
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return False
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self.visualRect(index)  # type: ignore[attr-defined]
        return self._rows.editorEvent(event, self._library, option, index)
