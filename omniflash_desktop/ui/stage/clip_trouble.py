"""Why a clip does not play, over its poster, and what can be done about it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from omniflash_desktop.ui.announcing import announce
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.stage.action_buttons import ActionButton
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme


class ClipTrouble(QWidget):
    """Sentences in the middle of the picture, and a button for each way out.

    Args:
        theme: The look.
        parent: The picture.

    Signals:
        asked: What is wanted, an `Action`.
    """

    asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        centre = Qt.AlignmentFlag.AlignHCenter
        self._title = Label(
            theme, size=tokens.TITLE, weight=tokens.STRONG, role="on_picture", parent=self
        )
        self._text = Label(theme, role="on_picture", parent=self)
        self._buttons: list[ActionButton] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(tokens.SPACE_2)
        self._row.setAlignment(centre)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 24, 40, 24)
        column.setSpacing(8)
        column.addStretch(1)
        for label in (self._title, self._text):
            label.setAlignment(centre)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addSpacing(8)
        column.addLayout(self._row)
        column.addStretch(1)

    def tell(self, title: str, text: str, actions: Sequence[Action]) -> None:
        """Says what is wrong; the buttons stay as long as they offer the same."""
        self._title.setText(title)
        self._text.setText(text)
        if [button.action for button in self._buttons] != list(actions):
            self._offer(actions)
        announce(self, f"{title}. {text}")

    def _offer(self, actions: Sequence[Action]) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [ActionButton(self._theme, action, parent=self) for action in actions]
        for button in self._buttons:
            button.asked.connect(self.asked)
            self._row.addWidget(button)
            button.show()
