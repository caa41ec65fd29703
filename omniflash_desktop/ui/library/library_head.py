"""The head of the library: how many clips there are, in which order they stand, how large."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, assert_never

from PySide6.QtCore import QCoreApplication, QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from omniflash_desktop.domain.window_layout import Sort, TileSize
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import IconButton
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

translate = QCoreApplication.translate
_BUTTON: Final = 30
_HEIGHT: Final = 48


def sort_words(sort: Sort) -> str:
    """How an order is called in the menu."""
    match sort:
        case Sort.NEWEST:
            return translate("Library", "Newest first")
        case Sort.OLDEST:
            return translate("Library", "Oldest first")
        case Sort.TITLE:
            return translate("Library", "Title")
        case Sort.LONGEST:
            return translate("Library", "Longest first")
        case Sort.COSTLIEST:
            return translate("Library", "Costliest first")
        case _:
            assert_never(sort)


def size_words(size: TileSize) -> str:
    """How a size of tiles is called in the menu."""
    match size:
        case TileSize.SMALL:
            return translate("Library", "Small")
        case TileSize.MEDIUM:
            return translate("Library", "Medium")
        case TileSize.LARGE:
            return translate("Library", "Large")
        case _:
            assert_never(size)


class LibraryHead(QWidget):
    """Title, count, and two buttons with menus.

    Args:
        theme: The look.
        parent: Owner.

    Attributes:
        sorts: The orders, for the window's menu too.
        sizes: The sizes, likewise.

    Signals:
        sort_chosen: The user wants this `Sort`.
        size_chosen: The user wants this `TileSize`.
    """

    sort_chosen = Signal(object)
    size_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = Label(
            theme, self.tr("Library"), size=tokens.BODY, weight=tokens.STRONG, parent=self
        )
        self._count = Label(theme, "0", weight=tokens.MEDIUM, role="text3", tabular=True)
        self._sort = IconButton(theme, "sort-descending", size=_BUTTON, parent=self)
        name(self._sort, "sortButton")
        self._size = IconButton(theme, "squares-four", size=_BUTTON, parent=self)
        name(self._size, "tileSizeButton")
        self.sorts = self._menu(
            "sortMenu", self.tr("Sort by"), [(one, sort_words(one)) for one in Sort]
        )
        self.sizes = self._menu(
            "tileSizeMenu", self.tr("Thumbnail size"), [(one, size_words(one)) for one in TileSize]
        )
        self._sort.clicked.connect(self._show_sorts)
        self._size.clicked.connect(self._show_sizes)
        self.sorts.triggered.connect(self._choose_sort)
        self.sizes.triggered.connect(self._choose_size)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(title)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._sort)
        row.addSpacing(-4)
        row.addWidget(self._size)
        self.setFixedHeight(_HEIGHT)
        self.show_choices(Sort.NEWEST, TileSize.MEDIUM)

    def show_count(self, words: str) -> None:
        """How many clips there are, or that they are still being read."""
        self._count.setText(words)

    def show_choices(self, sort: Sort, size: TileSize) -> None:
        """Marks what is chosen."""
        for menu, chosen in ((self.sorts, sort), (self.sizes, size)):
            for entry in menu.actions():
                entry.setChecked(entry.data() == chosen.value)
        for button, words in ((self._sort, sort_words(sort)), (self._size, size_words(size))):
            button.setAccessibleDescription(words)
            button.setToolTip(f"{button.accessibleName()}: {words}")
        self._sort.set_icon_name("sort-ascending" if sort is Sort.OLDEST else "sort-descending")

    def _menu(self, object_name: str, title: str, entries: Sequence[tuple[StrEnum, str]]) -> QMenu:
        menu = QMenu(title, self)
        menu.setObjectName(object_name)
        menu.setAccessibleName(title)
        group = QActionGroup(menu)
        for value, words in entries:
            entry = QAction(words, menu)
            entry.setData(value.value)
            entry.setCheckable(True)
            group.addAction(entry)
            menu.addAction(entry)
        return menu

    def _show_sorts(self) -> None:
        self._show(self.sorts, self._sort)

    def _show_sizes(self) -> None:
        self._show(self.sizes, self._size)

    def _show(self, menu: QMenu, button: IconButton) -> None:
        below = button.mapToGlobal(button.rect().bottomRight())
        menu.popup(below - QPoint(menu.sizeHint().width(), -4))

    def _choose_sort(self, entry: QAction) -> None:
        self.sort_chosen.emit(Sort(entry.data()))

    def _choose_size(self, entry: QAction) -> None:
        self.size_chosen.emit(TileSize(entry.data()))
