"""One word for how a clip stands: its money and its file."""

from datetime import UTC, datetime

import pytest

from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.truth import Truth, truth_of
from tests.builders import a_generation

DEADLINE = datetime(2026, 11, 23, 18, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "truth"),
    [
        (State.DRAFT, Truth.NOT_SENT),
        (State.QUEUED, Truth.NOT_SENT),
        (State.PREPARING, Truth.NOT_SENT),
        (State.UPLOADING, Truth.NOT_SENT),
        (State.SUBMITTING, Truth.BEING_SENT),
        (State.WAITING, Truth.CHARGED),
        (State.DOWNLOADING, Truth.CHARGED),
        (State.READY, Truth.SAFE),
        (State.UNCONFIRMED, Truth.UNCONFIRMED),
        (State.FAILED, Truth.NOT_CHARGED),
        (State.CANCELLED, Truth.NOT_CHARGED),
    ],
)
def test_each_state_has_its_truth(state: State, truth: Truth) -> None:
    assert truth_of(a_generation().in_state(state)) is truth


def test_a_clip_whose_link_has_a_date_says_so() -> None:
    downloading = a_generation().with_facts(result_expires_at=DEADLINE).downloading()
    assert truth_of(downloading) is Truth.CHARGED_UNTIL


def test_giving_up_does_not_undo_the_charge() -> None:
    assert truth_of(a_generation().given_up()) is Truth.CHARGED


@pytest.mark.parametrize(
    ("kind", "charged", "truth"),
    [
        (ProblemKind.RESULT_EXPIRED, Charged.YES, Truth.CHARGED_AND_GONE),
        (ProblemKind.RESULT_MISSING, Charged.YES, Truth.CHARGED),
        (ProblemKind.TASK_NOT_FOUND, Charged.UNKNOWN, Truth.UNCONFIRMED),
        (ProblemKind.MODERATION, Charged.NO, Truth.NOT_CHARGED),
    ],
)
def test_a_failure_tells_what_it_means_for_the_money(
    kind: ProblemKind, charged: Charged, truth: Truth
) -> None:
    failed = a_generation().failed(Problem(kind=kind, charged=charged))
    assert truth_of(failed) is truth
