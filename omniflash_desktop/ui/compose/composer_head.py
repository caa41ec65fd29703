"""The head of the composer: its mode, and the tools for the whole of it."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from omniflash_desktop.domain.request import Mode
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.commands.commands import tip_of
from omniflash_desktop.ui.compose.mode_label import ModeLabel
from omniflash_desktop.ui.controls.buttons import IconButton
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme


class ComposerHead(QWidget):
    """One line.

    Attributes:
        prompts: Leads to saved and sent prompts.
        receipt: Shows what will be sent.
        clear: Empties the composer.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._mode = ModeLabel(theme, self)
        self.prompts = IconButton(theme, "book-bookmark", size=30, parent=self)
        self.receipt = IconButton(theme, "receipt", size=30, parent=self)
        self.clear = IconButton(theme, "arrow-counter-clockwise", size=30, parent=self)
        name(self.prompts, "savedPromptsButton")
        name(self.receipt, "receiptButton")
        name(self.clear, "clearComposerButton")
        self.prompts.setToolTip(tip_of(Command.PROMPTS))
        self.receipt.setToolTip(tip_of(Command.RECEIPT))
        self.clear.setToolTip(tip_of(Command.CLEAR))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_1)
        row.addWidget(self._mode, 1)
        row.addWidget(self.prompts)
        row.addWidget(self.receipt)
        row.addWidget(self.clear)

    def show_mode(self, mode: Mode) -> None:
        """Shows what kind of clip it will be."""
        self._mode.show_mode(mode)
