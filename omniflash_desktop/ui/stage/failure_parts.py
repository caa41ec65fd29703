"""The pieces of a failure's page: its icon, a tip, and the service's own words."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontDatabase, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.notices.link_button import LinkButton
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_FOLDED_LINES: Final = 4


class FailureIcon(QWidget):
    """The icon of the failure in its circle."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.icon, self.role = "warning-octagon", "danger"
        self.setFixedSize(52, 52)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._theme.colour
        paint_frame(
            painter,
            QRectF(self.rect()),
            26,
            fill=colour(f"{self.role}_bg"),
            line=colour(f"{self.role}_line"),
        )
        self._theme.paint_icon(painter, QRectF(14, 14, 24, 24), self.icon, colour(self.role))
        painter.end()


class ServiceWords(QWidget):
    """The service's own words, folded where they are long."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._whole = ""
        self._title = Label(
            theme, size=tokens.CAPTION, weight=tokens.STRONG, role="text2", parent=self
        )
        self.text = Label(theme, role="text2", parent=self)
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setPixelSize(tokens.CAPTION)
        self.text.setFont(mono)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.show_all = LinkButton(theme, self.tr("Show all"), parent=self)
        self.show_all.setObjectName("showServiceTextButton")
        self.show_all.setAccessibleName(self.tr("Show all the service said"))
        self.show_all.clicked.connect(self._unfold)
        left = QVBoxLayout()
        left.setSpacing(5)
        left.addWidget(self._title)
        left.addWidget(self.text)
        left.addWidget(self.show_all)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(15, 12, 12, 12)
        self.row.setSpacing(12)
        self.row.addLayout(left, 1)
        theme.changed.connect(self.update)

    def tell(self, title: str, text: str) -> None:
        """Shows `text`, its first lines where it is long, under `title`."""
        self._title.setText(title)
        self._whole = text
        lines = text.splitlines()
        folded = len(lines) > _FOLDED_LINES or len(text) > _FOLDED_LINES * 90
        short = "\n".join(lines[:_FOLDED_LINES])[: _FOLDED_LINES * 90]
        self.text.setText(f"{short}…" if folded else text)
        self.show_all.setVisible(folded)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._theme.colour
        paint_frame(
            painter,
            QRectF(self.rect()),
            tokens.RADIUS_CARD,
            fill=colour("raised"),
            line=colour("line_subtle"),
        )
        painter.end()

    def _unfold(self) -> None:
        self.text.setText(self._whole)
        self.show_all.hide()
