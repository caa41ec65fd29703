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

from omniflash_desktop.ui.accessible_names import name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.segmented import SegmentedControl
from omniflash_desktop.ui.notices.figures import money
from omniflash_desktop.ui.notices.framed_dialog import FramedDialog
from omniflash_desktop.ui.spending.cost_lines import CostLine, CostModel, CostsBy
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
        wanted: Costs by this `CostsBy` are to be shown.
        export_asked: The clips are to be written as a CSV file.
    """

    wanted = Signal(object)
    export_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, self.tr("Costs"), width=_WIDTH, parent=parent)
        self.setObjectName("costsDialog")
        self.by = SegmentedControl(theme, self)
        for value, words in (
            (CostsBy.DAY, self.tr("By day")),
            (CostsBy.MONTH, self.tr("By month")),
            (CostsBy.PROJECT, self.tr("By project")),
        ):
            self.by.add_segment(value, words)
        self.by.set_value(CostsBy.DAY)
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

    def show_lines(
        self, by: CostsBy, lines: list[CostLine], total: CostLine, play_money: CostLine
    ) -> None:
        """Shows what was read.

        Args:
            by: By what the lines are added up.
            lines: The newest first.
            total: All of them.
            play_money: What the sandbox's clips would have cost; in no other sum.
        """
        self.model.show(by, lines)
        self.nothing.setVisible(not lines)
        self.nothing.setText(self.tr("Nothing was spent yet."))
        self.total.setText(total.spent_words)
        self.total.setAccessibleDescription(total.spent_words)
        self.notes.setText(self._notes(total, play_money))

    def show_problem(self, words: str) -> None:
        """Says why there is nothing to show."""
        self.model.show(CostsBy.DAY, [])
        self.nothing.setText(words)
        self.nothing.show()

    def _notes(self, total: CostLine, play_money: CostLine) -> str:
        notes = [self.tr("%n clips", "", total.clips)]
        if total.estimated:
            notes.append(self.tr("%1 of it estimated").replace("%1", money(total.estimated)))
        if total.may_be_billed:
            notes.append(
                self.tr("up to %1 more for unconfirmed clips").replace(
                    "%1", money(total.may_be_billed)
                )
            )
        if play_money.clips:
            notes.append(self.tr("%n sandbox clips were free", "", play_money.clips))
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
        row.addWidget(export)
        row.addStretch(1)
        row.addWidget(done)
        self.column.addLayout(row)
        export.clicked.connect(self.export_asked)
        done.clicked.connect(self.accept)
