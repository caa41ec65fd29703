"""The verdict on a charge, in the one sentence that a command says."""

from decimal import Decimal
from typing import Any

import pytest

from omniflash_desktop.cli.charge_words import verdict_sentence
from omniflash_desktop.cli.output import record_of
from omniflash_desktop.domain.charge_evidence import (
    BalanceReading,
    ChargeEvidence,
    ChargeVerdict,
    Unclear,
)
from tests.builders import CLICK, a_generation


def reading(dollars: str) -> BalanceReading:
    return BalanceReading(read_at=CLICK, remaining=Decimal(dollars))


def evidence(**facts: Any) -> ChargeEvidence:
    usual = {"before": reading("10"), "after": reading("9.75"), "price": Decimal("0.25")}
    return ChargeEvidence(**{**usual, **facts})


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"verdict": ChargeVerdict.LIKELY_CHARGED},
            "Very likely charged: the balance fell from $10.00 to $9.75, the price of this clip.",
        ),
        (
            {"verdict": ChargeVerdict.LIKELY_NOT_CHARGED, "after": reading("10")},
            "Very likely not charged: the balance is still $10.00, and no other clip was under "
            "way.",
        ),
        (
            {"unclear": Unclear.NO_BALANCE, "after": None},
            "Whether it was charged cannot be told: the balance could not be read.",
        ),
        (
            {"unclear": Unclear.UNLIMITED_KEY},
            "Whether it was charged cannot be told: this token has no limit, and so no balance of "
            "its own.",
        ),
        (
            {"unclear": Unclear.OTHER_WORK},
            "Whether it was charged cannot be told: other clips were under way, and the balance "
            "is theirs too.",
        ),
        (
            {"unclear": Unclear.NO_PRICE, "price": None},
            "Whether it was charged cannot be told: the balance went from $10.00 to $9.75, and "
            "the price is not known.",
        ),
        (
            {"unclear": Unclear.ODD_DIFFERENCE, "price": Decimal("0.3")},
            "Whether it was charged cannot be told: the balance went from $10.00 to $9.75, and "
            "the price is $0.30.",
        ),
    ],
)
def test_a_verdict_is_one_sentence_with_its_evidence(facts: dict[str, Any], sentence: str) -> None:
    verdict = facts.setdefault("verdict", ChargeVerdict.CANNOT_TELL)
    unconfirmed = a_generation().with_facts(evidence=evidence(**facts)).unconfirmed()

    assert verdict_sentence(unconfirmed) == sentence
    assert record_of(unconfirmed)["verdict"] == verdict.value


def test_nothing_is_said_where_there_is_no_verdict_or_no_question() -> None:
    told = evidence(verdict=ChargeVerdict.LIKELY_CHARGED)
    for generation in (
        a_generation().unconfirmed(),
        a_generation().with_facts(evidence=evidence()).unconfirmed(),
        a_generation().with_facts(evidence=told).ready(),
    ):
        assert verdict_sentence(generation) == ""
        assert record_of(generation)["verdict"] is None
