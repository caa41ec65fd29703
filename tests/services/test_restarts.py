"""What a restart makes of each unfinished state. Architecture, section 3."""

from datetime import timedelta
from pathlib import Path

import pytest

from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.outcomes import Submitted
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference
from tests.builders import CLICK, a_generation, a_request
from tests.services.fakes import Held, Script, completed, running
from tests.services.house import a_house

A_DAY = 86_400
BOAT = Path("/pictures/boat.png")
AT_REST = [State.DRAFT, State.READY, State.UNCONFIRMED, State.FAILED, State.CANCELLED]


@pytest.mark.parametrize("state", [State.QUEUED, State.PREPARING, State.UPLOADING])
async def test_what_was_not_sent_yet_is_sent_once(state: State) -> None:
    async with a_house() as house:
        kept = a_generation().in_state(state)
        house.library.kept[kept.id] = kept

        house.queue.resume_unfinished()
        await house.until(kept, State.READY)

        assert [key for _, key in house.api.posts] == [kept.idempotency_key]
        first_asked, _ = house.api.asked[0]
        assert first_asked >= 4.5


async def test_pictures_that_were_up_already_are_not_uploaded_again() -> None:
    async with a_house() as before:
        request = a_request(images=(ImageReference(path=BOAT),))
        await before.until(before.start(request), State.READY)

    async with a_house(library=before.library) as after:
        kept = a_generation().with_images(BOAT).uploading()
        after.library.kept[kept.id] = kept
        after.queue.resume_unfinished()
        await after.until(kept, State.READY)

        assert after.api.uploaded == []
        assert len(after.api.posts) == 1


async def test_a_submit_that_had_begun_is_unconfirmed_and_never_sent_by_itself() -> None:
    async with a_house() as house:
        kept = a_generation().submitting()
        house.library.kept[kept.id] = kept

        (resumed,) = house.queue.resume_unfinished()
        await house.clock.pass_time(A_DAY)

        assert resumed.state is State.UNCONFIRMED
        assert resumed.problem is not None
        assert resumed.problem.kind is ProblemKind.OUTCOME_UNKNOWN
        assert resumed.charged is Charged.UNKNOWN
        assert (resumed.body, resumed.idempotency_key) == (kept.body, kept.idempotency_key)
        assert house.now(kept) == resumed
        assert house.library.saves == [(resumed, True)]
        assert house.api.posts == []


async def test_it_stays_unconfirmed_over_many_restarts() -> None:
    async with a_house() as house:
        kept = a_generation().submitting()
        house.library.kept[kept.id] = kept
        library = house.library
        for _ in range(5):
            async with a_house(library=library) as next_run:
                next_run.queue.resume_unfinished()
                await next_run.clock.pass_time(A_DAY)
                assert next_run.is_in(kept, State.UNCONFIRMED)
                assert next_run.api.posts == []
                library = next_run.library


async def test_a_task_is_asked_about_at_once_and_not_submitted() -> None:
    async with a_house() as house:
        kept = a_generation().with_task("task_kept").waiting()
        house.library.kept[kept.id] = kept

        house.queue.resume_unfinished()
        await house.clock.settle()

        assert house.api.asked == [(0.0, "task_kept")]
        assert house.is_in(kept, State.READY)
        assert house.api.posts == []


async def test_a_download_goes_on_with_the_link_that_was_kept() -> None:
    async with a_house() as house:
        kept = a_generation().downloading()
        house.library.kept[kept.id] = kept

        house.queue.resume_unfinished()
        await house.clock.settle()

        assert house.is_in(kept, State.READY)
        assert house.api.downloaded == [(kept.result_url, house.files.part_file(kept.id))]
        assert house.api.asked == []


@pytest.mark.parametrize("state", AT_REST)
async def test_what_rests_or_waits_for_the_user_stays(state: State) -> None:
    async with a_house() as house:
        kept = a_generation().in_state(state)
        house.library.kept[kept.id] = kept

        house.queue.resume_unfinished()
        await house.clock.pass_time(A_DAY)

        assert house.now(kept) == kept
        assert house.library.saves == []
        assert house.api.posts == []


async def test_a_paid_clip_that_was_given_up_is_looked_out_for_for_a_day() -> None:
    async with a_house() as house:
        young = a_generation().with_facts(id="a" * 12).with_task("young").given_up()
        old = a_generation().with_facts(id="b" * 12).made_at(CLICK - timedelta(hours=25))
        old = old.with_task("old").given_up()
        house.library.kept = {young.id: young, old.id: old}

        house.queue.resume_unfinished()
        await house.until(young, State.READY)

        assert {task for _, task in house.api.asked} == {"young"}
        assert house.is_in(old, State.CANCELLED)


async def test_the_oldest_goes_first() -> None:
    async with a_house() as house:
        clips = [
            a_generation()
            .with_facts(id=f"{number:012x}", idempotency_key=f"key {number}")
            .made_at(CLICK + timedelta(minutes=number))
            .queued()
            for number in range(5)
        ]
        house.library.kept = {clip.id: clip for clip in reversed(clips)}

        taken_up = house.queue.resume_unfinished()
        await house.clock.settle()

        await house.clock.pass_until(lambda: len(house.api.posts) == len(clips))
        assert [clip.id for clip in taken_up] == [clip.id for clip in clips]
        assert [key for _, key in house.api.posts] == [clip.idempotency_key for clip in clips]


async def test_resuming_twice_sends_nothing_twice() -> None:
    async with a_house() as house:
        kept = a_generation().queued()
        house.library.kept[kept.id] = kept

        assert [one.id for one in house.queue.resume_unfinished()] == [kept.id]
        assert house.queue.resume_unfinished() == []
        await house.clock.pass_time(1)
        assert house.queue.resume_unfinished() == []
        await house.until(kept, State.READY)

        assert len(house.api.posts) == 1


async def test_resuming_does_not_touch_a_submit_that_is_under_way_now() -> None:
    async with a_house() as house:
        answer = Held(Submitted(task_ids=("task_01",)))
        house.api.submits = Script(answer)
        kite = house.start()
        await house.until(kite, State.SUBMITTING)

        house.queue.resume_unfinished()
        assert house.is_in(kite, State.SUBMITTING)
        answer.let_go.set()
        await house.until(kite, State.READY)

        assert len(house.api.posts) == 1


@pytest.mark.parametrize("state", [s for s in State if s is not State.CANCELLED])
async def test_an_app_that_ends_at_once_in_any_state_loses_nothing(state: State) -> None:
    async with a_house() as first_run:
        kept = a_generation().in_state(state)
        first_run.library.kept[kept.id] = kept
        first_run.queue.resume_unfinished()
        await first_run.tasks.close(within=5.0)

        async with a_house(library=first_run.library) as second_run:
            second_run.api.polls = Script(running(10), completed())
            second_run.queue.resume_unfinished()
            await second_run.clock.pass_time(A_DAY)

            unfinished = {one.state for one in second_run.library.unfinished()}
            assert unfinished <= {State.DRAFT, State.UNCONFIRMED}
            assert len(second_run.api.posts) <= 1


async def test_a_command_that_resumes_ends_when_nothing_is_left() -> None:
    async with a_house() as house:
        house.library.kept = {
            one.id: one
            for one in (
                a_generation().with_facts(id="a" * 12).queued(),
                a_generation().with_facts(id="b" * 12).with_task("b").waiting(),
                a_generation().with_facts(id="c" * 12).with_task("c").downloading(),
                a_generation().with_facts(id="d" * 12).unconfirmed(),
            )
        }
        house.queue.resume_unfinished()
        idle = house.tasks.start(house.queue.idle(), name="idle")
        assert idle is not None

        await house.clock.pass_until(idle.done)

        assert {one.state for one in house.library.unfinished()} == {State.UNCONFIRMED}


async def test_trouble_on_the_way_is_forgotten_when_it_is_over() -> None:
    async with a_house() as house:
        offline = Problem(kind=ProblemKind.UNREACHABLE)
        kept = a_generation().with_facts(problem=offline).waiting()
        house.library.kept[kept.id] = kept
        house.api.polls = Script(running(10))

        house.queue.resume_unfinished()
        await house.clock.settle()

        assert house.now(kept).problem is None
