"""What the pages of the preferences are made of: a heading, and rows of a label and controls."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.segmented import SegmentedControl
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_LABEL_WIDTH: Final = 136
_ROW_GAP: Final = 8


class PreferencesPage(QWidget):
    """One page: a title, a sentence, and what its owner adds to its column.

    Args:
        theme: The look.
        title: What it is about.
        meaning: In a sentence or two.
        parent: Owner.
    """

    def __init__(self, theme: Theme, title: str, meaning: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 21, 24, 16)
        self.column.setSpacing(_ROW_GAP)
        heading = Label(theme, title, size=tokens.TITLE, weight=tokens.STRONG, parent=self)
        words = Label(theme, meaning, size=tokens.CAPTION, role="text2", parent=self)
        words.setWordWrap(True)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(heading)
        head.addWidget(words)
        self.column.addLayout(head)
        self.column.addSpacing(7)

    def add_row(self, words: str, *controls: QWidget, note: str = "") -> "FieldRow":
        """Puts a row below the others. The first control takes the room that is left."""
        row = FieldRow(self._theme, words, *controls, note=note, parent=self)
        self.column.addWidget(row)
        return row

    def end(self) -> None:
        """Keeps all rows at the top; called once they are there."""
        self.column.addStretch(1)

    def commit(self) -> None:
        """Takes over what was typed and not finished: the dialog closes."""


class FieldRow(QWidget):
    """A label, its controls, and a note below them.

    Args:
        theme: The look.
        words: The label.
        controls: From the left.
        note: Below the controls; empty for none.
        parent: Owner.
    """

    def __init__(
        self, theme: Theme, words: str, *controls: QWidget, note: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.words = Label(theme, words, weight=tokens.MEDIUM, parent=self)
        self.words.setFixedWidth(max(_LABEL_WIDTH, self.words.sizeHint().width()))
        self.words.setFixedHeight(tokens.CONTROL_HEIGHT)
        self.note = Label(theme, note, size=tokens.CAPTION, role="text3", parent=self)
        self.note.setWordWrap(True)
        self.note.setVisible(bool(note))
        line = QHBoxLayout()
        line.setSpacing(tokens.SPACE_2)
        for control in controls:
            is_elastic = control.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding
            line.addWidget(control, 1 if is_elastic else 0, Qt.AlignmentFlag.AlignVCenter)
        if not any(
            one.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding for one in controls
        ):
            line.addStretch(1)
        below = QVBoxLayout()
        below.setSpacing(3)
        below.addLayout(line)
        below.addWidget(self.note)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_2)
        row.addWidget(self.words, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(below, 1)
        if controls:
            self.words.setBuddy(controls[0])

    def show_note(self, words: str, role: str = "text3") -> None:
        """Says something below the controls; nothing where `words` are empty."""
        self.note.setText(words)
        self.note.set_role(role)
        self.note.setVisible(bool(words))


def keep_narrow(control: SegmentedControl, *, at_least: int) -> None:
    """Lets a control take its own width, of so many logical pixels at least, not the row's."""
    control.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    control.setMinimumWidth(at_least)


def mark_field(field: QLineEdit, wrong: str) -> None:
    """Shows that what stands in a field cannot be used, and why; empty for nothing."""
    field.setProperty("st", "error" if wrong else "")
    field.style().unpolish(field)
    field.style().polish(field)
    field.setToolTip(wrong)
    field.setAccessibleDescription(wrong)
