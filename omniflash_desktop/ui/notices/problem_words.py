"""From a problem to sentences: cause, money, next step, and what can be done.

Two promises are kept here for all kinds at once: the line about the money follows from what is
known of the charge, and nothing that could be billed a second time is offered without saying so.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final, assert_never

import msgspec
from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.prices import estimated_price
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.charge_words import charge_advice, charge_words
from omniflash_desktop.ui.notices.figures import about_cost, money
from omniflash_desktop.ui.notices.problem_sentences import sentences_for
from omniflash_desktop.ui.notices.sentences import Circumstances, Sentences
from omniflash_desktop.ui.notices.truth_words import deadline_words

translate = QCoreApplication.translate

PAYS_WITHOUT_ASKING: Final = frozenset(
    {
        Action.RETRY,
        Action.RETRY_AT_720P,
        Action.RETRY_LATER,
        Action.SET_6_SECONDS,
        Action.SET_720P,
        Action.EDIT_AND_RETRY,
    }
)
"""Actions that lead to a new clip without a further question."""

_ASKS_BEFORE_PAYING: Final = frozenset({Action.MAKE_AGAIN})

_UNCONFIRMED_KINDS: Final = frozenset(
    {ProblemKind.OUTCOME_UNKNOWN, ProblemKind.RESULT_INDETERMINATE, ProblemKind.KEY_REUSED}
)


class ProblemWords(msgspec.Struct, frozen=True, kw_only=True):
    """A problem as a person reads it.

    Attributes:
        title: What happened.
        row: The same in two or three words.
        cause: Why.
        money: What it means for the money.
        next_step: What to do.
        hint: What to do, in the few words that fit a row.
        actions: What can be done, the best first.
        tips: Things to try, one a line.
    """

    title: str
    row: str
    cause: str
    money: str
    next_step: str
    hint: str
    actions: tuple[Action, ...] = ()
    tips: tuple[str, ...] = ()


def words_for(
    problem: Problem,
    generation: Generation | None = None,
    *,
    balance: Decimal | None = None,
    in_sandbox: bool = False,
) -> ProblemWords:
    """The words for `problem`, as it concerns `generation`.

    Args:
        problem: What went wrong.
        generation: The clip that it stopped, where there is one.
        balance: US dollars that are left, where that is known.
        in_sandbox: Whether it is the sandbox's trouble, where no clip tells.
    """
    in_sandbox = in_sandbox if generation is None else generation.in_sandbox
    told = _as_the_money_stands(problem, generation)
    facts = Circumstances(
        about_cost=_about_cost(generation, balance),
        balance=balance,
        after_seconds=_watched_for(generation),
        in_sandbox=in_sandbox,
        has_failed=generation is not None and generation.state is State.FAILED,
        link_until="" if generation is None else deadline_words(generation, now=datetime.now(UTC)),
        like_failure=_like_failure(problem),
        sent_once_more=generation is not None and generation.first_try is not None,
    )
    sentences = sentences_for(told, facts)
    if generation is not None and generation.state is State.UNCONFIRMED:
        sentences = _with_evidence(sentences, generation)
    return ProblemWords(
        title=sentences.title,
        row=sentences.row,
        cause=sentences.cause,
        money=money_words(problem, generation),
        next_step=sentences.next_step,
        hint=sentences.hint,
        actions=tuple(a for a in sentences.actions if _may_be_offered(a, problem.charged)),
        tips=sentences.tips,
    )


def money_words(problem: Problem, generation: Generation | None) -> str:
    """What `problem` means for the money, in one sentence."""
    if generation is not None and generation.in_sandbox:
        return translate("Money", "The sandbox is free: nothing was billed.")
    match problem.charged:
        case Charged.NO:
            return translate("Money", "Nothing was billed.")
        case Charged.YES:
            if generation is not None and generation.cost is not None:
                return translate("Money", "{cost} was billed.").format(cost=money(generation.cost))
            return translate("Money", "It is billed.")
        case Charged.UNKNOWN:
            return translate("Money", "It may be billed.")
        case _:
            assert_never(problem.charged)


def billed_words(problem: Problem, generation: Generation) -> str:
    """The same as the value of a fact called "Billed"."""
    if generation.in_sandbox:
        return translate("Money", "Nothing, sandbox")
    match problem.charged:
        case Charged.NO:
            return translate("Money", "Nothing")
        case Charged.YES:
            if generation.cost is None:
                return translate("Money", "Yes")
            return money(generation.cost)
        case Charged.UNKNOWN:
            return translate("Money", "Maybe")
        case _:
            assert_never(problem.charged)


def _as_the_money_stands(problem: Problem, generation: Generation | None) -> Problem:
    """`problem`, told as "outcome unknown" where the same kind may have cost money this time."""
    unconfirmed = generation is not None and generation.state is State.UNCONFIRMED
    if problem.kind in _UNCONFIRMED_KINDS:
        return problem
    if unconfirmed or problem.charged is Charged.UNKNOWN:
        return msgspec.structs.replace(problem, kind=ProblemKind.OUTCOME_UNKNOWN)
    return problem


def _with_evidence(sentences: Sentences, generation: Generation) -> Sentences:
    """`sentences` with what the balance tells about the charge, and what follows from it."""
    verdict, advice = charge_words(generation), charge_advice(generation)
    if verdict is not None:
        sentences = msgspec.structs.replace(sentences, hint=verdict.sentence)
    if advice is not None:
        sentences = msgspec.structs.replace(
            sentences, next_step=advice.next_step, actions=advice.actions
        )
    return sentences


def _like_failure(problem: Problem) -> str:
    """What the clips met that failed alike, where that is what `problem` tells of."""
    if problem.kind is not ProblemKind.SAME_FAILURE_AGAIN:
        return ""
    try:
        kind = ProblemKind(problem.detail)
    except ValueError:
        # Written by a later release.
        return ""
    return sentences_for(Problem(kind=kind), Circumstances(about_cost="")).title


def _may_be_offered(action: Action, charged: Charged) -> bool:
    match charged:
        case Charged.NO:
            return True
        case Charged.YES:
            return action not in PAYS_WITHOUT_ASKING
        case Charged.UNKNOWN:
            return action not in PAYS_WITHOUT_ASKING | _ASKS_BEFORE_PAYING
        case _:
            assert_never(charged)


def _about_cost(generation: Generation | None, balance: Decimal | None) -> str:
    """What the clip would cost; empty where nothing tells, or the balance gives it the lie."""
    if generation is None:
        return ""
    if generation.cost is None and generation.estimate is None:
        generation = generation.with_facts(estimate=estimated_price(generation.request))
    known = generation.cost or generation.estimate
    if balance is not None and known is not None and known <= balance:
        return ""
    return about_cost(generation)


def _watched_for(generation: Generation | None) -> float | None:
    if generation is None or generation.submitted_at is None:
        return None
    end = generation.finished_at or generation.changed_at
    return max(0.0, (end - generation.submitted_at).total_seconds())
