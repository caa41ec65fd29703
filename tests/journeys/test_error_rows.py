"""The error rows of the vendor's table, at the sandbox and in the words of the command."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from .conftest import Command, Sandbox, end_sandbox, start_sandbox

GOOD: dict[str, Any] = {
    "model": "Omni-Flash-Ext",
    "prompt": "a girl is dancing happily in a sunny garden",
    "duration": 6,
    "resolution": "720p",
    "aspect_ratio": "16:9",
}
PICTURE = "https://pictures.test/1.png"
VIDEO = "https://videos.test/1.mp4"

WRONG_INPUT = (
    ({"model": "omni-flash-ext"}, "invalid_request_error"),
    ({"prompt": "  "}, "invalid_request_error"),
    ({"duration": 5}, "invalid_duration"),
    ({"duration": "6"}, "invalid_duration"),
    ({"resolution": "2k"}, "invalid_resolution"),
    ({"image_urls": [PICTURE] * 2}, "unsupported_image_count"),
    ({"video_urls": [VIDEO] * 2}, "unsupported_video_count"),
)


@pytest.mark.parametrize(("change", "symbol"), WRONG_INPUT)
def test_wrong_input_is_400_with_its_symbol(
    sandbox: Sandbox, change: dict[str, Any], symbol: str
) -> None:
    answer = sandbox.post("/v1/videos/generations", GOOD | change)

    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == symbol
    assert sandbox.ledger()["charge_count"] == 0


def test_a_wrong_token_is_401(sandbox: Sandbox) -> None:
    answer = httpx.post(
        sandbox.base_url + "/v1/videos/generations",
        json=GOOD,
        headers={"Authorization": "Bearer sk-wrong"},
    )
    assert answer.status_code == 401
    assert answer.json()["error"]["type"] == "authentication_error"


def test_an_empty_balance_is_402_and_the_command_says_what_to_do(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    poor = start_sandbox("--balance", "0.10", state=tmp_path / "sandbox")
    try:
        answer = poor.post("/v1/videos/generations", GOOD)
        assert answer.status_code == 402
        assert answer.json()["error"]["type"] == "payment_required"
        command = Command(
            tmp_path / "profile",
            {**environment, "OMNIFLASH_TOKEN": poor.token},
            ("--base-url", poor.base_url),
        )
        ended = command("generate", "kite", "--json")
        assert ended.status == 1
        assert ended.last["problem"] == "balance_too_low"
        assert "Top up" in ended.messages
        assert "Nothing was billed." in ended.messages
    finally:
        end_sandbox(poor)


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("moderation", "moderation"),
        ("quota", "at_capacity"),
        ("upstream-timeout", "upstream_timeout"),
    ],
)
def test_a_task_that_fails_is_told_with_its_reason_and_its_price(
    pointed: Command, fault: str, problem: str
) -> None:
    ended = pointed("generate", f"kite [[fault:{fault}]]", "--json")

    assert ended.status == 1
    assert ended.last["problem"] == problem
    assert ended.last["cost"] in (0, None)
    assert "Nothing was billed." in ended.messages
