"""A picture's facts before and after: what the file is, and what is sent of it."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from omniflash_desktop.domain.outcomes import PreparedImage
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.ui.controls.elided_label import ElidedLabel, Label
from omniflash_desktop.ui.notices.figures import pixel_words, size_words
from omniflash_desktop.ui.notices.file_reasons import reason_words
from omniflash_desktop.ui.notices.picture_notes import format_words, notes_of
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_ROWS: Final = 3
_LINES: Final = 4
"""Of changes; what is more stands in the tooltip."""


class SentFacts(QWidget):
    """Size in pixels and bytes and format, side by side, and each change in words below.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sentFacts")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.SPACE_3)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        heads = ("", self.tr("Your file"), self.tr("Is sent"))
        for column, words in enumerate(heads):
            head = Label(theme, words, size=tokens.CAPTION, role="text3", parent=self)
            grid.addWidget(head, 0, column)
        self._before: list[Label] = []
        self._after: list[Label] = []
        for row, words in enumerate((self.tr("Pixels"), self.tr("Size"), self.tr("Format")), 1):
            grid.addWidget(
                Label(theme, words, size=tokens.CAPTION, role="text3", parent=self), row, 0
            )
            for column, cells in ((1, self._before), (2, self._after)):
                role = "text2" if column == 1 else "text"
                cell = Label(theme, "–", size=tokens.CAPTION, role=role, tabular=True, parent=self)
                cells.append(cell)
                grid.addWidget(cell, row, column)
        grid.setRowMinimumHeight(_ROWS + 1, tokens.SPACE_2)
        self._lines = [
            ElidedLabel(theme, "", size=tokens.CAPTION, role="text2", parent=self)
            for _ in range(_LINES)
        ]
        for number, line in enumerate(self._lines):
            grid.addWidget(line, _ROWS + 2 + number, 0, 1, 3, Qt.AlignmentFlag.AlignTop)

    def show_waiting(self) -> None:
        """The copy is being made."""
        for cell in self._after:
            cell.setText("…")

    def show_facts(self, answer: PreparedImage | Problem, shape: tuple[int, int]) -> None:
        """Shows what came of a picture, or why nothing did."""
        if isinstance(answer, Problem):
            self._show_lines([reason_words(answer.detail)])
            for cell in self._after:
                cell.setText("–")
            return
        before = (
            pixel_words(answer.source_width, answer.source_height),
            size_words(answer.source_size_bytes),
            format_words(answer.source_format),
        )
        after = (
            pixel_words(answer.width, answer.height),
            size_words(answer.size_bytes),
            format_words(answer.content_type),
        )
        for cells, words in ((self._before, before), (self._after, after)):
            for cell, text in zip(cells, words, strict=True):
                cell.setText(text)
        notes = [note.words for note in notes_of(answer, shape)]
        self._show_lines(notes or [self.tr("It goes as it is, to the byte")])

    def _show_lines(self, words: list[str]) -> None:
        shown = words[:_LINES]
        if len(words) > _LINES:
            shown = [*words[: _LINES - 1], self.tr("… and more")]
        for line, text in zip(self._lines, [*shown, *[""] * _LINES], strict=False):
            line.setText(text)
        self.setToolTip("\n".join(words))
        self.setAccessibleDescription(". ".join(words))
