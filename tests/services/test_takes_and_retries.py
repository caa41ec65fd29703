"""Several takes of one click, trying again, and tasks that were made anywhere."""

import pytest

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.outcomes import Refused, Submitted
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from tests.builders import CLICK, a_generation, a_request
from tests.services.fakes import Script, completed, running
from tests.services.house import House, a_house

BUSY = Problem(kind=ProblemKind.AT_CAPACITY)


def known(house: House, generation: Generation) -> None:
    house.library.kept[generation.id] = generation


async def test_takes_share_a_group_and_nothing_else() -> None:
    async with a_house() as house:
        takes = house.queue.start(a_request(), service=DEFAULT_BASE_URL, takes=4)
        await house.clock.pass_until(lambda: all(house.is_in(t, State.READY) for t in takes))

        assert len({take.group_id for take in takes}) == 1
        assert [(take.take, take.takes) for take in takes] == [(n, 4) for n in (1, 2, 3, 4)]
        assert len({take.id for take in takes}) == 4
        assert len({take.idempotency_key for take in takes}) == 4
        assert len({key for _, key in house.api.posts}) == 4
        assert len({body for body, _ in house.api.posts}) == 1


async def test_two_clicks_are_two_groups() -> None:
    async with a_house() as house:
        first, second = house.start(), house.start()

        assert first.group_id != second.group_id


async def test_a_failure_that_cost_nothing_starts_anew_in_its_place() -> None:
    async with a_house() as house:
        house.api.submits = Script(Refused(BUSY), Submitted(task_ids=("task_02",)))
        kite = house.start()
        failed = await house.until(kite, State.FAILED)

        again = house.queue.retry(kite.id)
        ready = await house.until(kite, State.READY)

        assert again.id == kite.id
        assert again.problem is None
        assert again.finished_at is None
        assert again.idempotency_key != failed.idempotency_key
        assert len(house.library.kept) == 1
        assert len({key for _, key in house.api.posts}) == 2
        assert ready.task_id == "task_02"


async def test_a_task_that_failed_free_of_charge_leaves_nothing_of_the_first_try() -> None:
    async with a_house() as house:
        kept = a_generation().with_task("task_old").waiting()
        facts = {
            "service_status": "failed",
            "estimated_seconds": 60.0,
            "elapsed_seconds": 5.0,
            "other_task_ids": ("task_b",),
            "result_url": "https://u.example.test/old.mp4",
        }
        failed = kept.with_facts(**facts).moved_to(State.FAILED, at=CLICK, problem=BUSY)
        known(house, failed)

        again = house.queue.retry(failed.id)

        assert (again.task_id, again.other_task_ids, again.body) == (None, (), None)
        assert (again.service_status, again.result_url) == (None, None)
        assert (again.estimated_seconds, again.elapsed_seconds) == (None, None)
        await house.until(failed, State.READY)
        assert len(house.api.posts) == 1


@pytest.mark.parametrize("charged", [Charged.YES, Charged.UNKNOWN])
async def test_a_failure_that_may_have_cost_something_stays_on_record(charged: Charged) -> None:
    async with a_house() as house:
        problem = Problem(kind=ProblemKind.RESULT_EXPIRED, charged=charged)
        failed = a_generation().with_prompt("kite").with_task("task_old").failed(problem)
        known(house, failed)

        again = house.queue.retry(failed.id)
        await house.until(again, State.READY)

        assert again.id != failed.id
        assert again.request == failed.request
        assert again.service == failed.service
        assert house.now(failed) == failed
        assert len(house.api.posts) == 1


async def test_a_finished_clip_can_be_made_again_beside_the_first() -> None:
    async with a_house() as house:
        ready = a_generation().ready()
        known(house, ready)

        again = house.queue.retry(ready.id)

        assert again.id != ready.id
        assert house.now(ready) == ready


async def test_a_double_click_on_retry_is_one_clip() -> None:
    async with a_house() as house:
        failed = a_generation().failed(BUSY)
        known(house, failed)

        house.queue.retry(failed.id)
        house.queue.retry(failed.id)
        await house.clock.settle()
        house.queue.retry(failed.id)
        await house.until(failed, State.READY)

        assert len(house.library.kept) == 1
        assert len(house.api.posts) == 1


async def test_a_retry_from_within_the_news_of_the_failure_goes_its_way() -> None:
    async with a_house() as house:
        house.api.submits = Script(Refused(BUSY), Submitted(task_ids=("task_02",)))
        retried: list[str] = []

        def retry_once(_change: object) -> None:
            for one in house.library.all():
                if one.state is State.FAILED and not retried:
                    retried.append(one.id)
                    house.queue.retry(one.id)

        house.changes.subscribe(retry_once)
        kite = house.start()

        await house.until(kite, State.READY)
        await house.clock.pass_time(600)

        assert retried == [kite.id]
        assert len(house.api.posts) == 2
        assert len(house.api.asked) == 1


async def test_a_task_made_anywhere_is_brought_home() -> None:
    async with a_house() as house:
        house.api.polls = Script(running(10), completed())

        fetched = house.queue.fetch("task_elsewhere", service=DEFAULT_BASE_URL)
        ready = await house.until(fetched, State.READY)

        assert {task for _, task in house.api.asked} == {"task_elsewhere"}
        assert house.api.asked[0][0] == 0.0
        assert house.api.posts == []
        assert ready.clip is not None
        assert ready.charged is Charged.YES


async def test_a_task_that_nobody_knows_is_told_after_a_while() -> None:
    async with a_house() as house:
        house.api.polls = Script(Problem(kind=ProblemKind.TASK_NOT_FOUND, http_status=404))

        fetched = house.queue.fetch("task_typo", service=DEFAULT_BASE_URL)
        failed = await house.until(fetched, State.FAILED)

        assert failed.problem is not None
        assert failed.problem.kind is ProblemKind.TASK_NOT_FOUND
        assert failed.problem.task_id == "task_typo"
        assert 30 <= house.clock.elapsed <= 40


async def test_a_task_of_our_own_is_taken_up_and_not_doubled() -> None:
    async with a_house() as house:
        expired = Problem(kind=ProblemKind.RESULT_EXPIRED, charged=Charged.YES)
        failed = a_generation().with_task("task_ours").failed(expired)
        known(house, failed)

        fetched = house.queue.fetch("task_ours", service=DEFAULT_BASE_URL)
        await house.until(failed, State.READY)

        assert fetched.id == failed.id
        assert len(house.library.kept) == 1


@pytest.mark.parametrize("state", [State.WAITING, State.READY])
async def test_fetching_what_is_on_its_way_or_home_changes_nothing(state: State) -> None:
    async with a_house() as house:
        kite = house.start()
        await house.until(kite, state)
        asked = len(house.api.asked)

        house.queue.fetch("task_01", service=DEFAULT_BASE_URL)
        house.queue.fetch_again(kite.id)
        await house.clock.settle()

        assert len(house.api.asked) == asked
        await house.until(kite, State.READY)
        assert len(house.files.kept) == 1


async def test_what_has_no_task_cannot_be_fetched() -> None:
    async with a_house() as house:
        unconfirmed = a_generation().unconfirmed()
        known(house, unconfirmed)

        house.queue.fetch_again(unconfirmed.id)
        await house.clock.pass_time(600)

        assert house.now(unconfirmed) == unconfirmed


async def test_a_clip_that_was_fetched_has_no_request_to_try_again() -> None:
    async with a_house() as house:
        house.api.polls = Script(Problem(kind=ProblemKind.TASK_NOT_FOUND))
        fetched = house.queue.fetch("task_typo", service=DEFAULT_BASE_URL)
        failed = await house.until(fetched, State.FAILED)

        assert house.queue.retry(fetched.id) == failed
        await house.clock.pass_time(600)
        assert house.api.posts == []
