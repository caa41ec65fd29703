"""The recorded submits and polls, through the real client.

What the app does over time (how often it asks again, what the bar shows) is tested with the
services; here each answer of a sequence is read on its own.
"""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from omniflash_desktop.domain.outcomes import (
    NotExecuted,
    Refused,
    Submitted,
    TaskReport,
    TaskStatus,
    Unconfirmed,
)
from omniflash_desktop.domain.prices import estimated_price
from omniflash_desktop.domain.problems import PAUSES_THE_QUEUE, Charged, Problem, ProblemKind
from omniflash_desktop.domain.references import (
    ImageReference,
    VideoReference,
)
from omniflash_desktop.domain.request import AspectRatio, GenerationRequest, Resolution
from omniflash_desktop.domain.service_facts import SUBMIT_BACK_OFF
from omniflash_desktop.domain.submit_body import submit_body
from tests.api.exchanges import (
    TOKEN,
    Exchange,
    PlayedService,
    all_exchanges,
    body_of,
    exchanges_about,
)

KEY = "7d5e7e52-0000-4000-8000-000000000001"

INVALID = {
    "invalid_duration": ProblemKind.INVALID_DURATION,
    "invalid_resolution": ProblemKind.INVALID_RESOLUTION,
    "unsupported_image_count": ProblemKind.UNSUPPORTED_IMAGE_COUNT,
    "unsupported_video_count": ProblemKind.UNSUPPORTED_VIDEO_COUNT,
}
REFUSALS = {
    "content_rejected": ProblemKind.CONTENT_REFUSED,
    "upstream_busy": ProblemKind.AT_CAPACITY,
    "auth": ProblemKind.TOKEN_REJECTED,
    "insufficient_balance": ProblemKind.BALANCE_TOO_LOW,
    "forbidden": ProblemKind.MODEL_NOT_ALLOWED,
    "edge_blocked": ProblemKind.BLOCKED_BY_NETWORK,
    "client_bug": ProblemKind.KEY_REUSED,
    "api_error": ProblemKind.REFUSED,
}
FREE_TO_REPEAT = {
    "submit_409_in_progress": ProblemKind.STILL_EXECUTING,
    "submit_503_idempotency_unavailable": ProblemKind.NOT_EXECUTED,
    "submit_connect_timeout": ProblemKind.UNREACHABLE,
}
TASK_FAILURES = {
    "poll_failed_int_code": ProblemKind.MODERATION,
    "poll_failed_task_failed_code": ProblemKind.UPSTREAM_TIMEOUT,
    "poll_failed_empty_code": ProblemKind.AT_CAPACITY,
    "poll_failed_error_string": ProblemKind.MODERATION,
    "poll_failed_no_reason": ProblemKind.TASK_FAILED,
}


def test_all_86_exchanges_are_played_here_and_in_the_file_beside() -> None:
    played = {"submit", "submit_error", "transport", "poll", "upload"}
    played |= {"balance", "download", "reference_check"}
    assert len(all_exchanges()) == 86
    assert sum(len(exchanges_about(group)) for group in played) == 86


SUBMITS = [
    exchange
    for group in ("submit", "submit_error", "transport")
    for exchange in exchanges_about(group)
    if exchange.request["method"] == "POST"
]
POLLS = [
    exchange
    for group in ("poll", "transport")
    for exchange in exchanges_about(group)
    if exchange.request["method"] == "GET"
]


def test_submits_and_polls_share_the_transport_group_without_a_rest() -> None:
    groups = ("submit", "submit_error", "transport", "poll")
    assert len(SUBMITS) + len(POLLS) == sum(len(exchanges_about(group)) for group in groups)


# Submits -----------------------------------------------------------------------------------


@pytest.mark.parametrize("exchange", SUBMITS, ids=str)
async def test_a_submit_ends_as_recorded(exchange: Exchange) -> None:
    service = PlayedService.of(exchange)

    outcome = await service.api().submit(body_of(exchange), idempotency_key=KEY)

    (request,) = service.requests
    assert request.method == "POST"
    assert request.url.path == "/v1/videos/generations"
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["Idempotency-Key"] == KEY
    assert request.headers["User-Agent"].startswith("OmniflashDesktop/")
    assert request.headers["Accept"] == "application/json"
    assert request.content == body_of(exchange)
    match exchange.expect["class"]:
        case "submitted":
            ids = tuple(exchange.expect.get("all_ids", [exchange.expect["task_id"]]))
            assert isinstance(outcome, Submitted)
            assert outcome.task_ids == ids
            assert outcome.task_ids[0] == exchange.expect["task_id"]
        case "submit_unknown":
            assert isinstance(outcome, Unconfirmed)
            assert outcome.problem.kind is ProblemKind.OUTCOME_UNKNOWN
            assert outcome.problem.charged is Charged.UNKNOWN
        case "rate_limited" | "retry_same_key" | "network":
            assert isinstance(outcome, NotExecuted)
            kind = FREE_TO_REPEAT.get(exchange.name, ProblemKind.RATE_LIMITED)
            assert outcome.problem.kind is kind
        case "invalid_request":
            assert isinstance(outcome, Refused)
            symbol = exchange.answers[0]["body"]["error"].get("type", "")
            assert outcome.problem.kind is INVALID.get(symbol, ProblemKind.INVALID_REQUEST)
        case word:
            assert isinstance(outcome, Refused)
            assert outcome.problem.kind is REFUSALS[word]
    if not isinstance(outcome, Submitted):
        _check_problem(exchange.expect, outcome.problem)


def _check_problem(expect: Any, problem: Problem) -> None:
    if "field" in expect:
        assert problem.field == expect["field"]
    if "request_id" in expect:
        assert problem.request_id == expect["request_id"]
    if expect.get("pause_queue"):
        assert problem.kind in PAUSES_THE_QUEUE
    if expect.get("charged") is False or expect.get("task_created") is False:
        assert problem.charged is Charged.NO
    if expect.get("html_stripped"):
        assert problem.service_message == "502 Bad Gateway"
    for secret in expect.get("redacted", []):
        assert secret not in repr(problem)
    match expect.get("wait_s"):
        case None:
            pass
        case "until date, clamped 1..120":
            assert problem.retry_after is not None
            assert 1 <= problem.retry_after <= 120
        case seconds if problem.retry_after is None:
            # Nothing was said: the services begin their own row of pauses.
            assert seconds == SUBMIT_BACK_OFF[0]
        case seconds:
            assert problem.retry_after == seconds


@pytest.mark.parametrize(
    "exchange", [e for e in exchanges_about("submit") if "body" in e.request], ids=str
)
def test_the_app_writes_exactly_the_recorded_body(exchange: Exchange) -> None:
    recorded = exchange.request["body"]
    image_urls = recorded.get("image_urls", [])
    video_url = next(iter(recorded.get("video_urls", [])), None)
    request = GenerationRequest(
        prompt=recorded["prompt"],
        duration=recorded.get("duration", 6),
        resolution=Resolution(recorded["resolution"]),
        aspect_ratio=AspectRatio(recorded["aspect_ratio"]),
        images=tuple(ImageReference(url=url) for url in image_urls),
        video=VideoReference(url=video_url) if video_url else None,
    )

    written = json.loads(submit_body(request, image_urls=image_urls, video_url=video_url))

    assert written == recorded
    assert not set(exchange.expect.get("body_has_no", [])) & written.keys()
    if "estimate_usd" in exchange.expect:
        assert estimated_price(request) == Decimal(str(exchange.expect["estimate_usd"]))
    if exchange.expect.get("duration_is_json_integer"):
        assert type(written["duration"]) is int
        assert written["resolution"] == exchange.expect["sent_value"]


# Polls -------------------------------------------------------------------------------------


@pytest.mark.parametrize("exchange", POLLS, ids=str)
async def test_each_answer_to_a_poll_is_read_as_recorded(exchange: Exchange) -> None:
    service = PlayedService.of(exchange)
    api = service.api()
    task_id = exchange.request["path"].rpartition("/")[2]

    reports = [await api.task(task_id) for _ in exchange.answers]

    for request in service.requests:
        assert request.method == "GET"
        assert request.url.path == exchange.request["path"]
        assert request.url.params["language"] == "en"
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    *earlier, last = reports
    for report in earlier:
        _check_that_nothing_has_ended(report)
    match exchange.expect["class"]:
        case "completed":
            _check_completed(exchange.expect, last)
        case "result_missing":
            assert isinstance(last, TaskReport)
            assert last.status is TaskStatus.COMPLETED
            assert last.video_urls == ()
        case "running" | "paused_long_running":
            assert isinstance(last, TaskReport)
            assert last.status is TaskStatus.RUNNING
            assert last.percent == exchange.expect.get("progress", last.percent)
        case "task_failed":
            assert isinstance(last, TaskReport)
            assert last.status is TaskStatus.FAILED
            assert last.problem is not None
            assert last.problem.kind is TASK_FAILURES[exchange.name]
            assert last.problem.charged is Charged.NO
            assert last.problem.task_id == task_id
            reason = exchange.expect.get("reason", last.problem.service_message)
            assert last.problem.service_message == reason.replace("no reason given", "")
        case "cancelled":
            assert isinstance(last, TaskReport)
            assert last.status is TaskStatus.CANCELLED
            assert last.problem is not None
            assert last.problem.kind is ProblemKind.TASK_CANCELLED
        case "task_not_found":
            assert isinstance(last, Problem)
            assert last.kind is ProblemKind.TASK_NOT_FOUND
            assert last.task_id == task_id
        case "auth":
            assert isinstance(last, Problem)
            assert last.kind is ProblemKind.TOKEN_REJECTED
        case word:
            pytest.fail(f"nobody has said what {word} means")


def _check_that_nothing_has_ended(report: TaskReport | Problem) -> None:
    if isinstance(report, TaskReport):
        assert report.status is TaskStatus.RUNNING
    else:
        assert report.kind in {
            ProblemKind.RATE_LIMITED,
            ProblemKind.SERVICE_TROUBLE,
            ProblemKind.TASK_NOT_FOUND,
            ProblemKind.UNREACHABLE,
        }


def _check_completed(expect: Any, report: TaskReport | Problem) -> None:
    assert isinstance(report, TaskReport)
    assert report.status is TaskStatus.COMPLETED
    assert report.problem is None
    assert report.video_urls[0] == expect["video_url"]
    assert len(report.video_urls) == 1 + expect.get("extra_urls", 0)
    if "thumbnail" in expect:
        assert report.thumbnail_url == expect["thumbnail"]
    if "cost" in expect:
        told = expect["cost"]
        assert report.cost == (None if told is None else Decimal(str(told)))
    match expect.get("expires_at"):
        case int(stamp):
            assert report.expires_at == datetime.fromtimestamp(stamp, UTC)
        case "completed_seen + 24h":
            # The reader does not know when this was seen; the services add the day.
            assert report.expires_at is None
        case _:
            pass


async def test_odd_progress_is_brought_between_0_and_100() -> None:
    (exchange,) = (e for e in POLLS if e.name == "poll_progress_odd_values")
    api = PlayedService.of(exchange).api()

    reports = [await api.task("task_01TESTTASK0000000000000001") for _ in exchange.answers]

    assert [r.percent for r in reports if isinstance(r, TaskReport)] == [40, 100, 20, None]


async def test_a_recorded_429_says_how_long_to_wait() -> None:
    (exchange,) = (e for e in POLLS if e.name == "poll_429_then_ok")

    problem = await PlayedService.of(exchange).api().task("task_1")

    assert isinstance(problem, Problem)
    assert problem.retry_after == exchange.expect["waited_s"]
