"""Every problem has words, and none of them tempts anybody to pay twice."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from omniflash_desktop.domain.generation import SANDBOX, Generation, State
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.ui.notices.actions import Action, action_label
from omniflash_desktop.ui.notices.problem_words import PAYS_WITHOUT_ASKING, words_for

pytestmark = pytest.mark.usefixtures("qapp")
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def a_generation(state: State = State.FAILED, **facts: object) -> Generation:
    service = str(facts.pop("service", "https://api.example"))
    return Generation(
        id="0123456789ab",
        service=service,
        request=GenerationRequest(prompt="A kite over the sea", duration=8),
        state=state,
        created_at=NOW,
        changed_at=NOW,
        idempotency_key="5b0c",
        **facts,
    )


@pytest.mark.parametrize("kind", list(ProblemKind))
@pytest.mark.parametrize("charged", list(Charged))
def test_every_problem_says_cause_money_and_next_step(kind: ProblemKind, charged: Charged):
    words = words_for(Problem(kind=kind, charged=charged), a_generation())
    for sentence in (words.title, words.row, words.cause, words.money, words.next_step, words.hint):
        assert sentence
        assert "{" not in sentence, "a gap in the sentence was not filled"
        assert "!" not in sentence
    assert len(words.row.split()) <= 4
    for sentence in (words.cause, words.money, words.next_step):
        assert sentence.endswith((".", "?"))


@pytest.mark.parametrize("kind", list(ProblemKind))
def test_nothing_that_may_have_been_billed_is_offered_again_without_a_question(kind: ProblemKind):
    for charged in (Charged.YES, Charged.UNKNOWN):
        words = words_for(Problem(kind=kind, charged=charged), a_generation())
        assert not set(words.actions) & PAYS_WITHOUT_ASKING
    unknown = words_for(Problem(kind=kind, charged=Charged.UNKNOWN), a_generation())
    assert unknown.money == "It may be billed."
    assert "try again" not in unknown.next_step.lower()
    assert Action.MAKE_AGAIN not in unknown.actions


@pytest.mark.parametrize("kind", list(ProblemKind))
def test_an_unconfirmed_clip_can_only_be_sent_again_knowingly_or_dropped(kind: ProblemKind):
    lost = a_generation(State.UNCONFIRMED)
    words = words_for(Problem(kind=kind, charged=Charged.UNKNOWN), lost)
    assert words.actions == (Action.SEND_AGAIN, Action.DROP_IT)


def test_the_lost_answer_warns_of_a_second_bill():
    words = words_for(Problem(kind=ProblemKind.OUTCOME_UNKNOWN, charged=Charged.UNKNOWN))
    assert words.next_step == (
        "It may be running already. Sending it again could be billed a second time."
    )


def test_a_failed_clip_that_cost_something_tells_how_much():
    failed = a_generation(cost=Decimal("0.35"))
    words = words_for(Problem(kind=ProblemKind.RESULT_EXPIRED, charged=Charged.YES), failed)
    assert words.money == "$0.35 was billed."
    assert words.next_step == "It has to be made again (about $0.35)."


def test_the_sandbox_never_bills():
    words = words_for(
        Problem(kind=ProblemKind.TASK_FAILED, charged=Charged.YES), a_generation(service=SANDBOX)
    )
    assert words.money == "The sandbox is free: nothing was billed."


def test_a_low_balance_names_both_sums():
    words = words_for(
        Problem(kind=ProblemKind.BALANCE_TOO_LOW),
        a_generation(State.QUEUED, estimate=Decimal("0.35")),
        balance=Decimal("0.31"),
    )
    assert words.cause == "The next clip needs about $0.35, you have $0.31."
    assert words.actions == (Action.TOP_UP, Action.RESUME)


def test_the_service_is_quoted_word_for_word():
    words = words_for(
        Problem(kind=ProblemKind.INVALID_REQUEST, service_message="prompt {too} short")
    )
    assert words.cause == "The service could not read it: “prompt {too} short”."


def test_moderation_gives_three_tips_and_no_blind_retry():
    words = words_for(Problem(kind=ProblemKind.MODERATION), a_generation())
    assert len(words.tips) == 3
    assert Action.RETRY not in words.actions
    assert words.actions[0] is Action.SEE_DETAILS


@pytest.mark.parametrize("action", list(Action))
def test_every_action_has_a_label(action: Action):
    assert action_label(action)


def test_without_play_money_the_sandbox_speaks_of_no_price():
    waiting = a_generation(State.QUEUED, service=SANDBOX)
    words = words_for(Problem(kind=ProblemKind.BALANCE_TOO_LOW), waiting)
    assert words.cause == "The sandbox's play money is used up."
    assert words.hint == f"{words.cause} The queue is paused, running clips go on."
    assert Action.TOP_UP not in words.actions, "it would open the real service's shop"
    banner = words_for(Problem(kind=ProblemKind.BALANCE_TOO_LOW), in_sandbox=True)
    assert banner.cause == words.cause


@pytest.mark.parametrize("service", [SANDBOX, "https://api.example"])
@pytest.mark.parametrize("kind", [ProblemKind.BALANCE_TOO_LOW, ProblemKind.TOKEN_REJECTED])
def test_a_failed_clip_does_not_say_that_the_queue_waits(kind: ProblemKind, service: str):
    words = words_for(Problem(kind=kind), a_generation(service=service))
    told = " ".join((words.cause, words.next_step, words.hint))
    assert "queue" not in told
    assert Action.RESUME not in words.actions
    waiting = words_for(Problem(kind=kind), a_generation(State.QUEUED, service=service))
    assert "The queue is paused" in waiting.hint


def test_a_clip_that_is_lost_in_the_sandbox_contradicts_nothing():
    lost = a_generation(State.UNCONFIRMED, service=SANDBOX)
    words = words_for(Problem(kind=ProblemKind.OUTCOME_UNKNOWN, charged=Charged.UNKNOWN), lost)
    assert words.money == "The sandbox is free: nothing was billed."
    for sentence in (words.next_step, words.hint):
        assert "With the real service, sending it again could be billed" in sentence


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (None, "The request was sent, and no answer came back."),
        (200, "The request was sent, and its answer cannot be read."),
        (500, "The service answered with an error (500) after the request was sent."),
    ],
)
def test_an_unconfirmed_clip_says_what_came_back(status: int | None, cause: str):
    lost = Problem(kind=ProblemKind.SERVICE_TROUBLE, charged=Charged.UNKNOWN, http_status=status)
    words = words_for(lost, a_generation(State.UNCONFIRMED))
    assert words.cause == cause
    assert ("connection dropped" in words.title) == (status is None)
    assert words.actions == (Action.SEND_AGAIN, Action.DROP_IT)


def test_a_price_that_nobody_knows_is_left_out():
    expired = Problem(kind=ProblemKind.RESULT_EXPIRED)
    assert words_for(expired).next_step == "It has to be made again."
    sandboxed = words_for(expired, a_generation(service=SANDBOX))
    assert sandboxed.next_step == "It has to be made again."


def test_the_sandbox_that_did_not_start_says_so_in_plain_words():
    raw = "Traceback (most recent call last): ModuleNotFoundError"
    words = words_for(Problem(kind=ProblemKind.SANDBOX_UNAVAILABLE, detail=raw))
    told = " ".join((words.cause, words.money, words.next_step))
    assert "Traceback" not in told
    assert told.count("billed") == 1


def test_a_local_video_asks_for_a_link_and_for_nothing_that_does_not_exist():
    words = words_for(Problem(kind=ProblemKind.VIDEO_NEEDS_PUBLIC_LINK))
    assert words.cause == "The service takes no video uploads."
    assert words.next_step == "Paste an https link to the video."
    assert words.actions == (Action.EDIT_PROMPT, Action.CHOOSE_VIDEO)


def test_a_full_disk_tells_how_much_is_missing_and_until_when():
    paid = a_generation(State.DOWNLOADING, result_expires_at=datetime.now(UTC))
    full = Problem(
        kind=ProblemKind.DISK_FULL,
        charged=Charged.YES,
        needs_bytes=26_000_000,
        free_bytes=3_100_000,
    )
    words = words_for(full, paid)
    assert words.cause == "It needs 26.0 MB, 3.1 MB is left."
    assert words.next_step.startswith("The link works until ")
    assert words.next_step.endswith("so make room or choose another folder.")
    assert words.actions == (Action.CHANGE_FOLDER, Action.CHECK_AGAIN)
    unknown = words_for(Problem(kind=ProblemKind.DISK_FULL, charged=Charged.YES))
    assert "full" in unknown.cause
