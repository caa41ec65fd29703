"""Shows what was spent, read from the ledger, and writes it as a table for other programs."""

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from omniflash_desktop.domain.ledger import Period
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.ledger import Ledger
from omniflash_desktop.ui.asking import ask, ask_for_file
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.spending.costs_dialog import CostsDialog
from omniflash_desktop.ui.theme.theme import Theme

_FILE_NAME: Final = "omniflash-costs.csv"


class Costs(QObject):
    """Between the dialog of costs and the ledger. What is read may come when nobody waits for it.

    Args:
        window: Owner.
        theme: The look.
        ledger: What was spent.
        tasks: Runs what takes time.
    """

    def __init__(
        self, window: QWidget, theme: Theme, ledger: Ledger, tasks: BackgroundTasks
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._ledger = ledger
        self._tasks = tasks
        self._dialog: CostsDialog | None = None

    def open(self) -> None:
        """Shows the costs by day."""
        if self._dialog is None:
            self._dialog = CostsDialog(self._theme, self._window)
            self._tasks.start(self._show(self._dialog), name="costs")

    async def _show(self, dialog: CostsDialog) -> None:
        dialog.wanted.connect(self._read)
        dialog.export_asked.connect(self._export)
        self._read(dialog.period)
        try:
            await ask(dialog)
        finally:
            self._dialog = None

    def _read(self, period: Period) -> None:
        self._tasks.start(self._fill(period), name=f"costs by {period}")

    async def _fill(self, period: Period) -> None:
        totals = await self._ledger.totals(period)
        dialog = self._dialog
        if dialog is None or dialog.period is not period:
            return
        if isinstance(totals, Problem):
            words = words_for(totals)
            dialog.show_problem(f"{words.title}. {words.next_step}")
        else:
            dialog.show_totals(period, totals)

    def _export(self) -> None:
        self._tasks.start(self._write_table(), name="export the costs")

    async def _write_table(self) -> None:
        parent = self._dialog or self._window
        kind = self.tr("Table (*.csv)")
        path = await ask_for_file(parent, self.tr("Export the costs as"), _FILE_NAME, kind)
        if path is None:
            return
        problem = await self._ledger.write_csv(path)
        if self._dialog is None:
            return
        if problem is None:
            self._dialog.tell(self.tr("Written to %1").replace("%1", path.name))
        else:
            self._dialog.tell(words_for(problem).title, wrong=True)
