"""Answers that nobody has thought of: no exception, and only its own status ends a task.

Two kinds: some hundreds by hypothesis, which finds the smallest bad one, and more than ten thousand
mutations of the recorded answers, see `mutations`. `-m slow` reads more of these.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omniflash_desktop.api.balance_answers import balance_of_answer
from omniflash_desktop.api.exchange import Answer
from omniflash_desktop.api.redaction import Redactor
from omniflash_desktop.api.retry_after import retry_after
from omniflash_desktop.api.submit_answers import outcome_of_answer
from omniflash_desktop.api.task_answers import report_of_answer
from omniflash_desktop.api.upload_answers import upload_of_answer
from omniflash_desktop.api.wire_values import parsed
from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.outcomes import (
    NotExecuted,
    Refused,
    Submitted,
    TaskReport,
    TaskStatus,
    Unconfirmed,
    UploadedImage,
)
from omniflash_desktop.domain.problems import PAUSES_THE_QUEUE, Charged, Problem
from omniflash_desktop.domain.service_facts import LONGEST_RETRY_AFTER, SHORTEST_RETRY_AFTER
from tests.api.exchanges import TASK_ID, TOKEN
from tests.api.mutations import ORIGINALS, RUNNING, TAKEN, mutated_answers, mutated_bodies_of

REDACTOR = Redactor(TOKEN)
ENDING_IN = {
    TaskStatus.COMPLETED: {"completed", "success", "succeeded"},
    TaskStatus.CANCELLED: {"cancelled", "canceled"},
    TaskStatus.FAILED: {"failed", "failure", "fail", "error", "timeout", "expired"},
}
ENDS = set().union(*ENDING_IN.values())

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
    body=bodies(st.one_of(JSON, mutated(st.sampled_from(ORIGINALS)))),
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


FEW = settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
MANY = 1_000
CHUNKS = 12
"""So many runs of `MANY` answers each, of which every one goes through all readers."""
MORE_CHUNKS = 200


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


# The mutations of what was recorded ---------------------------------------------------------


def _own_words(value: Any) -> set[str]:
    """The status words of whatever may be the task: the answer, its `data`, their entries."""
    data = value.get("data") if isinstance(value, dict) else None
    places = [value, data]
    places += [entry for place in places if isinstance(place, list) for entry in place]
    words = [place.get("status") for place in places if isinstance(place, dict)]
    return {word.strip().lower() for word in words if isinstance(word, str)}


def _assert_task_is_read(answer: Answer) -> None:
    report = report_of_answer(TASK_ID, answer, REDACTOR)
    _assert_can_be_kept(report)
    if not isinstance(report, TaskReport):
        return
    assert answer.is_success
    assert report.percent is None or 0 <= report.percent <= 100
    assert report.cost is None or report.cost >= 0
    assert all(url.startswith(("http://", "https://")) for url in report.video_urls)
    if report.status is not TaskStatus.RUNNING:
        assert _own_words(parsed(answer.body)) & ENDING_IN[report.status]


def _assert_submit_is_read(answer: Answer) -> None:
    outcome = outcome_of_answer(answer, REDACTOR)
    _assert_can_be_kept(outcome)
    value = parsed(answer.body)
    match outcome:
        case Submitted():
            assert answer.is_success
            assert all(outcome.task_ids)
        case Refused(problem):
            assert _is_refused(answer, value)
            assert problem.charged is Charged.NO
        case NotExecuted():
            assert answer.status in (409, 429, 503) or answer.is_success
        case Unconfirmed(problem):
            assert problem.charged is Charged.UNKNOWN
    if answer.is_success and _plain_ids(value):
        is_repeated = isinstance(outcome, NotExecuted) or (
            isinstance(outcome, Refused) and outcome.problem.kind in PAUSES_THE_QUEUE
        )
        assert not is_repeated


def _is_refused(answer: Answer, value: Any) -> bool:
    """Whether the service plainly said no, by the contract's own words."""
    if answer.is_success:
        fields = value if isinstance(value, dict) else {}
        has_code = fields.get("code") not in (None, "", 0, "0", 200, 201, 202)
        return bool(fields.get("error")) or fields.get("success") is False or has_code
    if answer.status == 500:
        return b"build_request_failed:" in answer.body
    if answer.status == 409:
        return b"idempotency_key_reused" in answer.body
    return 400 <= answer.status <= 499 and answer.status not in (408, 425, 429)


def _plain_ids(value: Any) -> list[Any]:
    data = value.get("data") if isinstance(value, dict) else None
    entries = data if isinstance(data, list) else [data]
    ids = [entry.get("task_id") for entry in entries if isinstance(entry, dict)]
    return [one for one in ids if isinstance(one, str) and one.strip(" \x00") and one.isascii()]


def _assert_can_be_kept(read: Any) -> None:
    """It goes into the library as JSON, and no text in it holds the token."""
    msgspec.json.encode(read)
    problem = read if isinstance(read, Problem) else getattr(read, "problem", None)
    assert TOKEN not in f"{problem} {getattr(read, 'word', '')}"


def _assert_others_are_read(answer: Answer) -> None:
    upload = upload_of_answer(answer, REDACTOR)
    balance = balance_of_answer(answer, REDACTOR)
    wait = retry_after(answer.headers)
    for read in (upload, balance):
        _assert_can_be_kept(read)
    if isinstance(upload, UploadedImage):
        assert upload.url.startswith(("http://", "https://"))
    if isinstance(balance, Balance):
        assert answer.is_success
        assert balance.remaining is None or balance.remaining.is_finite()
    assert wait is None or SHORTEST_RETRY_AFTER <= wait <= LONGEST_RETRY_AFTER


def _read_all(chunk: int, count: int) -> int:
    number = 0
    for number, answer in enumerate(mutated_answers(chunk, count), start=1):  # noqa: B007
        _assert_task_is_read(answer)
        _assert_submit_is_read(answer)
        _assert_others_are_read(answer)
    return number


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_ten_thousand_mutated_answers_are_read(chunk: int) -> None:
    assert _read_all(chunk, MANY) * CHUNKS >= 10_000


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(CHUNKS, CHUNKS + MORE_CHUNKS))
def test_many_more_mutated_answers_are_read(chunk: int) -> None:
    assert _read_all(chunk, MANY) == MANY


def test_the_mutations_reach_every_kind_of_outcome() -> None:
    """Else the assertions above might never have met what they forbid."""
    answers = list(mutated_answers(0, MANY))
    outcomes = {type(outcome_of_answer(answer, REDACTOR)) for answer in answers}
    reports = [report_of_answer(TASK_ID, answer, REDACTOR) for answer in answers]

    assert outcomes == {Submitted, NotExecuted, Refused, Unconfirmed}
    assert {r.status for r in reports if isinstance(r, TaskReport)} == set(TaskStatus)


def test_a_running_task_is_not_ended_by_what_happens_to_the_rest_of_its_answer() -> None:
    for body in mutated_bodies_of(RUNNING, seed=1, count=MANY):
        _assert_task_is_read(Answer(status=200, headers={}, body=body))


def test_a_taken_request_is_never_repeated_while_its_id_is_there() -> None:
    with_id = 0
    for body in mutated_bodies_of(TAKEN, seed=2, count=3 * MANY):
        answer = Answer(status=200, headers={}, body=body)
        _assert_submit_is_read(answer)
        with_id += bool(_plain_ids(parsed(body)))
    assert with_id >= MANY // 2


@pytest.mark.parametrize(
    "error",
    [
        {"code": 429, "message": "no"},
        {"code": 401, "message": "no"},
        {"code": 402},
        {"code": 503, "error": {"code": "idempotency_unavailable"}},
        {"error": {"code": 429, "message": "no"}},
        {"error": {"code": 409, "type": "idempotency_in_progress"}},
        {"error": {"code": "401"}},
    ],
)
def test_an_id_beside_an_error_that_would_be_sent_again_is_followed(error: dict[str, Any]) -> None:
    body = json.dumps({**TAKEN, **error}).encode()

    outcome = outcome_of_answer(Answer(status=200, headers={}, body=body), REDACTOR)

    assert isinstance(outcome, Submitted)
    assert outcome.task_ids == (TASK_ID,)


# Huge ones ----------------------------------------------------------------------------------

TEN_MEGABYTES = 10_000_000
HUGE = {
    "letters": b"x" * TEN_MEGABYTES,
    "digits": b"9" * TEN_MEGABYTES,
    "spaces": b"a" + b" " * TEN_MEGABYTES + b"a",
    "commas": b"https://a.test/1.mp4" + b" ," * (TEN_MEGABYTES // 2),
    "tags": b"<script" * (TEN_MEGABYTES // 7),
    "keys": b"sk-" * (TEN_MEGABYTES // 3),
    "NULs": b"\\u0000" * (TEN_MEGABYTES // 6),
    "surrogates": b"\\ud800" * (TEN_MEGABYTES // 6),
}
PLACES = {
    "an id": b'{"code":200,"data":[{"task_id":"%s"}]}',
    "a link": b'{"code":200,"data":{"status":"completed","result":{"videos":[{"url":"%s"}]}}}',
    "a message": b'{"code":200,"data":{"status":"failed","error":{"message":"%s"}}}',
    "an error": b'{"error":{"message":"%s","code":"%s"},"request_id":"%s"}',
    "numbers": b'{"success":true,"remain_balance":"%s","data":{"cost":"%s","progress":"%s"}}',
    "itself": b"%s",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("huge", HUGE)
def test_ten_megabytes_are_read_like_any_answer(huge: str, place: str) -> None:
    body = PLACES[place].replace(b"%s", HUGE[huge])
    answer = Answer(status=200, headers={}, body=body)

    _assert_task_is_read(answer)
    _assert_submit_is_read(answer)
    _assert_others_are_read(answer)


@pytest.mark.parametrize("depth", [10, 3_000, 100_000, 200_000])
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
