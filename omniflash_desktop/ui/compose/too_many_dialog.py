"""Asks which pictures and videos are meant, where more came than there is room for."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.compose.dropped_media import DroppedMedia
from omniflash_desktop.ui.compose.media_kinds import MediaKind
from omniflash_desktop.ui.compose.slot_painting import paint_badge, paint_cover, paint_veil
from omniflash_desktop.ui.compose.thumbnails import Thumbnails
from omniflash_desktop.ui.compose.too_many_choice import PICTURE, TooManyChoice
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import faded, paint_frame
from omniflash_desktop.ui.notices.file_reasons import brief_reason
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_COLUMNS: Final = 5
_MOST_ROWS: Final = 3
_AROUND: Final = 24
_CELL: Final = QSize(PICTURE.width() + 12, PICTURE.height() + 34)
_SCROLL_BAR: Final = 18
_INSET: Final = 4
_Index = QModelIndex | QPersistentModelIndex


class TooManyDialog(FramedDialog):
    """Tiles to be ticked, as many as find a place. Show it with `open()`.

    Args:
        theme: The look.
        thumbnails: Makes the tiles' pictures.
        media: All that came.
        kinds: Of which kinds there are too many.
        room: How many of each kind find a place.
        target: The slot that was meant; handed on.
        parent: The window.

    Signals:
        chosen: The `DroppedMedia` that is meant, and `target`.
    """

    chosen = Signal(object, object)

    def __init__(
        self,
        theme: Theme,
        thumbnails: Thumbnails,
        media: DroppedMedia,
        kinds: set[MediaKind],
        room: Mapping[MediaKind, int],
        target: int | None,
        parent: QWidget,
    ) -> None:
        width = _COLUMNS * _CELL.width() + _SCROLL_BAR + 2 * _AROUND
        super().__init__(theme, "", width=width, parent=parent)
        self.setObjectName("tooManyDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._target = target
        self.choice = TooManyChoice(thumbnails, media, kinds, room, self.devicePixelRatioF())
        self.choice.setParent(self)
        self._note = Label(theme, size=tokens.CAPTION, role="text2", tabular=True, parent=self)
        self.tiles = _Tiles(theme, self.choice, self)
        cancel = Button(theme, self.tr("Cancel"), kind=ButtonKind.GHOST, height=40, parent=self)
        self._use = Button(theme, "", kind=ButtonKind.PRIMARY, height=40, parent=self)
        self._use.setDefault(True)
        name(self.tiles, "tooManyList")
        name(cancel, "takeNoneButton")
        name(self._use, "takeChosenButton")
        self.column.addWidget(self._note)
        self.column.addSpacing(tokens.SPACE_1)
        self.column.addWidget(self.tiles)
        self.column.addSpacing(tokens.SPACE_2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._use)
        self.column.addLayout(row)
        cancel.clicked.connect(self.reject)
        self._use.clicked.connect(self.accept)
        self.choice.choice_changed.connect(self._show_choice)
        self._show_title()
        self._show_choice()
        self.tiles.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def done(self, result: int) -> None:
        self.choice.end()
        if result == self.DialogCode.Accepted:
            if not self.choice.chosen:
                return
            self.chosen.emit(self.choice.result, self._target)
        super().done(result)

    def _show_title(self) -> None:
        images, videos = self.choice.most(MediaKind.IMAGE), self.choice.most(MediaKind.VIDEO)
        if images and videos:
            words = self.tr("Which images, and which video?")
        elif videos:
            words = self.tr("Which of these %n videos?", "", len(self.choice.things))
        else:
            words = self.tr("Which of these %n images?", "", len(self.choice.things))
        self.title.setText(words)
        self.setWindowTitle(words)
        self.setAccessibleName(words)

    def _show_choice(self) -> None:
        facts: list[str] = []
        for kind, one, several in (
            (MediaKind.IMAGE, self.tr("%1 of 1 image chosen"), self.tr("%1 of %2 images chosen")),
            (MediaKind.VIDEO, self.tr("%1 of 1 video chosen"), self.tr("%1 of %2 videos chosen")),
        ):
            most = self.choice.most(kind)
            taken = sum(self.choice.things[row].kind is kind for row in self.choice.chosen)
            if most:
                words = one if most == 1 else several
                facts.append(words.replace("%1", str(taken)).replace("%2", str(most)))
        if self.choice.unusable_count:
            facts.append(self.tr("%n cannot be used", "", self.choice.unusable_count))
        words = " · ".join(facts)
        order = self.tr("They go into the slots in the order in which you choose them.")
        is_ordered = self.choice.most(MediaKind.IMAGE) > 1
        self._note.setText(f"{words}. {order}" if is_ordered else words)
        self.setAccessibleDescription(words)
        count = len(self.choice.chosen)
        self._use.setText(self.tr("Use %1").replace("%1", str(count)) if count else self.tr("Use"))
        self._use.setEnabled(bool(count))
        self._use.setToolTip("" if count else self.tr("Choose at least one"))


class _Tiles(QListView):
    """The things as tiles; the arrows move, Space and a click choose."""

    def __init__(self, theme: Theme, choice: TooManyChoice, parent: QWidget) -> None:
        super().__init__(parent)
        self._choice = choice
        self.setModel(choice)
        # What is selected is chosen: that is what a screen reader does, and a click, and Space.
        self.setSelectionMode(QListView.SelectionMode.MultiSelection)
        choice.choice_changed.connect(self._follow)
        self.setItemDelegate(_TileDelegate(theme, choice, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("background: transparent")
        no_choice = QItemSelectionModel.SelectionFlag.NoUpdate
        self.selectionModel().setCurrentIndex(choice.index(0), no_choice)
        rows = min(-(-choice.rowCount() // _COLUMNS), _MOST_ROWS)
        # A part of the next row tells that there is one.
        is_cut = choice.rowCount() > _COLUMNS * _MOST_ROWS
        self.setFixedHeight(rows * _CELL.height() + (_CELL.height() // 3 if is_cut else 0) + 4)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        for index in (*selected.indexes(), *deselected.indexes()):
            if self._is_selected(index.row()) != (index.row() in self._choice.chosen):
                self._choice.toggle(index.row())
        # There may have been no room for it.
        self._follow()

    def _follow(self) -> None:
        """Selects what is chosen, and nothing else."""
        for row in range(self._choice.rowCount()):
            if self._is_selected(row) != (row in self._choice.chosen):
                toggle = QItemSelectionModel.SelectionFlag.Toggle
                self.selectionModel().select(self._choice.index(row), toggle)

    def _is_selected(self, row: int) -> bool:
        return self.selectionModel().isSelected(self._choice.index(row))


class _TileDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, choice: TooManyChoice, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._choice = choice

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return _CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, row = self._theme, index.row()
        rect = QRectF(option.rect).adjusted(_INSET, _INSET, -_INSET, -_INSET)  # pyright: ignore[reportAttributeAccessIssue]
        picture = QRectF(rect.left() + 2, rect.top() + 2, PICTURE.width(), PICTURE.height())
        painter.save()
        self._paint_picture(painter, picture, row)
        number = self._choice.number_of(row)
        if self._choice.is_out_of_reach(row):
            veil = faded(theme.colour("overlay"), 0.62)
            paint_veil(painter, picture, veil, tokens.RADIUS_FIELD)
        if number:
            line = theme.colour("accent_line")
            paint_frame(painter, picture, tokens.RADIUS_FIELD, line=line, width=2)
            at = picture.topLeft() + QPointF(7, 7)
            paint_badge(painter, theme, at, str(number), theme.colour("accent"))
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]
        is_of_use = not self._choice.reason_against(row)
        if state & QStyle.StateFlag.State_MouseOver and is_of_use and not number:
            line = theme.colour("line_ctl")
            paint_frame(painter, picture, tokens.RADIUS_FIELD, line=line, width=1.5)
        if state & QStyle.StateFlag.State_HasFocus:
            ring = picture.adjusted(-3, -3, 3, 3)
            line = theme.colour("focus")
            paint_frame(painter, ring, tokens.RADIUS_FIELD + 3, line=line, width=2)
        painter.setFont(theme.font(tokens.TINY, tokens.STRONG if number else tokens.REGULAR))
        painter.setPen(theme.colour("text" if number else "text2" if is_of_use else "text3"))
        below = QRectF(picture.left(), picture.bottom() + 4, picture.width(), 18)
        middle = Qt.TextElideMode.ElideMiddle
        shown = " ".join(self._choice.name_of(row).split())
        words = painter.fontMetrics().elidedText(shown, middle, int(below.width()))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()

    def _paint_picture(self, painter: QPainter, rect: QRectF, row: int) -> None:
        theme, cover = self._theme, self._choice.cover_of(row)
        thing = self._choice.things[row]
        why_not = self._choice.reason_against(row)
        if why_not:
            self._paint_unusable(painter, rect, why_not)
            return
        if cover is not None:
            paint_cover(painter, rect, cover, tokens.RADIUS_FIELD)
        else:
            paint_frame(painter, rect, tokens.RADIUS_FIELD, fill=theme.colour("raised2"))
            square = QRectF(0, 0, 24, 24)
            square.moveCenter(rect.center())
            icon = "film-strip" if thing.kind is MediaKind.VIDEO else "image"
            theme.paint_icon(painter, square, icon, theme.colour("text3"))
            return
        if thing.kind is MediaKind.VIDEO:
            square = QRectF(rect.right() - 24, rect.bottom() - 24, 18, 18)
            theme.paint_icon(painter, square, "film-strip", theme.colour("on_picture"))

    def _paint_unusable(self, painter: QPainter, rect: QRectF, why_not: str) -> None:
        theme = self._theme
        fill, line = theme.colour("danger_bg"), theme.colour("danger_line")
        paint_frame(painter, rect, tokens.RADIUS_FIELD, fill=fill, line=line)
        square = QRectF(rect.center().x() - 10, rect.top() + 18, 20, 20)
        theme.paint_icon(painter, square, "warning-octagon", theme.colour("danger"))
        painter.setFont(theme.font(tokens.TINY, tokens.STRONG))
        painter.setPen(theme.colour("danger"))
        below = QRectF(rect.left() + 4, square.bottom() + 4, rect.width() - 8, 34)
        wrapped = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(below, int(wrapped), brief_reason(why_not))
