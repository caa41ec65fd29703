"""Asks for a clip's title."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 440
_LONGEST: Final = 200


class RenameDialog(FramedDialog):
    """Ends with `QDialog.DialogCode.Accepted` where `title_text` is wanted.

    Args:
        theme: The look.
        title: The title it has; empty for none of its own.
        shown: What it is called now.
        parent: The window.
    """

    def __init__(self, theme: Theme, title: str, shown: str, parent: QWidget) -> None:
        super().__init__(theme, self.tr("Rename the clip"), width=_WIDTH, parent=parent)
        self.setObjectName("renameDialog")
        words = self.tr(
            "The file keeps its name. Without a title, the prompt's first line is shown."
        )
        self.setAccessibleDescription(words)
        note = Label(theme, words, size=tokens.CAPTION, role="text2", parent=self)
        note.setWordWrap(True)
        self.field = QLineEdit(title or shown, self)
        self.field.setMaxLength(_LONGEST)
        self.field.setFont(theme.font(tokens.BASE))
        name(self.field, "renameField")
        keep = Button(theme, self.tr("Cancel"), height=40, parent=self)
        name(keep, "renameCancelButton")
        rename = Button(theme, self.tr("Rename"), kind=ButtonKind.PRIMARY, height=40, parent=self)
        name(rename, "renameButton")
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_2)
        row.addStretch(1)
        row.addWidget(keep)
        row.addWidget(rename)
        self.column.addWidget(self.field)
        self.column.addWidget(note)
        self.column.addSpacing(tokens.SPACE_1)
        self.column.addLayout(row)
        keep.clicked.connect(self.reject)
        rename.clicked.connect(self.accept)
        self.field.returnPressed.connect(self.accept)
        self._shown = shown
        self._had_none = not title
        self.fit()
        self.field.setFocus()
        self.field.selectAll()

    @property
    def title_text(self) -> str:
        """What was typed; empty where it is what would be shown anyway."""
        typed = " ".join(self.field.text().split())
        return "" if self._had_none and typed == self._shown else typed
