"""In which order clips stand, and how large: chosen in the head of the library, and remembered."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.window_layout import PaneLayout, Sort, TileSize
from omniflash_desktop.ui.library.library_model import LibraryModel
from omniflash_desktop.ui.library.row_sizes import row_sizes
from tests.builders import CLICK, a_generation
from tests.ui.opened_window import OpenedWindow, an_opened_window, until


def a_clip(
    number: int, title: str, *, days: int = 0, seconds: float = 6.0, cost: str | None = "0.30"
) -> Generation:
    made = a_generation().made_at(CLICK - timedelta(days=days, minutes=number))
    ready = made.with_facts(id=f"{number:012x}").with_prompt(title).ready(Path(f"/c/{number}.mp4"))
    assert ready.clip is not None
    clip = msgspec.structs.replace(ready.clip, seconds=seconds)
    return ready.with_facts(clip=clip, cost=None if cost is None else Decimal(cost))


HELD = [
    a_clip(1, "lake", seconds=4.0),
    a_clip(2, "Amber", cost=None),
    a_clip(3, "kite two", days=1, seconds=10.0, cost="0.90"),
    a_clip(4, "kite", days=2),
]


def rows(model: LibraryModel) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.NEWEST, ["lake", "Amber", "kite two", "kite"]),
        (Sort.OLDEST, ["kite", "kite two", "Amber", "lake"]),
        (Sort.TITLE, ["Amber", "kite", "kite two", "lake"]),
        (Sort.LONGEST, ["kite two", "Amber", "kite", "lake"]),
        (Sort.COSTLIEST, ["kite two", "lake", "kite", "Amber"]),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_clips_stand_as_they_are_sorted(sort: Sort, order: list[str]) -> None:
    model = LibraryModel(now=lambda: CLICK)
    model.set_sort(sort)
    model.set_generations(HELD)
    shown = [one for one in rows(model) if one in order]
    assert shown == order
    # Days are heads only where clips of a day stand together.
    assert len(rows(model)) - len(order) == (3 if sort.has_days else 1)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("sort", list(Sort))
def test_changes_one_by_one_end_where_loading_at_once_does(sort: Sort) -> None:
    grown, filled = LibraryModel(now=lambda: CLICK), LibraryModel(now=lambda: CLICK)
    for model in (grown, filled):
        model.set_sort(sort)
    for one in HELD:
        grown.apply(one.with_facts(state=State.WAITING, clip=None))
    for one in reversed(HELD):
        grown.apply(one)
    filled.set_generations(HELD)
    assert rows(grown) == rows(filled)


@pytest.mark.parametrize(
    ("width", "size", "columns", "captioned"),
    [
        (364, TileSize.SMALL, 3, False),
        (364, TileSize.LARGE, 1, True),
        (304, TileSize.SMALL, 3, False),
        (304, TileSize.MEDIUM, 2, False),
        (304, TileSize.LARGE, 1, True),
        (560, TileSize.LARGE, 2, True),
    ],
)
def test_each_size_shows_another_number_of_tiles(
    width: int, size: TileSize, columns: int, captioned: bool
) -> None:
    sizes = row_sizes(width, size)
    assert (sizes.columns, sizes.caption > 0) == (columns, captioned)
    assert 0 <= sizes.line - sizes.columns * sizes.cell_width < columns


def choose(opened: OpenedWindow, button: str, menu: str, words: str) -> None:
    """Presses the button in the head and an entry of its menu."""
    opened.press(button)
    shown = opened.part(menu, QMenu)
    assert shown.isVisible()
    entry = next(one for one in shown.actions() if one.text() == words)
    assert not entry.isChecked()
    entry.trigger()
    assert entry.isChecked()
    shown.close()


async def test_what_is_chosen_in_the_head_is_shown_and_remembered(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=HELD) as opened:
        kept: list[PaneLayout] = []
        workspace = opened.workspace
        workspace.arranged.connect(lambda: kept.append(workspace.layout_of_panes))
        choose(opened, "sortButton", "sortMenu", "Title")
        choose(opened, "tileSizeButton", "tileSizeMenu", "Large")
        assert rows(workspace.model)[1:] == ["Amber", "kite", "kite two", "lake"]
        last = workspace.library.view.visualRect(workspace.model.index_of(HELD[0].id))
        assert last.width() > 300
        chosen = kept[-1]
        assert (chosen.sort, chosen.tile_size) == (Sort.TITLE, TileSize.LARGE)

        # As at the next start.
        workspace.arrange(PaneLayout())
        assert rows(workspace.model)[1] == "lake"
        workspace.arrange(chosen)
        assert rows(workspace.model)[1] == "Amber"
        assert opened.part("sortButton").accessibleDescription() == "Title"


async def test_a_slow_library_says_that_it_is_read(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=HELD) as opened:
        library = opened.workspace.library
        library.set_reading(True)
        assert not opened.says("Loading", within=library)
        await until(lambda: opened.says("Loading", within=library))
        library.set_reading(False)
        assert opened.says("4", within=library)


async def test_the_keys_of_a_list_lead_through_it(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=HELD) as opened:
        library = opened.workspace.library
        library.view.setFocus()
        for key, name in (
            (Qt.Key.Key_End, "kite"),
            (Qt.Key.Key_Home, "lake"),
            (Qt.Key.Key_Right, "Amber"),
            (Qt.Key.Key_Down, "kite two"),
            (Qt.Key.Key_Up, "lake"),
            (Qt.Key.Key_PageDown, "kite"),
        ):
            QTest.keyClick(library.view, key)
            assert opened.workspace.model.index_of(library.selected_id).data() == name
        QTest.keyClicks(library.view, "am")
        assert opened.workspace.model.index_of(library.selected_id).data() == "Amber"
