"""Starts the real sandbox in a child process and speaks to it as a client would."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

CHECKOUT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "omniflash_desktop.sandbox"]
PATIENCE = 60.0  # seconds: far more than anything takes on a busy machine
SUBMIT = "/v1/videos/generations"


def submit_body(**fields: Any) -> dict[str, Any]:
    """A submit that is accepted, with some fields changed; None takes a field out."""
    body: dict[str, Any] = {
        "model": "Omni-Flash-Ext",
        "prompt": "a red paper boat drifts on a pond",
        "duration": 4,
        "resolution": "720p",
        "aspect_ratio": "16:9",
    }
    body.update(fields)
    return {name: value for name, value in body.items() if value is not None}


class RunningSandbox:
    """A sandbox in a child process."""

    def __init__(self, process: subprocess.Popen[str], ready: dict[str, Any]) -> None:
        self.process = process
        self.base_url: str = ready["base_url"]
        self.token: str = ready["token"]
        self.pid: int = ready["pid"]
        self.client = httpx.Client(
            base_url=self.base_url,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=PATIENCE,
        )

    def submit(self, *, key: str | None = None, **fields: Any) -> httpx.Response:
        headers = {} if key is None else {"Idempotency-Key": key}
        return self.client.post(SUBMIT, json=submit_body(**fields), headers=headers)

    def submitted(self, **fields: Any) -> str:
        """Submits and returns the task id."""
        answer = self.submit(**fields)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"][0]["task_id"]

    def task(self, task_id: str, language: str = "en") -> dict[str, Any]:
        answer = self.client.get(f"/v1/tasks/{task_id}", params={"language": language})
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def ended(self, task_id: str) -> dict[str, Any]:
        """Polls until the task is completed or failed."""
        return wait_for(
            lambda: (
                task if (task := self.task(task_id))["status"] in ("completed", "failed") else None
            )
        )

    def ledger(self) -> dict[str, Any]:
        return self.client.get("/sandbox/ledger").json()

    def switch_faults(self, *faults: str) -> None:
        answer = self.client.post("/sandbox/faults", json={"faults": faults})
        assert answer.status_code == 200, answer.text

    def balance(self) -> float:
        return self.client.get("/v1/balance").json()["remain_balance"]

    def kept_file(self, data: bytes, name: str = "file.bin") -> str:
        """Puts a file into the bucket and returns its link."""
        answer = self.client.post("/sandbox/files", params={"filename": name}, content=data)
        assert answer.status_code == 200, answer.text
        return answer.json()["url"]

    def end(self) -> None:
        self.client.close()
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
                if pipe is not None:
                    pipe.close()


def clip_link(task: dict[str, Any]) -> str:
    return task["result"]["videos"][0]["url"][0]


def start_sandbox(*options: str | Path, stdin: int = subprocess.DEVNULL) -> RunningSandbox:
    process = subprocess.Popen(
        [*COMMAND, *map(str, options)],
        cwd=CHECKOUT,
        stdin=stdin,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        process.wait(PATIENCE)
        process.stdout.close()
        raise AssertionError(f"the sandbox ended with {process.returncode} before it was ready")
    return RunningSandbox(process, json.loads(line))


@contextmanager
def sandbox_running(*options: str | Path) -> Iterator[RunningSandbox]:
    sandbox = start_sandbox(*options)
    try:
        yield sandbox
    finally:
        sandbox.end()


def wait_for(probe: Callable[[], Any], patience: float = PATIENCE) -> Any:
    """Asks again and again until there is an answer."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        answer = probe()
        if answer is not None:
            return answer
        time.sleep(0.03)
    raise AssertionError("waited in vain")
