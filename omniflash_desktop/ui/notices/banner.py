"""The line under the header for conditions that last: offline, token rejected, disk full."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.announcing import announce
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import ElidedLabel, Label
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

HEIGHT: Final = 40


class BannerKind(StrEnum):
    """How bad it is, by colour."""

    WARNING = "warning"
    DANGER = "danger"


class _Icon(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.icon, self.role = "warning", "warning"
        self.setFixedSize(18, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = self._theme.colour(self.role)
        self._theme.paint_icon(painter, QRectF(self.rect()), self.icon, ink)
        painter.end()


class Banner(QWidget):
    """One line with an action; hidden while all is well.

    Args:
        theme: The look.
        parent: Owner.

    Signals:
        acted: The button was pressed.
    """

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = BannerKind.WARNING
        name(self, "banner")
        self._icon = _Icon(theme, self)
        self._title = Label(theme, weight=tokens.STRONG, parent=self)
        self._text = ElidedLabel(theme, role="text2", parent=self)
        self._text.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._action = Button(theme, "", kind=ButtonKind.WARNING, height=26, parent=self)
        name(self._action, "bannerActionButton")
        self._action.clicked.connect(self.acted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self._icon)
        row.addWidget(self._title)
        row.addWidget(self._text, 100)
        row.addSpacing(8)
        row.addWidget(self._action)
        row.addStretch(1)
        self.setFixedHeight(HEIGHT)
        self.hide()
        theme.changed.connect(self.update)

    def tell(
        self,
        title: str,
        text: str,
        *,
        action: str = "",
        icon: str = "warning",
        kind: BannerKind = BannerKind.WARNING,
    ) -> None:
        """Shows a condition.

        Args:
            title: What it is.
            text: What it means.
            action: The label of the button; empty for none.
            icon: An icon's name.
            kind: How bad it is.
        """
        is_news = title != self._title.text() or self.isHidden()
        self._kind = kind
        self._icon.icon, self._icon.role = icon, kind.value
        self._title.setText(title)
        self._text.setText(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._action.updateGeometry()
        self.setAccessibleDescription(f"{title} {text}")
        self.update()
        self.show()
        if is_news:
            # Not each second of a countdown again.
            announce(self, self.accessibleDescription())

    def sizeHint(self) -> QSize:
        return QSize(640, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._theme.colour
        painter.fillRect(self.rect(), colour(f"{self._kind.value}_bg"))
        line = self.rect()
        line.setTop(line.bottom())
        painter.fillRect(line, colour(f"{self._kind.value}_line"))
        painter.end()
