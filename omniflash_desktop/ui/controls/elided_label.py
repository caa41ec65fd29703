"""Text in a colour role of the theme: `Label` shows all of it, `ElidedLabel` what fits."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme


class Label(QLabel):
    """A plain-text label with a size, a weight and a colour role.

    Args:
        theme: The look.
        text: Plain text.
        size: A type size of `tokens`.
        weight: A weight of `tokens`.
        role: A colour role of `Colours`.
        tabular: Whether digits are of equal width.
        parent: Owner.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        size: int = tokens.BASE,
        weight: int = tokens.REGULAR,
        role: str = "text",
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._role = role
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(size, weight, tabular=tabular))
        self._recolour()
        self.setText(text)
        theme.changed.connect(self._recolour)

    def setText(self, text: str) -> None:
        super().setText(text)
        if self.accessibleName():
            # The name hides the text from screen readers.
            self.setAccessibleDescription(text)

    def set_role(self, role: str) -> None:
        """Changes the colour role."""
        if role != self._role:
            self._role = role
            self._recolour()

    def _recolour(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.colour(self._role))
        self.setPalette(palette)


class ElidedLabel(Label):
    """One line that ends in an ellipsis where room is short; the tooltip then tells all."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        size: int = tokens.BASE,
        weight: int = tokens.REGULAR,
        role: str = "text",
        tabular: bool = False,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            theme, text, size=size, weight=weight, role=role, tabular=tabular, parent=parent
        )
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 3, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        # One more than QLabel's own, which may round the width of a text down.
        return super().sizeHint() + QSize(1, 0)

    def is_elided(self) -> bool:
        """Whether the text does not fit at the present width."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), self._mode, rect.width())
        if (shown != self.text()) != bool(self.toolTip()):
            self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(rect, self.alignment() | Qt.TextFlag.TextSingleLine, shown)
        painter.end()
