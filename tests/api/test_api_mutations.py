"""Answers that nobody has thought of: no exception, and only its own status ends a task."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omniflash_desktop.api.balance_answers import balance_of_answer
from omniflash_desktop.api.exchange import Answer
from omniflash_desktop.api.redaction import Redactor
from omniflash_desktop.api.submit_answers import outcome_of_answer
from omniflash_desktop.api.task_answers import report_of_answer
from omniflash_desktop.api.upload_answers import upload_of_answer
from omniflash_desktop.domain.outcomes import (
    NotExecuted,
    Submitted,
    TaskReport,
    TaskStatus,
    Unconfirmed,
    UploadedImage,
)
from tests.api.exchanges import TASK_ID, TOKEN, all_exchanges

REDACTOR = Redactor(TOKEN)
ENDS = {
    *("completed", "success", "succeeded", "cancelled", "canceled"),
    *("failed", "failure", "fail", "error", "timeout", "expired"),
}
RUNNING = {
    "code": 200,
    "data": {"id": TASK_ID, "status": "processing", "progress": 40, "estimated_time": 600},
}
RECORDED: list[Any] = [
    answer["body"] for e in all_exchanges() for answer in e.answers if "body" in answer
]

ODD_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(st.characters(), max_size=20),
    st.sampled_from(sorted(ENDS)),
    st.sampled_from(
        ["", "0", "NaN", "1e999", "-1", "9" * 4000, "\x00", "\ud800", "{", "[]", '{"a":1}', TOKEN]
    ),
    st.sampled_from([[], {}, [[]], [None], {"error": {}}, {"status": "failed"}, {"id": 7}]),
    st.sampled_from(["javascript:x", "https://", "http://[", "https://a.test/v.mp4", "//x/y"]),
)
NAMES = (
    *("code", "data", "error", "id", "task_id", "status", "result", "videos", "url", "message"),
    *("success", "type", "progress", "cost", "expires_at", "created", "completed", "actual_time"),
    *("remain_balance", "unlimited_quota", "detail"),
)
JSON = st.recursive(
    ODD_VALUES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(NAMES),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=12,
)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _paths(inner, (*path, index))


@st.composite
def mutated(draw: st.DrawFn, originals: st.SearchStrategy[Any]) -> Any:
    """An original with one to three places replaced, wrapped or removed."""
    value = json.loads(json.dumps(draw(originals)))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(list(_paths(value))))
        if not path:
            value = draw(st.sampled_from([value, [value], {"data": value}, {"result": value}]))
            continue
        holder = value
        for step in path[:-1]:
            holder = holder[step]
        match draw(st.sampled_from(["replace", "wrap", "remove"])):
            case "replace":
                # A copy: the next place may lie inside it, and the samples are used again.
                holder[path[-1]] = deepcopy(draw(ODD_VALUES))
            case "wrap":
                holder[path[-1]] = [holder[path[-1]]]
            case _:
                del holder[path[-1]]
    return value


@st.composite
def bodies(draw: st.DrawFn, values: st.SearchStrategy[Any]) -> bytes:
    """A value on the wire, sometimes torn or with foreign bytes in it."""
    body = json.dumps(draw(values)).encode()
    at = draw(st.integers(0, len(body)))
    match draw(st.sampled_from(["whole", "whole", "torn", "foreign", "marked"])):
        case "torn":
            return body[:at]
        case "foreign":
            return body[:at] + draw(st.binary(max_size=4)) + body[at:]
        case "marked":
            return b"\xef\xbb\xbf" + body
        case _:
            return body


ANSWERS = st.builds(
    Answer,
    status=st.sampled_from([200, 201, 202, 204, 302, 400, 401, 404, 409, 429, 500, 502, 503, 599]),
    headers=st.dictionaries(
        st.sampled_from(["retry-after", "date", "x-request-id", "content-type"]),
        st.text(max_size=30),
    ),
    body=bodies(st.one_of(JSON, mutated(st.sampled_from(RECORDED)))),
)


def _status_words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "status" and isinstance(inner, str):
                yield inner.strip().lower()
            yield from _status_words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _status_words(inner)


def _read_again(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8-sig", errors="replace"))
    except ValueError:
        return None


FEW = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(body=bodies(mutated(st.just(RUNNING))))
def test_a_running_task_only_ends_by_a_status_word(body: bytes) -> None:
    report = report_of_answer(TASK_ID, Answer(status=200, headers={}, body=body), REDACTOR)

    if isinstance(report, TaskReport) and report.status is not TaskStatus.RUNNING:
        assert ENDS & set(_status_words(_read_again(body)))


@FEW
@given(answer=ANSWERS)
def test_every_answer_is_read_without_an_exception_or_the_token(answer: Answer) -> None:
    outcome = outcome_of_answer(answer, REDACTOR)
    report = report_of_answer(TASK_ID, answer, REDACTOR)
    upload = upload_of_answer(answer, REDACTOR)
    balance = balance_of_answer(answer, REDACTOR)

    problems = (
        getattr(outcome, "problem", None),
        getattr(report, "problem", report),
        upload,
        balance,
    )
    assert TOKEN not in repr(problems)
    if isinstance(report, TaskReport):
        assert answer.is_success
        assert report.percent is None or 0 <= report.percent <= 100
        assert report.cost is None or report.cost >= 0
        assert all(url.startswith(("http://", "https://")) for url in report.video_urls)
    if isinstance(upload, UploadedImage):
        assert upload.url.startswith(("http://", "https://"))


@FEW
@given(answer=ANSWERS)
def test_a_submit_is_only_believed_where_the_answer_says_so(answer: Answer) -> None:
    outcome = outcome_of_answer(answer, REDACTOR)

    if isinstance(outcome, Submitted):
        assert answer.is_success
        assert all(outcome.task_ids)
    if answer.status in (302, 502, 599):
        assert isinstance(outcome, Unconfirmed)
    if isinstance(outcome, NotExecuted) and not answer.is_success:
        assert answer.status in (409, 429, 503)
        assert answer.status == 429 or b"idempotency_" in answer.body


@pytest.mark.parametrize("depth", [10, 3_000, 200_000])
@pytest.mark.parametrize("opening", [b"[", b'{"data":', b'{"error":'])
def test_endless_nesting_is_only_a_broken_answer(depth: int, opening: bytes) -> None:
    answer = Answer(status=200, headers={}, body=opening * depth)

    assert isinstance(outcome_of_answer(answer, REDACTOR), Unconfirmed)
    assert not isinstance(report_of_answer(TASK_ID, answer, REDACTOR), TaskReport)


@pytest.mark.parametrize("depth", [10, 3_000, 200_000])
def test_closed_endless_nesting_inside_an_answer_is_no_crash(depth: int) -> None:
    nested = b'{"error":' * depth + b"1" + b"}" * depth
    body = b'{"code":200,"data":{"status":"failed","error":' + nested + b"}}"

    report_of_answer(TASK_ID, Answer(status=200, headers={}, body=body), REDACTOR)
    outcome_of_answer(Answer(status=400, headers={}, body=body), REDACTOR)
