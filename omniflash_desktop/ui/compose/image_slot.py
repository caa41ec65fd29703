"""A slot for one image, in every state of the drawings."""

from enum import StrEnum
from typing import Final, assert_never

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from omniflash_desktop.domain.picture_framing import Fit
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.compose.image_item import ImageItem
from omniflash_desktop.ui.compose.image_slot_menu import ImageSlotMenu
from omniflash_desktop.ui.compose.reference_slot import ReferenceSlot
from omniflash_desktop.ui.compose.slot_painting import (
    SlotButton,
    paint_badge,
    paint_cover,
    paint_shade,
    paint_veil,
)
from omniflash_desktop.ui.compose.slot_words import described, fitting_note
from omniflash_desktop.ui.compose.tray_item import ItemState
from omniflash_desktop.ui.controls.painting import between, faded, paint_frame
from omniflash_desktop.ui.controls.progress_ring import paint_ring
from omniflash_desktop.ui.notices.file_reasons import brief_reason
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_RADIUS: Final = tokens.RADIUS_CARD
_NAMED_FROM: Final = 80
"""Width, logical pixels, from which a slot has room for its picture's name."""

_MARKED_FROM: Final = 100
"""Width, logical pixels, from which there is room for the mark beside the buttons."""


class EmptyLook(StrEnum):
    """How an empty slot looks."""

    PLAIN = "plain"
    DRAG_OVER = "drag_over"
    WANTED = "wanted"
    """Two images are there: a third is missing."""


class ImageSlot(ReferenceSlot):
    """A slot for an image. A press asks for a file, or for another try; two frame the image.

    Args:
        theme: The look.
        index: From 0.
        parent: Owner.

    Signals:
        browse_asked: A file is to be chosen for it; the index.
        remove_asked: Its image is to go; the index.
        retry_asked: Its image is to be tried again; the index.
        frame_asked: How its image is brought into the clip's shape is to be chosen; the index.
        move_asked: Its image is to take another place; index from, index to.
        dragged: It is dragged about; the index and the place on the screen.
        let_go: The drag has ended; the index and the place on the screen.
    """

    browse_asked = Signal(int)
    remove_asked = Signal(int)
    retry_asked = Signal(int)
    frame_asked = Signal(int)
    move_asked = Signal(int, int)
    dragged = Signal(int, QPoint)
    let_go = Signal(int, QPoint)

    def __init__(self, theme: Theme, index: int, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._index = index
        self._coming: QImage | None = None
        self._empty_look = EmptyLook.PLAIN
        self._pressed_at: QPoint | None = None
        self._is_dragged = False
        self._is_target = False
        self._replace = SlotButton(theme, "arrows-clockwise", on_picture=True, parent=self)
        self._remove = SlotButton(theme, "x", on_picture=True, parent=self)
        self._frame = SlotButton(theme, "crop", on_picture=True, parent=self)
        self._menu: ImageSlotMenu | None = None
        number = index + 1
        name(self, f"imageSlot{number}")
        name(self._replace, f"replaceImage{number}")
        name(self._remove, f"removeImage{number}")
        name(self._frame, f"frameImage{number}")
        self._replace.setToolTip(self.tr("Choose another image"))
        self._remove.setToolTip(self.tr("Remove this image (Delete)"))
        self._frame.setToolTip(self.tr("See and choose what the model sees (Enter)"))
        self.clicked.connect(self._press)
        self._frame.clicked.connect(self._ask_to_frame)
        self._replace.clicked.connect(self._ask_to_browse)
        self._remove.clicked.connect(self._ask_to_remove)
        self._show_buttons()
        self._describe()

    def show_empty_look(self, look: EmptyLook) -> None:
        """Changes how it looks while it is empty."""
        self._empty_look = look
        self.update()

    def show_coming(self, picture: QImage | None) -> None:
        """Shows what a drop would put here; a null picture until it is read, `None` to end."""
        self._coming = picture
        self._show_buttons()
        self.update()

    def show_as_target(self, on: bool) -> None:
        """Marks it while another slot is dragged over it."""
        self._is_target = on
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self._item is not None and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_asked.emit(self._index)
        elif self._item is not None and alt and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = -1 if key == Qt.Key.Key_Left else 1
            self.move_asked.emit(self._index, self._index + step)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._can_be_framed:
                self._ask_to_frame()
            else:
                self.click()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self._can_be_framed and event.button() is Qt.MouseButton.LeftButton:
            self._ask_to_frame()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._item is None:
            return
        if self._menu is None:
            self._menu = ImageSlotMenu(self._theme, self)
            self._menu.setAccessibleName(self.accessibleName())
            self._menu.frame.triggered.connect(self._ask_to_frame)
            self._menu.replace.triggered.connect(self._ask_to_browse)
            self._menu.remove.triggered.connect(self._ask_to_remove)
        self._menu.frame.setEnabled(self._can_be_framed)
        self._menu.popup(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        # Not a QDrag: that would run an event loop of its own, and the way is short.
        if self._item is None or self._pressed_at is None:
            return
        way = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if not self._is_dragged and way < QApplication.startDragDistance():
            return
        self._is_dragged = True
        self.setDown(False)
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.dragged.emit(self._index, event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._pressed_at = None
        if self._is_dragged:
            self._is_dragged = False
            self.unsetCursor()
            self.let_go.emit(self._index, event.globalPosition().toPoint())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._remove.move(self.width() - 27, 7)
        self._replace.move(self.width() - 51, 7)
        self._frame.move(self.width() - 27, self.height() - 27)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._coming is not None:
            self._paint_coming(painter, rect, self._coming)
        elif self._item is None:
            self._paint_empty(painter, rect)
        else:
            self._paint_item(painter, rect, self._image_item)
        if self.shows_focus():
            ring = self._theme.colour("focus")
            paint_frame(painter, rect, _RADIUS, line=ring, width=2)
        painter.end()

    def _paint_empty(self, painter: QPainter, rect: QRectF) -> None:
        theme, words = self._theme, self.tr("Image %1").replace("%1", str(self._index + 1))
        match self._empty_look:
            case EmptyLook.PLAIN:
                icon, width = "image", 1.25
                fill = between(theme.colour("input"), theme.colour("hover"), self.hover_share())
                line, ink = theme.colour("line_strong"), theme.colour("text3")
            case EmptyLook.DRAG_OVER:
                icon, width = "plus", 2.0
                fill, line = theme.colour("accent_bg"), theme.colour("accent_line")
                ink = theme.colour("accent_text")
            case EmptyLook.WANTED:
                icon, width, words = "plus", 1.0, self.tr("Add a third")
                fill, line = theme.colour("warning_bg"), theme.colour("warning_line")
                ink = theme.colour("warning")
            case _:
                assert_never(self._empty_look)
        paint_frame(painter, rect, _RADIUS, fill=fill, line=line, width=width, dashed=True)
        middle = rect.center().y()
        square = QRectF(rect.center().x() - 10, middle - 19, 20, 20)
        theme.paint_icon(painter, square, icon, ink)
        plain = self._empty_look is EmptyLook.PLAIN
        painter.setFont(theme.font(tokens.TINY, tokens.MEDIUM if plain else tokens.STRONG))
        painter.setPen(ink)
        if painter.fontMetrics().horizontalAdvance(words) > rect.width() - 8:
            words = str(self._index + 1)
        under = QRectF(rect.left(), middle + 6, rect.width(), 18)
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_coming(self, painter: QPainter, rect: QRectF, picture: QImage) -> None:
        theme = self._theme
        self._paint_picture(painter, rect, picture)
        tint = faded(theme.colour("accent_bg2"), 0.35)
        paint_frame(painter, rect, _RADIUS, fill=tint, line=theme.colour("accent_line"), width=2)
        paint_badge(painter, theme, QPointF(8, 7), str(self._index + 1), theme.colour("accent"))

    def _paint_item(self, painter: QPainter, rect: QRectF, item: ImageItem) -> None:
        theme, white = self._theme, self._theme.colour("on_picture")
        self._paint_picture(painter, rect, item.seen, is_whole=item.fit is not Fit.AS_IS)
        match item.state:
            case ItemState.READY:
                self._paint_ready(painter, rect, item)
            case ItemState.PREPARING | ItemState.UPLOADING:
                paint_veil(painter, rect, theme.colour("badge"), _RADIUS)
                ring = QRectF(0, 0, 34, 34)
                ring.moveCenter(rect.center() - QPointF(0, 6))
                track = theme.colour("line_ctl")
                share = None if item.percent is None else item.percent / 100
                turn = self._turner.share
                paint_ring(painter, ring, share=share, turn=turn, width=3.5, track=track, arc=white)
                text = self.tr("Preparing")
                if item.percent is not None:
                    text = self.tr("Uploading %1 %").replace("%1", str(item.percent))
                self._paint_words(painter, rect.adjusted(4, 0, -4, -6), text, centred=True)
            case ItemState.FAILED:
                self._paint_failed(painter, rect, item)
            case _:
                assert_never(item.state)
        if self._is_target or (item.state is not ItemState.FAILED and self.underMouse()):
            line = theme.colour("accent_line")
            paint_frame(painter, rect, _RADIUS, line=line, width=2)
        paint_badge(painter, theme, QPointF(8, 7), str(self._index + 1), theme.colour("badge"))
        self._paint_mark(painter, rect, item)

    def _paint_failed(self, painter: QPainter, rect: QRectF, item: ImageItem) -> None:
        """A veil over the picture; what is no picture is of one colour, as a failed tile is."""
        theme = self._theme
        mark, ink = theme.colour("failed_mark"), theme.colour("on_picture")
        if item.seen.isNull():
            paint_frame(painter, rect, _RADIUS, fill=theme.colour("danger_bg"))
            mark = ink = theme.colour("danger")
        else:
            paint_veil(painter, rect, theme.colour("badge"), _RADIUS)
        paint_frame(painter, rect, _RADIUS, line=theme.colour("danger_line"))
        square = QRectF(rect.center().x() - 9, rect.center().y() - 22, 18, 18)
        theme.paint_icon(painter, square, "warning-octagon", mark)
        text = brief_reason("" if item.problem is None else item.problem.detail)
        self._paint_reason(painter, rect.adjusted(4, rect.height() / 2, -4, -1), text, ink)

    def _paint_ready(self, painter: QPainter, rect: QRectF, item: ImageItem) -> None:
        theme = self._theme
        painter.setFont(theme.font(tokens.TINY, tokens.STRONG, tabular=True))
        line = painter.fontMetrics().height()
        # The button to frame it reaches up to this line.
        right = 30 if self._shows_buttons else 8
        note = fitting_note(item, painter.fontMetrics(), int(rect.width()) - 8 - right)
        has_room = rect.width() >= _NAMED_FROM
        paint_shade(painter, rect, _RADIUS, lines=2 if note and has_room else 1)
        if has_room:
            words = item.path.stem if item.path is not None else item.name
            below = rect.adjusted(8, 0, -26, -7)
            self._paint_words(painter, below, words, centred=False)
            above = rect.adjusted(8, 0, -right, -7 - line)
            self._paint_words(painter, above, note, centred=False)
        if self._shows_buttons:
            # The button to frame it stands there.
            return
        tick = QRectF(rect.right() - 21, rect.bottom() - 21, 14, 14)
        theme.paint_icon(painter, tick, "check-circle-fill", theme.colour("ready_mark"))

    def _paint_mark(self, painter: QPainter, rect: QRectF, item: ImageItem) -> None:
        """Beside the number, where the picture is cut or padded."""
        is_covered = self._shows_buttons and rect.width() < _MARKED_FROM
        if item.fit is Fit.AS_IS or item.state is ItemState.FAILED or is_covered:
            return
        theme = self._theme
        mark = QRectF(31, 7, 20, 18)
        paint_frame(painter, mark, tokens.RADIUS_BADGE, fill=theme.colour("badge"))
        square = QRectF(0, 0, 13, 13)
        square.moveCenter(mark.center())
        icon = "crop" if item.fit is Fit.CROP else "frame-corners"
        theme.paint_icon(painter, square, icon, theme.colour("on_picture"))

    def _paint_reason(self, painter: QPainter, rect: QRectF, words: str, ink: QColor) -> None:
        """In two lines where that is needed and there is room for them."""
        painter.setFont(self._theme.font(tokens.TINY, tokens.STRONG))
        painter.setPen(ink)
        metrics = painter.fontMetrics()
        if rect.height() < 2 * metrics.lineSpacing():
            words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(rect.width()))
        top = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(rect, top | Qt.TextFlag.TextWordWrap, words)

    def _paint_words(self, painter: QPainter, rect: QRectF, words: str, *, centred: bool) -> None:
        side = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._theme.font(tokens.TINY, tokens.STRONG, tabular=True))
        painter.setPen(self._theme.colour("on_picture"))
        metrics = painter.fontMetrics()
        mode = Qt.TextElideMode.ElideMiddle
        shown = metrics.elidedText(words, mode, int(rect.width()))
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignBottom, shown)

    def _paint_picture(
        self, painter: QPainter, rect: QRectF, picture: QImage, *, is_whole: bool = False
    ) -> None:
        theme = self._theme
        if picture.isNull():
            paint_frame(painter, rect, _RADIUS, fill=theme.colour("raised2"))
            is_link = self._item is not None and self._item.path is None
            if is_link and self._coming is None:
                square = QRectF(0, 0, 22, 22)
                square.moveCenter(rect.center() - QPointF(0, 6))
                theme.paint_icon(painter, square, "link-simple", theme.colour("text2"))
            return
        ratio = self.devicePixelRatioF()
        cover = self._cache.cover(picture, self.size(), ratio, is_whole=is_whole)
        paint_cover(painter, rect, cover, _RADIUS)

    def _item_changed(self) -> None:
        super()._item_changed()
        self._show_buttons()
        self._describe()

    def _show_buttons(self) -> None:
        filled = self._item is not None and self._coming is None
        self._replace.setVisible(filled)
        self._remove.setVisible(filled)
        self._frame.setVisible(filled and self._can_be_framed)
        self._reveal()

    def _reveal(self) -> None:
        on = self._shows_buttons
        self._replace.reveal(on)
        self._remove.reveal(on)
        self._frame.reveal(on)
        super()._reveal()

    def _describe(self) -> None:
        item = self._item
        if item is None:
            self.setToolTip(self.tr("Choose an image, drop one here or paste it"))
            self.setAccessibleDescription(self.tr("Empty"))
            return
        facts = described(self._image_item)
        self.setToolTip("\n".join(facts))
        self.setAccessibleDescription(", ".join(facts))

    @property
    def _image_item(self) -> ImageItem:
        assert isinstance(self._item, ImageItem)
        return self._item

    @property
    def _can_be_framed(self) -> bool:
        """A link goes as it is, and of what cannot be used there is nothing to see."""
        item = self._item
        return item is not None and item.path is not None and item.state is not ItemState.FAILED

    @property
    def _shows_buttons(self) -> bool:
        return self.underMouse() or self.hasFocus()

    def _press(self) -> None:
        if self._item is None:
            self.browse_asked.emit(self._index)
        elif self._item.state is ItemState.FAILED:
            self.retry_asked.emit(self._index)

    def _ask_to_frame(self) -> None:
        if self._can_be_framed:
            self.frame_asked.emit(self._index)

    def _ask_to_browse(self) -> None:
        self.browse_asked.emit(self._index)

    def _ask_to_remove(self) -> None:
        self.remove_asked.emit(self._index)
