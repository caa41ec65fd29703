"""The amber card that stands in the way of two images, and its two ways out."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_GAP = tokens.SPACE_2
"""Above the card. It belongs to the card, so that it goes when the card goes."""


class TwoImagesHint(QWidget):
    """Says that two images cannot be combined.

    Args:
        theme: The look.
        parent: Owner.

    Signals:
        add_asked: A third image is to be added.
        keep_first_asked: Only the first image is to stay.
    """

    add_asked = Signal()
    keep_first_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = Label(
            theme,
            self.tr(
                "Two images cannot be combined."
                " Add a third for a fusion, or keep one to animate it."
            ),
            size=tokens.CAPTION,
            parent=self,
        )
        self._words.setWordWrap(True)
        amber = ButtonKind.WARNING
        self.add_button = Button(theme, self.tr("Add image"), kind=amber, height=26, parent=self)
        self.keep_button = Button(
            theme, self.tr("Keep image 1"), kind=amber, height=26, parent=self
        )
        name(self, "twoImagesHint")
        name(self.add_button, "addThirdImageButton")
        name(self.keep_button, "keepFirstImageButton")
        self.setAccessibleDescription(self._words.text())
        actions = QHBoxLayout()
        actions.setSpacing(6)
        actions.addWidget(self.add_button)
        actions.addWidget(self.keep_button)
        actions.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, _GAP + 10, 14, 10)
        column.setSpacing(6)
        column.addWidget(self._words)
        column.addLayout(actions)
        self.add_button.clicked.connect(self.add_asked)
        self.keep_button.clicked.connect(self.keep_first_asked)

    def set_short(self, short: bool) -> None:
        """Leaves the sentence out where the window is low; the actions say enough."""
        self._words.setVisible(not short)
        self.setToolTip(self._words.text() if short else "")

    def take_focus(self) -> None:
        """Puts the focus on the first way out."""
        self.add_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._theme
        paint_frame(
            painter,
            QRectF(self.rect()).adjusted(0, _GAP, 0, 0),
            tokens.RADIUS_CARD,
            fill=theme.colour("warning_bg"),
            line=theme.colour("warning_line"),
        )
        top = _GAP + 10.0 if self._words.isVisible() else (self.height() + _GAP) / 2 - 9
        square = QRectF(12, top, 18, 18)
        theme.paint_icon(painter, square, "warning", theme.colour("warning"))
        painter.end()
