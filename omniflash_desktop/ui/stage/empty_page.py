"""The stage while no clip is chosen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme


class EmptyPage(QWidget):
    """One sentence in the middle.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = Label(
            theme,
            self.tr("Choose a clip, or press Generate"),
            size=tokens.TITLE,
            weight=tokens.MEDIUM,
            role="text2",
            parent=self,
        )
        text.setObjectName("emptyStage")
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.addWidget(text, 1)
