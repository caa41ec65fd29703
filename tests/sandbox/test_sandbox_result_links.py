"""Downloads of results: ranges, validators, expiry (contract, section 8)."""

import time
from pathlib import Path

import httpx
import pytest
from running_sandbox import RunningSandbox, clip_link, sandbox_running


@pytest.fixture
def link(sandbox: RunningSandbox) -> str:
    return clip_link(sandbox.ended(sandbox.submitted()))


def test_parts_put_together_are_the_whole(link: str) -> None:
    whole = httpx.get(link)
    size = len(whole.content)
    assert int(whole.headers["content-length"]) == size
    middle = size // 2
    first = httpx.get(link, headers={"Range": f"bytes=0-{middle - 1}"})
    rest = httpx.get(link, headers={"Range": f"bytes={middle}-"})
    assert (first.status_code, rest.status_code) == (206, 206)
    assert first.content + rest.content == whole.content
    assert rest.headers["content-range"] == f"bytes {middle}-{size - 1}/{size}"
    last = httpx.get(link, headers={"Range": "bytes=-10"})
    assert last.content == whole.content[-10:]


def test_a_range_outside_of_the_file_is_refused(link: str) -> None:
    size = int(httpx.head(link).headers["content-length"])
    answer = httpx.get(link, headers={"Range": f"bytes={size}-"})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{size}"


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=-", "bytes=a-b", "items=0-5", "bytes=0-1,4-5"]
)
def test_a_range_that_makes_no_sense_is_ignored(link: str, asked: str) -> None:
    assert httpx.get(link, headers={"Range": asked}).status_code == 200


def test_if_range_guards_against_another_file(link: str) -> None:
    head = httpx.head(link)
    asked = {"Range": "bytes=0-9"}
    for validator in (head.headers["etag"], head.headers["last-modified"]):
        assert httpx.get(link, headers={**asked, "If-Range": validator}).status_code == 206
    assert httpx.get(link, headers={**asked, "If-Range": '"other"'}).status_code == 200


def test_results_need_no_token_and_sent_ones_are_counted(
    sandbox: RunningSandbox, link: str
) -> None:
    before = sandbox.ledger()["downloads_with_token"]
    httpx.get(link)
    assert sandbox.ledger()["downloads_with_token"] == before
    sandbox.client.get(link)
    assert sandbox.ledger()["downloads_with_token"] == before + 1


def test_a_result_link_really_expires(state_with_clip: Path) -> None:
    options = ("--state", state_with_clip, "--seconds-per-task", "0", "--reuse-clips")
    with sandbox_running(*options, "--link-seconds", "2") as sandbox:
        task = sandbox.ended(sandbox.submitted())
        assert task["result"]["videos"][0]["expires_at"] - task["completed"] in (2, 3)
        assert httpx.head(clip_link(task)).status_code == 200
        time.sleep(2)
        assert httpx.get(clip_link(task)).status_code == 410
        assert httpx.get(task["result"]["thumbnail_url"]).status_code == 410
