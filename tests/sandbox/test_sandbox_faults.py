"""The named misbehaviours, one by one, as a well-behaved client meets them."""

import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from running_sandbox import SUBMIT, RunningSandbox, clip_link, sandbox_running, submit_body

DROPPED = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)


def completed(sandbox: RunningSandbox, fault: str) -> dict[str, Any]:
    task = sandbox.ended(sandbox.submitted(prompt=f"a kite [[fault:{fault}]]"))
    assert task["status"] == "completed"
    return task


def test_lost_answer_charges_and_drops_the_connection(sandbox: RunningSandbox) -> None:
    charges = sandbox.ledger()["charge_count"]
    fields = {"prompt": "a kite [[fault:lost-answer]]", "key": "lost-1"}
    with pytest.raises(DROPPED):
        sandbox.submit(**fields)
    note = sandbox.ledger()["submits"][-1]
    assert (note["outcome"], note["status"]) == ("answer-lost", None)
    assert note["charged_usd"] == 0.25
    assert sandbox.ended(note["task_id"])["status"] == "completed"
    assert sandbox.submitted(**fields) == note["task_id"]
    assert sandbox.ledger()["charge_count"] == charges + 1


def test_server_500_makes_nothing_and_charges_nothing(sandbox: RunningSandbox) -> None:
    charges = sandbox.ledger()["charge_count"]
    fields = {"prompt": "a kite [[fault:server-500]]", "key": "five-hundred"}
    answer = sandbox.submit(**fields)
    assert answer.status_code == 500
    assert answer.json()["error"]["type"] == "server_error"
    assert sandbox.ledger()["charge_count"] == charges
    assert sandbox.submit(**fields).status_code == 200


def test_refuse_429_lets_the_third_try_in(sandbox: RunningSandbox) -> None:
    answers = [sandbox.submit(key="hurry", prompt="a kite [[fault:refuse-429]]") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 429, 200]
    assert answers[0].headers["retry-after"] == "1"


@pytest.mark.parametrize(
    ("fault", "status", "symbol"),
    [
        ("refuse-403", 403, "permission_error"),
        ("refuse-503", 503, "idempotency_unavailable"),
        ("no-capacity", 400, "get_channel_failed"),
        ("payment-required", 402, "payment_required"),
    ],
)
def test_a_refused_submit_is_not_charged(
    sandbox: RunningSandbox, fault: str, status: int, symbol: str
) -> None:
    charges = sandbox.ledger()["charge_count"]
    answer = sandbox.submit(prompt=f"a kite [[fault:{fault}]]")
    assert answer.status_code == status
    assert symbol in (answer.json()["error"]["type"], answer.json()["error"]["code"])
    assert sandbox.ledger()["charge_count"] == charges


def test_a_count_changes_how_often_a_fault_happens(sandbox: RunningSandbox) -> None:
    fields = {"key": "counted", "prompt": "a kite [[fault:server-500*3]]"}
    answers = [sandbox.submit(**fields).status_code for _ in range(4)]
    assert answers == [500, 500, 500, 200]
    prompt = "a kite that fails once [[fault:quota*1]]"
    assert sandbox.ended(sandbox.submitted(prompt=prompt))["status"] == "failed"
    assert sandbox.ended(sandbox.submitted(prompt=prompt))["status"] == "completed"


def test_expired_link_is_replaced_when_the_task_is_asked_again(sandbox: RunningSandbox) -> None:
    task = completed(sandbox, "expired-link")
    assert httpx.get(clip_link(task)).status_code == 410
    fresh = clip_link(sandbox.task(task["id"]))
    assert fresh != clip_link(task)
    assert httpx.get(fresh).status_code == 200
    assert httpx.get(clip_link(task)).status_code == 410


def test_expired_for_good_stays_expired(sandbox: RunningSandbox) -> None:
    task = completed(sandbox, "expired-for-good")
    for _ in range(3):
        assert httpx.get(clip_link(sandbox.task(task["id"]))).status_code == 410


def test_cut_download_breaks_off_twice_and_can_be_resumed(sandbox: RunningSandbox) -> None:
    link = clip_link(completed(sandbox, "cut-download"))
    received = b""
    whole = 0
    etag = ""
    for turn in range(3):
        headers = {"Range": f"bytes={len(received)}-", "If-Range": etag} if received else {}
        with httpx.stream("GET", link, headers=headers) as answer:
            assert answer.status_code == (206 if received else 200)
            promised = int(answer.headers["content-length"])
            whole = whole or promised
            etag = answer.headers["etag"]
            before = len(received)
            try:
                for chunk in answer.iter_raw():
                    received += chunk
            except httpx.RemoteProtocolError:
                assert turn < 2
                assert len(received) - before == promised // 2
            else:
                assert turn == 2
    assert len(received) == whole
    assert received == httpx.get(link).content


def test_html_download_brings_a_page_once(sandbox: RunningSandbox) -> None:
    link = clip_link(completed(sandbox, "html-download"))
    page = httpx.get(link)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert httpx.get(link).headers["content-type"] == "video/mp4"


def test_stuck_progress_stays_at_nothing_until_the_end(state_with_clip: Path) -> None:
    options = ("--state", state_with_clip, "--seconds-per-task", "1", "--reuse-clips")
    with sandbox_running(*options) as sandbox:
        task_id = sandbox.submitted(prompt="a kite [[fault:stuck-progress]]")
        shown: set[int] = set()
        while (task := sandbox.task(task_id))["status"] != "completed":
            shown.add(task["progress"])
            time.sleep(0.05)
        assert shown == {0}


def test_slow_queue_keeps_a_task_pending(sandbox: RunningSandbox) -> None:
    started = time.monotonic()
    task_id = sandbox.submitted(prompt="a kite [[fault:slow-queue*2]]")
    time.sleep(1)
    assert sandbox.task(task_id)["status"] == "pending"
    sandbox.ended(task_id)
    assert time.monotonic() - started >= 2


def test_offline_for_one_task_ends_by_itself(sandbox: RunningSandbox) -> None:
    task_id = sandbox.submitted(prompt="a kite [[fault:offline]]")
    for _ in range(2):
        with pytest.raises(DROPPED):
            sandbox.task(task_id)
    link = clip_link(sandbox.ended(task_id))
    for _ in range(2):
        with pytest.raises(DROPPED):
            httpx.get(link)
    assert httpx.get(link).status_code == 200


def test_offline_for_everything_lasts_until_it_is_switched_off(sandbox: RunningSandbox) -> None:
    sandbox.switch_faults("offline")
    for path in ("/v1/balance", "/v1/tasks/task_01234567890123456789012345", "/f/image/a.jpg"):
        with pytest.raises(DROPPED):
            sandbox.client.get(path)
    with pytest.raises(DROPPED):
        sandbox.submit()
    assert sandbox.ledger()["submits"][-1]["outcome"] == "dropped"
    sandbox.switch_faults()
    assert sandbox.client.get("/v1/balance").status_code == 200


def test_unreachable_refuses_connections_for_a_while(tmp_path: Path) -> None:
    with sandbox_running("--state", tmp_path) as sandbox:
        sandbox.switch_faults("unreachable*2")
        time.sleep(0.5)
        with pytest.raises(httpx.ConnectError):
            httpx.get(sandbox.base_url)
        deadline = time.monotonic() + 30
        while True:
            try:
                answer = sandbox.client.get("/v1/balance")
                break
            except httpx.ConnectError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
        assert answer.status_code == 200


def test_faults_by_option_hold_for_everything(tmp_path: Path) -> None:
    with sandbox_running("--state", tmp_path, "--fault", "refuse-401") as sandbox:
        assert sandbox.client.get("/v1/balance").status_code == 401
        assert sandbox.client.get("/sandbox/faults").json()["faults"] == ["refuse-401"]
        sandbox.switch_faults()
        assert sandbox.client.get("/v1/balance").status_code == 200


def test_an_unknown_fault_is_not_switched_on(sandbox: RunningSandbox) -> None:
    for names in (["tornado"], ["quota*0"], "quota", [None]):
        answer = sandbox.client.post("/sandbox/faults", json={"faults": names})
        assert answer.status_code == 400


def ids_in(answer: Any) -> list[str]:
    """Every id of a task in an answer, however deep."""
    if isinstance(answer, dict):
        own = [answer[name] for name in ("task_id", "id", "taskId") if name in answer]
        return own + [found for value in answer.values() for found in ids_in(value)]
    if isinstance(answer, list):
        return [found for value in answer for found in ids_in(value)]
    return []


def links_in(answer: Any, link: str) -> bool:
    return link in json.dumps(answer)


def test_odd_shapes_take_turns_and_always_say_what_is_needed(sandbox: RunningSandbox) -> None:
    shapes: set[str] = set()
    statuses: set[int] = set()
    types: set[str | None] = set()
    task_id = ""
    for _ in range(4):
        answer = sandbox.client.post(SUBMIT, json=submit_body(prompt="kite [[fault:odd-shapes]]"))
        statuses.add(answer.status_code)
        types.add(answer.headers.get("content-type"))
        body = json.loads(answer.text)
        shapes.add(json.dumps(body, sort_keys=True).split("task_01")[0])
        (task_id,) = ids_in(body)
    assert len(shapes) == 4
    assert statuses == {200, 201, 202}
    assert {None, "application/json"} <= types
    deadline = time.monotonic() + 60
    finished: set[str] = set()
    while len(finished) < 7:
        assert time.monotonic() < deadline
        text = sandbox.client.get(f"/v1/tasks/{task_id}").text
        if "/f/video/1/" in text:
            assert f"{sandbox.base_url}/f/video/1/{task_id}.mp4" in text
            finished.add(text)


def test_odd_shapes_of_a_failure_take_turns(sandbox: RunningSandbox) -> None:
    task_id = sandbox.submitted(prompt="kite [[fault:quota]]")
    sandbox.ended(task_id)
    sandbox.switch_faults("odd-shapes")
    answers = {sandbox.client.get(f"/v1/tasks/{task_id}").text for _ in range(4)}
    assert len(answers) == 4
