"""One worker process as the app sees it: a job goes in, an answer or nothing comes out."""

import contextlib
import os
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Final

import omniflash_desktop
from omniflash_desktop.media.jobs import LARGEST_MESSAGE, read_message, write_message

_LAST_WORDS: Final = 4096
"""Bytes of a dead worker's standard error that go into the log."""

_DYING_SECONDS: Final = 1.0
"""How long a process that hung up may take to end by itself, so that it can say why."""

_WINDOWS_FLAGS: Final[int] = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(
    subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0
)


def _nothing_is_news(message: bytes) -> bool:
    return False


class WorkerDiedError(Exception):
    """The process ended before it answered. The text is what it said at last."""

    def __init__(self, last_words: str, *, took_too_long: bool) -> None:
        super().__init__(last_words)
        self.took_too_long = took_too_long


class WorkerProcess:
    """Not shared between threads, but for `kill`."""

    def __init__(self, command: Sequence[str]) -> None:
        """Starts the process.

        Raises:
            OSError: The system would not start it.
        """
        # A file and not a pipe: nobody would read the pipe, and a full one stops the worker.
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - `release` closes it
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
                env=os.environ | {"PYTHONPATH": _search_path()},
                # Ctrl+C in a terminal is for the app, which ends its workers itself. No session of
                # its own: Linux shares the processor between sessions first, so that the
                # worker's being nice would be of no use to the window.
                process_group=0,
                creationflags=_WINDOWS_FLAGS,
            )
        except OSError:
            self._said.close()
            raise

    @property
    def pid(self) -> int:
        """The system's number of the process."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it could take a job."""
        return self._process.poll() is None

    def do(
        self,
        job: bytes,
        *,
        seconds: float,
        is_news: Callable[[bytes], bool] = _nothing_is_news,
        largest: int = LARGEST_MESSAGE,
    ) -> bytes:
        """Waits for the answer to one job.

        Args:
            job: See `jobs.encoded`.
            seconds: A process that says nothing for so long is killed.
            is_news: Takes a message; whether it is none but news of a job that goes on.
            largest: Bytes that a message may have.

        Raises:
            WorkerDiedError: There is none. The process is gone.
        """
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        overdue = threading.Event()

        def end_it() -> None:
            overdue.set()
            self.kill()

        timer = _started_timer(seconds, end_it)
        try:
            write_message(stdin, job)
            answer = read_message(stdout, largest=largest)
            while answer is not None and is_news(answer):
                timer.cancel()
                timer.join()
                timer = _started_timer(seconds, end_it)
                answer = read_message(stdout, largest=largest)
        except (OSError, ValueError):
            # A pipe that broke, or that `hang_up` has closed.
            answer = None
        finally:
            timer.cancel()
            timer.join()
        if answer is None or overdue.is_set():
            last_words = self._last_words()
            self.release()
            raise WorkerDiedError(last_words, took_too_long=overdue.is_set())
        # Not before a job: what a process said that is dying just now would be lost.
        self._said.seek(0)
        self._said.truncate()
        return answer

    def hang_up(self) -> None:
        """Lets the process end by itself, which removes what it has not finished; any thread."""
        stdin = self._process.stdin
        if stdin is not None:
            with contextlib.suppress(OSError):
                stdin.close()

    def kill(self) -> None:
        """Ends the process at once, whatever it does; from any thread, any number of times."""
        self._process.kill()

    def end(self) -> None:
        """As `kill`, and waits some milliseconds until what the process had open is closed."""
        self._process.kill()
        self._process.wait()

    def release(self) -> None:
        """Waits for the end of a process that is ending, and closes what belongs to it."""
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    # What it did not read is flushed into a pipe without an end.
                    continue
        self._said.close()

    def _last_words(self) -> str:
        try:
            status = self._process.wait(_DYING_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            status = self._process.wait()
        size = self._said.seek(0, os.SEEK_END)
        self._said.seek(max(0, size - _LAST_WORDS))
        words = self._said.read().decode("utf-8", errors="replace").strip()
        return f"status {status} {words}".strip()


def _started_timer(seconds: float, end_it: Callable[[], None]) -> threading.Timer:
    # A timer, and no time limit in the event loop: it must hold when the loop has ended too.
    timer = threading.Timer(seconds, end_it)
    timer.daemon = True
    timer.start()
    return timer


def _search_path() -> str:
    """Where the worker finds this very package, installed or not."""
    home = str(Path(omniflash_desktop.__file__).parent.parent)
    return os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
