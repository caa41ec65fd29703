"""The most that may be spent in a day: never more, and on the next day it goes on by itself."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from omniflash_desktop.domain.generation import SANDBOX, Generation, State
from omniflash_desktop.domain.outcomes import Submitted, TaskReport, TaskStatus, Unconfirmed
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.services.daily_budget import start_of_day
from omniflash_desktop.services.queue_rules import QueueRules
from tests.builders import CLICK, a_generation, a_request
from tests.services.fakes import Held, Script, completed, running
from tests.services.house import COMMAND_LINE, House, a_house

A_MINUTE = 61.0
A_DAY = 86_400.0
REACHED = ProblemKind.DAILY_CAP_REACHED
LOST = Unconfirmed(Problem(kind=ProblemKind.OUTCOME_UNKNOWN, charged=Charged.UNKNOWN))
REFUNDED = TaskReport(
    status=TaskStatus.FAILED, word="failed", problem=Problem(kind=ProblemKind.MODERATION)
)


def capped(cap: str, *, clips_at_once: int = 20) -> QueueRules:
    """Six seconds of video are estimated at, and cost, $0.30."""
    return QueueRules(daily_cap=Decimal(cap), clips_at_once=clips_at_once)


def sent_at(moment: datetime, name: str, **facts: object) -> Generation:
    known = {"submitted_at": moment, "cost": Decimal("0.30")}
    return a_generation().with_facts(id=name, **{**known, **facts}).made_at(moment).ready()


async def the_end_of_it(house: House) -> None:
    await house.clock.pass_time(600)


async def test_what_fits_is_sent_and_the_rest_stays_in_line() -> None:
    async with a_house() as house:
        house.queue.use(capped("1.00"))
        clips = [house.start() for _ in range(5)]
        await the_end_of_it(house)

        assert len(house.api.posts) == 3
        assert all(house.is_in(one, State.QUEUED) for one in clips[3:])
        assert house.pauses_told() == [REACHED]
        assert house.queue.paused_by == Problem(kind=REACHED, detail="1.00")


async def test_clips_that_are_got_ready_at_the_same_time_have_to_fit_together() -> None:
    async with a_house() as house:
        preparing: Held[Problem | None] = Held(None)
        house.media.images = Script(preparing)
        house.queue.use(capped("1.00"))
        boat = a_request(images=(ImageReference(path=Path("/boat.png")),))
        clips = [house.start(boat) for _ in range(5)]
        await house.clock.settle()

        preparing.let_go.set()
        await the_end_of_it(house)

        # The pause for those that do not fit stopped none of those that do.
        assert [house.now(one).state for one in clips] == [State.READY] * 3 + [State.QUEUED] * 2


async def test_to_the_cent_is_still_within() -> None:
    async with a_house() as house:
        house.queue.use(capped("0.60"))
        for _ in range(3):
            house.start()
        await the_end_of_it(house)
        assert len(house.api.posts) == 2


async def test_what_was_sent_before_the_restart_counts() -> None:
    async with a_house() as house:
        known = [
            sent_at(CLICK, "a" * 12),
            sent_at(CLICK, "b" * 12, cost=None, estimate=Decimal("0.30")),
        ]
        house.library.kept = {one.id: one for one in known}
        house.queue.use(capped("0.80"))
        house.start()
        await the_end_of_it(house)
        assert house.api.posts == []


@pytest.mark.parametrize(
    "free",
    [
        sent_at(CLICK - timedelta(days=1), "a" * 12),
        sent_at(CLICK, "b" * 12, service=SANDBOX),
        sent_at(CLICK, "c" * 12, service="https://mirror.example.test"),
        a_generation().with_facts(id="d" * 12, estimate=Decimal(9)).failed(),
        a_generation().with_facts(id="e" * 12, estimate=Decimal(9)).cancelled(),
        a_generation().with_facts(id="f" * 12, estimate=Decimal(9)).draft(),
    ],
)
async def test_what_was_free_or_elsewhere_or_yesterday_does_not_count(free: Generation) -> None:
    async with a_house() as house:
        house.library.kept[free.id] = free
        house.queue.use(capped("0.30"))
        kite = house.start()
        await house.until(kite, State.READY)


async def test_what_may_have_been_charged_counts() -> None:
    async with a_house() as house:
        house.api.submits = Script(LOST, Submitted(task_ids=("task_01",)))
        house.queue.use(capped("0.40"))
        await house.until(house.start(), State.UNCONFIRMED)
        kite = house.start()
        await the_end_of_it(house)
        assert house.is_in(kite, State.QUEUED)


async def test_the_sandbox_is_free_whatever_the_limit() -> None:
    async with a_house() as house:
        house.queue.use(capped("0.00"))
        kite = house.start(service=SANDBOX)
        await house.until(kite, State.READY)


async def test_on_the_next_day_it_goes_on_by_itself() -> None:
    async with a_house() as house:
        house.queue.use(capped("0.60"))
        clips = [house.start() for _ in range(5)]
        await the_end_of_it(house)
        for day in (1, 2):
            left = _until_tomorrow(house)
            await house.clock.pass_time(left - 1)
            assert len(house.api.posts) == 2 * day
            await house.clock.pass_time(A_MINUTE + 600)
        assert house.is_in(clips[4], State.READY)
        # Told once a day, and not with each look at the clock.
        assert house.pauses_told() == [REACHED, None, REACHED, None]


async def test_a_clip_that_was_sent_before_midnight_belongs_to_yesterday() -> None:
    async with a_house() as house:
        house.queue.use(capped("0.30"))
        house.api.polls = Script(running(10))
        await house.clock.pass_time(_until_tomorrow(house) - 60)
        still_running = house.start()
        await house.clock.pass_time(61)
        assert house.is_in(still_running, State.WAITING)

        today = house.start()
        await house.until(today, State.WAITING)


async def test_a_clock_that_is_set_to_another_day_is_believed() -> None:
    async with a_house() as house:
        house.queue.use(capped("0.30"))
        _, second = house.start(), house.start()
        await the_end_of_it(house)

        house.clock.wall_jump = timedelta(days=2)
        await house.clock.pass_time(A_MINUTE + 600)
        assert house.is_in(second, State.READY)
        third = house.start()
        house.clock.wall_jump = timedelta(0)
        await the_end_of_it(house)

        # Set back, today's and the future's clips both count: rather too few than too many.
        assert house.is_in(third, State.QUEUED)


async def test_a_higher_limit_is_heard_at_once() -> None:
    async with a_house() as house:
        house.queue.use(capped("0.30"))
        _, second = house.start(), house.start()
        await the_end_of_it(house)

        house.queue.use(capped("0.60"))
        await house.clock.settle()

        assert not house.is_in(second, State.QUEUED)


async def test_a_rule_that_has_nothing_to_do_with_it_changes_nothing() -> None:
    async with a_house() as house:
        house.queue.use(capped("0.30"))
        _, second = house.start(), house.start()
        await the_end_of_it(house)
        house.queue.use(capped("0.30", clips_at_once=7))
        house.queue.go_on()
        await the_end_of_it(house)
        assert house.is_in(second, State.QUEUED)
        assert house.pauses_told() == [REACHED, None, REACHED]


async def test_a_refund_makes_room() -> None:
    async with a_house() as house:
        house.queue.use(capped("0.30"))
        house.api.polls = Script(running(10))
        first, second = house.start(), house.start()
        await the_end_of_it(house)
        assert house.is_in(second, State.QUEUED)

        house.api.polls = Script(REFUNDED)
        await house.until(first, State.FAILED)
        house.api.polls = Script(completed())
        await house.clock.pass_time(A_MINUTE)

        assert not house.is_in(second, State.QUEUED)


async def test_a_dearer_clip_that_is_taken_out_makes_way_for_a_cheaper_one() -> None:
    async with a_house() as house:
        house.queue.use(capped("0.60"))
        house.start()
        dear = house.start(a_request(duration=10))
        cheap = house.start(a_request(duration=4))
        await the_end_of_it(house)
        assert house.is_in(cheap, State.QUEUED)

        house.queue.cancel(dear.id)
        house.queue.remove(dear.id)
        await house.clock.pass_time(A_MINUTE + 600)

        assert house.is_in(cheap, State.READY)


async def test_a_pause_by_the_user_does_not_end_with_the_day() -> None:
    async with a_house() as house:
        house.queue.use(capped("0.30"))
        house.start(), house.start()
        await the_end_of_it(house)
        house.queue.pause()
        await house.clock.pass_time(2 * A_DAY)
        assert len(house.api.posts) == 1


async def test_a_command_says_so_and_waits_for_no_other_day() -> None:
    async with a_house(patience=COMMAND_LINE) as house:
        house.queue.use(capped("0.40"))
        first, second = house.start(), house.start()
        await house.until(first, State.READY)
        ended = await house.queue.finished(second.id)

        assert ended.state is State.QUEUED
        assert ended.problem == Problem(kind=REACHED, detail="0.40")
        assert house.tasks.names() == []
        assert house.queue.give_up(second.id).state is State.FAILED


@pytest.fixture
def in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be set there")
@pytest.mark.usefixtures("in_new_york")
def test_a_day_is_the_users_own_also_when_the_clocks_change() -> None:
    # On the first of November 2026 the clocks went back at 2:00.
    afternoon = datetime.fromisoformat("2026-11-01T15:00:00-05:00")
    assert start_of_day(afternoon) == datetime.fromisoformat("2026-11-01T00:00:00-04:00")
    # In London it is the second already.
    evening = datetime.fromisoformat("2026-11-02T01:00:00+00:00")
    assert start_of_day(evening) == datetime.fromisoformat("2026-11-01T00:00:00-04:00")


def _until_tomorrow(house: House) -> float:
    now = house.clock.now()
    # CLICK is in the middle of the day wherever the tests run, and no clocks change there.
    return (start_of_day(now) + timedelta(days=1) - now).total_seconds()
