"""Small widgets in a row that goes on below where the width ends."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class FlowRow(QWidget):
    """Widgets of their own size, side by side.

    Args:
        gap: Between them, logical pixels.
        parent: Owner.
    """

    def __init__(self, gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self._widgets: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def fill(self, widgets: list[QWidget]) -> None:
        """Replaces what is in the row; it becomes the owner of `widgets`."""
        for old in self._widgets:
            old.hide()
            old.deleteLater()
        self._widgets = widgets
        for widget in widgets:
            widget.setParent(self)
            widget.show()
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._arrange()

    def _arrange(self) -> None:
        height = max((widget.sizeHint().height() for widget in self._widgets), default=0)
        x = y = 0
        for widget in self._widgets:
            hint = widget.sizeHint()
            if x and x + hint.width() > self.width():
                x, y = 0, y + height + self._gap
            # In the middle of its line, so that words of equal size stand on one base line.
            middle = (height - hint.height()) // 2
            widget.setGeometry(x, y + middle, hint.width(), hint.height())
            x += hint.width() + self._gap
        self.setFixedHeight(y + height)
