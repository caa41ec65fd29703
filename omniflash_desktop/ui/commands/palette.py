"""The commands at Ctrl+K: one field, and what answers to it; the keyboard does all of it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame, QListView, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.commands.palette_entries import PaletteEntry
from omniflash_desktop.ui.commands.palette_list import PaletteDelegate, PaletteModel
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.icon_field import IconField
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 680
_MOST_HEIGHT: Final = 540
_AROUND: Final = 12
_BELOW_HEADER: Final = 24
_FIELD_HEIGHT: Final = 40
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
}
_PAGE: Final = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class Palette(FramedDialog):
    """Asks for words, shows what it is given, and tells what was taken.

    Args:
        theme: The look.
        parent: The window.

    Attributes:
        is_waiting: Whether nobody has said yet what answers to the words in the field.

    Signals:
        asked: Other words stand in the field.
        taken: A `PaletteEntry`; the palette is closed already.
    """

    asked = Signal(str)
    taken = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "", width=_WIDTH, parent=parent)
        self.setObjectName("palette")
        self.setWindowTitle(self.tr("Commands"))
        self.setAccessibleName(self.tr("Commands"))
        self.title.hide()
        self._window = parent.window()
        self.is_waiting = False
        self._takes_first = False
        self.field = IconField(theme, "magnifying-glass", self)
        self.field.setPlaceholderText(self.tr("Search commands, clips and prompts"))
        self.field.setFixedHeight(_FIELD_HEIGHT)
        self.field.setFont(theme.font(tokens.BODY))
        name(self.field, "paletteField")
        self.model = PaletteModel(self)
        self.list = QListView(self)
        self.delegate = PaletteDelegate(theme, self.model, self)
        self._nothing = Label(theme, role="text3", parent=self)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setMinimumHeight(72)
        self._nothing.hide()
        self._lay_out()
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._words_changed)
        self.list.clicked.connect(self._take_at)
        self.delegate.posters.loaded.connect(self._poster_loaded)
        self.setFixedHeight(min(_MOST_HEIGHT, self._window.height() - 96))

    def open_empty(self) -> None:
        """Opens with nothing in the field."""
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self._words_changed("")
        self.show()
        self.activateWindow()
        self.field.setFocus()

    def show_found(self, words: str, entries: Sequence[PaletteEntry]) -> None:
        """Shows what answers to `words`, unless others stand in the field by now."""
        if words != self.field.text():
            return
        self.is_waiting = False
        self.model.show_entries(entries)
        self.list.setVisible(bool(entries))
        self._nothing.setVisible(not entries)
        self._nothing.setText(self.tr("Nothing matches “%1”").replace("%1", words.strip()))
        first = self.model.next_entry(-1, 1) if entries else -1
        self._mark(first)
        if self._takes_first:
            self._takes_first = False
            self._take()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The focus stays in the field: whoever moves through the list can type on.
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._moves(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        is_left = event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow()
        if is_left and self.isVisible():
            # Whoever presses beside it wants to go on with the window.
            self.reject()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        over = self._window
        if self._scrim is not None:
            # A press beside it ends it, and must not press Generate as well.
            self._scrim.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        top = over.mapToGlobal(over.rect().topLeft())
        left = top.x() + (over.width() - self.width()) // 2
        self.move(left, top.y() + tokens.HEADER_HEIGHT + _BELOW_HEADER)

    def _lay_out(self) -> None:
        self.column.setContentsMargins(_AROUND, _AROUND, _AROUND, _AROUND)
        view = self.list
        view.setModel(self.model)
        view.setItemDelegate(self.delegate)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        view.viewport().setAutoFillBackground(False)
        view.setAutoFillBackground(False)
        name(view, "paletteList")
        self.column.addWidget(self.field)
        self.column.addWidget(view, 1)
        self.column.addWidget(self._nothing, 1)

    def _words_changed(self, words: str) -> None:
        self.is_waiting = True
        self._takes_first = False
        self.asked.emit(words)

    def _moves(self, key: Qt.Key) -> bool:
        if key in _STEPS:
            self._mark(self.model.next_entry(self.list.currentIndex().row(), _STEPS[key]))
        elif key in _PAGE:
            self._mark(self._a_page_on(_PAGE[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            return False
        return True

    def _a_page_on(self, step: int) -> int:
        """About as far as the list shows at once, never round."""
        row = now = self.list.currentIndex().row()
        for _ in range(8):
            after = self.model.next_entry(row, step)
            if (after - row) * step <= 0:
                break
            row = after
        return row if row != now else now

    def _mark(self, row: int) -> None:
        index = self.model.index(row, 0)
        self.list.setCurrentIndex(index)
        if row >= 0 and self.model.next_entry(-1, 1) == row:
            self.list.scrollToTop()
        entry = self.model.entry(row)
        self._tell(self.model.spoken(entry) if entry is not None else self._nothing.text())

    def _tell(self, words: str) -> None:
        """Says to a screen reader what Enter would take now."""
        count = self.model.count
        found = self.tr("1 result") if count == 1 else self.tr("%n results", "", count)
        self.field.setAccessibleDescription(f"{words}. {found}" if count else words)
        if self.isVisible():
            said = QAccessibleAnnouncementEvent(self.field, self.field.accessibleDescription())
            QAccessible.updateAccessibility(said)

    def _take(self) -> None:
        if self.is_waiting:
            # Typed faster than searched: what answers is taken as soon as it is known.
            self._takes_first = True
            return
        self._take_at(self.list.currentIndex())

    def _take_at(self, index: QModelIndex) -> None:
        entry = self.model.entry(index.row())
        if entry is None or not entry.is_possible:
            return
        self.accept()
        self.taken.emit(entry)

    def _poster_loaded(self, _path: str) -> None:
        self.list.viewport().update()
