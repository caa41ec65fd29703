"""Places by urgency: who goes next, and that none is lost."""

import asyncio

import pytest

from omniflash_desktop.services.ordered_places import OrderedPlaces


async def _let_all_run() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class Visitor:
    """Takes a place, and holds it until the test lets it go."""

    def __init__(self, places: OrderedPlaces, urgency: int) -> None:
        self.urgency = urgency
        self.is_in = False
        self.leave = asyncio.Event()
        self.task = asyncio.ensure_future(self._visit(places))

    async def _visit(self, places: OrderedPlaces) -> None:
        async with places.place(lambda: self.urgency):
            self.is_in = True
            await self.leave.wait()
        self.is_in = False


async def test_of_those_that_come_together_the_most_urgent_goes_first() -> None:
    places = OrderedPlaces(1)
    late, soon = Visitor(places, 2), Visitor(places, 1)
    await _let_all_run()
    assert (late.is_in, soon.is_in) == (False, True)
    soon.leave.set()
    await _let_all_run()
    assert late.is_in
    late.leave.set()
    await asyncio.gather(late.task, soon.task)
    assert places.held == 0


async def test_the_order_may_change_while_they_wait() -> None:
    places = OrderedPlaces(1)
    first = Visitor(places, 0)
    await _let_all_run()
    second, third = Visitor(places, 1), Visitor(places, 2)
    await _let_all_run()
    third.urgency = -1
    first.leave.set()
    await _let_all_run()
    assert (second.is_in, third.is_in) == (False, True)
    for visitor in (second, third):
        visitor.leave.set()
    await asyncio.gather(first.task, second.task, third.task)


async def test_without_places_nobody_goes_and_with_new_ones_they_do() -> None:
    places = OrderedPlaces(0)
    visitors = [Visitor(places, n) for n in range(3)]
    await _let_all_run()
    assert places.held == 0
    places.set_places(2)
    await _let_all_run()
    assert [visitor.is_in for visitor in visitors] == [True, True, False]
    for visitor in visitors:
        visitor.leave.set()
    await asyncio.gather(*(visitor.task for visitor in visitors))


@pytest.mark.parametrize("turns", [0, 1, 2])
async def test_whoever_is_cancelled_takes_no_place_along(turns: int) -> None:
    places = OrderedPlaces(1)
    first = Visitor(places, 0)
    await _let_all_run()
    second, third = Visitor(places, 1), Visitor(places, 2)
    await _let_all_run()
    first.leave.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    second.task.cancel()
    await _let_all_run()
    assert third.is_in
    third.leave.set()
    await asyncio.gather(first.task, second.task, third.task, return_exceptions=True)
    assert (places.held, places.waiting) == (0, 0)
