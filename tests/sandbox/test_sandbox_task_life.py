"""From submit to clip: stages, results, failures in four languages, prices and balances."""

import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from running_sandbox import RunningSandbox, clip_link, sandbox_running


def test_a_task_goes_through_its_stages(state_with_clip: Path) -> None:
    options = ("--state", state_with_clip, "--reuse-clips", "--seconds-per-task", "2")
    with sandbox_running(*options) as sandbox:
        task_id = sandbox.submitted()
        seen: list[str] = []
        shown: list[int] = []
        while True:
            task = sandbox.task(task_id)
            if not seen or seen[-1] != task["status"]:
                seen.append(task["status"])
            if task["status"] == "completed":
                break
            shown.append(task["progress"])
            time.sleep(0.05)
        assert seen == ["submitted", "pending", "processing", "completed"]
        assert shown == sorted(shown)
        assert any(0 < progress < 100 for progress in shown)
        assert max(shown) <= 99


def test_a_completed_task_tells_its_cost_and_its_links(sandbox: RunningSandbox) -> None:
    task = sandbox.ended(sandbox.submitted())
    assert (task["status"], task["progress"]) == ("completed", 100)
    assert (task["cost"], task["credits_cost"]) == (0.25, 2.5)
    assert task["actual_time"] == task["completed"] - task["created"]
    (video,) = task["result"]["videos"]
    assert abs(video["expires_at"] - task["completed"] - 24 * 3600) <= 1
    clip = httpx.get(clip_link(task))
    assert clip.headers["content-type"] == "video/mp4"
    assert clip.content[4:8] == b"ftyp"
    thumbnail = httpx.get(task["result"]["thumbnail_url"])
    assert thumbnail.headers["content-type"] == "image/jpeg"
    assert thumbnail.content[:3] == b"\xff\xd8\xff"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("moderation", {"code": 451, "type": "content_policy_violation"}),
        ("quota", {"code": ""}),
        ("upstream-timeout", {"code": "task_failed", "type": "task_failed", "param": ""}),
    ],
)
def test_a_failed_task_is_refunded(
    sandbox: RunningSandbox, fault: str, expected: dict[str, Any]
) -> None:
    before = sandbox.ledger()["used_usd"]
    task = sandbox.ended(sandbox.submitted(prompt=f"a kite [[fault:{fault}]]"))
    assert (task["status"], task["cost"]) == ("failed", 0)
    message = task["error"].pop("message")
    assert message
    assert task["error"] == expected
    assert sandbox.ledger()["used_usd"] == before


def test_failures_are_worded_in_the_language_asked_for(sandbox: RunningSandbox) -> None:
    task_id = sandbox.submitted(prompt="a kite [[fault:moderation]]")
    sandbox.ended(task_id)
    texts = {
        language: sandbox.task(task_id, language)["error"]["message"]
        for language in ("en", "zh", "ko", "ja", "fr")
    }
    assert len({texts[language] for language in ("en", "zh", "ko", "ja")}) == 4
    assert texts["fr"] == texts["en"]
    assert "审核" in texts["zh"]


@pytest.mark.parametrize(
    ("fields", "price"),
    [
        ({"duration": 4}, 0.25),
        ({"duration": None}, 0.30),
        ({"duration": 8, "resolution": "1080p"}, 0.35),
        ({"duration": 10, "aspect_ratio": "9:16"}, 0.40),
        ({"duration": 4, "resolution": "4k"}, 0.75),
        ({"duration": 6, "resolution": "4K"}, 0.80),
        ({"duration": 8, "resolution": "4k"}, 0.85),
        ({"duration": 10, "resolution": "4k"}, 0.90),
        ({"duration": None, "video_urls": ["http://127.0.0.1:9/v.mp4"]}, 0.08),
        ({"duration": 99, "video_urls": ["http://127.0.0.1:9/v.mp4"]}, 0.08),
        ({"resolution": "4k", "video_urls": ["http://127.0.0.1:9/v.mp4"]}, 0.24),
    ],
)
def test_the_price_table_is_charged(
    sandbox: RunningSandbox, fields: dict[str, Any], price: float
) -> None:
    # The task is to fail at once: only its charge is of interest.
    sandbox.submitted(prompt="a kite [[fault:quota]]", **fields)
    assert sandbox.ledger()["submits"][-1]["charged_usd"] == price


def test_the_balance_falls_and_ends_in_402(tmp_path: Path) -> None:
    options = ("--state", tmp_path, "--balance", "0.60", "--seconds-per-task", "60")
    with sandbox_running(*options) as sandbox:
        fields = {"prompt": "a kite [[fault:quota]]"}
        assert sandbox.balance() == 0.60
        sandbox.submitted(**fields)
        sandbox.submitted(**fields)
        answer = sandbox.client.get("/v1/user/balance").json()
        assert answer == {
            "success": True,
            "remain_balance": 0.10,
            "remain_credits": 1.0,
            "used_balance": 0.50,
            "used_credits": 5.0,
            "unlimited_quota": False,
        }
        refused = sandbox.submit(**fields)
        assert refused.status_code == 402
        assert refused.json()["error"]["type"] == "payment_required"
        assert sandbox.client.post("/sandbox/balance", json={"balance": "10.5"}).status_code == 200
        assert sandbox.balance() == 10.5
        assert sandbox.submit(**fields).status_code == 200


def test_an_unlimited_key_hides_the_balance_of_the_account(tmp_path: Path) -> None:
    with sandbox_running("--state", tmp_path, "--balance", "unlimited") as sandbox:
        key = sandbox.client.get("/v1/balance").json()
        assert (key["remain_balance"], key["unlimited_quota"]) == (-1, True)
        account = sandbox.client.get("/v1/user/balance").json()
        assert (account["remain_balance"], account["unlimited_quota"]) == (25.0, False)


@pytest.mark.parametrize(
    "body", [{}, {"balance": -1}, {"balance": "lots"}, {"balance": "nan"}, {"unlimited": 1}, [], 1]
)
def test_a_wrong_balance_is_refused(sandbox: RunningSandbox, body: Any) -> None:
    assert sandbox.client.post("/sandbox/balance", json=body).status_code == 400


def test_the_ledger_counts_polls_and_uploads(tmp_path: Path) -> None:
    with sandbox_running("--state", tmp_path) as sandbox:
        task_id = sandbox.submitted(prompt="a kite [[fault:quota]]")
        for _ in range(3):
            sandbox.task(task_id)
        sandbox.client.get("/v1/tasks/task_01234567890123456789012345")
        sandbox.client.post("/v1/uploads/images")
        ledger = sandbox.ledger()
        assert ledger["polls"] == {task_id: 3}
        assert (ledger["poll_count"], ledger["upload_count"]) == (4, 1)


def test_above_the_rate_calls_are_refused_for_a_moment(tmp_path: Path) -> None:
    with sandbox_running("--state", tmp_path, "--rate", "2") as sandbox:
        answers = [sandbox.client.get("/v1/balance") for _ in range(12)]
        refused = [answer for answer in answers if answer.status_code == 429]
        assert refused
        assert answers[0].status_code == 200
        wait = int(refused[0].headers["retry-after"])
        assert wait >= 1
        assert refused[0].json()["error"]["type"] == "rate_limit_error"
        time.sleep(wait)
        assert sandbox.client.get("/v1/balance").status_code == 200
