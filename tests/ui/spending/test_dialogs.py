"""The dialogs about money and the queue: what is typed there, and what comes of it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.ledger import LedgerTotal, LedgerTotals, Period
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.ui.spending.amount_field import amount_in
from omniflash_desktop.ui.spending.costs_dialog import CostsDialog
from omniflash_desktop.ui.spending.fetch_dialog import FetchDialog
from omniflash_desktop.ui.spending.spending_dialog import SpendingDialog
from omniflash_desktop.ui.theme.theme import Theme

NOTHING = LedgerTotal(key="")


@pytest.fixture
def theme(qapp) -> Theme:
    made = Theme()
    made.apply(qapp)
    return made


@pytest.fixture
def window(qtbot, theme) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    return made


def changes_of(dialog: SpendingDialog) -> dict[str, Any]:
    """What was changed last, by name."""
    heard: dict[str, Any] = {}
    dialog.changed.connect(heard.__setitem__)
    return heard


def opened(dialog: QDialog) -> Any:
    dialog.show()
    return dialog


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("5", "5"),
        ("$5.50", "5.50"),
        (" $ 0,25 ", "0.25"),
        ("0", None),
        ("-3", None),
        ("NaN", None),
        ("1e9", None),
        ("five", None),
        ("", None),
    ],
)
def test_an_amount_is_more_than_nothing(typed: str, amount: str | None):
    assert amount_in(typed) == (None if amount is None else Decimal(amount))


def test_the_rules_of_sending_change_at_once(theme, window):
    dialog = opened(SpendingDialog(theme, Preferences(), paused=False, parent=window))
    heard = changes_of(dialog)
    assert dialog.hold.isChecked()
    QTest.mouseClick(dialog.hold, Qt.MouseButton.LeftButton)
    QTest.mouseClick(dialog.at_once.more, Qt.MouseButton.LeftButton)
    QTest.keyClicks(dialog.project, "Spring ")
    assert heard == {"undo_send": False, "clips_at_once": 4, "project": "Spring"}
    dialog.done(0)


def test_the_words_of_a_switch_press_it(theme, window):
    dialog = opened(SpendingDialog(theme, Preferences(), paused=False, parent=window))
    wishes: list[bool] = []
    dialog.pause_wished.connect(wishes.append)
    row = dialog.pause.parentWidget()
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.rect().center())
    QTest.mouseClick(dialog.pause, Qt.MouseButton.LeftButton)
    assert wishes == [True, False]
    dialog.done(0)


def test_a_limit_is_set_changed_and_taken_away(theme, window):
    dialog = opened(SpendingDialog(theme, Preferences(), paused=False, parent=window))
    heard = changes_of(dialog)
    assert not dialog.limit.isEnabled()
    QTest.mouseClick(dialog.limited, Qt.MouseButton.LeftButton)
    assert heard == {"daily_cap": Decimal(5)}
    dialog.limit.selectAll()
    QTest.keyClicks(dialog.limit, "2.5")
    assert heard == {"daily_cap": Decimal("2.5")}
    dialog.limit.selectAll()
    QTest.keyClicks(dialog.limit, "much")
    assert heard == {"daily_cap": Decimal("2.5")}
    assert dialog.limit.property("st") == "error"
    QTest.keyClick(dialog.limit, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.limit.text() == "$2.50"
    QTest.mouseClick(dialog.limited, Qt.MouseButton.LeftButton)
    assert heard == {"daily_cap": None}
    dialog.done(0)


def test_the_limit_can_be_led_to(theme, window):
    chosen = Preferences(daily_cap=Decimal(3))
    dialog = opened(SpendingDialog(theme, chosen, paused=True, parent=window))
    dialog.focus_limit()
    assert dialog.focusWidget() is dialog.limit
    assert dialog.limit.text() == "$3.00"
    assert dialog.pause.isChecked()
    dialog.done(0)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("task_1 task_2", "more than one"),
        ("https://api.example/v1/tasks/task_1", "a link"),
        ("t" * 300, "too long"),
    ],
)
def test_what_is_no_id_is_told(theme, window, typed: str, told: str):
    dialog = opened(FetchDialog(theme, DEFAULT_BASE_URL, window))
    dialog.field.setText(typed)
    dialog._edited()
    QTest.mouseClick(dialog.fetch, Qt.MouseButton.LeftButton)
    assert told in dialog.wrong.text()
    assert dialog.isVisible()
    QTest.keyClick(dialog.field, Qt.Key.Key_Backspace)
    assert dialog.wrong.text().strip() == ""
    dialog.done(0)


def test_an_id_is_taken_without_blanks_around_it(theme, window):
    dialog = opened(FetchDialog(theme, SANDBOX, window))
    assert not dialog.fetch.isEnabled()
    QTest.keyClicks(dialog.field, "  task_01KS  ")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.task_id == "task_01KS"


def test_the_service_is_named(theme, window):
    real = FetchDialog(theme, DEFAULT_BASE_URL, window)
    played = FetchDialog(theme, SANDBOX, window)
    assert "api.apimart.ai" in real.accessibleDescription()
    assert "sandbox" in played.accessibleDescription()


def a_total(key: str, spent: str, clips: int = 2, **facts: Any) -> LedgerTotal:
    return LedgerTotal(key=key, clips=clips, spent=Decimal(spent), **facts)


def test_estimates_are_told_apart_from_what_is_sure(theme, window):
    dialog = opened(CostsDialog(theme, window))
    today = date.today()
    yesterday = today - timedelta(days=1)
    dialog.show_totals(
        Period.DAY,
        LedgerTotals(
            parts=(
                a_total(yesterday.isoformat(), "0.65", estimated=Decimal("0.35")),
                a_total(today.isoformat(), "0.70"),
            ),
            total=a_total(
                "",
                "1.35",
                clips=4,
                estimated=Decimal("0.35"),
                unconfirmed=1,
                may_be_billed=Decimal("0.30"),
            ),
            play_money=a_total(SANDBOX, "0"),
        ),
    )
    cells = [[dialog.model.index(row, column).data() for column in (0, 2)] for row in (0, 1)]
    assert cells == [["Today", "$0.70"], ["Yesterday", "≈ $0.65"]]
    assert dialog.total.text() == "≈ $1.35"
    for words in ("4 clips", "$0.35 of it estimated", "up to $0.30 more", "2 sandbox clips"):
        assert words in dialog.notes.text()
    assert not dialog.nothing.isVisible()
    spoken = dialog.model.index(1, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Estimated: $0.35"
    dialog.done(0)


@pytest.mark.parametrize(
    ("period", "key", "label"),
    [
        (Period.MONTH, "2026-11", "November 2026"),
        (Period.PROJECT, "", "No project"),
        (Period.PROJECT, "Spring", "Spring"),
    ],
)
def test_a_line_says_of_what_it_is(theme, window, period: Period, key: str, label: str):
    dialog = opened(CostsDialog(theme, window))
    part = a_total(key, "0.30", unconfirmed=1)
    dialog.show_totals(period, LedgerTotals(parts=(part,), total=part, play_money=NOTHING))
    assert dialog.model.index(0, 0).data() == label
    assert dialog.model.index(0, 4).data() == "not known"
    dialog.done(0)


def test_an_empty_ledger_says_so_and_another_sum_is_asked_for(theme, window, qtbot):
    dialog = opened(CostsDialog(theme, window))
    dialog.show_totals(Period.DAY, LedgerTotals(parts=(), total=NOTHING, play_money=NOTHING))
    assert dialog.nothing.text() == "Nothing was spent yet."
    month = next(one for one in dialog.by.findChildren(QWidget) if _text(one) == "By month")
    with qtbot.waitSignal(dialog.wanted) as asked:
        QTest.mouseClick(month, Qt.MouseButton.LeftButton)
    assert asked.args == [Period.MONTH]
    assert dialog.period is Period.MONTH
    dialog.done(0)


def _text(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return str(text()) if callable(text) else ""
