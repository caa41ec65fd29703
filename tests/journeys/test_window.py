"""A person at the window: the whole app, with its sandbox, as its own process."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from .clip_facts import facts_of
from .conftest import Command


def desktop_words(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "omniflash_desktop.app.desktop", *map(str, arguments)]


def test_the_window_makes_and_plays_a_clip(tmp_path: Path, environment: dict[str, str]) -> None:
    out = tmp_path / "report"

    ended = subprocess.run(
        desktop_words("--self-test", out, "--theme", "dark"),
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )

    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["ok"], report["steps"]
    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr
    names = [step["name"] for step in report["steps"]]
    assert names[0] == "open the window"
    assert names[-1] == "save a copy"
    facts = facts_of(out / "clip.mp4")
    assert (facts.width, facts.height, facts.frames) == (1280, 720, 6 * 24)
    with Image.open(out / "window.png") as picture:
        assert picture.size == (1600, 1000)
        colours = picture.convert("RGB").resize((64, 40)).getcolors(64 * 40)
    assert colours is not None
    assert len(colours) > 100


def test_the_window_ends_in_order_when_it_is_asked_to(
    omniflash: Command, environment: dict[str, str]
) -> None:
    window = subprocess.Popen(
        desktop_words("--profile", omniflash.profile, "--sandbox"),
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    library = omniflash.profile / "library.sqlite3"
    try:
        _wait_until(library.exists, window)
        # The profile belongs to the window now.
        assert omniflash("generate", "kite").status == 3
        window.send_signal(signal.SIGTERM)
        _, messages = window.communicate(timeout=30)
    finally:
        window.kill()
    assert window.returncode == 0, messages
    assert "Traceback" not in messages
    assert "destroyed" not in messages
    assert omniflash("list").status == 0


def test_a_second_start_hands_its_files_to_the_first_window(
    omniflash: Command, environment: dict[str, str], pictures: list[Path]
) -> None:
    first = subprocess.Popen(
        desktop_words("--profile", omniflash.profile, "--sandbox"),
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _wait_until((omniflash.profile / "library.sqlite3").exists, first)
        second = subprocess.run(
            desktop_words("--profile", omniflash.profile, pictures[0]),
            env=environment,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert second.returncode == 0, second.stderr
        thumbnails = omniflash.profile / "cache" / "thumbnails"
        _wait_until(lambda: any(thumbnails.glob("*.jpg")), first)
    finally:
        first.terminate()
        first.communicate(timeout=30)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are Linux's affair")
def test_without_a_display_the_person_is_told(tmp_path: Path, environment: dict[str, str]) -> None:
    variables = {
        name: value
        for name, value in environment.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    ended = subprocess.run(
        desktop_words("--profile", tmp_path),
        env=variables,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 3
    assert "There is no display" in ended.stderr


def test_wrong_arguments_get_a_sentence(tmp_path: Path) -> None:
    for arguments in (["--base-url", "ftp://x"], ["--theme", "pink"], ["--no-such-option"]):
        ended = subprocess.run(
            desktop_words("--profile", tmp_path, *arguments),
            env=dict(os.environ),
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert ended.returncode == 2
        assert "Traceback" not in ended.stderr


def _wait_until(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:

    deadline = time.monotonic() + 60
    while not condition():
        assert process.poll() is None, "the window ended by itself"
        assert time.monotonic() < deadline
        time.sleep(0.05)
