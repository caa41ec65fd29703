"""A request of which nobody knows whether it was charged: the evidence, and what it means."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.charge_evidence import (
    BalanceReading,
    ChargeEvidence,
    ChargeVerdict,
    Unclear,
)
from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.charge_words import charge_words
from omniflash_desktop.ui.notices.problem_words import words_for
from tests.builders import CLICK, a_generation
from tests.services.fakes import Held, Script
from tests.ui.opened_window import an_opened_window

pytestmark = pytest.mark.usefixtures("qapp")


def reading(amount: str | None, at: datetime = CLICK) -> BalanceReading:
    return BalanceReading(read_at=at, remaining=None if amount is None else Decimal(amount))


def unconfirmed(
    verdict: ChargeVerdict | None = None,
    unclear: Unclear | None = None,
    *,
    before: str | None = "10",
    after: str | None = "9.75",
    in_sandbox: bool = False,
) -> Generation:
    evidence = ChargeEvidence(
        before=reading(before),
        after=reading(after),
        price=Decimal("0.25"),
        verdict=verdict,
        unclear=unclear,
    )
    made = a_generation().in_sandbox() if in_sandbox else a_generation()
    return made.with_prompt("kite").with_facts(evidence=evidence).unconfirmed()


def said_of(generation: Generation) -> str:
    words = charge_words(generation)
    assert words is not None
    return words.sentence


def test_a_balance_that_fell_by_the_price_tells_of_a_charge():
    assert said_of(unconfirmed(ChargeVerdict.LIKELY_CHARGED)) == (
        "Very likely charged: the balance fell from $10.00 to $9.75, the price of this clip."
    )


def test_a_balance_that_stayed_tells_of_none():
    assert said_of(unconfirmed(ChargeVerdict.LIKELY_NOT_CHARGED, after="10")) == (
        "Very likely not charged: the balance stayed at $10.00."
    )


@pytest.mark.parametrize("unclear", [None, *Unclear])
def test_where_nobody_can_tell_the_reason_is_named(unclear: Unclear | None):
    said = said_of(unconfirmed(ChargeVerdict.CANNOT_TELL, unclear, after="9.40"))
    assert said.startswith("Cannot tell if it was charged: ")
    assert said.endswith(".")
    others = {
        said_of(unconfirmed(ChargeVerdict.CANNOT_TELL, one, after="9.40"))
        for one in (None, *Unclear)
        if one is not unclear
    }
    assert said not in others


def test_an_odd_difference_names_all_sums():
    odd = unconfirmed(ChargeVerdict.CANNOT_TELL, Unclear.ODD_DIFFERENCE, after="9.40")
    for sum_of_money in ("$10.00", "$9.40", "$0.25"):
        assert sum_of_money in said_of(odd)


@pytest.mark.parametrize("verdict", list(ChargeVerdict))
def test_readings_that_are_missing_leave_no_gap(verdict: ChargeVerdict):
    said = said_of(unconfirmed(verdict, Unclear.ODD_DIFFERENCE, before=None, after=None))
    assert "None" not in said
    assert "$" not in said


@pytest.mark.parametrize("verdict", list(ChargeVerdict))
def test_play_money_is_not_said_to_be_charged(verdict: ChargeVerdict):
    said = said_of(unconfirmed(verdict, in_sandbox=True))
    assert " charged" not in said
    assert " made" in said


def test_a_likely_charge_does_not_tempt_to_send_again():
    lost = unconfirmed(ChargeVerdict.LIKELY_CHARGED)
    assert lost.problem is not None
    words = words_for(lost.problem, lost)
    assert words.actions == (Action.FETCH_BY_ID, Action.DROP_IT, Action.SEND_AGAIN)
    assert "fetch it by its task ID" in words.next_step
    assert words.hint == said_of(lost)


def test_a_likely_miss_offers_to_send_again_first():
    missed = unconfirmed(ChargeVerdict.LIKELY_NOT_CHARGED, after="10")
    assert missed.problem is not None
    words = words_for(missed.problem, missed)
    assert words.actions == (Action.SEND_AGAIN, Action.DROP_IT)


async def test_the_page_shows_the_evidence_and_the_question_repeats_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    lost = unconfirmed(ChargeVerdict.LIKELY_CHARGED)
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[lost]) as opened:
        opened.parts.viewing.choose(lost.id)
        card = opened.part("chargeEvidence")
        assert card.isVisible()
        assert card.accessibleDescription() == said_of(lost)
        assert opened.part("clipTruth").text() == "Unconfirmed"

        opened.press(opened.button("Send again with the same key…"))
        asked = (await opened.asked()).words.text()
        assert asked.startswith("Very likely charged: ")
        assert "billed a second time" in asked
        await opened.answer("Cancel")
        assert opened.house.api.posts == []


@pytest.mark.parametrize(("age", "is_told"), [(5, True), (3600, False)])
async def test_a_check_is_announced_only_while_somebody_is_at_it(
    qapp: QApplication, tmp_path: Path, age: float, is_told: bool
) -> None:
    before = reading("10", datetime.now(UTC) - timedelta(seconds=age))
    evidence = ChargeEvidence(before=before, price=Decimal("0.25"))
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        api = opened.house.api
        api.balances = Script(Held(Balance(remaining=Decimal("9.75"))))
        lost = a_generation().with_facts(evidence=evidence, token_id=api.token_id).unconfirmed()
        opened.house.journal.add(lost)
        await opened.settle()
        opened.parts.viewing.choose(lost.id)
        shown = [one for one in opened.stage.findChildren(QWidget, "chargeEvidence")]
        assert bool(shown) == is_told
        assert opened.says("Checking the balance…", within=opened.stage) == is_told
