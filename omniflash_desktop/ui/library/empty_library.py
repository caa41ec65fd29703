"""What stands in the library where no clip does."""

from typing import assert_never

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from omniflash_desktop.ui.controls.buttons import Button
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.library.library_filter import Filter
from omniflash_desktop.ui.library.row_sizes import CAPTIONS_FROM
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme


class _FannedCards(QWidget):
    """Three empty cards, the front one with a strip of film."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(176, 84)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour
        card = QRectF(-48, -30, 96, 60)
        for shift, angle in ((-36, -8), (36, 8)):
            painter.save()
            painter.translate(88 + shift, 45)
            painter.rotate(angle)
            paint_frame(
                painter, card, tokens.RADIUS_CARD, fill=colour("panel"), line=colour("line")
            )
            painter.restore()
        painter.translate(88, 38)
        paint_frame(
            painter, card, tokens.RADIUS_CARD, fill=colour("raised"), line=colour("line_strong")
        )
        self._theme.paint_icon(painter, QRectF(-11, -11, 22, 22), "film-strip", colour("text3"))
        painter.end()


class _Centred(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.title = Label(theme, size=tokens.BODY, weight=tokens.STRONG, parent=self)
        self.text = Label(theme, size=tokens.CAPTION, role="text3", parent=self)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(8)
        # A little above the middle, as drawn.
        self.column.addStretch(9)
        self.column.addWidget(self.title)
        self.column.addWidget(self.text)
        self.column.addStretch(11)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        edge = 40 if self.width() >= CAPTIONS_FROM else 24
        self.column.setContentsMargins(edge, 0, edge, 0)


class EmptyLibrary(_Centred):
    """Before the first clip.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        centre = Qt.AlignmentFlag.AlignHCenter
        self.column.insertWidget(1, _FannedCards(theme, self), 0, centre)
        self.column.insertSpacing(2, 8)
        self.title.setText(self.tr("Your clips will appear here"))
        self.text.setText(
            self.tr("Every finished clip is saved to this computer and stays searchable by prompt.")
        )


class NothingFound(_Centred):
    """A search or a filter that lets nothing through.

    Args:
        theme: The look.
        parent: Owner.

    Signals:
        clear_pressed: Show everything again.
    """

    clear_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.text.hide()
        clear = Button(theme, self.tr("Clear"), parent=self)
        clear.setObjectName("clearSearchButton")
        clear.setAccessibleName(self.tr("Clear search and filters"))
        clear.clicked.connect(self.clear_pressed)
        self.column.insertSpacing(2, 4)
        self.column.insertWidget(3, clear, 0, Qt.AlignmentFlag.AlignHCenter)

    def tell(self, searched: str, chosen: Filter) -> None:
        """Says what was not found."""
        if searched:
            self.title.setText(self.tr("Nothing matches “{query}”").format(query=searched))
            return
        match chosen:
            case Filter.FAILED:
                self.title.setText(self.tr("No failed clips. Nice."))
            case Filter.RUNNING:
                self.title.setText(self.tr("No clip is in the making."))
            case Filter.READY:
                self.title.setText(self.tr("No clip is ready yet."))
            case Filter.FAVOURITES:
                self.title.setText(self.tr("No favourites yet."))
            case Filter.ALL:
                self.title.setText(self.tr("Nothing matches."))
            case _:
                assert_never(chosen)
