"""What the balance tells about a request of which nobody knows whether it was charged."""

from datetime import datetime
from typing import Final, assert_never

import msgspec
from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.charge_evidence import ChargeEvidence, ChargeVerdict, Unclear
from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.figures import money

translate = QCoreApplication.translate

CHECKED_WITHIN_SECONDS: Final = 180.0
"""So long after the first reading the second one may still come; later nobody is at it."""


class ChargeWords(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict in words.

    Attributes:
        title: The verdict in a few words.
        reason: Why, in small letters and without a full stop; may be empty.
        role: The colour of the verdict.
        icon: What stands beside it.
    """

    title: str
    reason: str = ""
    role: str = "text2"
    icon: str = "question"

    @property
    def sentence(self) -> str:
        """Both in one sentence."""
        if not self.reason:
            return self.title
        return translate("Charge", "{verdict}: {reason}.").format(
            verdict=self.title, reason=self.reason
        )


class ChargeAdvice(msgspec.Struct, frozen=True):
    """What to do after a verdict.

    Attributes:
        next_step: In a sentence or two.
        actions: What can be done, the best first.
    """

    next_step: str
    actions: tuple[Action, ...]


def charge_words(generation: Generation) -> ChargeWords | None:
    """The verdict on an unconfirmed request; `None` as long as there is none."""
    evidence = generation.evidence
    if evidence is None or evidence.verdict is None:
        return None
    play_money = generation.in_sandbox
    match evidence.verdict:
        case ChargeVerdict.LIKELY_CHARGED:
            return ChargeWords(
                title=translate("Charge", "Very likely made")
                if play_money
                else translate("Charge", "Very likely charged"),
                reason=_it_fell(evidence, play_money=play_money),
                role="warning",
                icon="warning-circle",
            )
        case ChargeVerdict.LIKELY_NOT_CHARGED:
            return ChargeWords(
                title=translate("Charge", "Very likely not made")
                if play_money
                else translate("Charge", "Very likely not charged"),
                reason=_it_stayed(evidence, play_money=play_money),
                role="success",
                icon="check-circle",
            )
        case ChargeVerdict.CANNOT_TELL:
            return ChargeWords(
                title=translate("Charge", "Cannot tell if it was made")
                if play_money
                else translate("Charge", "Cannot tell if it was charged"),
                reason=_why_unclear(evidence),
            )
        case _:
            assert_never(evidence.verdict)


def is_being_checked(generation: Generation, *, now: datetime) -> bool:
    """Whether the balance is about to be read a second time."""
    evidence = generation.evidence
    if evidence is None or evidence.verdict is not None or evidence.before is None:
        return False
    passed = (now - evidence.before.read_at).total_seconds()
    return 0 <= passed < CHECKED_WITHIN_SECONDS


def charge_advice(generation: Generation) -> ChargeAdvice | None:
    """What to do after the verdict; `None` where it changes nothing."""
    evidence = generation.evidence
    verdict = None if evidence is None else evidence.verdict
    match verdict:
        case ChargeVerdict.LIKELY_CHARGED:
            if generation.in_sandbox:
                return ChargeAdvice(
                    translate(
                        "Charge",
                        "The clip is probably in the making. With the real service, sending it "
                        "again would very likely be billed a second time.",
                    ),
                    (Action.DROP_IT, Action.SEND_AGAIN),
                )
            return ChargeAdvice(
                translate(
                    "Charge",
                    "The clip is probably in the making: look for its task on the service's "
                    "page, and fetch it by its task ID. Sending it again would very likely be "
                    "billed a second time.",
                ),
                (Action.FETCH_BY_ID, Action.DROP_IT, Action.SEND_AGAIN),
            )
        case ChargeVerdict.LIKELY_NOT_CHARGED:
            return ChargeAdvice(
                translate(
                    "Charge",
                    "It can be sent again with the same key. A second bill is not likely, but "
                    "possible.",
                ),
                (Action.SEND_AGAIN, Action.DROP_IT),
            )
        case ChargeVerdict.CANNOT_TELL | None:
            return None
        case _:
            assert_never(verdict)


def _it_fell(evidence: ChargeEvidence, *, play_money: bool) -> str:
    before, after = _sums(evidence)
    if not before or not after:
        return translate("Charge", "the balance fell by the price of this clip")
    words = (
        translate("Charge", "the play money fell from {before} to {after}, the price of this clip")
        if play_money
        else translate(
            "Charge", "the balance fell from {before} to {after}, the price of this clip"
        )
    )
    return words.format(before=before, after=after)


def _it_stayed(evidence: ChargeEvidence, *, play_money: bool) -> str:
    before, _ = _sums(evidence)
    if not before:
        return translate("Charge", "the balance stayed as it was")
    words = (
        translate("Charge", "the play money stayed at {before}")
        if play_money
        else translate("Charge", "the balance stayed at {before}")
    )
    return words.format(before=before)


def _why_unclear(evidence: ChargeEvidence) -> str:
    match evidence.unclear:
        case None:
            return translate("Charge", "the balance gives no answer")
        case Unclear.NO_BALANCE:
            return translate("Charge", "the balance could not be read before and after")
        case Unclear.UNLIMITED_KEY:
            return translate("Charge", "this key has no limit, so its balance does not move")
        case Unclear.OTHER_WORK:
            return translate("Charge", "other clips were sent at the same time")
        case Unclear.NO_PRICE:
            return translate("Charge", "the price of this clip is not known yet")
        case Unclear.ODD_DIFFERENCE:
            before, after = _sums(evidence)
            if not before or not after:
                return translate("Charge", "the balance changed by something else than the price")
            price = "" if evidence.price is None else money(evidence.price)
            if not price:
                return translate("Charge", "the balance went from {before} to {after}").format(
                    before=before, after=after
                )
            return translate(
                "Charge", "the balance went from {before} to {after}, and the clip costs {price}"
            ).format(before=before, after=after, price=price)
        case _:
            assert_never(evidence.unclear)


def _sums(evidence: ChargeEvidence) -> tuple[str, str]:
    readings = (evidence.before, evidence.after)
    first, second = (
        "" if one is None or one.remaining is None else money(one.remaining) for one in readings
    )
    return first, second
