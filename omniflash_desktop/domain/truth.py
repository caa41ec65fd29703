"""How things stand with a clip's money and its file: one small vocabulary for the whole app.

Rows, the stage, the failure panel, the command line and screen readers all show these, so that
nobody has to work out from a state what it means.
"""

from enum import StrEnum
from typing import assert_never

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.problems import Charged, ProblemKind


class Truth(StrEnum):
    """What is true of a clip. The words are at the edges: `ui.notices.truth_words` and `cli`."""

    NOT_SENT = "not_sent"
    """Not sent yet, free to cancel."""
    BEING_SENT = "being_sent"
    CHARGED = "charged"
    """Charged, cannot be stopped."""
    CHARGED_UNTIL = "charged_until"
    """Charged, the link dies at `Generation.result_expires_at`."""
    SAFE = "safe"
    """Safe on disk."""
    NOT_CHARGED = "not_charged"
    UNCONFIRMED = "unconfirmed"
    CHARGED_AND_GONE = "charged_and_gone"
    """Charged, and nobody has the clip any more."""


def truth_of(generation: Generation) -> Truth:
    """The one word for how `generation` stands."""
    match generation.state:
        case State.DRAFT | State.QUEUED | State.PREPARING | State.UPLOADING:
            return Truth.NOT_SENT
        case State.SUBMITTING:
            return Truth.BEING_SENT
        case State.UNCONFIRMED:
            return Truth.UNCONFIRMED
        case State.WAITING:
            return Truth.CHARGED
        case State.DOWNLOADING:
            has_date = generation.result_expires_at is not None
            return Truth.CHARGED_UNTIL if has_date else Truth.CHARGED
        case State.READY:
            return Truth.SAFE
        case State.FAILED | State.CANCELLED:
            return _truth_at_rest(generation)
        case _:
            assert_never(generation.state)


def _truth_at_rest(generation: Generation) -> Truth:
    match generation.charged:
        case Charged.NO:
            return Truth.NOT_CHARGED
        case Charged.UNKNOWN:
            return Truth.UNCONFIRMED
        case Charged.YES:
            problem = generation.problem
            is_gone = problem is not None and problem.kind is ProblemKind.RESULT_EXPIRED
            return Truth.CHARGED_AND_GONE if is_gone else Truth.CHARGED
        case _:
            assert_never(generation.charged)
