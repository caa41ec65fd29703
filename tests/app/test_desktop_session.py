"""One run of the window, from its start to its end, with everything real but the network."""

import argparse
import asyncio
import contextlib
import faulthandler
import logging
import os
import signal
import sqlite3
import tempfile
import threading
from collections.abc import AsyncGenerator, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QMessageBox

from omniflash_desktop.app.desktop_session import DesktopSession
from omniflash_desktop.app.quit_signals import QuitSignals
from omniflash_desktop.app.single_instance import hand_over
from omniflash_desktop.cli.exit_status import ExitStatus
from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.outcomes import Submitted
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from omniflash_desktop.ui.main_window import MainWindow
from omniflash_desktop.ui.notices.question_dialog import QuestionDialog
from omniflash_desktop.ui.theme.theme import Theme
from tests.builders import a_generation, a_request
from tests.ui.opened_window import until

SERVICE = "http://127.0.0.1:9"
posix_only = pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")


class SlowService:
    """Takes a submit, and answers when it is let."""

    base_url = SERVICE
    token_id = "0123456789ab"

    def __init__(self) -> None:
        self.asked = 0
        self.answers = asyncio.Event()

    async def key_balance(self) -> Balance:
        return Balance(remaining=Decimal(10))

    async def submit(self, body: bytes, *, idempotency_key: str) -> Submitted:
        self.asked += 1
        await self.answers.wait()
        return Submitted(task_ids=("task_01",))


class Run:
    """A session under way."""

    def __init__(self, folder: Path) -> None:
        self.folders = ProfileFolders.under(folder / "profile")
        assert self.folders.create() is None
        # What is told here is what comes of a submit, and not the pause before it.
        self.folders.settings_file.write_text("undo_send = false\n")
        arguments = argparse.Namespace(
            sandbox=False,
            base_url=SERVICE,
            files=[],
            self_test=None,
            lang=None,
            theme=None,
            profile=folder,
        )
        self.theme = Theme()
        self.window = MainWindow(self.theme)
        self.window.show()
        self.session = DesktopSession(arguments, self.folders, self.window, self.theme)
        self.ending = asyncio.ensure_future(self.session.run())
        self.service = SlowService()

    @property
    def parts(self) -> Any:
        return self.session._parts

    async def opened(self) -> None:
        await until(lambda: self.parts is not None and self.session.workspace.stage.welcome)

    async def sends_something(self) -> str:
        """A submit is on its way, and the service does not answer yet."""

        async def connection_to(_service: str, _token_id: str | None = None) -> Any:
            return self.service

        self.parts.core.connections.connection_to = connection_to
        (started,) = self.parts.core.queue.start(a_request(), service=SERVICE)
        await until(lambda: self.parts.is_best_kept_open and self.service.asked)
        return started.id

    def questions(self) -> list[QuestionDialog]:
        return [one for one in self.window.findChildren(QuestionDialog) if one.isVisible()]

    def state_of(self, generation_id: str) -> State:
        """As the next start would find it."""
        library = open_library(self.folders.library_file)
        kept = library.find(generation_id)
        library.close()
        assert kept is not None
        return kept.state


@pytest.fixture
def sockets_folder() -> Iterator[Path]:
    """pytest's own folders have names too long for a socket."""
    with tempfile.TemporaryDirectory(prefix="of-") as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def own_computer(sockets_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No keyring, no socket of somebody else, and the handlers of pytest afterwards."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setattr(tempfile, "tempdir", str(sockets_folder))
    monkeypatch.setattr(faulthandler, "enable", lambda _file: None)
    monkeypatch.setattr(faulthandler, "disable", lambda: None)
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    messages = qInstallMessageHandler(None)
    qInstallMessageHandler(messages)
    yield
    qInstallMessageHandler(messages)
    for handler in [one for one in root.handlers if one not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@contextlib.asynccontextmanager
async def a_run(app: QApplication, folder: Path) -> AsyncGenerator[Run]:
    run = Run(folder)
    try:
        yield run
    finally:
        if not run.ending.done():
            run.service.answers.set()
            run.session._end()
        await run.ending
        run.window.deleteLater()
        run.session.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


async def test_closing_ends_the_run(qapp: QApplication, tmp_path: Path) -> None:
    async with a_run(qapp, tmp_path) as run:
        await run.opened()
        run.window.close()
        assert await run.ending == ExitStatus.DONE
        assert not run.window.isVisible()
        assert run.parts.core.tasks.names() == []


async def test_closing_at_once_ends_the_run_too(qapp: QApplication, tmp_path: Path) -> None:
    async with a_run(qapp, tmp_path) as run:
        run.window.close()
        assert await run.ending == ExitStatus.DONE


async def test_closing_while_sending_asks_once(qapp: QApplication, tmp_path: Path) -> None:
    async with a_run(qapp, tmp_path) as run:
        await run.opened()
        started = await run.sends_something()
        for _ in range(3):
            run.window.close()
        await until(run.questions)
        (question,) = run.questions()
        assert "being sent" in question.title.text()

        question.reject()
        await until(lambda: not run.questions())
        assert run.window.isVisible()
        assert not run.ending.done()

        await until(lambda: run.window.close() or run.questions())
        run.questions()[0].accept()
        # The answer is waited for: it is paid, and only the answer names it.
        await until(lambda: not run.window.isVisible())
        assert not run.ending.done()
        run.service.answers.set()
        assert await run.ending == ExitStatus.DONE
        assert run.state_of(started) is State.WAITING


@posix_only
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_does_not_ask(
    qapp: QApplication, tmp_path: Path, number: signal.Signals
) -> None:
    async with a_run(qapp, tmp_path) as run:
        await run.opened()
        started = await run.sends_something()
        os.kill(os.getpid(), number)
        await until(lambda: not run.window.isVisible())
        assert run.questions() == []
        run.service.answers.set()
        assert await run.ending == ExitStatus.DONE
        assert run.state_of(started) is State.WAITING


@posix_only
async def test_a_signal_ends_a_question_too(qapp: QApplication, tmp_path: Path) -> None:
    async with a_run(qapp, tmp_path) as run:
        await run.opened()
        await run.sends_something()
        run.window.close()
        await until(run.questions)
        os.kill(os.getpid(), signal.SIGTERM)
        run.service.answers.set()
        assert await run.ending == ExitStatus.DONE


def of_a_later_release(library: Path) -> None:
    with contextlib.closing(sqlite3.connect(library)) as raw:
        raw.execute("PRAGMA user_version = 99")


async def test_a_damaged_library_is_mended_and_the_window_says_what_was_found(
    qapp: QApplication, tmp_path: Path
) -> None:
    folders = ProfileFolders.under(tmp_path / "profile")
    assert folders.create() is None
    library = open_library(folders.library_file)
    assert isinstance(library, SqliteLibrary)
    library.save(a_generation().waiting(), durably=True)
    library.close()
    folders.library_file.write_bytes(b"this is no database at all" * 100)

    async with a_run(qapp, tmp_path) as run:
        await run.opened()
        toasts = run.session.workspace.stage.toasts
        await until(lambda: toasts.shown)
        (toast,) = toasts.shown
        told = toast.accessibleDescription()
        assert "damaged" in told
        assert "1 running task" in told
        assert "library.damaged-" in told
        assert run.parts.core.library.find_task("task_01") is not None
        await until(lambda: not run.parts.core.library.has_unread_clips)
    assert len([one for one in os.listdir(tmp_path / "profile") if "damaged" in one]) == 1


async def test_a_library_that_cannot_be_opened_is_told(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with a_run(qapp, tmp_path) as run:
        of_a_later_release(run.folders.library_file)
        await until(lambda: run.window.findChildren(QMessageBox))
        (box,) = run.window.findChildren(QMessageBox)
        title, text = box.text(), box.informativeText()
        assert title
        assert text
        box.accept()
        assert await run.ending == ExitStatus.ENVIRONMENT
        assert not run.window.isVisible()
        # Whoever started it from a terminal reads the same.
        assert f"{title}. {text}" in capsys.readouterr().err


@posix_only
async def test_nobody_need_read_why_it_ends(qapp: QApplication, tmp_path: Path) -> None:
    async with a_run(qapp, tmp_path) as run:
        of_a_later_release(run.folders.library_file)
        await until(lambda: run.window.findChildren(QMessageBox))
        os.kill(os.getpid(), signal.SIGTERM)
        assert await run.ending == ExitStatus.ENVIRONMENT


async def test_a_crash_in_a_thread_is_told_in_the_window(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with a_run(qapp, tmp_path) as run:
        await run.opened()
        built_in: list[threading.Thread] = []
        run.session.workspace.stage.toasts.show = lambda *_, **__: built_in.append(
            threading.current_thread()
        )

        def fail() -> None:
            raise ZeroDivisionError

        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        # Widgets are made in the window's own thread.
        await until(lambda: built_in)
        assert built_in == [threading.main_thread()]


async def test_a_crash_in_a_task_is_told_and_the_window_goes_on(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with a_run(qapp, tmp_path) as run:
        await run.opened()

        async def fail() -> None:
            raise ZeroDivisionError

        run.parts.core.tasks.start(fail(), name="poster of 0123")
        toasts = run.session.workspace.stage.toasts
        await until(lambda: toasts.shown)
        assert "ZeroDivisionError in poster of 0123" in toasts.shown[0].accessibleDescription()
        written = (run.folders.logs_folder / "omniflash.log").read_text("utf-8")
        assert "poster of 0123 failed" in written
        assert "Traceback" in written
        assert not run.ending.done()


async def test_a_later_start_is_heard_until_the_end(qapp: QApplication, tmp_path: Path) -> None:
    async with a_run(qapp, tmp_path) as run:
        await run.opened()
        walk = tmp_path / "walk.mp4"
        assert hand_over(run.folders.profile_name, [walk])
        composer = run.session.workspace.composer
        await until(lambda: composer.draft().video is not None)
        run.window.close()
        await run.ending
        assert not hand_over(run.folders.profile_name, [])


@posix_only
async def test_signals_are_given_back(qapp: QApplication) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    signals = QuitSignals()
    heard: list[bool] = []
    signals.asked.connect(lambda: heard.append(True))
    os.kill(os.getpid(), signal.SIGTERM)
    await until(lambda: heard)
    signals.close()
    after = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    assert after == before
