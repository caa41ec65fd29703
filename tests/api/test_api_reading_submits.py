"""The rules of reading answers about submits, uploads and balances, beside the recorded ones."""

from decimal import Decimal
from typing import Any

import pytest

from omniflash_desktop.api.balance_answers import balance_of_answer
from omniflash_desktop.api.redaction import Redactor
from omniflash_desktop.api.retry_after import retry_after
from omniflash_desktop.api.submit_answers import outcome_of_answer
from omniflash_desktop.api.upload_answers import upload_of_answer
from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.outcomes import (
    NotExecuted,
    Refused,
    SubmitOutcome,
    Submitted,
    Unconfirmed,
    UploadedImage,
)
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from tests.api.exchanges import TOKEN, an_answer

REDACTOR = Redactor(TOKEN)


def submitted(body: Any, status: int = 200, **headers: str) -> SubmitOutcome:
    return outcome_of_answer(an_answer(body, status, **headers), REDACTOR)


@pytest.mark.parametrize(
    "body",
    [
        {"code": 202, "data": {"taskId": "t1"}},
        {"code": "200", "data": [{"task_id": "t1"}]},
        {"code": "success", "data": {"task_id": "t1"}},
        {"data": [{"task_id": "", "id": "t1"}]},
        {"id": "t1", "status": "queued"},
        {"code": 0, "data": {"id": "t1"}},
        {"code": 500, "data": [{"task_id": "t1"}]},
        b'\xef\xbb\xbf{"data":{"id":"t1"}}',
        b'data: {"data":{"id":"t1"}}\n\n',
        b'{"data":{"id":"t1","n":' + b"9" * 9000 + b"}}",
        b'{"data":{"id":"t1","x":NaN,"y":"\\ud800"}}',
    ],
)
def test_an_id_is_found_wherever_it_stands(body: Any) -> None:
    outcome = submitted(body, content_type="text/event-stream")

    assert isinstance(outcome, Submitted)
    assert outcome.task_ids == ("t1",)


@pytest.mark.parametrize(
    ("status", "symbol", "outcome", "kind"),
    [
        (409, "idempotency_in_progress", NotExecuted, ProblemKind.STILL_EXECUTING),
        (409, "idempotency_key_reused", Refused, ProblemKind.KEY_REUSED),
        (409, "idempotency_result_indeterminate", Unconfirmed, ProblemKind.RESULT_INDETERMINATE),
        (503, "idempotency_unavailable", NotExecuted, ProblemKind.NOT_EXECUTED),
        (503, "server_error", Unconfirmed, ProblemKind.OUTCOME_UNKNOWN),
        (409, "conflict", Unconfirmed, ProblemKind.OUTCOME_UNKNOWN),
    ],
)
@pytest.mark.parametrize("place", ["type", "code"])
def test_every_word_about_the_key_has_a_reaction_of_its_own(
    status: int, symbol: str, outcome: type, kind: ProblemKind, place: str
) -> None:
    result: Any = submitted({"error": {"message": "x", place: symbol}}, status)

    assert isinstance(result, outcome)
    assert result.problem.kind is kind
    in_doubt = outcome is Unconfirmed or kind is ProblemKind.STILL_EXECUTING
    assert result.problem.charged is (Charged.UNKNOWN if in_doubt else Charged.NO)


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"code": 401, "message": "no"}, 200, ProblemKind.TOKEN_REJECTED),
        ({"code": "402", "message": "no"}, 200, ProblemKind.BALANCE_TOO_LOW),
        ({"error": {"code": 400, "type": "invalid_duration"}}, 200, ProblemKind.INVALID_DURATION),
        ({"code": 1001, "message": "bad"}, 200, ProblemKind.REFUSED),
        ({"success": False, "data": [{"task_id": "t1"}]}, 200, ProblemKind.REFUSED),
        ({"detail": [{"msg": "prompt too long"}]}, 422, ProblemKind.INVALID_REQUEST),
        ({"error": "sensitive words"}, 400, ProblemKind.CONTENT_REFUSED),
        ({"error": {"message": "内容违规"}}, 400, ProblemKind.CONTENT_REFUSED),
        (b"", 401, ProblemKind.TOKEN_REJECTED),
        (b"<html>Just a moment...</html>", 403, ProblemKind.BLOCKED_BY_NETWORK),
        (b"", 404, ProblemKind.REFUSED),
        (b"", 413, ProblemKind.TOO_LARGE),
    ],
)
def test_a_refusal_is_told_by_its_status(body: Any, status: int, kind: ProblemKind) -> None:
    outcome = submitted(body, status)

    assert isinstance(outcome, Refused)
    assert outcome.problem.kind is kind
    assert outcome.problem.charged is Charged.NO


@pytest.mark.parametrize(
    "body", [b"null", b"[]", b'"ok"', b"7", {"data": None}, {"data": [{"task_id": "  "}]}, {}]
)
def test_success_without_an_id_is_unconfirmed(body: Any) -> None:
    assert isinstance(submitted(body), Unconfirmed)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("0", 1.0),
        ("-5", 1.0),
        ("2.5", 2.5),
        ("99999999999999999999", 120.0),
        ("9" * 5000, 120.0),
        ("Sun, 22 Nov 2026 10:00:30 GMT", 30.0),
        ("Sun, 22 Nov 2026 09:00:00 GMT", 1.0),
        ("Sun, 22 Nov 2099 10:00:00 GMT", 120.0),
        ("Sun, 22 Nov 2026 10:00:30", 30.0),
        ("soon", None),
        ("nan", None),
        ("", None),
        ("Sun, 99 Nov 99999 99:99:99 GMT", None),
    ],
)
def test_a_wish_to_wait_is_read_and_clamped(value: str, seconds: float | None) -> None:
    headers = {"retry-after": value, "date": "Sun, 22 Nov 2026 10:00:00 GMT"}

    assert retry_after(headers) == seconds


def test_no_wish_to_wait_is_none() -> None:
    assert retry_after({}) is None


# Uploads and balances -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [{"url": "https://x.test/a.png"}, {"data": {"url": "https://x.test/a.png"}}],
)
def test_an_upload_may_be_wrapped(body: Any) -> None:
    outcome = upload_of_answer(an_answer(body), REDACTOR)

    assert outcome == UploadedImage(url="https://x.test/a.png")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/f/a.png", "file:///a.png", 7, None, ""])
def test_only_a_link_is_taken_for_one(url: Any) -> None:
    outcome = upload_of_answer(an_answer({"url": url}), REDACTOR)

    assert isinstance(outcome, Problem)
    assert outcome.kind is ProblemKind.SERVICE_TROUBLE


@pytest.mark.parametrize(
    ("body", "balance"),
    [
        (
            {"remain_balance": "9.15", "used_balance": None},
            Balance(remaining=Decimal("9.15"), used=None),
        ),
        ({"data": {"remain_balance": 3}}, Balance(remaining=Decimal(3))),
        ({"remain_balance": None, "remain_credits": 91.5}, Balance(remaining=Decimal("9.15"))),
        (
            {"remain_balance": -1, "unlimited_quota": "true"},
            Balance(remaining=None, unlimited=True),
        ),
        ({"remain_balance": -1}, Balance(remaining=None, unlimited=True)),
        ({"remain_balance": -0.2, "unlimited_quota": False}, Balance(remaining=Decimal("-0.2"))),
        ({"remain_balance": None}, Balance(remaining=None)),
    ],
)
def test_a_balance_is_readable_in_every_form(body: Any, balance: Balance) -> None:
    assert balance_of_answer(an_answer(body), REDACTOR) == balance


@pytest.mark.parametrize("body", [{}, b"<html>portal</html>", b"[]", {"hello": 1}])
def test_what_says_nothing_about_money_is_trouble(body: Any) -> None:
    outcome = balance_of_answer(an_answer(body), REDACTOR)

    assert isinstance(outcome, Problem)
    assert outcome.kind is ProblemKind.SERVICE_TROUBLE
