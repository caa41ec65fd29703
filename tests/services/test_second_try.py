"""A clip is sent once more by itself when its task failed for a link of ours, and only then."""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.outcomes import Submitted, TaskReport, TaskStatus, Unconfirmed
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import GenerationRequest
from tests.builders import a_request
from tests.services.fakes import FakeLibrary, Script, completed
from tests.services.house import House, a_house

BOAT = ImageReference(path=Path("/pictures/boat.png"))
OF_A_BOAT = a_request(images=(BOAT,))
UNFETCHABLE = Problem(kind=ProblemKind.LINK_UNREACHABLE, service_message="Failed to download")


def failed(problem: Problem = UNFETCHABLE, **facts: Any) -> TaskReport:
    return TaskReport(status=TaskStatus.FAILED, word="failed", problem=problem, **facts)


@dataclass(frozen=True)
class Row:
    """How the first task ends, and what that may cost in POSTs.

    Attributes:
        name: The row's.
        report: What the service says of the first task. A second one is completed.
        posts: In all.
        request: What was asked for.
        task_ids: Of the first submit's answer.
    """

    name: str
    report: TaskReport
    posts: int
    request: GenerationRequest = OF_A_BOAT
    task_ids: tuple[str, ...] = field(default=("task_1",))

    def __str__(self) -> str:
        return self.name


def charged(word: Charged) -> Problem:
    return msgspec.structs.replace(UNFETCHABLE, charged=word)


LINK = "https://pictures.example.com/kite.png"
TABLE = [
    Row("failed for our link", failed(), 2),
    Row("failed for our link, cost 0", failed(cost=Decimal(0)), 2),
    Row("failed with a cost", failed(charged(Charged.YES), cost=Decimal("0.30")), 1),
    Row("failed, and nobody knows the cost", failed(charged(Charged.UNKNOWN)), 1),
    Row("failed for another reason", failed(Problem(kind=ProblemKind.MODERATION)), 1),
    Row(
        "cancelled over there",
        TaskReport(status=TaskStatus.CANCELLED, word="cancelled", problem=UNFETCHABLE),
        1,
    ),
    Row("no reference at all", failed(), 1, a_request()),
    Row("the user's own link", failed(), 1, a_request(images=(ImageReference(url=LINK),))),
    Row(
        "one link of three is the user's",
        failed(),
        1,
        a_request(images=(BOAT, ImageReference(url=LINK), BOAT)),
    ),
    Row(
        "our picture beside the user's video",
        failed(),
        1,
        a_request(images=(BOAT,), video=VideoReference(url="https://videos.example.com/a.mp4")),
    ),
    Row("a second task may be running", failed(), 1, task_ids=("task_1", "task_2")),
]


@pytest.mark.parametrize("row", TABLE, ids=str)
async def test_what_the_end_of_a_task_may_cost_in_posts(row: Row) -> None:
    async with a_house() as house:
        house.api.submits = Script(
            Submitted(task_ids=row.task_ids), Submitted(task_ids=("task_again",))
        )
        house.api.polls_of = {"task_1": Script(row.report), "task_again": Script(completed())}
        kite = house.start(row.request)
        rested = await house.until(kite, State.FAILED, State.CANCELLED, State.READY)

    posts = list(house.api.posts)
    assert len(posts) == row.posts
    assert rested.state is (State.READY if row.posts == 2 else rested.state)
    assert len({key for _, key in posts}) == row.posts, "each submit has a key of its own"
    async with a_house(library=house.library) as next_start:
        next_start.queue.resume_unfinished()
        await next_start.clock.pass_time(3600)
        assert next_start.api.posts == []


async def test_the_second_try_has_another_link_and_says_what_became_of_the_first() -> None:
    async with a_house() as house:
        house.api.polls = Script(failed(), completed())
        kite = house.start(OF_A_BOAT)
        ready = await house.until(kite, State.READY)

        assert len(house.api.uploaded) == 2
        (first, first_key), (second, second_key) = house.api.posts
        assert first != second
        assert first_key != second_key
        assert ready.first_try is not None
        assert ready.first_try.task_id == "task_01"
        assert ready.first_try.idempotency_key == first_key
        assert ready.task_id == "task_02"
        assert State.FAILED not in house.states_of(kite), "nobody has seen it fail"


async def test_it_is_sent_once_more_and_not_twice() -> None:
    async with a_house() as house:
        house.api.polls = Script(failed())
        kite = house.start(OF_A_BOAT)

        rested = await house.until(kite, State.FAILED)

        assert len(house.api.posts) == 2
        assert rested.charged is Charged.NO
        assert rested.problem is not None
        assert rested.problem.kind is ProblemKind.LINK_UNREACHABLE


async def test_a_click_on_try_again_is_a_new_beginning() -> None:
    async with a_house() as house:
        house.api.polls = Script(failed(), failed(), completed())
        kite = house.start(OF_A_BOAT)
        await house.until(kite, State.FAILED)

        house.queue.retry(kite.id)
        ready = await house.until(kite, State.READY)

        assert len(house.api.posts) == 3
        assert ready.first_try is None


async def test_a_paused_queue_holds_the_second_try_back() -> None:
    async with a_house() as house:
        house.api.polls = Script(failed(), completed())
        kite = house.start(OF_A_BOAT)
        await house.until(kite, State.WAITING)

        house.queue.pause()
        await house.clock.pass_time(600)
        assert house.is_in(kite, State.QUEUED)
        assert len(house.api.posts) == 1

        house.queue.go_on()
        await house.until(kite, State.READY)


async def test_what_was_sent_twice_by_hand_is_not_sent_by_itself() -> None:
    async with a_house() as house:
        lost = Unconfirmed(Problem(kind=ProblemKind.OUTCOME_UNKNOWN))
        house.api.submits = Script(lost, Submitted(task_ids=("task_1",)))
        house.api.polls = Script(failed())
        kite = house.start(OF_A_BOAT)
        await house.until(kite, State.UNCONFIRMED)

        house.queue.send_again(kite.id)
        await house.until(kite, State.FAILED)

        assert len(house.api.posts) == 2


async def test_looking_for_a_clip_once_more_sends_nothing() -> None:
    async with a_house() as house:
        failure = failed(Problem(kind=ProblemKind.UPSTREAM_TIMEOUT))
        house.api.polls = Script(failure, failed())
        kite = house.start(OF_A_BOAT)
        await house.until(kite, State.FAILED)

        house.queue.fetch_again(kite.id)
        await house.clock.settle()
        await house.until(kite, State.FAILED)

        assert len(house.api.posts) == 1


@pytest.mark.parametrize("at", ["before", "after"])
async def test_a_death_around_the_one_write_sends_nothing_twice(at: str) -> None:
    async with a_house() as house:
        house.api.polls = Script(failed(), completed())
        kite = house.start(OF_A_BOAT)
        await house.until(kite, State.READY)
        last = left_by_a_death(house, kite, at)

    async with a_house(library=last) as next_start:
        polls = (failed(), completed()) if at == "before" else (completed(),)
        next_start.api.polls = Script(*polls)
        next_start.queue.resume_unfinished()
        ready = await next_start.until(kite, State.READY)

        assert len(next_start.api.posts) == 1
        (_, key) = next_start.api.posts[0]
        assert key == ready.idempotency_key
        assert ready.first_try is not None
        assert key != ready.first_try.idempotency_key


def left_by_a_death(house: House, kite: Generation, at: str) -> FakeLibrary:
    """The library as it was when the clip was last written before, or right after, its mark."""
    saved = [one for one, _ in house.library.saves if one.id == kite.id]
    marked = next((n for n, one in enumerate(saved) if one.first_try is not None), len(saved))
    left = FakeLibrary([])
    left.kept = {kite.id: saved[marked if at == "after" else marked - 1]}
    left.links = dict(house.library.links)
    return left
