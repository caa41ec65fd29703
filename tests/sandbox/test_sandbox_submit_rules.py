"""The rules of the vendor's page and its table of errors (contract, sections 2 and 6)."""

from typing import Any

import httpx
import pytest
from running_sandbox import SUBMIT, RunningSandbox, submit_body

PICTURE = "http://127.0.0.1:9/a.png"
VIDEO = "http://127.0.0.1:9/a.mp4"


@pytest.mark.parametrize(
    ("fields", "symbol"),
    [
        ({"model": "omni-flash-ext"}, "invalid_request_error"),
        ({"model": None}, "invalid_request_error"),
        ({"model": 7}, "invalid_request_error"),
        ({"prompt": None}, "invalid_request_error"),
        ({"prompt": " \n\t"}, "invalid_request_error"),
        ({"prompt": ["words"]}, "invalid_request_error"),
        ({"duration": 5}, "invalid_duration"),
        ({"duration": 0}, "invalid_duration"),
        ({"duration": "6"}, "invalid_duration"),
        ({"duration": 6.0}, "invalid_duration"),
        ({"duration": True}, "invalid_duration"),
        ({"resolution": "2k"}, "invalid_resolution"),
        ({"resolution": 720}, "invalid_resolution"),
        ({"resolution": ""}, "invalid_resolution"),
        ({"aspect_ratio": "1:1"}, "invalid_request_error"),
        ({"aspect_ratio": None, "size": "1280x720"}, "invalid_request_error"),
        ({"aspect_ratio": "16:9", "size": "9:16"}, "invalid_request_error"),
        ({"image_urls": [PICTURE] * 2}, "unsupported_image_count"),
        ({"image_urls": [PICTURE] * 4}, "unsupported_image_count"),
        ({"image_urls": "one"}, "invalid_request_error"),
        ({"image_urls": [""]}, "invalid_request_error"),
        ({"image_urls": ["data:image/png;base64,AAAA"]}, "invalid_request_error"),
        ({"image_urls": [None]}, "invalid_request_error"),
        ({"video_urls": [VIDEO] * 2}, "unsupported_video_count"),
        ({"video_urls": ["file:///etc/passwd"]}, "invalid_request_error"),
        ({"video_urls": ["https://"]}, "invalid_request_error"),
        ({"video_urls": ["http://[bad/"]}, "invalid_request_error"),
    ],
)
def test_a_broken_rule_is_refused_and_costs_nothing(
    sandbox: RunningSandbox, fields: dict[str, Any], symbol: str
) -> None:
    before = sandbox.ledger()
    answer = sandbox.submit(**fields)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["code"], error["type"]) == (400, symbol)
    assert error["message"]
    after = sandbox.ledger()
    assert after["used_usd"] == before["used_usd"]
    note = after["submits"][-1]
    assert (note["outcome"], note["error"], note["charged_usd"]) == ("refused", symbol, None)


@pytest.mark.parametrize(
    "fields",
    [
        {"resolution": "720P"},
        {"duration": None, "resolution": None, "aspect_ratio": None},
        {"duration": None, "image_urls": None, "video_urls": None},
        {"aspect_ratio": "9:16", "size": "9:16"},
        {"aspect_ratio": None, "size": "9:16"},
        {"image_urls": [], "video_urls": []},
        {"generation_type": "reference", "future_field": {"deep": [1]}},
    ],
)
def test_what_the_page_allows_is_accepted(sandbox: RunningSandbox, fields: dict[str, Any]) -> None:
    answer = sandbox.submit(**fields)
    assert answer.status_code == 200
    (task,) = answer.json()["data"]
    assert task["status"] == "submitted"
    assert task["task_id"].startswith("task_01")
    assert answer.json()["code"] == 200


def test_null_counts_as_absent(sandbox: RunningSandbox) -> None:
    body = {**submit_body(), "duration": None, "size": None, "image_urls": None}
    assert sandbox.client.post(SUBMIT, json=body).status_code == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"[" * 20_000, b"\xff"])
def test_a_body_that_is_no_json_object_is_refused(sandbox: RunningSandbox, body: bytes) -> None:
    answer = sandbox.client.post(SUBMIT, content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_a_lone_surrogate_and_a_nul_are_accepted(sandbox: RunningSandbox) -> None:
    body = b'{"model":"Omni-Flash-Ext","duration":4,"prompt":"a \\ud800 b \\u0000 c"}'
    assert sandbox.client.post(SUBMIT, content=body).status_code == 200


def test_a_huge_body_is_refused(sandbox: RunningSandbox) -> None:
    answer = sandbox.submit(prompt="x" * 9_000_000)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic abc"}]
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", SUBMIT),
        ("GET", "/v1/tasks/task_01234567890123456789012345"),
        ("POST", "/v1/uploads/images"),
        ("GET", "/v1/balance"),
        ("GET", "/v1/user/balance"),
        ("GET", "/sandbox/ledger"),
        ("POST", "/sandbox/files"),
        ("POST", "/sandbox/faults"),
        ("POST", "/sandbox/balance"),
    ],
)
def test_a_wrong_token_is_refused_without_an_echo(
    sandbox: RunningSandbox, headers: dict[str, str], method: str, path: str
) -> None:
    answer = httpx.request(method, sandbox.base_url + path, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["error"]["type"] == "authentication_error"
    assert "wrong" not in answer.text
    assert sandbox.token not in answer.text


def test_an_unknown_and_a_malformed_task_id_differ(sandbox: RunningSandbox) -> None:
    unknown = sandbox.client.get("/v1/tasks/task_01234567890123456789012345")
    assert (unknown.status_code, unknown.json()["code"]) == (404, 404)
    malformed = sandbox.client.get("/v1/tasks/nonsense")
    assert malformed.status_code == 400
    assert malformed.json()["error"]["type"] == "invalid_request_error"


def test_an_unknown_fault_word_is_refused_by_its_name(sandbox: RunningSandbox) -> None:
    answer = sandbox.submit(prompt="a kite [[fault:tornado]]")
    assert answer.status_code == 400
    assert "tornado" in answer.json()["error"]["message"]
    # Names of other troubles would be taken for those troubles.
    assert "moderation" not in answer.json()["error"]["message"]


def test_an_unknown_path_is_answered_in_json(sandbox: RunningSandbox) -> None:
    assert sandbox.client.get("/v2/nothing").json() == {"code": 404, "message": "Not Found"}
    assert sandbox.client.get(SUBMIT).status_code == 405


@pytest.mark.parametrize("host", ["example.test", "169.254.169.254", "127.0.0.1.example.test", ""])
def test_other_host_names_are_refused(sandbox: RunningSandbox, host: str) -> None:
    answer = sandbox.client.get("/v1/balance", headers={"Host": host})
    assert answer.status_code in (400, 403)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]:80"])
def test_loopback_host_names_are_served(sandbox: RunningSandbox, host: str) -> None:
    assert sandbox.client.get("/v1/balance", headers={"Host": host}).status_code == 200
