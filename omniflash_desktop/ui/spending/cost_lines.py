"""The ledger as lines of a table: what is sure, what is estimated, what nobody confirmed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, assert_never

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QDate,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.ledger import LedgerTotal, Period
from omniflash_desktop.ui.notices.figures import day_words, money

translate = QCoreApplication.translate

_NOTHING: Final = "\u2013"
_COLUMNS: Final = 5


class CostModel(QAbstractTableModel):
    """Parts of a ledger under a head.

    Args:
        parent: Owner.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts: Sequence[LedgerTotal] = ()
        self._period = Period.DAY

    def show(self, period: Period, parts: Sequence[LedgerTotal]) -> None:
        """Replaces everything."""
        self.beginResetModel()
        self._period, self._parts = period, parts
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._parts)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else _COLUMNS

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = (
            _head_of(self._period),
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
        part = self._parts[index.row()]
        cells = (
            _label_of(self._period, part.key),
            QLocale().toString(part.clips),
            spent_words(part),
            money(part.estimated) if part.estimated else _NOTHING,
            _may_be_billed(part),
        )
        if role == Qt.ItemDataRole.AccessibleTextRole:
            head = self.headerData(index.column(), Qt.Orientation.Horizontal)
            return f"{head}: {cells[index.column()]}"
        return cells[index.column()]


def spent_words(total: LedgerTotal) -> str:
    """What was spent; "≈" where some of it is estimated, or not known at all."""
    return money(total.spent) if total.is_exact else f"≈ {money(total.spent)}"


def _may_be_billed(part: LedgerTotal) -> str:
    if not part.unconfirmed:
        return _NOTHING
    return money(part.may_be_billed) if part.may_be_billed else translate("Costs", "not known")


def _head_of(period: Period) -> str:
    match period:
        case Period.DAY:
            return translate("Costs", "Day")
        case Period.MONTH:
            return translate("Costs", "Month")
        case Period.PROJECT:
            return translate("Costs", "Project")
        case Period.SERVICE:
            return translate("Costs", "Service")
        case _:
            assert_never(period)


def _label_of(period: Period, key: str) -> str:
    match period:
        case Period.DAY:
            day = date.fromisoformat(key)
            # At noon no difference of zones makes it another day.
            noon = datetime(day.year, day.month, day.day, 12).astimezone()
            return day_words(noon, now=datetime.now().astimezone())
        case Period.MONTH:
            first = date.fromisoformat(f"{key}-01")
            return QLocale().toString(QDate(first.year, first.month, 1), "MMMM yyyy")
        case Period.PROJECT:
            return key or translate("Costs", "No project")
        case Period.SERVICE:
            return translate("Costs", "Sandbox") if key == SANDBOX else key
        case _:
            assert_never(period)


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return (side | Qt.AlignmentFlag.AlignVCenter).value
