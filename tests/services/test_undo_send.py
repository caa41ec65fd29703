"""The moment after the click in which it can be undone: nothing leaves this computer before."""

from datetime import timedelta
from pathlib import Path

import pytest

from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.outcomes import Submitted, Unconfirmed
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL, UNDO_SEND_SECONDS
from omniflash_desktop.services.queue_rules import QueueRules
from tests.builders import a_request
from tests.services.fakes import Held, Script
from tests.services.house import House, a_house

HOLDING = QueueRules(hold_seconds=UNDO_SEND_SECONDS)
BOAT = a_request(images=(ImageReference(path=Path("/pictures/boat.png")),))


def nothing_was_done(house: House) -> bool:
    return not (house.api.posts or house.api.uploaded or house.media.prepared)


async def test_nothing_is_done_before_the_hold_is_over() -> None:
    async with a_house() as house:
        house.queue.use(HOLDING)
        kite = house.start(BOAT)
        assert kite.held_until == house.clock.now() + timedelta(seconds=UNDO_SEND_SECONDS)
        await house.clock.pass_time(UNDO_SEND_SECONDS - 0.1)
        assert nothing_was_done(house)
        assert house.is_in(kite, State.QUEUED)

        await house.clock.pass_time(0.2)

        assert len(house.api.posts) == 1
        assert house.now(kite).held_until is None


@pytest.mark.parametrize("jump", [timedelta(days=-3), timedelta(days=3)])
async def test_a_clock_that_is_set_changes_no_hold(jump: timedelta) -> None:
    async with a_house() as house:
        house.queue.use(HOLDING)
        house.start()
        await house.clock.settle()
        house.clock.wall_jump = jump
        await house.clock.pass_time(UNDO_SEND_SECONDS - 0.1)
        assert house.api.posts == []

        await house.clock.pass_time(0.2)

        assert len(house.api.posts) == 1


async def test_takes_that_are_taken_back_were_never_there() -> None:
    async with a_house() as house:
        house.queue.use(HOLDING)
        takes = house.queue.start(BOAT, service=DEFAULT_BASE_URL, takes=3)
        await house.clock.pass_time(2)

        taken_back = house.queue.take_back([one.id for one in takes])
        await house.clock.pass_time(600)

        assert taken_back == takes
        assert nothing_was_done(house)
        assert house.library.kept == {}
        assert house.library.removals == [(one.id, True) for one in takes]
        assert not house.queue.is_sending
        assert house.tasks.names() == []


async def test_taking_back_stops_what_is_got_ready() -> None:
    async with a_house() as house:
        preparing: Held[Problem | None] = Held(None)
        house.media.images = Script(preparing)
        kite = house.start(BOAT)
        await house.until(kite, State.PREPARING)

        assert house.queue.take_back([kite.id]) == [house.library.saves[-1][0]]
        assert not house.queue.is_uploading
        preparing.let_go.set()
        await house.clock.pass_time(600)

        assert house.api.posts == []
        assert house.library.kept == {}


async def test_what_was_sent_is_not_taken_back() -> None:
    async with a_house() as house:
        answer = Held(Submitted(task_ids=("task_01",)))
        house.api.submits = Script(answer, Unconfirmed(Problem(kind=ProblemKind.OUTCOME_UNKNOWN)))
        being_sent, unconfirmed = house.start(), house.start()
        await house.until(unconfirmed, State.UNCONFIRMED)
        ids = [being_sent.id, unconfirmed.id, "of nobody"]

        assert house.queue.take_back(ids) == []

        answer.let_go.set()
        await house.until(being_sent, State.READY)
        assert house.is_in(unconfirmed, State.UNCONFIRMED)


async def test_a_hold_can_be_ended_and_two_clicks_send_once() -> None:
    async with a_house() as house:
        house.queue.use(HOLDING)
        kite = house.start()
        await house.clock.pass_time(1)

        house.queue.send_now(kite.id)
        house.queue.send_now(kite.id)
        await house.clock.settle()
        house.queue.send_now(kite.id)

        assert len(house.api.posts) == 1
        assert house.now(kite).held_until is None
        await house.until(kite, State.READY)
        assert len(house.api.posts) == 1


async def test_an_edited_clip_stays_held() -> None:
    async with a_house() as house:
        house.queue.use(HOLDING)
        kite = house.start()
        await house.clock.pass_time(2)
        house.queue.edit(kite.id, a_request(prompt="a kite"))
        await house.clock.pass_time(2)
        assert house.api.posts == []

        await house.clock.pass_time(2)

        ((body, _),) = house.api.posts
        assert b"a kite" in body


async def test_a_held_clip_can_be_cancelled() -> None:
    async with a_house() as house:
        house.queue.use(HOLDING)
        kite = house.start()
        house.queue.cancel(kite.id)
        await house.clock.pass_time(600)

        assert house.is_in(kite, State.CANCELLED)
        assert nothing_was_done(house)


@pytest.mark.parametrize("jump", [timedelta(0), timedelta(days=-3), timedelta(days=3)])
async def test_a_held_clip_is_not_lost_with_the_app_and_not_held_for_long(jump: timedelta) -> None:
    async with a_house() as before:
        before.queue.use(HOLDING)
        kite = before.start()
        await before.clock.pass_time(1)
        assert before.library.saves[-1] == (kite, True)

    async with a_house(library=before.library) as after:
        after.clock.wall_jump = jump
        after.queue.use(HOLDING)
        after.queue.resume_unfinished()
        await after.clock.pass_time(UNDO_SEND_SECONDS + 0.1)

        assert [key for _, key in after.api.posts] == [kite.idempotency_key]
        assert after.now(kite).held_until is None


async def test_without_the_wish_for_it_nothing_is_held() -> None:
    off = QueueRules.from_preferences(Preferences(undo_send=False), holds=True)
    for_commands = QueueRules.from_preferences(Preferences(), holds=False)
    assert off.hold_seconds == for_commands.hold_seconds == 0
    async with a_house() as house:
        house.queue.use(off)
        kite = house.start()
        await house.clock.settle()
        assert kite.held_until is None
        assert len(house.api.posts) == 1


async def test_new_clips_are_billed_to_the_project_of_the_moment() -> None:
    async with a_house() as house:
        house.queue.use(QueueRules(project="Spring"))
        spring = house.start()
        house.queue.use(QueueRules(project="Autumn"))
        assert (spring.project, house.start().project) == ("Spring", "Autumn")
