"""Rendering beside the server: polls are answered meanwhile, and no reference breaks anything."""

import http.server
import os
import signal
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rendered_clips import moving_dot
from running_sandbox import RunningSandbox, clip_link, sandbox_running, wait_for
from test_sandbox_restart import workers_of

BAD_LINKS = {
    "Failed to download the reference image": (
        "http://127.0.0.1:9/nobody-listens.png",
        "http://no-such-host.invalid/a.png",
        "{server}/missing.png",
        "{server}/endless.png",
        "{server}/elsewhere.png",
    ),
    "Invalid reference image": ("{server}/page.html", "{server}/empty.png"),
}


class Strangers(http.server.BaseHTTPRequestHandler):
    """A server of references that are not what they should be."""

    def do_GET(self) -> None:
        match self.path:
            case "/page.html":
                self.answer(200, b"<html></html>")
            case "/empty.png":
                self.answer(200, b"")
            case "/elsewhere.png":
                self.send_response(302)
                self.send_header("Location", "file:///etc/passwd")
                self.end_headers()
            case "/endless.png":
                self.send_response(200)
                self.end_headers()
                try:
                    while True:
                        self.wfile.write(bytes(1 << 20))
                except OSError:
                    pass
            case "/silent.png":
                self.rfile.read(1)  # until the client hangs up
            case "/dot.mp4":
                self.answer(200, moving_dot(4.0))
            case _:
                self.answer(404, b"")

    def answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def strangers() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Strangers) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


@pytest.mark.parametrize(
    ("words", "link"), [(words, link) for words, links in BAD_LINKS.items() for link in links]
)
def test_a_bad_reference_fails_its_task_and_is_refunded(
    sandbox: RunningSandbox, strangers: str, words: str, link: str
) -> None:
    used = sandbox.ledger()["used_usd"]
    task = sandbox.ended(sandbox.submitted(image_urls=[link.format(server=strangers)]))
    assert task["status"] == "failed"
    assert words in task["error"]["message"]
    assert (task["error"]["code"], task["cost"]) == ("task_failed", 0)
    assert sandbox.ledger()["used_usd"] == used


def test_a_video_of_another_loopback_server_is_fetched(
    sandbox: RunningSandbox, strangers: str
) -> None:
    task_id = sandbox.submitted(duration=None, video_urls=[f"{strangers}/dot.mp4"])
    task = sandbox.ended(task_id)
    assert (task["status"], task["cost"]) == ("completed", 0.08)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_worker_that_dies_costs_one_task(state_with_clip: Path) -> None:
    with sandbox_running("--state", state_with_clip, "--seconds-per-task", "0") as sandbox:
        task_id = sandbox.submitted(resolution="4k")
        (worker,) = wait_for(lambda: workers_of(sandbox.pid) or None)
        os.kill(worker, signal.SIGKILL)
        task = sandbox.ended(task_id)
        assert (task["status"], task["cost"]) == ("failed", 0)
        assert sandbox.balance() == 25.0
    options = ("--state", state_with_clip, "--seconds-per-task", "0", "--reuse-clips")
    with sandbox_running(*options) as sandbox:
        assert sandbox.task(task_id)["status"] == "failed"
        assert clip_link(sandbox.ended(sandbox.submitted()))


def test_a_reference_that_never_comes_does_not_hold_up_the_end(
    tmp_path: Path, strangers: str
) -> None:
    with sandbox_running("--state", tmp_path) as sandbox:
        sandbox.submitted(image_urls=[f"{strangers}/silent.png"])
        time.sleep(0.3)
        started = time.monotonic()
    assert time.monotonic() - started < 5


@pytest.mark.skipif(sys.platform == "win32", reason="counts workers with ps")
def test_polls_are_answered_at_once_while_two_clips_render(tmp_path: Path) -> None:
    with sandbox_running("--state", tmp_path) as sandbox:
        ids = [sandbox.submitted(resolution="4k", duration=10) for _ in range(2)]
        wait_for(lambda: len(workers_of(sandbox.pid)) == 2 or None)
        wait_for(lambda: sandbox.task(ids[0])["status"] == "processing" or None)
        waits: list[float] = []
        for _ in range(40):
            started = time.perf_counter()
            sandbox.task(ids[1])
            waits.append(time.perf_counter() - started)
            time.sleep(0.02)
        # The median: on a busy machine single waits tell of its other work.
        assert statistics.median(waits) < 0.05
