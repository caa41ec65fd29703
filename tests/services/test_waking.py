"""The computer slept, or its clock was set: everything is looked after at once, nothing fails."""

from datetime import timedelta

import pytest

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.outcomes import Downloaded
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.services.clock_watch import LOOKED_AT_EVERY
from tests.builders import CLICK, a_generation
from tests.services.fakes import Script, completed, gaps, running
from tests.services.house import House, a_house

CUT = Problem(kind=ProblemKind.DOWNLOAD_BROKEN, charged=Charged.YES)


def sent_clips(house: House, number: int) -> list[Generation]:
    """Clips that were sent, one a minute; the last one half an hour ago. Oldest first."""
    first = CLICK - timedelta(minutes=30 + number)
    kept = [
        a_generation()
        .with_facts(id=f"{place:012x}")
        .with_task(f"t{place:02}")
        .made_at(first + timedelta(minutes=place))
        .waiting()
        for place in range(number)
    ]
    house.library.kept.update({one.id: one for one in kept})
    house.queue.resume_unfinished()
    return kept


@pytest.mark.parametrize("jump", [timedelta(hours=8), timedelta(hours=-8)])
async def test_every_task_is_asked_about_once_and_the_oldest_first(jump: timedelta) -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        clips = sent_clips(house, 8)
        await house.clock.pass_time(20)
        asked_before = len(house.api.asked)
        assert asked_before == 8

        house.clock.wall_jump = jump
        await house.clock.pass_time(LOOKED_AT_EVERY + 3)

        caught_up = [task for _, task in house.api.asked[asked_before:]]
        assert caught_up == [one.task_id for one in clips]


async def test_a_system_whose_clocks_both_slept_on_is_noticed_by_its_lateness() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        sent_clips(house, 8)
        await house.clock.pass_time(20)

        house.clock.elapsed += 30
        await house.clock.pass_time(LOOKED_AT_EVERY + 2)

        assert len(house.api.asked) == 16


async def test_a_clock_that_is_gently_corrected_disturbs_nobody() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        sent_clips(house, 8)
        await house.clock.pass_time(20)

        house.clock.wall_jump = timedelta(seconds=2)
        await house.clock.pass_time(LOOKED_AT_EVERY + 3)

        assert len(house.api.asked) == 8


async def test_a_download_that_pauses_is_tried_at_once() -> None:
    async with a_house() as house:
        house.api.downloads = Script(*[CUT] * 4, Downloaded(size_bytes=1))
        kite = a_generation().downloading()
        house.library.kept[kite.id] = kite
        house.queue.resume_unfinished()
        await house.clock.pass_until(lambda: len(house.api.downloaded) == 4)

        house.clock.wall_jump = timedelta(hours=8)
        await house.clock.pass_time(LOOKED_AT_EVERY)

        assert house.is_in(kite, State.READY)


async def test_a_lost_way_is_tried_at_once() -> None:
    async with a_house() as house:
        offline = Problem(kind=ProblemKind.UNREACHABLE)
        house.api.polls = Script(*[offline] * 4, running(10))
        sent_clips(house, 3)
        await house.clock.pass_until(lambda: len(house.api.asked) == 4)

        house.clock.wall_jump = timedelta(hours=8)
        await house.clock.pass_time(LOOKED_AT_EVERY + 1)

        assert len(house.api.asked) >= 7


async def test_a_young_task_stays_young_when_the_clock_is_set_forward() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        kite = house.start()
        await house.until(kite, State.WAITING)
        house.clock.wall_jump = timedelta(days=400)
        await house.clock.pass_time(20)
        house.api.asked.clear()

        await house.clock.pass_time(60)

        assert max(gaps(moment for moment, _ in house.api.asked)) <= 5.5


async def test_an_old_task_stays_old_when_the_clock_is_set_back() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        (kite,) = sent_clips(house, 1)
        await house.clock.settle()
        house.clock.wall_jump = timedelta(days=-400)
        await house.clock.pass_time(120)
        house.api.asked.clear()

        await house.clock.pass_time(600)

        assert len(house.api.asked) <= 12
        assert house.is_in(kite, State.WAITING)


async def test_a_task_from_the_future_counts_as_new_and_grows_old() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        kite = a_generation().made_at(CLICK + timedelta(days=30)).waiting()
        house.library.kept[kite.id] = kite
        house.queue.resume_unfinished()

        await house.clock.pass_time(60)

        assert 10 <= len(house.api.asked) <= 15
        await house.clock.pass_time(1800)
        house.api.asked.clear()
        await house.clock.pass_time(600)
        assert len(house.api.asked) <= 12
        assert house.is_in(kite, State.WAITING)


async def test_nobody_watches_the_clocks_when_nothing_waits() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10), completed())
        (kite,) = sent_clips(house, 1)
        await house.clock.settle()
        assert "watch the clocks" in house.tasks.names()

        await house.until(kite, State.READY)
        await house.clock.settle()

        assert house.tasks.names() == []
