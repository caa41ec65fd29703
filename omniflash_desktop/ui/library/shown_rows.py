"""The rows that are shown, as Qt hears of them: they come, go and change a few at a time."""

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Signal

from omniflash_desktop.domain.window_layout import Sort
from omniflash_desktop.ui.library.library_rows import Row, RowKind, header_of
from omniflash_desktop.ui.library.sectioned_rows import (
    Part,
    SectionedRows,
    SectionSize,
    parts_of,
)

Index: TypeAlias = QModelIndex | QPersistentModelIndex


class ShownRows(QAbstractListModel):
    """Rows in sections; what they say is a matter of `LibraryModel`.

    Args:
        parent: Owner.

    Signals:
        rearranged: Rows came, went or moved.
    """

    rearranged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = SectionedRows()
        self._rearranging = False

    @property
    def sections(self) -> list[SectionSize]:
        """The sections that are shown, from the top."""
        return self._rows.sections

    @property
    def is_rearranging(self) -> bool:
        """Whether rows are on their way: what Qt then says of the current row is no choice."""
        return self._rearranging

    def id_at(self, index: Index) -> str:
        """The generation that a row shows, of several takes the first; empty for a head."""
        return self._rows.id_at(index.row()) if index.isValid() else ""

    def kind_at(self, position: int) -> RowKind:
        """How a row looks: all that the layout of 100,000 rows may ask."""
        return self._rows.kind_at(position)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    # What comes and goes.

    def _show(self, parts: Sequence[Part], sort: Sort) -> None:
        """Shows these rows and no others, in their order."""
        self._rearranging = True
        self.beginResetModel()
        self._rows = SectionedRows(sort)
        self._rows.fill(parts)
        self.endResetModel()
        self._rearranging = False

    def _show_below(self, parts: Sequence[Part]) -> None:
        """Shows more rows below all others."""
        if not parts:
            return
        self._rearranging = True
        first, count = len(self._rows), self._rows.rows_in(parts)
        goes_on = count == sum(len(part) for _, part in parts) + len(parts) - 1
        self.beginInsertRows(QModelIndex(), first, first + count - 1)
        self._rows.append(parts)
        self.endInsertRows()
        if goes_on:
            self._header_changed(header_of(parts[0][0]))
        self._rearranging = False

    def _show_more(self, rows: Sequence[Row]) -> None:
        """Shows more rows, in order. Most stand below all others; a failure of today does not."""
        below = [row for row in rows if self._rows.stands_below(row)]
        self._rearranging = True
        for row in rows[: len(rows) - len(below)]:
            self._bring_in(row)
        self._rearranging = False
        self._show_below(parts_of(below))

    def _show_instead(self, old: Row | None, new: Row | None) -> bool:
        """Shows a row where it belongs now; tells whether one came, went or moved.

        Args:
            old: Where it stood, as far as it was shown.
            new: The row; `None` where it is gone or hidden.
        """
        position = None if old is None else self._rows.position_of(old)
        if old is not None and new is not None and position is not None:
            stays = (old.key, old.kind) == (new.key, new.kind)
            if stays:
                self._rows.replace(new, position)
                self._row_changed(position)
                if old.clips != new.clips:
                    self._header_changed(new)
                return False
        self._rearranging = True
        if old is not None and position is not None:
            self._take_out(old, position)
        if new is not None and self._rows.position_of(new) is None:
            self._bring_in(new)
        self._rearranging = False
        return True

    def _bring_in(self, row: Row) -> None:
        position, header = self._rows.place_for(row)
        nowhere = QModelIndex()
        if header is not None:
            self.beginInsertRows(nowhere, header, header)
            self._rows.insert_header(row.section_key)
            self.endInsertRows()
        self.beginInsertRows(nowhere, position, position)
        self._rows.insert(row, position)
        self.endInsertRows()
        self._header_changed(row)

    def _take_out(self, row: Row, position: int) -> None:
        nowhere = QModelIndex()
        self.beginRemoveRows(nowhere, position, position)
        self._rows.remove(position)
        self.endRemoveRows()
        header = self._rows.empty_header_of(row)
        if header is not None:
            self.beginRemoveRows(nowhere, header, header)
            self._rows.remove_header(header)
            self.endRemoveRows()
        else:
            self._header_changed(row)

    def _header_changed(self, row: Row) -> None:
        header = self._rows.position_of(header_of(row.section_key))
        if header is not None:
            self._row_changed(header)

    def _row_changed(self, position: int, *roles: int) -> None:
        index = self.index(position, 0)
        self.dataChanged.emit(index, index, list(roles))
