"""What nobody caught: written down, told once for each kind, and the app goes on."""

import asyncio
import faulthandler
import gc
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from omniflash_desktop.app.crash_net import FAULT_FILE, CrashNet
from omniflash_desktop.services.background_tasks import BackgroundTasks
from tests.ui.opened_window import until


class Told:
    """A net that is spread, and what it told."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.net = CrashNet(self.texts.append)


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    # pytest has the fault handler already; a test of its own is below.
    monkeypatch.setattr(faulthandler, "enable", lambda _file: None)
    monkeypatch.setattr(faulthandler, "disable", lambda: None)
    made = Told()
    made.net.spread(tmp_path)
    yield made
    made.net.close()


class Emitter(QObject):
    happened = Signal()


async def test_a_slot_that_fails_is_told_and_the_others_are_called(
    qapp: QApplication, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    emitter, called = Emitter(), []

    def fail() -> None:
        raise ZeroDivisionError("in a slot")

    emitter.happened.connect(fail)
    emitter.happened.connect(lambda: called.append(True))
    emitter.happened.emit()
    emitter.happened.emit()

    assert called == [True, True]
    assert told.texts == ["ZeroDivisionError in the window"]
    # Each time it is written down, with its traceback.
    assert [record.getMessage() for record in caplog.records] == ["the window failed"] * 2
    assert "in a slot" in caplog.text


async def test_a_timer_s_slot_ends_no_loop(qapp: QApplication, told: Told) -> None:
    def fail() -> None:
        raise KeyError("tick")

    QTimer.singleShot(0, fail)
    await until(lambda: told.texts)
    assert told.texts == ["KeyError in the window"]
    assert await asyncio.to_thread(lambda: 5) == 5


async def test_a_thread_that_fails_is_told(qapp: QApplication, told: Told) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    for _ in range(2):
        thread = threading.Thread(target=fail, name="poster")
        thread.start()
        thread.join()
    assert told.texts == ["ZeroDivisionError in poster"]


async def test_a_task_that_fails_is_told(qapp: QApplication, told: Told) -> None:
    tasks = BackgroundTasks(told.net.report)

    async def fail() -> None:
        raise ZeroDivisionError

    tasks.start(fail(), name="watch 0123")
    await until(lambda: told.texts)
    assert told.texts == ["ZeroDivisionError in watch 0123"]
    assert await tasks.close(within=1.0) == []


async def test_a_callback_of_the_loop_that_fails_is_told(qapp: QApplication, told: Told) -> None:
    loop = asyncio.get_running_loop()
    told.net.watch_loop(loop)

    def fail() -> None:
        raise ZeroDivisionError

    loop.call_soon(fail)
    await until(lambda: told.texts)
    assert len(told.texts) == 1
    assert told.texts[0].startswith("ZeroDivisionError in ")


async def test_a_task_that_nobody_held_is_told(qapp: QApplication, told: Told) -> None:
    told.net.watch_loop(asyncio.get_running_loop())

    async def fail() -> None:
        raise ZeroDivisionError

    task = asyncio.ensure_future(fail())
    await asyncio.wait([task])
    del task
    gc.collect()
    await until(lambda: told.texts)
    assert told.texts == ["ZeroDivisionError in Task exception was never retrieved"]


async def test_a_complaint_of_the_loop_is_only_written_down(
    qapp: QApplication, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    loop = asyncio.get_running_loop()
    told.net.watch_loop(loop)
    loop.call_exception_handler({"message": "something odd"})
    assert told.texts == []
    assert "something odd" in caplog.text


def test_each_kind_is_told_once(told: Told) -> None:
    def report(error: type[Exception]) -> None:
        try:
            raise error
        except error as caught:
            told.net.report(caught, "here")

    for _ in range(3):
        report(ZeroDivisionError)
        report(KeyError)
    # Raised on the same line, but not the same mistake.
    assert told.texts == ["ZeroDivisionError in here", "KeyError in here"]


def test_mistakes_without_a_traceback_are_told_apart(told: Told) -> None:
    told.net.report(ZeroDivisionError(), "here")
    told.net.report(KeyError(), "there")
    assert told.texts == ["ZeroDivisionError in here", "KeyError in there"]


def test_ctrl_c_is_no_crash(told: Told, capsys: pytest.CaptureFixture[str]) -> None:
    interrupt = KeyboardInterrupt()
    sys.excepthook(KeyboardInterrupt, interrupt, None)
    assert told.texts == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_the_hooks_are_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faulthandler, "enable", lambda _file: None)
    monkeypatch.setattr(faulthandler, "disable", lambda: None)
    before = sys.excepthook, threading.excepthook
    net = CrashNet(lambda _text: None)
    net.spread(tmp_path)
    assert sys.excepthook != before[0]
    net.close()
    assert (sys.excepthook, threading.excepthook) == before


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    net = CrashNet(lambda _text: None)
    net.spread(tmp_path / "nowhere")
    net.close()


def test_a_crash_of_the_interpreter_leaves_a_file(tmp_path: Path) -> None:
    program = (
        "import faulthandler, pathlib, sys\n"
        "from omniflash_desktop.app.crash_net import CrashNet\n"
        "CrashNet(print).spread(pathlib.Path(sys.argv[1]))\n"
        "def crash_here(): faulthandler._sigabrt()\n"
        "crash_here()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, tmp_path], capture_output=True, timeout=30, check=False
    )
    assert ended.returncode != 0
    assert "crash_here" in (tmp_path / FAULT_FILE).read_text("utf-8")


def test_what_is_written_has_the_name_of_the_work(
    told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        told.net.report(ZeroDivisionError("why"), "generation 0123")
    assert caplog.records[0].getMessage() == "generation 0123 failed"
    assert caplog.records[0].exc_info is not None
