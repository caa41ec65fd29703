"""Paints heads, task rows and tiles, and tells which painted button was pressed."""

from typing import Final, TypeAlias, cast

import msgspec
from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from omniflash_desktop.domain.generation import Generation, Progress, State
from omniflash_desktop.domain.window_layout import TileSize
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.library.file_presence import FilePresence
from omniflash_desktop.ui.library.library_model import LibraryModel, LibraryRole
from omniflash_desktop.ui.library.library_rows import RowKind
from omniflash_desktop.ui.library.poster_cache import PosterCache, PosterKey, poster_of
from omniflash_desktop.ui.library.ring_motion import RingMotion
from omniflash_desktop.ui.library.row_menu import can_cancel
from omniflash_desktop.ui.library.row_sizes import (
    HEADER_HEIGHT,
    RING_ROOM,
    TASK_GAP,
    TASK_HEIGHT,
    RowSizes,
    row_sizes,
)
from omniflash_desktop.ui.library.strip_cache import StripCache
from omniflash_desktop.ui.library.task_row import (
    PICTURE_HEIGHT,
    PICTURE_WIDTH,
    TaskRowLook,
    TaskRowPlaces,
    paint_task_row,
    task_row_places,
)
from omniflash_desktop.ui.library.tile import TileLook, paint_tile
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.figures import seconds_words, time_words
from omniflash_desktop.ui.notices.state_words import (
    MAX_ROW_ACTIONS,
    RowWords,
    dotted,
    is_queued_at_service,
)
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

translate = QCoreApplication.translate
Index: TypeAlias = QModelIndex | QPersistentModelIndex
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class LibraryDelegate(QStyledItemDelegate):
    """Paints the rows of a `LibraryModel`.

    Args:
        theme: The look.
        model: What is shown.
        actions: What somebody listens to; other actions are not shown.
        parent: Owner.

    Attributes:
        previews_on_hover: Whether a tile shows the frame below the pointer.

    Signals:
        action_requested: A painted button was pressed: id and `Action`.
    """

    action_requested = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        model: LibraryModel,
        actions: frozenset[Action],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._actions = actions
        self.posters = PosterCache(self)
        self.presence = FilePresence(self)
        self.strips = StripCache(self)
        self.previews_on_hover = True
        self._pointer: QPoint | None = None
        self.rings = RingMotion(self)
        self._sizes: RowSizes = row_sizes(364)
        self._hot: tuple[str, Action] | None = None
        self._pressed: tuple[str, Action] | None = None

    def fit(self, width: int, size: TileSize) -> bool:
        """Fits the rows into a panel of `width` logical pixels; tells whether they change."""
        sizes = row_sizes(width, size)
        if sizes == self._sizes:
            return False
        self._sizes = sizes
        return True

    @property
    def sizes(self) -> RowSizes:
        """How large the rows are."""
        return self._sizes

    def row_actions(self, words: RowWords) -> tuple[Action, ...]:
        """The buttons of a row: what its words offer and somebody listens to."""
        offered = [action for action in words.actions if action in self._actions]
        return tuple(offered[:MAX_ROW_ACTIONS])

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        sizes = self._sizes
        match self._model.kind_at(index.row()):
            case RowKind.TILE:
                return QSize(sizes.cell_width, sizes.cell_height)
            case RowKind.HEADER:
                return QSize(sizes.line, HEADER_HEIGHT)
            case RowKind.TASK:
                return QSize(sizes.line, self._task_height() + TASK_GAP)
            case RowKind.GUIDED:
                # A handful at most: these alone are measured.
                places = self._places(QRect(0, 0, sizes.line, TASK_HEIGHT), index)
                return QSize(sizes.line, places.height + TASK_GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        match self._model.kind_at(index.row()):
            case RowKind.HEADER:
                self._paint_header(painter, rect, index)
            case RowKind.TILE:
                self._paint_tile(painter, rect, index, selected=selected, hovered=hovered)
            case RowKind.TASK | RowKind.GUIDED:
                self._paint_task(painter, rect, index, selected=selected, hovered=hovered)
        if state & QStyle.StateFlag.State_HasFocus:
            self._paint_focus(painter, rect, index)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Follows the pointer over the painted buttons; presses and releases them."""
        if not isinstance(event, QMouseEvent):
            return False
        rect: QRect = option.rect  # type: ignore[attr-defined]
        hit = self.button_at(event.position().toPoint(), rect, index)
        match event.type():
            case QEvent.Type.MouseMove:
                self._hot = hit
                return False
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick:
                if event.button() is Qt.MouseButton.LeftButton:
                    self._pressed = hit
                return hit is not None
            case QEvent.Type.MouseButtonRelease:
                pressed, self._pressed = self._pressed, None
                if hit is not None and hit == pressed:
                    self.action_requested.emit(hit[0], hit[1])
                return pressed is not None
            case _:
                return False

    def button_at(self, point: QPoint, rect: QRect, index: Index) -> tuple[str, Action] | None:
        """The painted button at `point` of the row at `rect`: its generation and action."""
        if self._model.kind_at(index.row()) not in (RowKind.TASK, RowKind.GUIDED):
            return None
        generation = self._generation(index)
        places = self._places(rect, index, hovered=True)
        for button in places.buttons:
            if button.rect.contains(point):
                return generation.id, button.action
        return None

    @property
    def is_button_held(self) -> bool:
        """Whether the mouse holds a painted button down."""
        return self._pressed is not None

    def pointer_moved(self, point: QPoint) -> None:
        """The pointer is at a place of the view."""
        self._pointer = point

    def pointer_left(self) -> None:
        """Nothing is under the pointer any more."""
        self._hot = self._pointer = None

    def can_cancel(self, generation: Generation) -> bool:
        """Whether the cancel button belongs to its row."""
        return can_cancel(generation, self._actions)

    def paint_coming(self, painter: QPainter, top: int, height: int) -> None:
        """Grey tiles for clips that are still being read, from one height on."""
        sizes = self._sizes
        for number in range(sizes.columns * max(0, -(-height // sizes.cell_height))):
            line, column = divmod(number, sizes.columns)
            tile = QRectF(
                column * sizes.cell_width + sizes.gap // 2,
                top + line * sizes.cell_height + RING_ROOM,
                sizes.tile_width,
                sizes.tile_height,
            )
            paint_frame(painter, tile, tokens.RADIUS_FIELD, fill=self._theme.colour("raised2"))

    def paint_line_mark(self, painter: QPainter, y: int, width: int) -> None:
        """Marks where a dragged row would stand in the line."""
        half = self._sizes.gap // 2
        mark = QRectF(half, y - 1.5, min(width, self._sizes.line) - 2 * half, 3)
        paint_frame(painter, mark, 1.5, fill=self._theme.colour("accent_line"))

    def _task_height(self) -> int:
        fonts = (
            self._theme.font(tokens.BASE),
            self._theme.font(tokens.CAPTION),
            self._theme.font(tokens.TINY),
        )
        return max(TASK_HEIGHT, sum(QFontMetrics(font).height() + 1 for font in fonts) + 16)

    def _generation(self, index: Index) -> Generation:
        return cast("Generation", index.data(LibraryRole.GENERATION))

    def _places(self, rect: QRect, index: Index, *, hovered: bool = False) -> TaskRowPlaces:
        words = cast("RowWords", index.data(LibraryRole.WORDS))
        half = self._sizes.gap // 2
        card = QRect(
            rect.left() + half, rect.top() + RING_ROOM, self._sizes.line - 2 * half, TASK_HEIGHT
        )
        cancel = hovered and not words.actions and self.can_cancel(self._generation(index))
        return task_row_places(
            self._theme, card, words, self.row_actions(words), with_cancel=cancel
        )

    def _paint_header(self, painter: QPainter, rect: QRect, index: Index) -> None:
        line = QRect(rect.left() + self._sizes.gap // 2, rect.top() + 5, rect.width(), 22)
        font = self._theme.font(tokens.CAPTION, tokens.STRONG)
        title = str(index.data(Qt.ItemDataRole.DisplayRole))
        painter.setFont(font)
        painter.setPen(self._theme.colour("text2"))
        painter.drawText(line, _LEFT, title)
        line.setLeft(line.left() + QFontMetrics(font).horizontalAdvance(title) + 8)
        painter.setFont(self._theme.font(tokens.CAPTION, tokens.MEDIUM, tabular=True))
        painter.setPen(self._theme.colour("text3"))
        painter.drawText(line, _LEFT, str(index.data(LibraryRole.COUNT)))

    def _paint_task(
        self, painter: QPainter, rect: QRect, index: Index, *, selected: bool, hovered: bool
    ) -> None:
        generation = self._generation(index)
        words = cast("RowWords", index.data(LibraryRole.WORDS))
        progress = cast("Progress | None", index.data(LibraryRole.PROGRESS))
        group = str(index.data(LibraryRole.GROUP))
        share, turn, percent = self._ring(generation, progress, group)
        hot = self._hot[1] if self._hot and self._hot[0] == generation.id else None
        look = TaskRowLook(
            title=generation.name,
            words=words,
            poster=self._poster(painter, generation, PICTURE_WIDTH, PICTURE_HEIGHT),
            percent=percent,
            share=share,
            turn=turn,
            selected=selected,
            hovered=hovered,
            hot=hot if hovered else None,
            pressed=self._pressed is not None and self._pressed == self._hot,
        )
        places = self._places(rect, index, hovered=hovered or selected)
        paint_task_row(painter, self._theme, places, look)

    def _ring(
        self, generation: Generation, progress: Progress | None, group: str
    ) -> tuple[float | None, float, int | None]:
        """How much of the ring is painted, where its arc stands, and the number in it."""
        if group:
            if progress is None or progress.percent is None:
                return 0.0, 0.0, None
            return self.rings.share(f"{group} takes", progress.percent), 0.0, progress.percent
        if generation.state is State.QUEUED:
            return 0.0, 0.0, None
        if generation.state is State.WAITING and is_queued_at_service(generation, progress):
            return 0.0, 0.0, None
        if progress is not None and progress.percent is not None:
            share = self.rings.share(f"{generation.id} {generation.state}", progress.percent)
            shows_number = generation.state is State.WAITING
            return share, 0.0, progress.percent if shows_number else None
        if progress is not None and progress.done_bytes is not None and progress.total_bytes:
            percent = min(100, progress.done_bytes * 100 // progress.total_bytes)
            return self.rings.share(f"{generation.id} {generation.state}", percent), 0.0, None
        return None, self.rings.turn(f"{generation.id} {generation.state}"), None

    def _poster(
        self, painter: QPainter, generation: Generation, width: int, height: int
    ) -> QPixmap | None:
        path = poster_of(generation)
        if path is None:
            return None
        scale = painter.device().devicePixelRatioF()
        return self.posters.pixmap(PosterKey(path, width, height, tokens.RADIUS_FIELD, scale))

    def _paint_tile(
        self, painter: QPainter, rect: QRect, index: Index, *, selected: bool, hovered: bool
    ) -> None:
        sizes = self._sizes
        generation = self._generation(index)
        picture = self._picture_of_tile(rect)
        look = self._tile_look(painter, generation, index, selected=selected, hovered=hovered)
        if hovered and self.previews_on_hover and not look.trouble_icon:
            look = self._scrubbed(look, generation, picture)
        paint_tile(painter, self._theme, picture, look, captioned=sizes.caption > 0)

    def _scrubbed(self, look: TileLook, generation: Generation, picture: QRect) -> TileLook:
        """With the frame that stands where the pointer is, as far across the clip."""
        clip, pointer = generation.clip, self._pointer
        if clip is None or clip.strip is None or pointer is None or not picture.contains(pointer):
            return look
        share = (pointer.x() - picture.left()) / picture.width()
        frame = self.strips.frame(clip.strip, share)
        return msgspec.structs.replace(look, frame=frame, share=share)

    def _paint_focus(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """The ring of the keyboard, within that of the chosen row."""
        if self._model.kind_at(index.row()) is RowKind.TILE:
            ring = self._picture_of_tile(rect)
        else:
            ring = self._places(rect, index).card.adjusted(3, 3, -3, -3)
        line = self._theme.colour("focus")
        paint_frame(painter, QRectF(ring), tokens.RADIUS_FIELD, line=line, width=2)

    def _picture_of_tile(self, rect: QRect) -> QRect:
        sizes = self._sizes
        left, top = rect.left() + sizes.gap // 2, rect.top() + RING_ROOM
        return QRect(left, top, sizes.tile_width, sizes.tile_height)

    def _tile_look(
        self,
        painter: QPainter,
        generation: Generation,
        index: Index,
        *,
        selected: bool,
        hovered: bool,
    ) -> TileLook:
        request, clip = generation.request, generation.clip
        sandbox = translate("Library", "Sandbox") if generation.in_sandbox else ""
        if clip is None:
            words = cast("RowWords", index.data(LibraryRole.WORDS))
            failed = generation.state is State.FAILED
            ended = generation.finished_at or generation.changed_at
            return TileLook(
                trouble_icon="warning-octagon" if failed else words.icon,
                trouble=words.fact if failed else words.state,
                is_failure=failed,
                sandbox=sandbox,
                title=generation.name,
                fact=dotted(words.state, time_words(ended)),
                selected=selected,
                hovered=hovered,
            )
        if self.presence.is_missing(generation.id, clip.path):
            return TileLook(
                trouble_icon="link-break",
                trouble=translate("Library", "File missing"),
                favourite=generation.favourite,
                sandbox=sandbox,
                title=generation.name,
                fact=clip.path.name,
                selected=selected,
                hovered=hovered,
            )
        take = (
            translate("Library", "take {n} of {all}").format(
                n=generation.take, all=generation.takes
            )
            if generation.takes > 1
            else request.aspect_ratio.value
        )
        sizes = self._sizes
        return TileLook(
            poster=self._poster(painter, generation, sizes.tile_width, sizes.tile_height),
            is_new=self._model.is_new(generation.id),
            length=seconds_words(clip.seconds),
            favourite=generation.favourite,
            sandbox=sandbox,
            title=generation.name,
            fact=dotted(request.resolution.label, take),
            selected=selected,
            hovered=hovered,
        )
