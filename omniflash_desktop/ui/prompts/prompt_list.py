"""The list of prompts: what each is called, and when it was used."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QListWidgetItem, QWidget

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.row_list import RowDelegate, RowList
from omniflash_desktop.ui.prompts.entry_words import second_line
from omniflash_desktop.ui.prompts.prompt_entries import PromptEntry
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_ROW: Final = 56
_SECOND_ROLE: Final = Qt.ItemDataRole.UserRole


class PromptList(RowList):
    """Saved and sent prompts.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._theme = theme
        self._entries: Sequence[PromptEntry] = ()
        self._reason = ""
        name(self, "promptsList")
        self.setUniformItemSizes(True)
        self.setItemDelegate(_Delegate(theme, self, height=_ROW, room=4))

    @property
    def current(self) -> PromptEntry | None:
        """The chosen one."""
        row = self.currentRow()
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def fill(self, entries: Sequence[PromptEntry], *, reason: str) -> None:
        """Shows these; the one that was chosen stays chosen, or the first one is.

        Args:
            entries: From the top.
            reason: Said where there is none.
        """
        former = self.current
        now = datetime.now(UTC)
        self._reason = reason
        self.blockSignals(True)
        self._entries = entries
        self.clear()
        for entry in entries:
            item = QListWidgetItem(" ".join(entry.title.split()), self)
            second = second_line(entry, now=now)
            item.setData(_SECOND_ROLE, second)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.title}, {second}")
        self.blockSignals(False)
        self.setAccessibleDescription("" if entries else reason)
        self.choose(former.key if former is not None else "")

    def choose(self, key: str) -> None:
        """Chooses an entry by its key; the first one where there is no such."""
        keys = [entry.key for entry in self._entries]
        self.setCurrentRow(keys.index(key) if key in keys else 0)
        self.currentRowChanged.emit(self.currentRow())

    def step(self, by: int) -> None:
        """Chooses the next one, or the one before; it stops at the ends."""
        if self._entries:
            self.setCurrentRow(max(0, min(self.currentRow() + by, len(self._entries) - 1)))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._entries:
            return
        painter = QPainter(self.viewport())
        painter.setFont(self._theme.font(tokens.BASE))
        painter.setPen(self._theme.colour("text3"))
        wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.viewport().rect().adjusted(16, 0, -16, 0), wrapped, self._reason)
        painter.end()


class _Delegate(RowDelegate):
    def paint_row(
        self,
        painter: QPainter,
        rect: QRectF,
        index: QModelIndex | QPersistentModelIndex,
        *,
        chosen: bool,
    ) -> None:
        theme = self._theme
        words = rect.adjusted(12, 0, -10, 0)
        half = rect.height() / 2
        for text, place, size, weight, role in (
            (
                index.data(Qt.ItemDataRole.DisplayRole),
                words.adjusted(0, 8, 0, -half),
                tokens.BASE,
                tokens.STRONG if chosen else tokens.MEDIUM,
                "text",
            ),
            (
                index.data(_SECOND_ROLE),
                words.adjusted(0, half, 0, -8),
                tokens.CAPTION,
                tokens.REGULAR,
                "text2" if chosen else "text3",
            ),
        ):
            painter.setFont(theme.font(size, weight, tabular=True))
            painter.setPen(theme.colour(role))
            right = Qt.TextElideMode.ElideRight
            fitted = painter.fontMetrics().elidedText(str(text), right, int(place.width()))
            middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, middle, fitted)
