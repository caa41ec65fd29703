"""The Idempotency-Key, honoured or ignored (contract, sections 6 and 7)."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from running_sandbox import RunningSandbox, sandbox_running, wait_for

if TYPE_CHECKING:
    import httpx

QUOTA = "a kite [[fault:quota]]"


def test_the_same_key_and_body_are_answered_again_without_a_charge(
    sandbox: RunningSandbox,
) -> None:
    charges = sandbox.ledger()["charge_count"]
    first = sandbox.submit(key="key-1", prompt=QUOTA)
    again = sandbox.submit(key="key-1", prompt=QUOTA)
    assert again.status_code == 200
    assert again.json() == first.json()
    ledger = sandbox.ledger()
    assert ledger["charge_count"] == charges + 1
    assert [note["outcome"] for note in ledger["submits"][-2:]] == ["accepted", "replayed"]


def test_the_same_key_with_another_body_is_refused(sandbox: RunningSandbox) -> None:
    sandbox.submit(key="key-2", prompt=QUOTA)
    answer = sandbox.submit(key="key-2", prompt=QUOTA, duration=6)
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "idempotency_key_reused"


def test_a_key_still_at_work_is_refused_for_a_moment(sandbox: RunningSandbox) -> None:
    prompt = f"{QUOTA} [[fault:slow-answer*2]]"
    answers: list[httpx.Response] = []
    slow = threading.Thread(
        target=lambda: answers.append(sandbox.submit(key="key-3", prompt=prompt))
    )
    slow.start()
    wait_for(
        lambda: (
            any(note["idempotency_key"] == "key-3" for note in sandbox.ledger()["submits"]) or None
        )
    )
    early = sandbox.submit(key="key-3", prompt=prompt)
    slow.join()
    assert early.status_code == 409
    assert early.json()["error"]["code"] == "idempotency_in_progress"
    assert int(early.headers["retry-after"]) >= 1
    assert answers[0].status_code == 200
    assert sandbox.submit(key="key-3", prompt=prompt).json() == answers[0].json()


def test_a_refused_submit_leaves_its_key_free(sandbox: RunningSandbox) -> None:
    assert sandbox.submit(key="key-4", duration=5).status_code == 400
    assert sandbox.submit(key="key-4", prompt=QUOTA).status_code == 200


def test_without_a_key_every_submit_is_a_task(sandbox: RunningSandbox) -> None:
    charges = sandbox.ledger()["charge_count"]
    assert sandbox.submitted(prompt=QUOTA) != sandbox.submitted(prompt=QUOTA)
    assert sandbox.ledger()["charge_count"] == charges + 2


def test_when_keys_are_ignored_a_repetition_is_charged_again(tmp_path: Path) -> None:
    with sandbox_running("--state", tmp_path, "--idempotency", "ignored") as sandbox:
        first = sandbox.submitted(key="key-1", prompt=QUOTA)
        assert sandbox.submitted(key="key-1", prompt=QUOTA) != first
        assert sandbox.submit(key="key-1", prompt=QUOTA, duration=6).status_code == 200
        assert sandbox.ledger()["charge_count"] == 3
