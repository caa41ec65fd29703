"""In what order the app's own queue sends, and what a clip that is moved changes in it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from omniflash_desktop.domain.generation import Generation


class Turn(NamedTuple):
    """When a clip is sent: the smallest goes first."""

    order: float
    asked_for_at: datetime
    take: int


def turn_of(generation: Generation) -> Turn:
    """The place of a clip in the queue: where the user put it, then when it was asked for."""
    return Turn(generation.order, generation.created_at, generation.take)


def in_sending_order(generations: Iterable[Generation]) -> list[Generation]:
    """The first one is sent first."""
    return sorted(generations, key=turn_of)


def order_of_a_new_one(line: Iterable[Generation]) -> float:
    """The `order` of a clip that is asked for now: behind all others."""
    return max((one.order for one in line), default=0.0)


def orders_after_move(
    line: Sequence[Generation], moved: Generation, before: str | None
) -> dict[str, float]:
    """What changes when `moved` is put before another.

    Args:
        line: All that wait, in their order; `moved` may be among them.
        moved: The clip that gets another place.
        before: The id of the one that comes after it then; `None` for the end. One that does not
            wait any more has been sent, so that `moved` comes first.

    Returns:
        The new `order` by id, of those that get another one. It is one clip as long as there is
        room between its neighbours; else the whole line is numbered anew.
    """
    others = [one for one in line if one.id != moved.id]
    if before is None:
        at = len(others)
    else:
        at = next((n for n, one in enumerate(others) if one.id == before), 0)
    order = _order_between(others[at - 1] if at else None, others[at] if at < len(others) else None)
    if order is not None:
        return {moved.id: order}
    line_then = [*others[:at], moved, *others[at:]]
    # The last number stays: a clip that is asked for next gets it too, and goes behind.
    last = order_of_a_new_one(line_then)
    numbers = {one.id: last - (len(line_then) - 1 - n) for n, one in enumerate(line_then)}
    return {one.id: numbers[one.id] for one in line_then if one.order != numbers[one.id]}


def _order_between(first: Generation | None, second: Generation | None) -> float | None:
    if first is None:
        return 0.0 if second is None else second.order - 1
    if second is None:
        return first.order + 1
    middle = (first.order + second.order) / 2
    return middle if first.order < middle < second.order else None
