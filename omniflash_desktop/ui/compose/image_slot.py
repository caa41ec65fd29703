"""A slot for one image, in every state of the drawings."""

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from omniflash_desktop.domain.picture_framing import Fit
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.compose.image_item import ImageItem
from omniflash_desktop.ui.compose.image_slot_look import (
    RADIUS,
    EmptyLook,
    FilledLook,
    paint_coming_image,
    paint_empty_slot,
    paint_filled_slot,
)
from omniflash_desktop.ui.compose.image_slot_menu import ImageSlotMenu
from omniflash_desktop.ui.compose.reference_slot import ReferenceSlot
from omniflash_desktop.ui.compose.slot_painting import SlotButton
from omniflash_desktop.ui.compose.slot_words import described
from omniflash_desktop.ui.compose.tray_item import ItemState
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme.theme import Theme


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
            cover = self._cover(self._coming)
            paint_coming_image(painter, self._theme, rect, self._index, cover)
        elif self._item is None:
            hover = self.hover_share()
            paint_empty_slot(painter, self._theme, rect, self._index, self._empty_look, hover=hover)
        else:
            self._paint_filled(painter, rect)
        if self.shows_focus():
            ring = self._theme.colour("focus")
            paint_frame(painter, rect, RADIUS, line=ring, width=2)
        painter.end()

    def _paint_filled(self, painter: QPainter, rect: QRectF) -> None:
        item = self._image_item
        is_whole = item.fit is not Fit.AS_IS
        points_at_it = item.state is not ItemState.FAILED and self.underMouse()
        look = FilledLook(
            index=self._index,
            item=item,
            cover=self._cover(item.seen, is_whole=is_whole),
            turn=self._turner.share,
            shows_buttons=self._shows_buttons,
            marked=self._is_target or points_at_it,
        )
        paint_filled_slot(painter, self._theme, rect, look)

    def _cover(self, picture: QImage, *, is_whole: bool = False) -> QPixmap | None:
        if picture.isNull():
            return None
        ratio = self.devicePixelRatioF()
        return self._cache.cover(picture, self.size(), ratio, is_whole=is_whole)

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
