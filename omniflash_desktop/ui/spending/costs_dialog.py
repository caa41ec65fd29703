"""What was spent, by day, month or project, and the way to a spreadsheet."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QWidget,
)

from omniflash_desktop.domain.ledger import LedgerTotals, Period
from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import ElidedLabel, Label
from omniflash_desktop.ui.controls.segmented import SegmentedControl
from omniflash_desktop.ui.notices.figures import money
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.spending.cost_lines import CostModel, spent_words
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme

_WIDTH: Final = 660
_TABLE_HEIGHT: Final = 320
_ROW_HEIGHT: Final = 32


class CostsDialog(FramedDialog):
    """A table of costs with its total.

    Args:
        theme: The look.
        parent: The window.

    Signals:
        wanted: Costs by this `Period` are to be shown.
        export_asked: The clips are to be written as a CSV file.
    """

    wanted = Signal(object)
    export_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, self.tr("Costs"), width=_WIDTH, parent=parent)
        self.setObjectName("costsDialog")
        self.by = SegmentedControl(theme, self)
        for value, words in (
            (Period.DAY, self.tr("By day")),
            (Period.MONTH, self.tr("By month")),
            (Period.PROJECT, self.tr("By project")),
        ):
            self.by.add_segment(value, words)
        self.by.set_value(Period.DAY)
        name(self.by, "costsByGroup")
        self.model = CostModel(self)
        self.table = QTableView(self)
        name(self.table, "costsTable")
        self._dress_table()
        self.nothing = Label(theme, self.tr("Reading…"), role="text3", parent=self.table)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.total = Label(
            theme, size=tokens.TITLE, weight=tokens.STRONG, tabular=True, parent=self
        )
        self.notes = Label(theme, size=tokens.CAPTION, role="text3", tabular=True, parent=self)
        self.notes.setWordWrap(True)
        name(self.total, "costsTotal")
        self._lay_out()
        self.by.chosen.connect(self.wanted)
        self.fit()
        self.nothing.setGeometry(0, 0, self.width() - 48, _TABLE_HEIGHT)

    @property
    def period(self) -> Period:
        """By what costs are to be shown."""
        return Period(str(self.by.value))

    def show_totals(self, period: Period, totals: LedgerTotals) -> None:
        """Shows what was read, the newest first."""
        parts = totals.parts if period is Period.PROJECT else totals.parts[::-1]
        self.model.show(period, parts)
        self.nothing.setVisible(not parts)
        self.nothing.setText(self.tr("Nothing was spent yet."))
        self.total.setText(spent_words(totals.total))
        self.total.setAccessibleDescription(self.total.text())
        self.notes.setText(self._notes(totals))

    def show_problem(self, words: str) -> None:
        """Says why there is nothing to show."""
        self.model.show(self.period, ())
        self.nothing.setText(words)
        self.nothing.show()

    def tell(self, words: str, *, wrong: bool = False) -> None:
        """Says what became of the export."""
        self.told.set_role("danger" if wrong else "text2")
        self.told.setText(words)

    def _notes(self, totals: LedgerTotals) -> str:
        total = totals.total
        clips, free = total.clips, totals.play_money.clips
        notes = [self.tr("1 clip") if clips == 1 else self.tr("%n clips", "", clips)]
        if total.estimated:
            notes.append(self.tr("%1 of it estimated").replace("%1", money(total.estimated)))
        if total.unpriced:
            notes.append(self.tr("%n at a price that nobody knows", "", total.unpriced))
        if total.may_be_billed:
            more = self.tr("up to %1 more for unconfirmed clips")
            notes.append(more.replace("%1", money(total.may_be_billed)))
        if free:
            one = self.tr("1 sandbox clip was free")
            notes.append(one if free == 1 else self.tr("%n sandbox clips were free", "", free))
        return " · ".join(notes)

    def _dress_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setFont(self._theme.font(tokens.BASE, tabular=True))
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setCornerButtonEnabled(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        head = table.horizontalHeader()
        head.setFont(self._theme.font(tokens.CAPTION, tokens.STRONG))
        head.setFixedHeight(_ROW_HEIGHT)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setFixedHeight(_TABLE_HEIGHT)

    def _lay_out(self) -> None:
        self.column.addSpacing(tokens.SPACE_1)
        self.column.addWidget(self.by)
        self.column.addWidget(self.table)
        self.column.addSpacing(tokens.SPACE_2)
        total = QHBoxLayout()
        total.setSpacing(tokens.SPACE_3)
        total.addWidget(self.total)
        total.addWidget(self.notes, 1)
        self.column.addLayout(total)
        self.column.addSpacing(tokens.SPACE_2)
        row = QHBoxLayout()
        export = Button(
            self._theme, self.tr("Export as CSV…"), icon="download-simple", height=40, parent=self
        )
        name(export, "exportCostsButton")
        done = Button(self._theme, self.tr("Done"), kind=ButtonKind.PRIMARY, height=40, parent=self)
        name(done, "costsDoneButton")
        self.told = ElidedLabel(self._theme, size=tokens.CAPTION, role="text2", parent=self)
        row.setSpacing(tokens.SPACE_3)
        row.addWidget(export)
        row.addWidget(self.told, 1)
        row.addWidget(done)
        self.column.addLayout(row)
        export.clicked.connect(self.export_asked)
        done.clicked.connect(self.accept)
