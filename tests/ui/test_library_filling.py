"""The library comes in page by page, and news of clips in between is neither lost nor undone."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.window_layout import Sort
from omniflash_desktop.ui.library_filling import FIRST_PAGE
from omniflash_desktop.ui.notices.actions import Action
from tests.builders import CLICK, a_generation
from tests.ui.opened_window import OpenedWindow, an_opened_window, until

MANY = 3 * FIRST_PAGE


def clips(count: int = MANY) -> list[Generation]:
    return [
        a_generation()
        .made_at(CLICK - timedelta(hours=number + 1))
        .with_prompt(f"kite {number:04}")
        .with_facts(id=f"{number:012x}")
        .ready(Path(f"/clips/{number}.mp4"))
        for number in range(count)
    ]


class HeldPages:
    """Holds every page behind the first back until the test lets it go."""

    def __init__(self, opened: OpenedWindow) -> None:
        self._go = asyncio.Event()
        self._filling = opened.parts._filling
        self._real = self._filling._read_page
        self._filling._read_page = self._held

    def let_go(self) -> None:
        self._go.set()

    async def _held(self, *args, **facts):
        page = await self._real(*args, **facts)
        await self._go.wait()
        return page


def names(opened: OpenedWindow) -> list[str]:
    model = opened.workspace.model
    everything = (model.generation_at(model.index(row, 0)) for row in range(model.rowCount()))
    return [one.name for one in everything if one is not None]


async def filled_anew(opened: OpenedWindow, meanwhile: Callable[[], None]) -> None:
    """The library is read once more, and something happens behind its first page."""
    pages = HeldPages(opened)
    opened.parts._filling.begin()
    await opened.settle()
    assert opened.workspace.model.counts.all == FIRST_PAGE
    meanwhile()
    await opened.settle()
    pages.let_go()
    await until(lambda: opened.workspace.model.counts.all >= MANY - 1)
    await opened.settle()


async def test_every_clip_is_there_in_its_place(qapp: QApplication, tmp_path: Path) -> None:
    held = clips()
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=held) as opened:
        await until(lambda: opened.workspace.model.counts.all == MANY)
        assert names(opened) == [one.name for one in held]


async def test_what_changes_meanwhile_stays_changed(qapp: QApplication, tmp_path: Path) -> None:
    held = clips()
    last = held[-1]
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=held) as opened:
        await until(lambda: opened.workspace.model.counts.all == MANY)

        def star() -> None:
            opened.parts.actions.do(last.id, Action.FAVOURITE)

        await filled_anew(opened, star)
        kept = opened.workspace.model.generation(last.id)
        assert kept is not None
        assert kept.favourite
        assert names(opened) == [one.name for one in held]


async def test_what_is_removed_meanwhile_does_not_come_back(
    qapp: QApplication, tmp_path: Path
) -> None:
    held = clips()
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=held) as opened:
        await until(lambda: opened.workspace.model.counts.all == MANY)
        gone = held[FIRST_PAGE + 3]
        # The page was read before it was removed.
        pages = opened.parts._filling._listing

        class Before:
            def page(self, after, *, limit, oldest_first=False):
                page = pages.page(after, limit=limit, oldest_first=oldest_first)
                if after is not None and gone.id in opened.house.library.kept:
                    opened.house.queue.remove(gone.id)
                return page

        opened.parts._filling._listing = Before()
        opened.parts._filling.begin()
        await until(lambda: opened.workspace.model.counts.all == MANY - 1)
        await opened.settle()
        assert gone.name not in names(opened)
        assert len(names(opened)) == MANY - 1


async def test_a_new_clip_stands_on_top_while_the_old_ones_come(
    qapp: QApplication, tmp_path: Path
) -> None:
    held = clips()
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=held) as opened:
        await until(lambda: opened.workspace.model.counts.all == MANY)
        opened.write("a new lake")

        def start() -> None:
            opened.press("generateButton")

        await filled_anew(opened, start)
        await until(lambda: opened.workspace.model.counts.all == MANY + 1)
        await until(lambda: names(opened)[0] == "a new lake")
        new = opened.workspace.model.generation_at(opened.workspace.model.index(1, 0))
        await until(lambda: opened.house.now(new).state is State.READY)


async def test_other_orders_wait_for_the_last_page(qapp: QApplication, tmp_path: Path) -> None:
    held = clips()
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=held) as opened:
        await until(lambda: opened.workspace.model.counts.all == MANY)
        opened.workspace.model.set_sort(Sort.TITLE)
        by_title = names(opened)
        assert by_title == sorted(one.name for one in held)
        opened.parts._filling.begin()
        await opened.settle()
        await until(lambda: opened.workspace.model.rowCount() > MANY)
        assert names(opened) == by_title
