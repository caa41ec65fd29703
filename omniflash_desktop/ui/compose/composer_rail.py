"""What is left of the composer when it is collapsed: two buttons, one above the other."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import IconButton
from omniflash_desktop.ui.theme.theme import Theme


class ComposerRail(QWidget):
    """Opens the composer, or generates from what it holds.

    Args:
        theme: The look.
        parent: Owner.

    Signals:
        expand_asked: The composer is wanted.
        generate_asked: Generate was pressed.
    """

    expand_asked = Signal()
    generate_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._open = IconButton(theme, "pencil-simple", parent=self)
        self._generate = IconButton(theme, "lightning", parent=self)
        name(self._open, "openComposerButton")
        name(self._generate, "railGenerateButton")
        self._open.setToolTip(self.tr("Open the composer (F9)"))
        self.set_reason("")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 10)
        column.setSpacing(6)
        column.addWidget(self._open)
        column.addWidget(self._generate)
        column.addStretch(1)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._open.clicked.connect(self.expand_asked)
        self._generate.clicked.connect(self.generate_asked)

    def set_reason(self, reason: str) -> None:
        """Disables Generate and tells why; empty enables it."""
        self._generate.setEnabled(not reason)
        self._generate.setToolTip(reason or self.tr("Generate (Ctrl+Enter)"))
        self._generate.setAccessibleDescription(reason)
