"""What the balance tells of a charge that nobody confirmed, in one sentence."""

from decimal import Decimal
from typing import assert_never

from omniflash_desktop.domain.charge_evidence import (
    BalanceReading,
    ChargeEvidence,
    ChargeVerdict,
    Unclear,
)
from omniflash_desktop.domain.generation import Generation


def verdict_sentence(generation: Generation) -> str:
    """The verdict with its evidence; empty where there is none."""
    evidence, verdict = generation.evidence, generation.verdict
    if evidence is None or verdict is None:
        return ""
    before, after = _amount(evidence.before), _amount(evidence.after)
    match verdict:
        case ChargeVerdict.LIKELY_CHARGED:
            return (
                f"Very likely charged: the balance fell from {before} to {after}, the price of "
                "this clip."
            )
        case ChargeVerdict.LIKELY_NOT_CHARGED:
            return (
                f"Very likely not charged: the balance is still {after}, and no other clip was "
                "under way."
            )
        case ChargeVerdict.CANNOT_TELL:
            return f"Whether it was charged cannot be told: {_why(evidence, before, after)}."
        case _:
            assert_never(verdict)


def _why(evidence: ChargeEvidence, before: str, after: str) -> str:
    match evidence.unclear:
        case Unclear.NO_BALANCE | None:
            return "the balance could not be read"
        case Unclear.UNLIMITED_KEY:
            return "this token has no limit, and so no balance of its own"
        case Unclear.OTHER_WORK:
            return "other clips were under way, and the balance is theirs too"
        case Unclear.NO_PRICE:
            return f"the balance went from {before} to {after}, and the price is not known"
        case Unclear.ODD_DIFFERENCE:
            price = _dollars(evidence.price)
            return f"the balance went from {before} to {after}, and the price is {price}"
        case _:
            assert_never(evidence.unclear)


def _amount(reading: BalanceReading | None) -> str:
    return _dollars(None if reading is None else reading.remaining)


def _dollars(amount: Decimal | None) -> str:
    return "an unknown amount" if amount is None else f"${amount:.2f}"
