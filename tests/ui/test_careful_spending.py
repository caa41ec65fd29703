"""The two amounts of the account page: asked before more is spent, told when less is left."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.preferences.preferences_dialog import PreferencesDialog
from tests.builders import a_generation
from tests.services.fakes import Script
from tests.ui.opened_window import OpenedWindow, an_opened_window, until

CAREFUL = Preferences(confirm_amount=Decimal(1))
FOUR_FREE = [
    a_generation()
    .with_facts(id=f"{number:012x}")
    .failed(Problem(kind=ProblemKind.AT_CAPACITY, charged=Charged.NO))
    for number in range(4)
]


def left(opened: OpenedWindow, dollars: str) -> None:
    """What the service says is left, from now on."""
    opened.house.api.balances = Script(Balance(remaining=Decimal(dollars)))


async def read_balance(opened: OpenedWindow) -> None:
    await opened.parts.core.account.read_balance(DEFAULT_BASE_URL)
    await opened.settle()


def pill(opened: OpenedWindow) -> str:
    return opened.part("connectionPill").accessibleDescription()


async def test_a_click_above_the_amount_is_asked_about_before_anything_is_sent(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1", preferences=CAREFUL) as opened:
        opened.composer.settings.variations.set_value(4)
        opened.write("kite")
        opened.press("generateButton")
        box = await opened.asked()
        assert opened.says("Spend about $1.20?", within=box)
        assert opened.says("They are 4 clips at about $0.30 each.", within=box)
        assert opened.says("You are asked above $1.00", within=box)
        await opened.answer("Cancel")
        await opened.settle()
        assert opened.house.library.kept == {}
        opened.composer._guard.stop()
        opened.press("generateButton")
        await opened.answer("Make them")
        await until(lambda: len(opened.house.library.kept) == 4)


async def test_a_click_of_just_the_amount_goes_without_a_question(
    qapp: QApplication, tmp_path: Path
) -> None:
    just = Preferences(confirm_amount=Decimal("0.30"))
    async with an_opened_window(qapp, tmp_path, token="sk-1", preferences=just) as opened:
        await opened.generate()
        assert opened.question() is None


async def test_in_the_sandbox_nothing_costs_enough_to_ask(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True, preferences=CAREFUL) as opened:
        opened.composer.settings.variations.set_value(8)
        opened.write("kite")
        opened.press("generateButton")
        await until(lambda: len(opened.house.library.kept) == 8)
        assert opened.question() is None


async def test_whoever_said_yes_to_the_same_clip_is_not_asked_a_second_time(
    qapp: QApplication, tmp_path: Path
) -> None:
    low = Preferences(confirm_amount=Decimal("0.10"))
    async with an_opened_window(qapp, tmp_path, token="sk-1", preferences=low) as opened:
        opened.write("kite")
        opened.press("generateButton")
        await opened.answer("Make it")
        await until(lambda: len(opened.house.library.kept) == 1)
        opened.composer._guard.stop()
        opened.press("generateButton")
        await opened.answer("Make again")
        await until(lambda: len(opened.house.library.kept) == 2)
        assert opened.question() is None


async def test_free_failures_together_may_cost_more_than_the_amount(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(
        qapp, tmp_path, token="sk-1", preferences=CAREFUL, held=FOUR_FREE
    ) as opened:
        opened.menu_entry("Retry all").trigger()
        await opened.answer("Cancel")
        assert opened.house.api.posts == []
        opened.parts.actions.do(FOUR_FREE[0].id, Action.RETRY)
        # One of them alone does not.
        await until(lambda: len(opened.house.api.posts) == 1)
        assert opened.question() is None


async def test_a_balance_that_falls_under_the_amount_is_told_once(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(shown.append))
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        await until(lambda: pill(opened) == "Connected, $10.00")
        left(opened, "2.99")
        await read_balance(opened)
        assert pill(opened) == "Connected, $2.99, low"
        (told,) = opened.toasts
        assert told.startswith("The balance is low. $2.99 is left.")
        left(opened, "2.69")
        await read_balance(opened)
        assert opened.toasts == [told]
        opened.press("toastAction")
        assert len(shown) == 1
        left(opened, "20")
        await read_balance(opened)
        assert pill(opened) == "Connected, $20.00"
        left(opened, "2")
        await read_balance(opened)
        assert len(opened.toasts) == 1


async def test_a_low_balance_is_not_told_to_who_does_not_want_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    quiet = Preferences(warn_low_balance=False)
    async with an_opened_window(qapp, tmp_path, token="sk-1", preferences=quiet) as opened:
        left(opened, "1")
        await read_balance(opened)
        assert pill(opened) == "Connected, $1.00"
        assert opened.toasts == []


async def test_the_pill_warns_when_the_next_click_costs_more_than_is_left(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        left(opened, "4")
        await read_balance(opened)
        opened.composer.settings.choose_duration(10)
        opened.composer.settings.variations.set_value(8)
        assert pill(opened) == "Connected, $4.00"
        left(opened, "3.10")
        await read_balance(opened)
        assert pill(opened) == "Connected, $3.10, below the estimate"
        opened.composer.settings.variations.set_value(1)
        assert pill(opened) == "Connected, $3.10"


async def test_the_amounts_count_as_they_are_typed_and_are_kept(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        await until(lambda: pill(opened) == "Connected, $10.00")
        opened.press("preferencesButton")
        await opened.dialog(PreferencesDialog)
        field = opened.part("lowBalanceAmount", QLineEdit)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, "12.5")
        assert pill(opened) == "Connected, $10.00, low"
        QTest.keyClick(field, Qt.Key.Key_Backspace)
        QTest.keyClick(field, Qt.Key.Key_Backspace)
        QTest.keyClicks(field, "x")
        assert field.property("st") == "error"
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert field.text() == "$12.00"
        opened.press("lowBalanceSwitch")
        assert not field.isEnabled()
        assert pill(opened) == "Connected, $10.00"
        opened.press("confirmSwitch")
        opened.press("doneButton")
    kept = opened.settings.load().preferences
    assert (kept.confirm_spending, kept.confirm_amount) == (False, Decimal(5))
    assert (kept.warn_low_balance, kept.low_balance_amount) == (False, Decimal(12))
