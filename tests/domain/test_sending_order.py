"""In what order clips are sent, and that a move changes what it has to and nothing else."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.sending_order import (
    in_sending_order,
    order_of_a_new_one,
    orders_after_move,
)
from tests.builders import CLICK, a_generation


def a_line(count: int) -> list[Generation]:
    """Clips as they are asked for one after the other: nobody has moved any of them."""
    return [
        a_generation().with_facts(id=f"{n:012}").made_at(CLICK + timedelta(seconds=n)).queued()
        for n in range(count)
    ]


def moved(line: list[Generation], clip: Generation, before: str | None) -> list[Generation]:
    orders = orders_after_move(line, clip, before)
    return in_sending_order(one.with_facts(order=orders.get(one.id, one.order)) for one in line)


def ids(line: list[Generation]) -> list[int]:
    return [int(one.id) for one in line]


def test_whoever_asked_first_is_served_first() -> None:
    assert ids(in_sending_order(reversed(a_line(4)))) == [0, 1, 2, 3]


def test_takes_of_one_click_go_in_their_order() -> None:
    takes = [a_generation().with_facts(id=f"{n:012}", take=n).queued() for n in (3, 1, 2)]
    assert ids(in_sending_order(takes)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("clip", "before", "then"),
    [
        (3, 0, [3, 0, 1, 2]),
        (3, 1, [0, 3, 1, 2]),
        (0, 2, [1, 0, 2, 3]),
        (0, None, [1, 2, 3, 0]),
        (1, 2, [0, 1, 2, 3]),
    ],
)
def test_a_clip_goes_where_it_is_put(clip: int, before: int | None, then: list[int]) -> None:
    line = a_line(4)
    before_id = None if before is None else line[before].id
    assert ids(moved(line, line[clip], before_id)) == then


def test_before_one_that_has_been_sent_means_first() -> None:
    line = a_line(3)
    assert ids(moved(line, line[2], "of nobody")) == [2, 0, 1]


def test_at_the_ends_only_the_moved_one_changes() -> None:
    line = a_line(1000)
    assert list(orders_after_move(line, line[500], line[0].id)) == [line[500].id]
    assert list(orders_after_move(line, line[500], None)) == [line[500].id]


@pytest.mark.parametrize("before", [None, 0, 1])
def test_a_new_clip_goes_behind_whatever_was_moved(before: int | None) -> None:
    line = a_line(3)
    line = moved(line, line[2], None if before is None else line[before].id)
    new = a_generation().with_facts(id=f"{9:012}", order=order_of_a_new_one(line))
    new_clip = new.made_at(CLICK + timedelta(minutes=1)).queued()
    assert ids(in_sending_order([new_clip, *line]))[-1] == 9


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6)), max_size=80))
def test_any_number_of_moves_does_what_a_list_would_do(moves: list[tuple[int, int]]) -> None:
    line = a_line(6)
    for clip_at, before_at in moves:
        clip = line[clip_at]
        before = line[before_at].id if before_at < len(line) else None
        if before == clip.id:
            continue
        expected = [one.id for one in line if one is not clip]
        at = len(expected) if before is None else expected.index(before)
        expected.insert(at, clip.id)
        line = moved(line, clip, before)
        assert [one.id for one in line] == expected
        assert all(first.order <= second.order for first, second in pairwise(line))
