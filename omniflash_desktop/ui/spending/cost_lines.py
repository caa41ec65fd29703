"""Costs as lines of a table: what is sure, what is estimated, what nobody confirmed."""

from decimal import Decimal
from enum import StrEnum
from typing import Final

import msgspec
from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from omniflash_desktop.ui.notices.figures import money

translate = QCoreApplication.translate
_NOTHING: Final = Decimal(0)


class CostsBy(StrEnum):
    """By what costs are added up."""

    DAY = "day"
    MONTH = "month"
    PROJECT = "project"


class CostLine(msgspec.Struct, frozen=True, kw_only=True):
    """What some clips cost together, in US dollars.

    Attributes:
        label: Of what: a day, a month, a project.
        clips: How many are charged.
        spent: What they cost, estimates included.
        estimated: How much of `spent` is estimated, since the service told no cost.
        may_be_billed: What unconfirmed clips may have cost; in no other sum.
    """

    label: str
    clips: int = 0
    spent: Decimal = _NOTHING
    estimated: Decimal = _NOTHING
    may_be_billed: Decimal = _NOTHING

    @property
    def spent_words(self) -> str:
        """What was spent; "≈" where some of it is estimated."""
        return f"≈ {money(self.spent)}" if self.estimated else money(self.spent)


class CostModel(QAbstractTableModel):
    """Lines under a head.

    Args:
        parent: Owner.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[CostLine] = []
        self._by = CostsBy.DAY

    def show(self, by: CostsBy, lines: list[CostLine]) -> None:
        """Replaces everything."""
        self.beginResetModel()
        self._by, self._lines = by, lines
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 5

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        first = {
            CostsBy.DAY: translate("Costs", "Day"),
            CostsBy.MONTH: translate("Costs", "Month"),
            CostsBy.PROJECT: translate("Costs", "Project"),
        }[self._by]
        heads = (
            first,
            translate("Costs", "Clips"),
            translate("Costs", "Spent"),
            translate("Costs", "Estimated"),
            translate("Costs", "May be billed"),
        )
        return heads[section]

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        line = self._lines[index.row()]
        cells = (
            line.label,
            str(line.clips),
            line.spent_words,
            money(line.estimated) if line.estimated else "–",
            money(line.may_be_billed) if line.may_be_billed else "–",
        )
        if role == Qt.ItemDataRole.AccessibleTextRole:
            head = self.headerData(index.column(), Qt.Orientation.Horizontal)
            return f"{head}: {cells[index.column()]}"
        return cells[index.column()]


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return (side | Qt.AlignmentFlag.AlignVCenter).value
