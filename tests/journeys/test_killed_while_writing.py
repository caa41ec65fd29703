"""The app dies while somebody writes a request: the next start has it as it was."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from .conftest import Command

Seen = dict[str, Any]
WITHIN = 60.0


class Writer:
    """The app in a process of its own, and what it says of itself."""

    def __init__(self, process: "subprocess.Popen[str]", profile: Path) -> None:
        self.process = process
        self.profile = profile

    def until(self, holds: Callable[[Seen], bool]) -> Seen:
        """Reads until what stands in the composer is as wanted."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            seen = json.loads(line)
            if holds(seen):
                return seen
        raise AssertionError("the app ended")

    def until_kept(self, wanted: Any) -> None:
        """Waits until the file holds what stands in the composer."""
        file = self.profile / "draft.json"
        deadline = time.monotonic() + WITHIN
        while not file.exists() or json.loads(file.read_bytes()) != wanted:
            assert time.monotonic() < deadline, "the draft was not kept"
            time.sleep(0.02)


@contextmanager
def writing(
    omniflash: Command, environment: dict[str, str], typed: str = "", copied: Path | str = ""
) -> Iterator[Writer]:
    words = [sys.executable, "-m", "tests.journeys.drafting_window", typed, str(copied)]
    process = subprocess.Popen(
        [*words, "--profile", str(omniflash.profile), "--sandbox"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Writer(process, omniflash.profile)
    finally:
        process.kill()
        process.communicate()


def is_ready(seen: Seen) -> bool:
    return seen["slots"][0].endswith("Ready")


def test_a_killed_app_has_the_words_and_the_pasted_picture_at_its_next_start(
    omniflash: Command, environment: dict[str, str], pictures: list[Path]
) -> None:
    with writing(omniflash, environment, "@1 over the sea", pictures[0]) as writer:
        before = writer.until(is_ready)
        writer.until_kept(before["draft"])
        writer.process.send_signal(signal.SIGKILL)
        writer.process.wait()
    assert before["draft"]["request"]["prompt"] == "@1 over the sea\n"
    assert before["draft"]["takes"] == 2
    assert len(before["draft"]["request"]["images"]) == 1

    with writing(omniflash, environment) as writer:
        after = writer.until(is_ready)
        assert after["draft"] == before["draft"]
        assert not after["can_undo"]
        assert after["told"] == []


@pytest.mark.slow
def test_a_draft_that_is_damaged_stops_nobody(
    omniflash: Command, environment: dict[str, str]
) -> None:
    omniflash.profile.mkdir(parents=True, exist_ok=True)
    (omniflash.profile / "draft.json").write_bytes(b'{"request": {"prompt": "An am')
    with writing(omniflash, environment, "A red kite") as writer:
        seen = writer.until(lambda seen: bool(seen["told"]))
        assert "draft.broken-" in seen["told"][0]
        writer.until_kept(seen["draft"])
    (aside,) = omniflash.profile.glob("draft.broken-*.json")
    assert aside.read_bytes() == b'{"request": {"prompt": "An am'
