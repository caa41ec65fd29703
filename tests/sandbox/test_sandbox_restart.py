"""What is kept over an end of the process, however it ends, and what is not left behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from running_sandbox import (
    CHECKOUT,
    COMMAND,
    PATIENCE,
    clip_link,
    sandbox_running,
    start_sandbox,
    wait_for,
)

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def workers_of(pid: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return [child for child, parent in pairs if parent == pid]


@posix_only
def test_a_task_at_work_survives_a_kill(tmp_path: Path) -> None:
    killed = start_sandbox("--state", tmp_path)
    task_id = killed.submitted()
    workers = wait_for(lambda: workers_of(killed.pid) or None)
    wait_for(lambda: killed.task(task_id)["progress"] > 0 or None)
    killed.process.send_signal(signal.SIGKILL)
    killed.process.wait()
    killed.end()
    wait_for(lambda: not any(map(alive, workers)) or None)

    with sandbox_running("--state", tmp_path) as sandbox:
        assert sandbox.token == killed.token
        assert sandbox.base_url != killed.base_url
        task = sandbox.ended(task_id)
        assert task["status"] == "completed"
        assert clip_link(task).startswith(sandbox.base_url)
        assert httpx.get(clip_link(task)).status_code == 200
        ledger = sandbox.ledger()
        assert (ledger["charge_count"], ledger["remaining_usd"]) == (1, 24.75)
        assert not list((tmp_path / "incoming").iterdir())


def test_links_and_money_are_kept_at_a_normal_end(tmp_path: Path) -> None:
    with sandbox_running("--state", tmp_path, "--balance", "3") as sandbox:
        path = httpx.URL(sandbox.kept_file(b"hello")).path
        sandbox.submitted(prompt="a kite [[fault:slow-queue*600]]")
    with sandbox_running("--state", tmp_path, "--balance", "99") as sandbox:
        assert httpx.get(sandbox.base_url + path).content == b"hello"
        assert sandbox.balance() == 2.75


def test_a_reference_link_of_an_earlier_port_is_still_read(tmp_path: Path) -> None:
    with sandbox_running("--state", tmp_path) as sandbox:
        link = sandbox.kept_file(b"no picture")
    with sandbox_running("--state", tmp_path, "--seconds-per-task", "0") as sandbox:
        task = sandbox.ended(sandbox.submitted(image_urls=[link]))
        # It was read, and found to be no picture.
        assert "cannot be decoded" in task["error"]["message"]


def test_without_a_folder_nothing_is_left(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path)}
    process = subprocess.Popen(
        [*COMMAND, "--exit-with-stdin"],
        cwd=CHECKOUT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    process.stdout.readline()
    assert list(tmp_path.iterdir())
    process.stdin.close()
    assert process.wait(PATIENCE) == 0
    process.stdout.close()
    assert not list(tmp_path.iterdir())


@posix_only
def test_it_dies_with_its_parent_and_its_workers_with_it(tmp_path: Path) -> None:
    parent_code = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen({COMMAND!r} + ['--exit-with-stdin', '--state',"
        f" {str(tmp_path)!r}], cwd={str(CHECKOUT)!r}, stdin=subprocess.PIPE,"
        " stdout=subprocess.PIPE)\n"
        "print(child.stdout.readline().decode().strip(), flush=True)\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", parent_code], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    ready = json.loads(parent.stdout.readline())
    headers = {"Authorization": f"Bearer {ready['token']}"}
    body = {"model": "Omni-Flash-Ext", "prompt": "a kite", "duration": 10, "resolution": "4k"}
    answer = httpx.post(f"{ready['base_url']}/v1/videos/generations", json=body, headers=headers)
    assert answer.status_code == 200
    workers = wait_for(lambda: workers_of(ready["pid"]) or None)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_for(lambda: not any(map(alive, [ready["pid"], *workers])) or None, patience=15)


@posix_only
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_at_once_even_while_rendering(
    tmp_path: Path, number: signal.Signals
) -> None:
    sandbox = start_sandbox("--state", tmp_path)
    sandbox.submitted(resolution="4k")
    workers = wait_for(lambda: workers_of(sandbox.pid) or None)
    started = time.monotonic()
    sandbox.process.send_signal(number)
    assert sandbox.process.wait(PATIENCE) == 0
    assert time.monotonic() - started < 8
    sandbox.end()
    wait_for(lambda: not any(map(alive, workers)) or None)
