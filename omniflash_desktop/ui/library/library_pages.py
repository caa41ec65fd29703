"""The list, or in its place why there is nothing in it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from omniflash_desktop.ui.library.empty_library import EmptyLibrary, NothingFound
from omniflash_desktop.ui.library.library_filter import Filter
from omniflash_desktop.ui.theme.theme import Theme


class LibraryPages(QStackedWidget):
    """One page at a time; those without rows are made when they are first needed.

    Args:
        theme: The look.
        rows: The list.
        parent: Owner.

    Signals:
        clear_pressed: The user wants to see all clips again.
    """

    clear_pressed = Signal()

    def __init__(self, theme: Theme, rows: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = rows
        self._empty: EmptyLibrary | None = None
        self._nothing_found: NothingFound | None = None
        self.addWidget(rows)

    def show_rows(self) -> None:
        """There are clips, or will be in a moment."""
        self.setCurrentWidget(self._rows)

    def show_empty(self) -> None:
        """There are no clips at all."""
        if self._empty is None:
            self._empty = EmptyLibrary(self._theme, self)
            self.addWidget(self._empty)
        self.setCurrentWidget(self._empty)

    def show_nothing_found(self, typed: str, chosen: Filter) -> None:
        """No clip passes what is typed and chosen."""
        if self._nothing_found is None:
            self._nothing_found = NothingFound(self._theme, self)
            self._nothing_found.clear_pressed.connect(self.clear_pressed)
            self.addWidget(self._nothing_found)
        self._nothing_found.tell(typed, chosen)
        self.setCurrentWidget(self._nothing_found)
