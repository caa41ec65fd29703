"""The questions about when, and in what state, are answered from an index and miss nothing."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from generations import NOON, ONE_MINUTE, a_generation

from omniflash_desktop.domain.generation import State
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library

A_SECOND = timedelta(seconds=1)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[SqliteLibrary]:
    opened = open_library(tmp_path / "library.sqlite3")
    assert isinstance(opened, SqliteLibrary)
    with contextlib.closing(opened):
        yield opened


def test_states_are_found_oldest_first(library: SqliteLibrary) -> None:
    old = a_generation("a" * 12, state=State.FAILED, created_at=NOON)
    new = a_generation("b" * 12, state=State.QUEUED, created_at=NOON + ONE_MINUTE)
    for one in (new, old, a_generation("c" * 12, state=State.READY)):
        library.save(one)
    assert library.in_states(State.QUEUED, State.FAILED) == [old, new]


def test_what_was_asked_for_since_is_found_newest_first(library: SqliteLibrary) -> None:
    made = [a_generation(f"{n:012}", created_at=NOON + n * ONE_MINUTE) for n in range(4)]
    for one in made:
        library.save(one)
    assert library.made_since(NOON + 2 * ONE_MINUTE) == [made[3], made[2]]


@pytest.mark.parametrize("after", [timedelta(0), timedelta(microseconds=1), A_SECOND])
def test_a_clip_counts_by_its_submit_and_not_by_its_click(
    library: SqliteLibrary, after: timedelta
) -> None:
    # It waited in line for ten days, as clips do that a day's limit holds back.
    click = NOON - timedelta(days=10)
    sent = a_generation("a" * 12, state=State.READY, created_at=click, submitted_at=NOON + after)
    before = a_generation(
        "b" * 12, state=State.READY, created_at=click, submitted_at=NOON - timedelta(microseconds=1)
    )
    for one in (sent, before):
        library.save(one)
    assert [one.sent_at for one in library.charges(since=NOON)] == [sent.submitted_at]


def test_what_may_have_been_sent_counts_by_its_last_move(library: SqliteLibrary) -> None:
    states = (State.SUBMITTING, State.UNCONFIRMED, State.QUEUED, State.UPLOADING)
    clips = [a_generation(f"{n:012}", state=state) for n, state in enumerate(states)]
    for one in clips:
        library.save(one)
    assert [one.sent_at for one in library.charges(since=NOON)] == [NOON, NOON]
    assert library.charges(since=NOON + A_SECOND) == []


def test_what_was_removed_still_counts_for_the_day_on_which_it_was_sent(
    library: SqliteLibrary,
) -> None:
    sent = a_generation(state=State.READY, submitted_at=NOON, cost=Decimal("0.30"))
    library.save(sent)
    library.remove(sent.id)
    assert [one.amount for one in library.charges(since=NOON)] == [Decimal("0.30")]


def test_only_what_was_given_up_after_its_submit_is_looked_out_for(library: SqliteLibrary) -> None:
    cancelled = {"state": State.CANCELLED, "created_at": NOON - timedelta(days=100)}
    paid = a_generation("a" * 12, **cancelled, task_id="task_a", submitted_at=NOON)
    long_ago = NOON - timedelta(days=2)
    old = a_generation("b" * 12, **cancelled, task_id="task_b", submitted_at=long_ago)
    free = a_generation("c" * 12, **cancelled)
    for one in (paid, old, free):
        library.save(one)
    assert library.given_up_since(NOON - timedelta(days=1)) == [paid]


@pytest.mark.parametrize(
    "question",
    [
        "SELECT id FROM generations WHERE state IN ('queued', 'preparing')",
        "SELECT id FROM generations WHERE created_at >= 5",
        "SELECT id FROM generations WHERE state = 'cancelled' AND task_id IS NOT NULL",
    ],
)
def test_no_question_reads_the_whole_library(library: SqliteLibrary, question: str) -> None:
    plan = library._connection.execute(f"EXPLAIN QUERY PLAN {question}").fetchall()
    assert all("SEARCH" in detail for *_, detail in plan), plan
