"""The window's frame: there in a blink, with the shape of its panes, which come a moment later."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.window_layout import USUAL_LAYOUT, WindowLayout
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

SMALLEST_SIZE: Final = (960, 640)
"""In logical pixels. Source: the interface design, section 1."""

_FIRST_SIZE: Final = (1600, 1000)


class MainWindow(QWidget):
    """The one window of the app. Its content, the `Workspace`, is made after its first picture.

    Args:
        theme: The look.
        layout: As it was when it was closed.

    Signals:
        painted: The first picture stands on the screen.
        close_asked: The user wants to close the window, which waits for `close_for_good`.
    """

    painted = Signal()
    close_asked = Signal()

    def __init__(self, theme: Theme, layout: WindowLayout = USUAL_LAYOUT) -> None:
        super().__init__()
        self._panes = layout.panes
        self._theme = theme
        self._content: QWidget | None = None
        self._was_painted = False
        self._may_close = False
        self.setObjectName("mainWindow")
        self.setWindowTitle("Omniflash")
        self.setMinimumSize(*SMALLEST_SIZE)
        # What lay on a screen that is gone is brought onto one that is there.
        if not self.restoreGeometry(layout.geometry):
            self.resize(self._first_size())

    def fill(self, content: QWidget) -> None:
        """Puts the content in, over the whole window."""
        self._content = content
        content.setParent(self)
        content.setGeometry(self.rect())
        content.show()

    def come_forward(self) -> None:
        """Shows itself before all other windows."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def close_for_good(self) -> None:
        """Closes without asking anybody."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_asked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._content is not None:
            self._content.setGeometry(self.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._content is not None:
            return
        painter = QPainter(self)
        self._paint_empty_panes(painter)
        painter.end()
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def _first_size(self) -> QSize:
        size, smallest = QSize(*_FIRST_SIZE), QSize(*SMALLEST_SIZE)
        on_screen = size.boundedTo(self.screen().availableSize())
        # Screens that are smaller still are made up, by tests and servers.
        return on_screen if on_screen.expandedTo(smallest) == on_screen else size

    def _paint_empty_panes(self, painter: QPainter) -> None:
        theme, rect = self._theme, self.rect()
        composer, library = tokens.pane_widths(rect.width())
        composer = (
            tokens.RAIL_WIDTH
            if self._panes.composer_folded
            else self._panes.composer_width or composer
        )
        library = 0 if self._panes.library_hidden else self._panes.library_width or library
        top = tokens.HEADER_HEIGHT
        painter.fillRect(rect, theme.colour("stage"))
        painter.fillRect(0, 0, rect.width(), top, theme.colour("window"))
        left = QRect(0, top, composer, rect.height() - top)
        right = QRect(rect.width() - library, top, library, rect.height() - top)
        painter.fillRect(left, theme.colour("panel"))
        painter.fillRect(right, theme.colour("panel"))
        line = theme.colour("line_subtle")
        painter.fillRect(0, top - 1, rect.width(), 1, line)
        painter.fillRect(left.right() + 1, top, 1, left.height(), line)
        painter.fillRect(right.left() - 1, top, 1, right.height(), line)
