"""Asks for the ID of a task that was made anywhere, so that its clip can be fetched."""

from typing import Final
from urllib.parse import urlsplit

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 460
_LONGEST_ID: Final = 256


class FetchDialog(FramedDialog):
    """Ends with `QDialog.DialogCode.Accepted` once `task_id` can be asked for.

    Args:
        theme: The look.
        service: Where the task is, as `Generation.service`.
        parent: The window.
    """

    def __init__(self, theme: Theme, service: str, parent: QWidget) -> None:
        super().__init__(theme, self.tr("Fetch a clip by its task ID"), width=_WIDTH, parent=parent)
        self.setObjectName("fetchDialog")
        words = Label(theme, self._words(service), role="text2", parent=self)
        words.setWordWrap(True)
        self.setAccessibleDescription(words.text())
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("task_…")
        self.field.setFont(theme.font(tokens.BASE))
        self.wrong = Label(theme, " ", size=tokens.CAPTION, role="danger", parent=self)
        name(self.field, "fetchTaskId")
        self.fetch = Button(
            theme, self.tr("Fetch"), kind=ButtonKind.PRIMARY, height=40, parent=self
        )
        cancel = Button(theme, self.tr("Cancel"), height=40, parent=self)
        name(self.fetch, "fetchButton")
        name(cancel, "fetchCancelButton")
        self.column.addWidget(words)
        self.column.addSpacing(tokens.SPACE_1)
        self.column.addWidget(self.field)
        self.column.addWidget(self.wrong)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_2)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.fetch)
        self.column.addLayout(row)
        cancel.clicked.connect(self.reject)
        self.fetch.clicked.connect(self._try)
        self.field.returnPressed.connect(self._try)
        self.field.textEdited.connect(self._edited)
        self.fetch.setEnabled(False)
        self.fit()
        self.field.setFocus()

    @property
    def task_id(self) -> str:
        """What was typed, without blanks around it."""
        return self.field.text().strip()

    def _words(self, service: str) -> str:
        if service == SANDBOX:
            return self.tr(
                "A clip that was made elsewhere, or got lost here, can be fetched as long as the "
                "sandbox has it. Nothing is made or billed by that."
            )
        host = urlsplit(service).hostname or service
        return self.tr(
            "A clip that was made elsewhere, or got lost here, can be fetched as long as %1 has "
            "it, with the token you are connected with. Nothing is made or billed by that."
        ).replace("%1", host)

    def _edited(self) -> None:
        self._tell("")
        self.fetch.setEnabled(bool(self.task_id))

    def _try(self) -> None:
        wrong = self._what_is_wrong()
        self._tell(wrong)
        if not wrong:
            self.accept()

    def _what_is_wrong(self) -> str:
        if not self.task_id:
            return self.tr("Type or paste the ID. It begins with task_ in most cases.")
        if "://" in self.task_id:
            return self.tr("This is a link. The ID of the task is needed.")
        if any(one.isspace() or not one.isprintable() for one in self.task_id):
            return self.tr("An ID has no blanks in it. Is there more than one?")
        if len(self.task_id) > _LONGEST_ID:
            return self.tr("This is too long for an ID.")
        return ""

    def _tell(self, wrong: str) -> None:
        self.wrong.setText(wrong or " ")
        self.field.setAccessibleDescription(wrong)
        self.field.setProperty("st", "error" if wrong else "")
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)
