"""A splitter whose line is one pixel wide and easy to catch."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

GRAB_WIDTH: Final = 9
"""Logical pixels that take hold of the line. Source: the interface design, section 7."""


class PaneSplitter(QSplitter):
    """Panes side by side.

    Args:
        parent: Owner.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self.orientation(), self)


class _Handle(QSplitterHandle):
    def resizeEvent(self, event: QResizeEvent) -> None:
        # As Qt does it for the five pixels that it finds enough: the margins hang over the panes
        # and take the mouse, and the mask keeps what is painted to the line.
        margin = (GRAB_WIDTH - self.splitter().handleWidth()) // 2
        self.setAttribute(Qt.WidgetAttribute.WA_MouseNoMask)
        self.setContentsMargins(margin, 0, margin, 0)
        self.setMask(QRegion(self.contentsRect()))
