"""The sandbox as a child of this process: started when it is first needed, ended with us."""

import asyncio
import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from omniflash_desktop.domain.problems import Problem, ProblemKind

_READY_WITHIN_SECONDS: Final = 30.0
_END_WITHIN_SECONDS: Final = 5.0
SANDBOX_COMMAND: Final = (sys.executable, "-m", "omniflash_desktop.sandbox")
_WITHOUT_OUR_CONSOLE: Final[int] = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(
    subprocess, "CREATE_NEW_PROCESS_GROUP", 0
)


class SandboxAddress(msgspec.Struct, frozen=True, kw_only=True):
    """Where the sandbox answers in this run.

    Attributes:
        base_url: Its address on this computer.
        token: What it wants as a token.
    """

    base_url: str
    token: str


class SandboxProcess:
    """Starts the sandbox once, and again should it have died.

    Args:
        state_folder: Where it keeps its tasks and files.
        log_file: Where it complains.
        options: Passed on to it.
        command: How it is started.
    """

    def __init__(
        self,
        *,
        state_folder: Path,
        log_file: Path,
        options: Sequence[str] = (),
        command: Sequence[str] = SANDBOX_COMMAND,
    ) -> None:
        self._state_folder = state_folder
        self._log_file = log_file
        self._options = tuple(options)
        self._command = tuple(command)
        self._child: subprocess.Popen[str] | None = None
        self._address: SandboxAddress | None = None
        self._starting = asyncio.Lock()
        # A caller may be cancelled; the thread that starts the child for it goes on.
        self._one_child = threading.Lock()
        self._is_closed = False

    async def address(self) -> SandboxAddress | Problem:
        """Where it answers; starts it where it does not run."""
        async with self._starting:
            known = self._known_address()
            return known or await asyncio.to_thread(self._started)

    async def close(self) -> None:
        """Ends the child, within some seconds. No other is started any more."""
        self._is_closed = True
        await asyncio.to_thread(self._end_now)

    def _known_address(self) -> SandboxAddress | None:
        child = self._child
        return self._address if child is not None and child.poll() is None else None

    def _started(self) -> SandboxAddress | Problem:
        with self._one_child:
            known = self._known_address()
            if known is not None:
                return known
            self._let_go()
            if self._is_closed:
                return Problem(kind=ProblemKind.SANDBOX_UNAVAILABLE)
            started = self._start()
            self._address = started if isinstance(started, SandboxAddress) else None
            return started

    def _end_now(self) -> None:
        child = self._child
        if child is not None:
            # One that is still starting: whoever waits for its words need not go on.
            child.terminate()
        with self._one_child:
            self._let_go()

    def _let_go(self) -> None:
        if self._child is not None:
            _end(self._child)
        self._child, self._address = None, None

    def _start(self) -> SandboxAddress | Problem:
        command = [*self._command, "--state", str(self._state_folder)]
        command += ["--exit-with-stdin", *self._options]
        try:
            self._log_file.parent.mkdir(parents=True, exist_ok=True)
            with self._log_file.open("ab") as log:
                self._child = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                    encoding="utf-8",
                    # Ctrl+C in a terminal is for us; we end the child in order.
                    start_new_session=True,
                    creationflags=_WITHOUT_OUR_CONSOLE,
                )
        except OSError as error:
            return Problem(kind=ProblemKind.SANDBOX_UNAVAILABLE, detail=error.strerror or "")
        return self._read_address(self._child)

    def _read_address(self, child: subprocess.Popen[str]) -> SandboxAddress | Problem:
        assert child.stdout is not None
        # A child that says nothing is ended from outside, which ends the reading as well.
        with _Deadline(child, _READY_WITHIN_SECONDS):
            line = child.stdout.readline()
        try:
            answer = cast("dict[str, Any]", json.loads(line))
            return SandboxAddress(base_url=str(answer["base_url"]), token=str(answer["token"]))
        except (ValueError, KeyError, TypeError):
            _end(child)
            return Problem(kind=ProblemKind.SANDBOX_UNAVAILABLE, detail=self._last_words())

    def _last_words(self) -> str:
        with contextlib.suppress(OSError, IndexError):
            return self._log_file.read_text("utf-8", errors="replace").splitlines()[-1][:300]
        return ""


class _Deadline:
    """Kills a child that is still silent after so many seconds."""

    def __init__(self, child: subprocess.Popen[str], seconds: float) -> None:
        self._timer = threading.Timer(seconds, child.kill)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_exception: object) -> None:
        self._timer.cancel()


def _end(child: subprocess.Popen[str]) -> None:
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.close()
    child.terminate()
    try:
        child.wait(_END_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait(_END_WITHIN_SECONDS)
    if child.stdout is not None:
        child.stdout.close()
