"""Every row of the outcome table, with the number of POSTs that it may cost.

Contract, sections 6 and 7.
"""

import pytest

from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.outcomes import (
    NotExecuted,
    Refused,
    SubmitOutcome,
    Submitted,
    Unconfirmed,
)
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.service_facts import MAX_SUBMITS_IN_FLIGHT, SUBMIT_BACK_OFF
from omniflash_desktop.services.changes import GenerationChanged
from omniflash_desktop.services.queue_rules import QueueRules
from tests.services.fakes import Held, Script, gaps
from tests.services.house import a_house

TAKEN = Submitted(task_ids=("task_01",))
A_DAY = 86_400

IN_PROGRESS = NotExecuted(
    Problem(kind=ProblemKind.STILL_EXECUTING, charged=Charged.UNKNOWN, retry_after=2.0)
)
UNCONFIRMED_KINDS = [ProblemKind.OUTCOME_UNKNOWN, ProblemKind.RESULT_INDETERMINATE]
FREE_KINDS = [ProblemKind.UNREACHABLE, ProblemKind.RATE_LIMITED, ProblemKind.NOT_EXECUTED]
REFUSED_KINDS = [
    ProblemKind.INVALID_REQUEST,
    ProblemKind.INVALID_DURATION,
    ProblemKind.INVALID_RESOLUTION,
    ProblemKind.UNSUPPORTED_IMAGE_COUNT,
    ProblemKind.UNSUPPORTED_VIDEO_COUNT,
    ProblemKind.CONTENT_REFUSED,
    ProblemKind.AT_CAPACITY,
    ProblemKind.MODEL_NOT_ALLOWED,
    ProblemKind.BLOCKED_BY_NETWORK,
    ProblemKind.TOO_LARGE,
    ProblemKind.REFUSED,
    ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS,
    ProblemKind.KEY_REUSED,
]
PAUSING_KINDS = [
    ProblemKind.TOKEN_REJECTED,
    ProblemKind.BALANCE_TOO_LOW,
    ProblemKind.NO_TOKEN,
    ProblemKind.KEYRING_UNAVAILABLE,
]


async def test_a_submit_that_was_taken_is_sent_once() -> None:
    async with a_house() as house:
        house.api.submits = Script(TAKEN)
        kite = house.start()

        await house.until(kite, State.READY)
        await house.clock.pass_time(A_DAY)

        assert len(house.api.posts) == 1


@pytest.mark.parametrize("kind", UNCONFIRMED_KINDS)
async def test_an_unknown_outcome_is_unconfirmed_and_never_sent_again_by_itself(
    kind: ProblemKind,
) -> None:
    async with a_house() as house:
        house.api.submits = Script(Unconfirmed(Problem(kind=kind, request_id="req_1")), TAKEN)
        kite = house.start()
        unconfirmed = await house.until(kite, State.UNCONFIRMED)

        house.queue.go_on()
        house.queue.resume_unfinished()
        await house.clock.pass_time(A_DAY)

        assert len(house.api.posts) == 1
        assert house.now(kite).with_facts(evidence=unconfirmed.evidence) == unconfirmed
        assert unconfirmed.idempotency_key == kite.idempotency_key
        assert unconfirmed.body == house.api.posts[0][0]
        assert unconfirmed.problem is not None
        assert unconfirmed.problem.request_id == "req_1"
        assert unconfirmed.charged is Charged.UNKNOWN


@pytest.mark.parametrize("kind", FREE_KINDS)
async def test_what_was_never_executed_is_sent_again_with_the_same_key_and_bytes(
    kind: ProblemKind,
) -> None:
    async with a_house() as house:
        house.api.submits = Script(*[NotExecuted(Problem(kind=kind))] * 3, TAKEN)
        kite = house.start()

        await house.until(kite, State.READY)

        assert len(house.api.posts) == 4
        assert len(set(house.api.posts)) == 1
        assert house.clock.elapsed >= sum(SUBMIT_BACK_OFF[:3])


async def test_while_it_waits_to_be_sent_again_it_stands_in_the_queue_and_says_why() -> None:
    async with a_house() as house:
        house.api.submits = Script(NotExecuted(Problem(kind=ProblemKind.UNREACHABLE)), TAKEN)
        kite = house.start()
        await house.clock.settle()

        queued = house.now(kite)

        assert queued.state is State.QUEUED
        assert queued.problem is not None
        assert queued.problem.kind is ProblemKind.UNREACHABLE
        assert queued.charged is Charged.NO


async def test_the_services_own_pause_is_kept() -> None:
    async with a_house() as house:
        slow_down = Problem(kind=ProblemKind.RATE_LIMITED, retry_after=47.0)
        house.api.submits = Script(NotExecuted(slow_down), TAKEN)
        kite = house.start()
        await house.clock.pass_time(46.9)
        assert len(house.api.posts) == 1

        await house.clock.pass_time(0.2)

        assert len(house.api.posts) == 2
        assert house.is_in(kite, State.WAITING)


async def test_pauses_grow_to_a_minute() -> None:
    async with a_house() as house:
        house.api.submits = Script(NotExecuted(Problem(kind=ProblemKind.RATE_LIMITED)))
        house.start()

        await house.clock.pass_until(lambda: len(house.api.posts) == 8)

        assert gaps(house.api.posted_at) == pytest.approx([*SUBMIT_BACK_OFF, 60.0, 60.0])


@pytest.mark.parametrize("kind", REFUSED_KINDS)
async def test_a_refusal_is_final_and_free(kind: ProblemKind) -> None:
    async with a_house() as house:
        house.api.submits = Script(Refused(Problem(kind=kind, field="duration")), TAKEN)
        kite = house.start()

        failed = await house.until(kite, State.FAILED)
        await house.clock.pass_time(A_DAY)

        assert len(house.api.posts) == 1
        assert house.now(kite) == failed
        assert failed.problem is not None
        assert (failed.problem.kind, failed.problem.field) == (kind, "duration")
        assert failed.charged is Charged.NO


@pytest.mark.parametrize("kind", PAUSING_KINDS)
async def test_what_the_user_has_to_mend_first_waits_and_is_sent_once_more_at_their_word(
    kind: ProblemKind,
) -> None:
    async with a_house() as house:
        house.api.submits = Script(Refused(Problem(kind=kind)), TAKEN)
        kite = house.start()
        await house.clock.pass_time(A_DAY)
        assert len(house.api.posts) == 1
        assert house.is_in(kite, State.QUEUED)

        house.queue.go_on()
        await house.until(kite, State.READY)

        assert len(house.api.posts) == 2
        assert len(set(house.api.posts)) == 1


async def test_a_key_that_was_used_for_another_body_fails_and_stops_the_queue() -> None:
    async with a_house() as house:
        house.api.submits = Script(Refused(Problem(kind=ProblemKind.KEY_REUSED)))
        kite = house.start()
        await house.until(kite, State.FAILED)

        assert house.gate.problem is not None
        assert house.gate.problem.kind is ProblemKind.KEY_REUSED


async def test_a_request_that_is_still_executed_is_asked_about_until_it_is_taken() -> None:
    async with a_house() as house:
        house.api.submits = Script(IN_PROGRESS, IN_PROGRESS, TAKEN)
        kite = house.start()

        await house.until(kite, State.WAITING)

        assert len(house.api.posts) == 3
        assert len(set(house.api.posts)) == 1
        assert house.clock.elapsed == pytest.approx(4.0)
        assert State.QUEUED not in house.states_of(kite)[1:]


async def test_a_request_that_is_executed_for_ever_is_unconfirmed() -> None:
    async with a_house() as house:
        house.api.submits = Script(IN_PROGRESS)
        kite = house.start()

        unconfirmed = await house.until(kite, State.UNCONFIRMED)
        posts = len(house.api.posts)
        await house.clock.pass_time(A_DAY)

        assert posts == len(SUBMIT_BACK_OFF) + 1
        assert len(house.api.posts) == posts
        assert unconfirmed.charged is Charged.UNKNOWN


@pytest.mark.parametrize(
    "answer",
    [
        NotExecuted(Problem(kind=ProblemKind.UNREACHABLE)),
        NotExecuted(Problem(kind=ProblemKind.RATE_LIMITED)),
        NotExecuted(Problem(kind=ProblemKind.NOT_EXECUTED)),
        Refused(Problem(kind=ProblemKind.TOKEN_REJECTED)),
        Refused(Problem(kind=ProblemKind.CONTENT_REFUSED)),
        Unconfirmed(Problem(kind=ProblemKind.OUTCOME_UNKNOWN)),
    ],
)
async def test_once_it_is_executed_only_an_id_proves_anything(answer: SubmitOutcome) -> None:
    async with a_house() as house:
        house.api.submits = Script(IN_PROGRESS, answer, TAKEN)
        kite = house.start()

        unconfirmed = await house.until(kite, State.UNCONFIRMED)
        await house.clock.pass_time(A_DAY)

        assert len(house.api.posts) == 2
        assert unconfirmed.charged is Charged.UNKNOWN


async def test_an_id_that_cannot_be_written_down_is_not_forgotten(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with a_house() as house:
        full = OSError("no space left on device")
        house.library.errors = [("waiting", full), ("waiting", full)]
        kite = house.start()

        waiting = await house.until(kite, State.WAITING)

        assert waiting.task_id == "task_01"
        assert len(house.api.posts) == 1
        assert "task_01" in caplog.text


async def test_an_id_is_kept_at_for_as_long_as_the_app_runs_and_the_user_is_told() -> None:
    async with a_house() as house:
        house.library.errors = [("waiting", OSError("no space left on device"))] * 100
        kite = house.start()
        await house.clock.pass_time(1800)
        assert house.is_in(kite, State.SUBMITTING)
        told = [
            change.generation
            for change in house.changes_heard
            if isinstance(change, GenerationChanged) and change.generation.problem is not None
        ]
        assert {(one.task_id, one.problem.kind, one.problem.task_id) for one in told} == {
            ("task_01", ProblemKind.TASK_NOT_WRITTEN, "task_01")
        }

        house.library.errors = []
        waiting = await house.until(kite, State.WAITING)

        assert (waiting.task_id, waiting.problem) == ("task_01", None)
        assert len(house.api.posts) == 1


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Unconfirmed(Problem(kind=ProblemKind.OUTCOME_UNKNOWN)), State.UNCONFIRMED),
        (Refused(Problem(kind=ProblemKind.CONTENT_REFUSED)), State.FAILED),
        (NotExecuted(Problem(kind=ProblemKind.RATE_LIMITED)), State.QUEUED),
    ],
)
async def test_every_outcome_is_written_down_as_soon_as_that_is_possible(
    answer: SubmitOutcome, state: State
) -> None:
    async with a_house() as house:
        house.api.submits = Script(answer, TAKEN)
        kite = house.start()
        house.library.errors = [(state, OSError("no space left on device"))] * 3

        await house.clock.pass_until(lambda: not house.library.errors)
        assert house.is_in(kite, State.SUBMITTING)
        await house.until(kite, state)

        assert len(house.api.posts) == 1


async def test_nothing_is_sent_that_could_not_be_written_down() -> None:
    async with a_house() as house:
        house.library.errors = [("submitting", OSError("no space left on device"))]
        kite = house.start()
        await house.clock.settle()

        assert house.api.posts == []
        assert not house.is_in(kite, State.SUBMITTING)
        assert [str(error) for error in house.exceptions] == ["no space left on device"]
        house.exceptions.clear()


async def test_at_most_three_submits_are_under_way() -> None:
    async with a_house() as house:
        held = [Held(Submitted(task_ids=(f"task_{n}",))) for n in range(10)]
        house.api.submits = Script(*held)
        house.queue.use(QueueRules(clips_at_once=10))
        takes = [house.start() for _ in range(10)]
        await house.clock.settle()
        assert len(house.api.posts) == MAX_SUBMITS_IN_FLIGHT

        for answer in held:
            answer.let_go.set()
            await house.clock.settle()
            assert house.api.submits_in_flight <= MAX_SUBMITS_IN_FLIGHT

        assert house.api.most_submits_in_flight == MAX_SUBMITS_IN_FLIGHT
        assert len(house.api.posts) == 10
        assert len({key for _, key in house.api.posts}) == 10
        assert all(house.is_in(take, State.WAITING, State.READY) for take in takes)


async def test_what_was_queued_first_is_sent_first() -> None:
    async with a_house() as house:
        clips = [house.start() for _ in range(7)]

        await house.clock.pass_until(lambda: house.is_in(clips[-1], State.READY))

        sent = [key for _, key in house.api.posts]
        assert sent == [clip.idempotency_key for clip in clips]
