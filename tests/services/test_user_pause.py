"""A pause by the user: it stops sending, nothing else ends it, and a restart does not either."""

from decimal import Decimal
from pathlib import Path

import pytest

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.outcomes import Refused, Submitted
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.services.queue_rules import QueueRules
from tests.builders import a_request
from tests.services.fakes import Held, Script, completed, running
from tests.services.house import a_house

BY_USER = ProblemKind.PAUSED_BY_USER
NO_MONEY = Problem(kind=ProblemKind.BALANCE_TOO_LOW)
BOAT = a_request(images=(ImageReference(path=Path("/pictures/boat.png")),))


async def test_sending_stops_and_all_else_goes_on() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10))
        at_the_service = house.start()
        await house.until(at_the_service, State.WAITING)
        house.queue.pause()
        in_line = house.start()
        house.api.polls = Script(completed())

        await house.until(at_the_service, State.READY)
        await house.clock.pass_time(600)

        assert house.is_in(in_line, State.QUEUED)
        assert house.pauses_told() == [BY_USER]
        house.queue.go_on()
        await house.until(in_line, State.READY)
        assert house.pauses_told() == [BY_USER, None]


async def test_a_clip_that_is_got_ready_is_not_sent_any_more() -> None:
    async with a_house() as house:
        preparing: Held[Problem | None] = Held(None)
        house.media.images = Script(preparing)
        kite = house.start(BOAT)
        await house.until(kite, State.PREPARING)

        house.queue.pause()
        preparing.let_go.set()
        await house.clock.pass_time(600)

        assert house.api.posts == []
        assert house.is_in(kite, State.QUEUED)
        house.queue.go_on()
        await house.until(kite, State.READY)
        assert len(house.api.posts) == 1


async def test_a_submit_that_waits_for_the_wire_is_held_back_too() -> None:
    async with a_house() as house:
        answers = [Held(Submitted(task_ids=(f"task_{n}",))) for n in range(3)]
        house.api.submits = Script(*answers, Submitted(task_ids=("task_3",)))
        house.queue.use(QueueRules(clips_at_once=4))
        clips = [house.start() for _ in range(4)]
        await house.clock.settle()
        house.queue.pause()
        for answer in answers:
            answer.let_go.set()
        await house.clock.pass_time(600)

        assert len(house.api.posts) == 3
        assert house.is_in(clips[3], State.QUEUED)


async def test_a_submit_that_waits_for_the_balance_is_held_back_too() -> None:
    async with a_house() as house:
        balance: Held[Balance | Problem] = Held(Balance(remaining=Decimal(10)))
        house.api.balances = Script(balance, Balance(remaining=Decimal(10)))
        kite = house.start()
        await house.until(kite, State.PREPARING)
        await house.clock.settle()

        house.queue.pause()
        balance.let_go.set()
        await house.clock.pass_time(600)

        assert house.api.posts == []
        assert house.is_in(kite, State.QUEUED)
        house.queue.go_on()
        await house.until(kite, State.READY)
        assert len(house.api.posts) == 1


async def test_a_mended_account_does_not_end_it() -> None:
    async with a_house() as house:
        house.api.submits = Script(Refused(NO_MONEY), Submitted(task_ids=("task_01",)))
        kite = house.start()
        await house.clock.settle()
        house.queue.pause()
        assert house.queue.paused_by is not None
        assert house.queue.paused_by.kind is BY_USER

        house.queue.account_is_mended()
        await house.clock.pass_time(600)
        assert len(house.api.posts) == 1

        house.queue.go_on()
        await house.until(kite, State.READY)
        assert house.pauses_told() == [ProblemKind.BALANCE_TOO_LOW, BY_USER, None]


async def test_a_mended_account_ends_what_was_for_the_account() -> None:
    async with a_house() as house:
        house.api.submits = Script(Refused(NO_MONEY), Submitted(task_ids=("task_01",)))
        kite = house.start()
        await house.clock.settle()
        house.queue.account_is_mended()
        await house.until(kite, State.READY)


async def test_trouble_at_the_account_is_not_told_over_it() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10), NO_MONEY)
        kite = house.start()
        await house.until(kite, State.WAITING)
        house.queue.pause()
        await house.clock.pass_time(60)
        assert house.pauses_told() == [BY_USER]


async def test_it_holds_over_a_restart_until_the_user_says_otherwise() -> None:
    async with a_house() as before:
        before.queue.pause()
        kite = before.start()
        await before.clock.settle()

    async with a_house(library=before.library) as after:
        after.memory.remember(paused=before.memory.is_paused)
        after.queue.resume_unfinished()
        await after.clock.pass_time(600)
        assert after.api.posts == []
        assert after.pauses_told() == [BY_USER]

        after.queue.go_on()
        await after.until(kite, State.READY)
        assert not after.memory.is_paused


@pytest.mark.parametrize("times", [1, 3])
async def test_pausing_twice_is_pausing(times: int) -> None:
    async with a_house() as house:
        for _ in range(times):
            house.queue.pause()
        house.queue.go_on()
        kite = house.start()
        await house.until(kite, State.READY)
        assert house.pauses_told() == [BY_USER, None]
