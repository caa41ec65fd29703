"""What can be changed for nothing: the order and the content of what is not sent yet."""

from pathlib import Path
from uuid import UUID

import pytest

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.outcomes import NotExecuted, SubmitOutcome, Submitted, Unconfirmed
from omniflash_desktop.domain.prices import estimated_price
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference
from omniflash_desktop.domain.request import Resolution
from omniflash_desktop.services.queue_rules import QueueRules
from omniflash_desktop.services.unsent_clips import IncompleteRequestError
from tests.builders import a_generation, a_request
from tests.services.fakes import Held, Script, completed, running
from tests.services.house import House, a_house

BOAT = ImageReference(path=Path("/pictures/boat.png"))
A_KITE = a_request(prompt="a kite")
TAKEN = Submitted(task_ids=("task_01",))


async def a_line_behind_one(house: House, count: int) -> list[Generation]:
    """One clip is at the service, and `count` wait for its place."""
    house.queue.use(QueueRules(clips_at_once=1))
    house.api.polls = Script(running(10))
    await house.until(house.start(), State.WAITING)
    clips = [house.start(a_request(prompt=f"clip {n}")) for n in range(count)]
    await house.clock.settle()
    return clips


async def all_are_sent(house: House, count: int) -> list[str]:
    """Lets the service get done, clip by clip; returns the keys that were sent since."""
    house.api.polls = Script(completed())
    await house.clock.pass_until(lambda: len(house.api.posts) == count + 1)
    return [key for _, key in house.api.posts[1:]]


async def test_the_line_tells_who_is_next() -> None:
    async with a_house() as house:
        clips = await a_line_behind_one(house, 3)
        assert [one.id for one in house.queue.line()] == [one.id for one in clips]


async def test_what_waits_for_its_place_is_sent_in_its_new_order() -> None:
    async with a_house() as house:
        first, second, third, fourth = await a_line_behind_one(house, 4)
        house.queue.move_before(third.id, first.id)
        house.queue.move_before(second.id, None)
        wanted = [third.id, first.id, fourth.id, second.id]
        assert [one.id for one in house.queue.line()] == wanted

        sent = await all_are_sent(house, 4)

        assert sent == [house.journal.current(one).idempotency_key for one in wanted]


async def test_the_order_is_kept_over_a_restart() -> None:
    async with a_house() as before:
        first, second, third = await a_line_behind_one(before, 3)
        before.queue.move_before(third.id, second.id)

    async with a_house(library=before.library) as after:
        assert [one.id for one in after.queue.line()] == [first.id, third.id, second.id]
        after.queue.use(QueueRules(clips_at_once=1))
        after.queue.resume_unfinished()
        sent = [one.idempotency_key for one in (first, third, second)]
        after.api.polls = Script(completed())
        await after.clock.pass_until(lambda: len(after.api.posts) == 3)
        assert [key for _, key in after.api.posts] == sent


async def test_a_new_clip_goes_behind_one_that_was_put_at_the_end() -> None:
    async with a_house() as house:
        first, second = await a_line_behind_one(house, 2)
        house.queue.move_before(first.id, None)
        third = house.start()
        assert [one.id for one in house.queue.line()] == [second.id, first.id, third.id]


async def test_what_was_sent_meanwhile_is_not_moved() -> None:
    async with a_house() as house:
        kite = house.start()
        waiting = await house.until(kite, State.WAITING)
        house.queue.move_before(kite.id, None)
        assert house.now(kite) == waiting


# -- editing


async def test_a_clip_in_line_is_sent_as_it_was_edited() -> None:
    async with a_house() as house:
        (clip,) = await a_line_behind_one(house, 1)
        request = a_request(prompt="a kite", resolution=Resolution.UHD_4K)

        edited = house.queue.edit(clip.id, request)
        await all_are_sent(house, 1)

        assert edited.request == request
        assert edited.estimate == estimated_price(request) != clip.estimate
        assert edited.idempotency_key == clip.idempotency_key
        body, _ = house.api.posts[-1]
        assert b"a kite" in body
        assert b"4k" in body


@pytest.mark.parametrize("state", [State.PREPARING, State.UPLOADING])
async def test_a_clip_that_is_got_ready_begins_again_with_what_was_edited(state: State) -> None:
    async with a_house() as house:
        preparing: Held[Problem | None] = Held(None)
        uploading: Held[Problem | None] = Held(Problem(kind=ProblemKind.SERVICE_TROUBLE))
        if state is State.PREPARING:
            house.media.images = Script(preparing)
        else:
            house.api.uploads = Script(uploading)
        clip = house.start(a_request(images=(BOAT,)))
        await house.until(clip, state)

        edited = house.queue.edit(clip.id, A_KITE)
        assert edited.state is State.QUEUED
        preparing.let_go.set()
        uploading.let_go.set()
        await house.until(clip, State.READY)

        ((body, _),) = house.api.posts
        assert b"a kite" in body
        assert b"image_urls" not in body


async def test_what_was_refused_with_a_429_gets_another_key_for_its_other_body() -> None:
    async with a_house() as house:
        too_fast = NotExecuted(Problem(kind=ProblemKind.RATE_LIMITED))
        house.api.submits = Script(too_fast, TAKEN)
        clip = house.start()
        await house.clock.settle()
        assert house.now(clip).body is not None

        house.queue.edit(clip.id, A_KITE)
        await house.until(clip, State.READY)

        (_, first_key), (second_body, second_key) = house.api.posts
        assert b"a kite" in second_body
        assert UUID(second_key) != UUID(first_key)


@pytest.mark.parametrize("answer", [TAKEN, Unconfirmed(Problem(kind=ProblemKind.OUTCOME_UNKNOWN))])
async def test_what_has_been_sent_stays_as_it_was_sent(answer: SubmitOutcome) -> None:
    async with a_house() as house:
        held = Held(answer)
        house.api.submits = Script(held)
        clip = house.start()
        sending = await house.until(clip, State.SUBMITTING)
        assert house.queue.edit(clip.id, A_KITE) == sending

        held.let_go.set()
        sent = await house.until(clip, State.WAITING, State.UNCONFIRMED)

        assert house.queue.edit(clip.id, A_KITE) == sent
        assert len(house.api.posts) == 1


async def test_what_lacks_something_is_not_taken_as_an_edit() -> None:
    async with a_house() as house:
        (clip,) = await a_line_behind_one(house, 1)
        with pytest.raises(IncompleteRequestError):
            house.queue.edit(clip.id, a_request(images=(BOAT, BOAT)))
        assert house.now(clip) == clip


async def test_an_edit_survives_the_end_of_the_app() -> None:
    async with a_house() as before:
        (clip,) = await a_line_behind_one(before, 1)
        before.queue.edit(clip.id, A_KITE)
        saved, durably = before.library.saves[-1]
        assert (saved.request, durably) == (A_KITE, True)


async def test_a_draft_is_in_no_line() -> None:
    async with a_house() as house:
        draft = a_generation().draft()
        house.library.kept[draft.id] = draft
        assert house.queue.line() == []
        assert house.queue.edit(draft.id, A_KITE) == draft
