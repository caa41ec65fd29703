"""The menu's part about money and the queue."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.changes import QueuePaused, TariffChanged
from omniflash_desktop.ui.spending.fetch_dialog import FetchDialog
from omniflash_desktop.ui.spending.spending_dialog import SpendingDialog
from tests.builders import a_generation, a_request
from tests.services.fakes import Held, Script, completed
from tests.ui.opened_window import OpenedWindow, an_opened_window, until

IN_SANDBOX = Preferences(use_sandbox=True)


class WithMenu:
    def __init__(self, opened: OpenedWindow) -> None:
        self.opened = opened
        self.menu = opened.parts.queue_parts.menu

    def entry(self, words: str) -> QAction:
        return self.opened.menu_entry(words)


@asynccontextmanager
async def a_window_with_menu(
    app: QApplication, folder: Path, *held: Generation
) -> AsyncGenerator[WithMenu]:
    async with an_opened_window(
        app, folder, preferences=IN_SANDBOX, held=held, holds=True
    ) as opened:
        yield WithMenu(opened)


async def test_sending_is_paused_and_resumed(qapp: QApplication, tmp_path: Path) -> None:
    async with a_window_with_menu(qapp, tmp_path) as shown:
        shown.entry("Pause sending").trigger()
        banner = shown.opened.part("banner")
        await until(lambda: banner.accessibleDescription().startswith("Sending is paused"))
        assert shown.opened.house.memory.is_paused
        shown.entry("Resume sending").trigger()
        await until(lambda: not banner.isVisible())
        assert not shown.opened.house.memory.is_paused


async def test_rules_are_kept_as_they_are_changed(qapp: QApplication, tmp_path: Path) -> None:
    async with a_window_with_menu(qapp, tmp_path) as shown:
        shown.entry("Spending and queue").trigger()
        dialog = await shown.opened.dialog(SpendingDialog)
        QTest.mouseClick(dialog.hold, Qt.MouseButton.LeftButton)
        QTest.mouseClick(dialog.limited, Qt.MouseButton.LeftButton)
        kept = shown.opened.parts._keeper.current
        assert (kept.undo_send, kept.daily_cap) == (False, Decimal(5))
        rules = shown.opened.house.queue._rules
        assert (rules.hold_seconds, rules.daily_cap) == (0, Decimal(5))
        shown.opened.press("spendingDoneButton")
        await until(lambda: not dialog.isVisible())


async def test_the_banner_of_the_limit_leads_to_it(qapp: QApplication, tmp_path: Path) -> None:
    async with a_window_with_menu(qapp, tmp_path) as shown:
        capped = Problem(kind=ProblemKind.DAILY_CAP_REACHED, detail="5")
        shown.opened.house.changes.publish(QueuePaused(problem=capped))
        await until(lambda: shown.opened.part("banner").isVisible())
        shown.opened.press("bannerActionButton")
        dialog = await shown.opened.dialog(SpendingDialog)
        assert dialog.focusWidget() is dialog.limited
        dialog.reject()
        await until(lambda: not dialog.isVisible())


async def test_free_failures_are_tried_again_together(qapp: QApplication, tmp_path: Path) -> None:
    failed = [
        a_generation()
        .in_sandbox()
        .with_facts(id=f"{number:012x}")
        .failed(Problem(kind=ProblemKind.AT_CAPACITY))
        for number in range(4)
    ]
    async with a_window_with_menu(qapp, tmp_path, *failed) as shown:
        shown.opened.house.api.polls = Script(Held(completed()))
        shown.entry("Retry all that failed without a charge (4)").trigger()
        await until(lambda: shown.opened.toasts == ["4 clips are in line again"])
        assert not shown.entry("Retry all that failed without a charge (0)").isEnabled()
        await until(lambda: len(shown.opened.house.api.posts) == 3)


async def test_a_clip_is_fetched_by_its_id(qapp: QApplication, tmp_path: Path) -> None:
    async with a_window_with_menu(qapp, tmp_path) as shown:
        shown.opened.house.api.polls = Script(Held(completed()))
        shown.entry("Fetch a clip by its task ID").trigger()
        dialog = await shown.opened.dialog(FetchDialog)
        QTest.keyClicks(dialog.field, "task_elsewhere")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        await until(lambda: shown.opened.stage.generation_id)
        (fetched,) = shown.opened.house.library.kept.values()
        assert fetched.task_id == "task_elsewhere"
        assert shown.opened.toasts == ["Asking the service for it. task_elsewhere"]
        assert shown.opened.house.api.posts == []


async def test_a_pause_of_the_last_run_is_in_the_menu(qapp: QApplication, tmp_path: Path) -> None:
    async with a_window_with_menu(qapp, tmp_path) as shown:
        shown.opened.house.memory.remember(paused=True)
        shown.opened.house.queue.resume_unfinished()
        assert shown.entry("Resume sending").isEnabled()


async def test_a_changed_price_is_told(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        generation = a_generation().with_facts().ready()
        opened.house.changes.publish(
            TariffChanged(
                service=generation.service,
                generation=generation.with_facts(request=a_request(duration=6)),
                before=Decimal("0.30"),
                now=Decimal("0.35"),
            )
        )
        await until(lambda: opened.toasts)
        assert opened.toasts == ["The price changed. 6 s at 720p now costs $0.35, before $0.30."]
