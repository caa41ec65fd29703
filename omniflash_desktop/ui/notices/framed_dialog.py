"""A dialog in the app's own frame: over a dimmed window, in its middle."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from omniflash_desktop.ui.asking import leave
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_ENDLESS: Final = 16384
_AROUND: Final = 24


class Scrim(QWidget):
    """Dims the window behind the dialog."""

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        # Larger than any window, so that it need not follow its size.
        self.setGeometry(0, 0, _ENDLESS, _ENDLESS)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.colour("scrim"))
        painter.end()


class FramedDialog(QDialog):
    """A title, and whatever is added to its column.

    Args:
        theme: The look.
        title: What it is about.
        width: Logical pixels, as far as the window has them.
        parent: The window that it is about.
    """

    def __init__(self, theme: Theme, title: str, *, width: int, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._theme = theme
        self._over = parent.window()
        self._scrim: Scrim | None = None
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.title = Label(theme, title, size=tokens.TITLE, weight=tokens.STRONG, parent=self)
        self.title.setWordWrap(True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(_AROUND, 22, _AROUND, 20)
        self.column.setSpacing(tokens.SPACE_2)
        self.column.addWidget(self.title)
        self.setFixedWidth(min(width, self._over.width() - 2 * _AROUND))
        theme.changed.connect(self.update)

    def fit(self) -> None:
        """Takes the height that its words and controls need at its width."""
        wraps = self.hasHeightForWidth()
        height = self.heightForWidth(self.width()) if wraps else self.sizeHint().height()
        self.setFixedHeight(min(height, self._over.height() - _AROUND))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        middle = self._over.mapToGlobal(self._over.rect().center())
        self.move(middle - self.rect().center())
        if self._scrim is None:
            self._scrim = Scrim(self._theme, self._over)
        self._scrim.raise_()
        self._scrim.show()

    def done(self, result: int) -> None:
        if self._scrim is not None:
            self._scrim.hide()
            self._scrim.deleteLater()
            self._scrim = None
        leave(self, super().done, result)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._theme.colour
        paint_frame(
            painter,
            QRectF(self.rect()),
            tokens.RADIUS_DIALOG,
            fill=colour("overlay"),
            line=colour("line_strong"),
        )
        painter.end()
