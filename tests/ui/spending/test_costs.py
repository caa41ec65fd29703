"""What was spent, from the menu to the table and to a file for other programs."""

from decimal import Decimal
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import open_library
from omniflash_desktop.ui.spending.costs_dialog import CostsDialog
from tests.builders import a_generation
from tests.ui.opened_window import OpenedWindow, an_opened_window, until


def spent_before(folder: Path) -> None:
    """Leaves a library with two paid clips and an unconfirmed one."""
    folders = ProfileFolders.under(folder / "profile")
    assert folders.create() is None
    library = open_library(folders.library_file)
    assert not isinstance(library, Problem)
    clip = a_generation().with_facts(project="Spring", cost=Decimal("0.35"))
    library.save(clip.with_facts(id="0" * 12).ready())
    library.save(clip.with_facts(id="1" * 12).ready())
    library.save(a_generation().with_facts(id="2" * 12, estimate=Decimal("0.30")).unconfirmed())
    library.close()


async def opened_costs(opened: OpenedWindow) -> CostsDialog:
    opened.menu_entry("Costs…").trigger()
    return await opened.dialog(CostsDialog)


async def test_costs_are_read_from_the_library(qapp: QApplication, tmp_path: Path) -> None:
    spent_before(tmp_path)
    async with an_opened_window(qapp, tmp_path, preferences=Preferences(use_sandbox=True)) as shown:
        dialog = await opened_costs(shown)
        await until(lambda: dialog.total.text() == "$0.70")
        assert "up to $0.30 more for unconfirmed clips" in dialog.notes.text()

        shown.press(shown.button("By project", within=dialog))
        await until(lambda: dialog.model.rowCount() == 2)
        rows = [[dialog.model.index(row, n).data() for n in (0, 2, 4)] for row in (0, 1)]
        assert rows == [["No project", "$0.00", "$0.30"], ["Spring", "$0.70", "\u2013"]]
        shown.press("costsDoneButton")
        await until(lambda: not dialog.isVisible())


async def test_costs_are_written_as_a_table(qapp: QApplication, tmp_path: Path) -> None:
    spent_before(tmp_path)
    target = tmp_path / "costs.csv"
    async with an_opened_window(qapp, tmp_path, preferences=Preferences(use_sandbox=True)) as shown:
        dialog = await opened_costs(shown)
        shown.press("exportCostsButton")
        chooser = await shown.dialog(QFileDialog)
        field = chooser.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.setText(str(target))
        chooser.accept()
        await until(lambda: dialog.told.text() == "Written to costs.csv")
        assert len(target.read_text("utf-8-sig").splitlines()) == 4
        dialog.reject()
        await until(lambda: not dialog.isVisible())
