"""The chosen prompt in full: its name, all of its words, its settings and references."""

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from omniflash_desktop.domain.saved_prompt import MAX_NAME_LENGTH, tidy_name
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import IconButton
from omniflash_desktop.ui.controls.chip import Tag
from omniflash_desktop.ui.controls.elided_label import ElidedLabel
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.prompts.entry_words import references_of, settings_of
from omniflash_desktop.ui.prompts.prompt_entries import PromptEntry
from omniflash_desktop.ui.stage.flow_row import FlowRow
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_LINE: Final = 32


class _NameField(QLineEdit):
    """Takes a name; Escape leaves the old one."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # A dialog would take it for its default button, which uses the prompt.
            self.returnPressed.emit()
            return
        super().keyPressEvent(event)


class PromptPreview(QWidget):
    """A frame around one prompt.

    Args:
        theme: The look.
        parent: Owner.

    Signals:
        renamed: The new name of the prompt that is shown.
        delete_asked: The prompt that is shown is to go.
        left: The name has been typed, or left as it was.
    """

    renamed = Signal(str)
    delete_asked = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = ElidedLabel(theme, size=tokens.BODY, weight=tokens.STRONG, parent=self)
        self._field = _NameField(self)
        self._field.setMaxLength(MAX_NAME_LENGTH)
        self.rename = IconButton(theme, "pencil-simple", tooltip=self.tr("Rename (F2)"), size=30)
        self.delete = IconButton(theme, "trash", tooltip=self.tr("Delete (Del)"), size=30)
        self.text = QTextEdit(self)
        self._settings = FlowRow(6, self)
        self._references = ElidedLabel(theme, size=tokens.CAPTION, role="text2", parent=self)
        name(self._field, "promptName")
        name(self.rename, "renamePromptButton")
        name(self.delete, "deletePromptButton")
        name(self.text, "promptPreview")
        name(self._settings, "promptSettings")
        self.text.setProperty("kind", "bare")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFont(theme.font(tokens.BODY))
        self.text.document().setDocumentMargin(0)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._lay_out()
        self._field.hide()
        self.rename.clicked.connect(self.begin_renaming)
        self.delete.clicked.connect(self.delete_asked)
        self._field.returnPressed.connect(self._take_name)
        self._field.left.connect(self._leave_name)
        theme.changed.connect(self.update)
        self.show_entry(None)

    @property
    def is_renaming(self) -> bool:
        """Whether a name is being typed."""
        return not self._field.isHidden()

    def show_entry(self, entry: PromptEntry | None) -> None:
        """Shows a prompt, or nothing."""
        self._end_renaming()
        for part in (self._title, self.text, self._settings, self._references):
            part.setVisible(entry is not None)
        is_saved = entry is not None and entry.saved is not None
        self.rename.setVisible(is_saved)
        self.delete.setVisible(is_saved)
        if entry is None:
            return
        self._title.setText(" ".join(entry.title.split()))
        self.text.setPlainText(entry.content.prompt)
        words = settings_of(entry.content) or [self.tr("Words only")]
        self._settings.fill([Tag(self._theme, word, parent=self) for word in words])
        self._settings.setAccessibleDescription(", ".join(words))
        references = references_of(entry.content)
        self._references.setText(self.tr("With %1").replace("%1", references))
        self._references.setVisible(bool(references))

    def begin_renaming(self) -> None:
        """Lets the user type another name; only for a saved prompt."""
        if self.rename.isHidden():
            return
        self._field.setText(self._title.text())
        self._field.selectAll()
        self._title.hide()
        self._field.show()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, line = self._theme.colour("raised"), self._theme.colour("line")
        paint_frame(painter, QRectF(self.rect()), tokens.RADIUS_CARD, fill=fill, line=line)
        painter.end()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_1)
        head.addWidget(self._title, 1)
        head.addWidget(self._field, 1)
        head.addWidget(self.rename)
        head.addWidget(self.delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 12, 14)
        column.setSpacing(tokens.SPACE_2)
        column.addLayout(head)
        head.addStrut(_LINE)
        column.addWidget(self.text, 1)
        column.addWidget(self._settings)
        column.addWidget(self._references)

    def _take_name(self) -> None:
        new = tidy_name(self._field.text())
        is_another = bool(new) and new != self._title.text()
        self._leave_name()
        if is_another:
            self._title.setText(new)
            self.renamed.emit(new)

    def _leave_name(self) -> None:
        self._end_renaming()
        self.left.emit()

    def _end_renaming(self) -> None:
        self._field.hide()
        self._title.show()
