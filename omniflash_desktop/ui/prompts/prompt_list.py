"""The list of prompts: what each is called, and when it was used."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.painting import paint_frame
from omniflash_desktop.ui.prompts.entry_words import second_line
from omniflash_desktop.ui.prompts.prompt_entries import PromptEntry
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_ROW: Final = 56
_GAP: Final = 2
_SECOND_ROLE: Final = Qt.ItemDataRole.UserRole


class PromptList(QListWidget):
    """One tab stop; the arrows move, and letters lead to a name.

    Args:
        theme: The look.
        parent: Owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: Sequence[PromptEntry] = ()
        self._reason = ""
        name(self, "promptsList")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.viewport().setAutoFillBackground(False)
        self.setMouseTracking(True)
        self.setItemDelegate(_Delegate(theme, self))
        theme.changed.connect(self.viewport().update)

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


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QListWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._list = parent

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        scale = max(1.0, self._theme.text_scale)
        return QSize(0, round(_ROW * scale))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = self._theme
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        rect = QRectF(option.rect).adjusted(0, _GAP / 2, -4, -_GAP / 2)
        painter.save()
        if is_chosen or is_hovered:
            fill = theme.colour("accent_bg" if is_chosen else "hover")
            paint_frame(painter, rect, tokens.RADIUS_FIELD, fill=fill)
        by_keys = self._list.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if is_chosen and self._list.hasFocus() and by_keys:
            ring = theme.colour("focus")
            paint_frame(painter, rect, tokens.RADIUS_FIELD, line=ring, width=2)
        words = rect.adjusted(12, 0, -10, 0)
        half = rect.height() / 2
        for text, place, size, weight, role in (
            (
                index.data(Qt.ItemDataRole.DisplayRole),
                words.adjusted(0, 8, 0, -half),
                tokens.BASE,
                tokens.STRONG if is_chosen else tokens.MEDIUM,
                "text",
            ),
            (
                index.data(_SECOND_ROLE),
                words.adjusted(0, half, 0, -8),
                tokens.CAPTION,
                tokens.REGULAR,
                "text2" if is_chosen else "text3",
            ),
        ):
            painter.setFont(theme.font(size, weight, tabular=True))
            painter.setPen(theme.colour(role))
            right = Qt.TextElideMode.ElideRight
            fitted = painter.fontMetrics().elidedText(str(text), right, int(place.width()))
            middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, middle, fitted)
        painter.restore()
