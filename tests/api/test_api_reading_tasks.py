"""The rules of reading answers about tasks, beside the recorded ones."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from omniflash_desktop.api.redaction import Redactor
from omniflash_desktop.api.task_answers import report_of_answer
from omniflash_desktop.domain.outcomes import (
    TaskReport,
    TaskStatus,
)
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from tests.api.exchanges import TASK_ID, TOKEN, an_answer

REDACTOR = Redactor(TOKEN)
VIDEO = "https://upload.example.test/f/video/out.mp4"


def read(task: Any, **around: Any) -> TaskReport:
    report = report_of_answer(TASK_ID, an_answer({"code": 200, **around, "data": task}), REDACTOR)
    assert isinstance(report, TaskReport)
    return report


def polled(body: Any, status: int = 200) -> TaskReport | Problem:
    return report_of_answer(TASK_ID, an_answer(body, status), REDACTOR)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        (" Completed ", TaskStatus.COMPLETED),
        ("SUCCESS", TaskStatus.COMPLETED),
        ("succeeded", TaskStatus.COMPLETED),
        ("FAILURE", TaskStatus.FAILED),
        ("timeout", TaskStatus.FAILED),
        ("expired", TaskStatus.FAILED),
        ("canceled", TaskStatus.CANCELLED),
        ("in_progress", TaskStatus.RUNNING),
        ("not_start", TaskStatus.RUNNING),
        ("", TaskStatus.RUNNING),
        (None, TaskStatus.RUNNING),
        (7, TaskStatus.RUNNING),
        (["completed"], TaskStatus.RUNNING),
    ],
)
def test_a_status_word_is_read_in_any_dress(word: Any, status: TaskStatus) -> None:
    assert read({"id": TASK_ID, "status": word}).status is status


@pytest.mark.parametrize(
    "result",
    [
        {"videos": [{"url": [VIDEO]}]},
        {"videos": [{"url": VIDEO}]},
        {"videos": [{"url": [[None, [VIDEO]]]}]},
        {"videos": [{"url": ["/f/relative.mp4", 7, "javascript:alert(1)", VIDEO]}]},
        {"videos": [{"video_url": VIDEO}]},
        {"videos": [VIDEO]},
        {"videos": {"url": VIDEO}},
        {"video_url": VIDEO},
        {"data": [{"url": VIDEO}]},
        {"videos": [{"url": "ftp://x.test/a.mp4"}, {"url": VIDEO}]},
        {"images": [{"url": "https://x.test/i.png"}], "videos": [{"url": VIDEO}]},
    ],
)
def test_the_link_is_found_in_every_form(result: Any) -> None:
    assert read({"status": "completed", "result": result}).video_urls == (VIDEO,)


def test_links_joined_by_commas_are_told_apart_and_commas_in_links_are_kept() -> None:
    first, second = "https://a.test/v.mp4?sizes=1,2", "https://b.test/w.mp4"

    report = read({"status": "completed", "result": {"videos": [{"url": f"{first},{second}"}]}})

    assert report.video_urls == (first, second)


def test_images_alone_are_no_clip() -> None:
    result = {"images": [{"url": ["https://x.test/i.png"]}]}

    assert read({"status": "completed", "result": result}).video_urls == ()


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("40", 40),
        ("40%", 40),
        (140, 100),
        (-3, 0),
        (10**400, None),
        ("NaN", None),
        (True, None),
        (None, None),
        ({}, None),
    ],
)
def test_progress_is_a_percentage_or_nothing(told: Any, expected: int | None) -> None:
    assert read({"status": "processing", "progress": told}).percent == expected


@pytest.mark.parametrize(
    ("fields", "cost"),
    [
        ({"cost": "0.35"}, Decimal("0.35")),
        ({"cost": 0.1}, Decimal("0.1")),
        ({"cost": 0}, Decimal(0)),
        ({"credits_cost": 3.5}, Decimal("0.35")),
        ({"cost": None, "credits_cost": "8"}, Decimal("0.8")),
        ({"cost": -1}, None),
        ({"cost": "free"}, None),
        ({"cost": 10**300}, None),
        ({}, None),
    ],
)
def test_a_cost_is_money_or_nothing(fields: Any, cost: Decimal | None) -> None:
    assert read({"status": "completed", **fields}).cost == cost


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        (1790086463, datetime(2026, 9, 22, 14, 14, 23, tzinfo=UTC)),
        ("1790086463", datetime(2026, 9, 22, 14, 14, 23, tzinfo=UTC)),
        (1790086463000, datetime(2026, 9, 22, 14, 14, 23, tzinfo=UTC)),
        (0, None),
        (-1, None),
        (10**40, None),
        (None, None),
    ],
)
def test_the_death_of_a_link_is_a_moment_or_nothing(stamp: Any, moment: datetime | None) -> None:
    video = {"url": VIDEO, "expires_at": stamp}

    assert read({"status": "completed", "result": {"videos": [video]}}).expires_at == moment


def test_times_are_read() -> None:
    report = read({"status": "completed", "estimated_time": "600", "created": 5, "completed": 68})

    assert report.estimated_seconds == 600
    assert report.elapsed_seconds == 63


def test_the_matching_task_is_taken_from_a_list_else_the_first() -> None:
    other = {"id": "other", "status": "failed"}

    assert read([other, {"taskId": TASK_ID, "status": "queued"}]).status is TaskStatus.RUNNING
    assert read([{"status": "completed"}, other]).status is TaskStatus.COMPLETED


def test_a_task_may_be_the_whole_answer() -> None:
    report = polled({"id": TASK_ID, "status": "failed", "error": {"code": 451, "message": "no"}})

    assert isinstance(report, TaskReport)
    assert report.status is TaskStatus.FAILED


@pytest.mark.parametrize(
    "body",
    [
        {"status": "error", "message": "please log in"},
        {"status": "fail", "data": None},
        {"success": False, "message": "busy", "status": "failed"},
        {"code": 401, "message": "bad key", "data": {"status": "failed"}},
        {"code": 500, "error": {"message": "x"}, "status": "error"},
        b"<html>failed</html>",
        b"",
    ],
)
def test_an_error_about_the_call_never_ends_a_paid_task(body: Any) -> None:
    assert isinstance(polled(body), Problem)


@pytest.mark.parametrize(
    ("error", "kind", "text"),
    [
        ("moderation", ProblemKind.MODERATION, "moderation"),
        ("内容审核未通过", ProblemKind.MODERATION, "内容审核未通过"),
        ({"error": {"error": "NSFW found"}}, ProblemKind.MODERATION, "NSFW found"),
        ({"message": "quota exhausted"}, ProblemKind.AT_CAPACITY, "quota exhausted"),
        ({"type": "get_channel_failed"}, ProblemKind.AT_CAPACITY, ""),
        ("上游超时", ProblemKind.UPSTREAM_TIMEOUT, "上游超时"),
        ("deadline exceeded", ProblemKind.UPSTREAM_TIMEOUT, "deadline exceeded"),
        (
            "Failed to download the reference image",
            ProblemKind.LINK_UNREACHABLE,
            "Failed to download the reference image",
        ),
        (
            "image_url is not accessible",
            ProblemKind.LINK_UNREACHABLE,
            "image_url is not accessible",
        ),
        ("参考图片下载失败", ProblemKind.LINK_UNREACHABLE, "参考图片下载失败"),
        (
            "Invalid reference video: the file cannot be decoded",
            ProblemKind.TASK_FAILED,
            "Invalid reference video: the file cannot be decoded",
        ),
        ("<b>Over</b><script>x()</script> &amp; out", ProblemKind.TASK_FAILED, "Over & out"),
        ('{"error":{"message":"timeout"}}', ProblemKind.UPSTREAM_TIMEOUT, "timeout"),
        (["first", "second"], ProblemKind.TASK_FAILED, "first"),
        (7, ProblemKind.TASK_FAILED, ""),
        (None, ProblemKind.TASK_FAILED, ""),
    ],
)
def test_the_reason_of_a_failure_is_sorted_and_kept(
    error: Any, kind: ProblemKind, text: str
) -> None:
    problem = read({"id": TASK_ID, "status": "failed", "error": error}).problem

    assert problem is not None
    assert problem.kind is kind
    assert problem.service_message == text
    assert problem.task_id == TASK_ID


@pytest.mark.parametrize("name", ["message", "fail_reason", "failReason"])
def test_a_reason_beside_the_status_is_found(name: str) -> None:
    problem = read({"status": "failed", name: "no capacity"}).problem

    assert problem is not None
    assert problem.kind is ProblemKind.AT_CAPACITY


@pytest.mark.parametrize(
    ("fields", "charged"),
    [
        ({"status": "failed"}, Charged.NO),
        ({"status": "failed", "cost": 0}, Charged.NO),
        ({"status": "failed", "cost": "0.35"}, Charged.YES),
        ({"status": "cancelled"}, Charged.UNKNOWN),
        ({"status": "cancelled", "cost": 0}, Charged.NO),
    ],
)
def test_what_a_failed_task_cost_is_said(fields: Any, charged: Charged) -> None:
    problem = read(fields).problem

    assert problem is not None
    assert problem.charged is charged


@pytest.mark.parametrize("status", [408, 409, 500, 502, 503, 504, 520, 302])
def test_trouble_while_polling_is_no_end(status: int) -> None:
    problem = polled(b"<html>oops</html>", status)

    assert isinstance(problem, Problem)
    assert problem.kind is ProblemKind.SERVICE_TROUBLE
    assert problem.task_id == TASK_ID
