"""The dialog of decisions: a title, what it means, and one or two buttons. Return never spends."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 440
_BUTTON_HEIGHT: Final = 40


class QuestionDialog(FramedDialog):
    """Asks, or only tells. Ends with `QDialog.DialogCode.Accepted` for a yes.

    Args:
        theme: The look.
        title: The question.
        text: What it means.
        yes: The label of the button that says yes; empty where there is nothing to decide.
        no: The label of the button that leaves everything as it is; Escape and Return do the same.
        danger: Whether yes takes something away.
        parent: The window that it is about.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        text: str,
        *,
        yes: str = "",
        no: str = "",
        danger: bool = False,
        parent: QWidget,
    ) -> None:
        super().__init__(theme, title, width=_WIDTH, parent=parent)
        self.setObjectName("questionDialog")
        self.setAccessibleDescription(text)
        self.words = Label(theme, text, role="text2", parent=self)
        self.words.setWordWrap(True)
        self.column.addWidget(self.words)
        self.column.addSpacing(tokens.SPACE_3)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_2)
        row.addStretch(1)
        self.column.addLayout(row)
        self.no = self._button(no or self.tr("Cancel"), ButtonKind.SECONDARY, "questionNo")
        self.no.setDefault(True)
        self.no.clicked.connect(self.reject)
        row.addWidget(self.no)
        self.yes: Button | None = None
        if yes:
            kind = ButtonKind.DANGER if danger else ButtonKind.PRIMARY
            self.yes = self._button(yes, kind, "questionYes")
            self.yes.clicked.connect(self.accept)
            row.addWidget(self.yes)
        self.fit()
        self.no.setFocus()

    def _button(self, words: str, kind: ButtonKind, object_name: str) -> Button:
        made = Button(self._theme, words, kind=kind, height=_BUTTON_HEIGHT, parent=self)
        made.setObjectName(object_name)
        made.setAccessibleName(words)
        return made
