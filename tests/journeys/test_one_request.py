"""A press of Generate in the real window makes one request, or none when it is taken back."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.services.queue_rules import QueueRules

from .conftest import Command, Sandbox
from .real_window import RealWindow, a_real_window, until
from .running_core import an_app

NO_HOLD = Preferences(undo_send=False)


@pytest.fixture(autouse=True)
def connected(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMNIFLASH_TOKEN", sandbox.token)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


def says(opened: RealWindow, words: str) -> bool:
    labels = opened.workspace.stage.findChildren(QLabel)
    return any(label.isVisible() and words in label.text() for label in labels)


async def test_what_is_taken_back_was_never_sent(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with a_real_window(qapp, tmp_path / "profile", sandbox.base_url) as opened:
        opened.write("a boat")
        opened.press("moreVariationsButton")
        opened.press("generateButton")
        await until(lambda: opened.toasts)
        assert opened.toasts[0].startswith("Sending in")
        assert len(opened.kept) == 2

        opened.press("toastAction")

        await until(lambda: opened.kept == [])
        await opened.parts.core.queue.idle()
        assert opened.toasts == ["Taken back, nothing was charged. a boat"]
        assert sandbox.ledger()["submits"] == []

        # What is asked for next is held as well, and then it goes.
        opened.write(" on a lake")
        opened.press("fewerVariationsButton")
        # A second press so soon after the first would be taken for a slip.
        await until(lambda: not opened.workspace.composer._guard.isActive())
        opened.press("generateButton")
        await until(lambda: State.READY in opened.states())
        (submit,) = sandbox.ledger()["submits"]
        assert submit["charged_usd"] is not None


@pytest.mark.parametrize("by_keys", [False, True])
async def test_a_slip_of_the_finger_is_one_request(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, by_keys: bool
) -> None:
    profile = tmp_path / "profile"
    async with a_real_window(qapp, profile, sandbox.base_url, preferences=NO_HOLD) as opened:
        opened.write("a boat")
        if by_keys:
            editor = opened.workspace.composer.prompt.editor
            for _ in range(2):
                QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        else:
            button = opened.part("generateButton")
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
        await until(lambda: opened.states() == {State.READY})
        assert len(opened.kept) == 1
        assert len(sandbox.ledger()["submits"]) == 1


async def test_a_lost_answer_is_told_with_its_verdict_and_not_sent_again(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    profile = tmp_path / "profile"
    async with a_real_window(qapp, profile, sandbox.base_url, preferences=NO_HOLD) as opened:
        opened.write("a boat [[fault:lost-answer]]")
        opened.press("generateButton")
        await until(lambda: opened.states() == {State.UNCONFIRMED})
        await until(lambda: says(opened, "Very likely charged"))
        assert says(opened, "The balance fell from $25.00 to $24.70")
        assert says(opened, "It may be billed.")
        # The header tells of the charge too.
        await until(lambda: "$24.70" in opened.part("connectionPill").accessibleDescription())
        assert len(sandbox.ledger()["submits"]) == 1


async def leave_a_clip_in_line(profile: Path, base_url: str) -> None:
    async with an_app(profile, base_url) as core:
        core.queue.use(QueueRules(hold_seconds=600))
        core.queue.start(GenerationRequest(prompt="a boat"), service=base_url)


def test_a_second_window_hands_over_and_sends_nothing(
    tmp_path: Path, environment: dict[str, str], sandbox: Sandbox, pointed: Command
) -> None:
    asyncio.run(leave_a_clip_in_line(pointed.profile, sandbox.base_url))
    start = [sys.executable, "-m", "omniflash_desktop.app.desktop", "--profile", pointed.profile]
    start += ["--base-url", sandbox.base_url]
    variables = {**environment, "OMNIFLASH_TOKEN": sandbox.token, "QT_QPA_PLATFORM": "offscreen"}
    first = subprocess.Popen(start, env=variables, stderr=subprocess.PIPE, text=True)
    try:
        handed_over = 0
        deadline = time.monotonic() + 60
        # From then on it is the first one.
        while not (pointed.profile / "logs" / "omniflash.log").exists():
            assert first.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        while sandbox.ledger()["charge_count"] == 0:
            assert first.poll() is None
            assert time.monotonic() < deadline
            second = subprocess.run(
                start, env=variables, capture_output=True, text=True, timeout=60, check=False
            )
            assert "Traceback" not in second.stderr
            # Before the first one listens, the second one is told to wait.
            handed_over += second.returncode == 0
        assert handed_over
    finally:
        first.terminate()
        _, messages = first.communicate(timeout=60)
    assert "Traceback" not in messages
    assert len(sandbox.ledger()["submits"]) == 1
