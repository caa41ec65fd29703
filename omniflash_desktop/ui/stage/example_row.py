"""The example prompts below a heading: where nobody has made a clip yet."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.stage.example_prompts import ExampleButton, example_buttons
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_GAP = 12


class ExampleRow(QWidget):
    """Three examples side by side.

    Args:
        theme: The look.
        parent: Owner.

    Signals:
        chosen: Start from this prompt and this length in seconds.
    """

    chosen = Signal(str, int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        head = Label(
            theme,
            self.tr("Or start from an example prompt"),
            size=tokens.CAPTION,
            weight=tokens.STRONG,
            role="text2",
            parent=self,
        )
        head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        for button in example_buttons(theme, self):
            button.clicked.connect(self._pressed)
            row.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(head)
        column.addLayout(row)

    def _pressed(self) -> None:
        button = self.sender()
        if isinstance(button, ExampleButton):
            self.chosen.emit(button.example.prompt, button.example.seconds)
