"""The states of a generation and the moves between them."""

from datetime import timedelta
from itertools import product

import pytest

from omniflash_desktop.domain.generation import (
    FINAL_STATES,
    MOVES,
    RUNNING_STATES,
    UNSENT_STATES,
    IllegalMoveError,
    State,
)
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from tests.builders import CLICK, a_generation

LATER = CLICK + timedelta(seconds=7)
TROUBLE = Problem(kind=ProblemKind.UNREACHABLE)
EVERY_PAIR = list(product(State, State))


@pytest.mark.parametrize(("before", "after"), EVERY_PAIR, ids=lambda state: state.value)
def test_a_generation_moves_as_the_table_says_and_no_other_way(before: State, after: State) -> None:
    generation = a_generation().in_state(before)

    if after in MOVES[before]:
        moved = generation.moved_to(after, at=LATER)
        assert (moved.state, moved.changed_at) == (after, LATER)
        assert generation.state is before
    else:
        with pytest.raises(IllegalMoveError, match=generation.id):
            generation.moved_to(after, at=LATER)


def test_every_state_stands_in_the_table() -> None:
    assert set(MOVES) == set(State)


def test_nothing_leads_to_a_submit_but_a_queue_and_the_users_own_word() -> None:
    before_a_submit = {state for state in State if State.SUBMITTING in MOVES[state]}

    assert before_a_submit == {State.PREPARING, State.UPLOADING, State.UNCONFIRMED}


def test_a_submit_under_way_is_never_just_cancelled() -> None:
    assert State.CANCELLED not in MOVES[State.SUBMITTING]


def test_what_may_have_been_charged_never_returns_to_the_queue() -> None:
    for state in (State.UNCONFIRMED, State.WAITING, State.DOWNLOADING, State.READY):
        assert not MOVES[state] & UNSENT_STATES


def test_each_state_is_final_or_running_or_waits_for_the_user() -> None:
    assert FINAL_STATES | RUNNING_STATES | {State.DRAFT, State.UNCONFIRMED} == set(State)
    assert not FINAL_STATES & RUNNING_STATES


def test_a_clip_on_the_disk_never_moves_again() -> None:
    assert MOVES[State.READY] == frozenset()


def test_a_move_forgets_the_problem_unless_it_brings_one() -> None:
    stuck = a_generation().with_facts(problem=TROUBLE).queued()

    assert stuck.moved_to(State.PREPARING, at=LATER).problem is None
    assert stuck.moved_to(State.FAILED, at=LATER, problem=TROUBLE).problem == TROUBLE


@pytest.mark.parametrize("end", [State.FAILED, State.CANCELLED])
def test_coming_to_rest_notes_the_moment_and_going_on_forgets_it(end: State) -> None:
    rested = a_generation().waiting().moved_to(end, at=LATER)
    assert rested.finished_at == LATER
    assert rested.is_finished

    again = rested.moved_to(State.WAITING, at=LATER)
    assert again.finished_at is None
    assert not again.is_finished


def test_a_move_brings_its_facts() -> None:
    sent = a_generation().submitting().moved_to(State.WAITING, at=LATER, task_id="task_7")

    assert sent.task_id == "task_7"


@pytest.mark.parametrize(
    ("state", "charged"),
    [
        (State.DRAFT, Charged.NO),
        (State.QUEUED, Charged.NO),
        (State.PREPARING, Charged.NO),
        (State.UPLOADING, Charged.NO),
        (State.SUBMITTING, Charged.UNKNOWN),
        (State.UNCONFIRMED, Charged.UNKNOWN),
        (State.WAITING, Charged.YES),
        (State.DOWNLOADING, Charged.YES),
        (State.READY, Charged.YES),
        (State.FAILED, Charged.NO),
        (State.CANCELLED, Charged.NO),
    ],
)
def test_each_state_says_what_it_means_for_the_money(state: State, charged: Charged) -> None:
    assert a_generation().in_state(state).charged is charged


def test_a_clip_given_up_after_the_submit_is_charged() -> None:
    assert a_generation().given_up().charged is Charged.YES


def test_a_dropped_unconfirmed_request_still_says_that_it_may_be_charged() -> None:
    unconfirmed = a_generation().unconfirmed()

    dropped = unconfirmed.moved_to(State.CANCELLED, at=LATER, problem=unconfirmed.problem)

    assert dropped.charged is Charged.UNKNOWN


@pytest.mark.parametrize("charged", list(Charged))
def test_a_failure_says_by_itself_whether_it_was_charged(charged: Charged) -> None:
    problem = Problem(kind=ProblemKind.TASK_FAILED, charged=charged)

    assert a_generation().failed(problem).charged is charged


def test_what_failed_before_it_was_sent_is_not_charged_even_without_a_word() -> None:
    assert a_generation().queued().moved_to(State.FAILED, at=LATER).charged is Charged.NO


def test_trouble_while_asking_does_not_make_a_sent_clip_uncharged() -> None:
    assert a_generation().with_facts(problem=TROUBLE).waiting().charged is Charged.YES


def test_a_generation_is_called_by_its_title_or_by_the_first_line_with_words() -> None:
    builder = a_generation().with_prompt("\n  a kite  \nover the sea")

    assert builder.queued().name == "a kite"
    assert builder.with_facts(title="Sunday").queued().name == "Sunday"


def test_the_sandbox_is_known_by_its_name_and_not_by_an_address() -> None:
    assert a_generation().in_sandbox().queued().in_sandbox
    assert not a_generation().queued().in_sandbox
