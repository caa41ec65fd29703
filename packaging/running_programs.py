"""Runs other programs: quietly into the log, or in full view on the terminal."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import IO, AnyStr

STATUS_WRONG_INPUT = 2
STATUS_ENVIRONMENT = 3
STATUS_INTERRUPTED = 130
SECONDS_TO_END = 10
LINES_SHOWN_OF_A_FAILURE = 12


class StepError(Exception):
    """The work cannot go on; the text names the step and what the user can do."""

    def __init__(self, sentence: str, status: int = STATUS_ENVIRONMENT) -> None:
        super().__init__(sentence)
        self.status = status


class ProgramError(Exception):
    """A program that ran quietly ended badly.

    Attributes:
        output: Everything it printed.
    """

    def __init__(self, output: str) -> None:
        super().__init__("a program failed")
        self.output = output


def say(sentence: str) -> None:
    """Tells the user what is going on, before the program that does it may print anything."""
    print(f"quickstart: {sentence}", flush=True)


def exit_status(returned: int) -> int:
    """Turns a return code of ``subprocess`` into an exit status: 139 for a crash, as shells do."""
    return 128 - returned if returned < 0 else returned


def run_in_view(command: Sequence[str | Path], cwd: Path, env: Mapping[str, str]) -> int:
    """Runs a program on this terminal and returns its exit status.

    Raises:
        StepError: The program is not there.
        KeyboardInterrupt: The user pressed Ctrl+C; the program has ended too.
    """
    try:
        with running(lambda: subprocess.Popen(command, cwd=cwd, env=dict(env))) as child:
            return exit_status(child.wait())
    except OSError as error:
        raise StepError(
            f"starting {Path(command[0]).name}: {reason(error)}; "
            "remove the folder .venv and run this command again."
        ) from None


@contextlib.contextmanager
def run_beside(
    command: Sequence[str | Path], said: Path, *, cwd: Path, env: Mapping[str, str]
) -> Generator[Callable[[], int]]:
    """Runs a program while others run; a function waits for its end and shows what it said.

    Args:
        command: The program and its arguments.
        said: Takes what it prints until then.
        cwd: The folder in which it runs.
        env: All its variables.

    Yields:
        The function, which returns the exit status.
    """
    said.parent.mkdir(parents=True, exist_ok=True)
    with (
        said.open("wb") as output,
        running(
            lambda: subprocess.Popen(
                command, cwd=cwd, env=dict(env), stdout=output, stderr=subprocess.STDOUT
            )
        ) as child,
    ):

        def wait() -> int:
            status = exit_status(child.wait())
            print(said.read_text(encoding="utf-8", errors="replace"), end="", flush=True)
            return status

        yield wait


def run_into_log(
    command: Sequence[str | Path],
    log: IO[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    held: Sequence[int] = (),
) -> str:
    """Runs a program whose output goes to the log; on a terminal its last line is shown.

    Args:
        command: The program and its arguments.
        log: Takes the command and all that it prints.
        cwd: The folder in which it runs.
        env: All its variables.
        held: File descriptors that the program keeps open, so that a lock outlives our death.

    Returns:
        What the program printed.

    Raises:
        ProgramError: The program ended with a failure or is not there.
    """
    log.write("\n$ " + " ".join(str(part) for part in command) + "\n")
    log.flush()
    lines: list[str] = []

    def start() -> subprocess.Popen[str]:
        try:
            return subprocess.Popen(
                command,
                cwd=cwd,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                pass_fds=held if os.name == "posix" else (),
            )
        except OSError as error:
            raise ProgramError(f"{command[0]}: {reason(error)}") from None

    with running(start) as child, progress_line() as progress:
        assert child.stdout is not None
        for line in child.stdout:
            lines.append(line)
            log.write(line)
            progress(line.strip())
        status = child.wait()
    log.flush()
    if status != 0:
        raise ProgramError("".join(lines))
    return "".join(lines)


def tail(output: str) -> str:
    """Returns the end of a program's output, set in for reading."""
    lines = [line for line in output.splitlines() if line.strip()]
    return "".join(f"    {line}\n" for line in lines[-LINES_SHOWN_OF_A_FAILURE:])


def reason(error: OSError) -> str:
    """Names a fault of the system in its own words."""
    return (error.strerror or str(error)).lower()


@contextlib.contextmanager
def running(
    start: Callable[[], subprocess.Popen[AnyStr]],
) -> Generator[subprocess.Popen[AnyStr]]:
    """Starts a program and sees to it that it does not outlive this one, however this one ends."""
    with signals.held_back() as let_through:
        child = start()
        try:
            let_through()
            yield child
        except KeyboardInterrupt:
            # The terminal has sent Ctrl+C to the program too: let it say its own farewell.
            with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
                child.wait(SECONDS_TO_END)
            raise
        finally:
            if child.poll() is None:
                end(child)


def end(child: subprocess.Popen[AnyStr]) -> None:
    """Asks a program to end, and makes it."""
    child.terminate()
    try:
        child.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


class EndingSignals:
    """The signals that end a process. Here they unwind it, so that what it started ends as well.

    Between the start of a program and the moment when we know it, they have to wait: the program
    would be left behind.
    """

    NAMES = ("SIGINT", "SIGTERM", "SIGHUP")

    def __init__(self) -> None:
        self._waiting: list[int] | None = None

    def watch(self) -> None:
        """Takes the signals over, but for those that our parent had us ignore."""
        for name in self.NAMES:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._arrived)

    @contextlib.contextmanager
    def held_back(self) -> Generator[Callable[[], None]]:
        """Lets signals wait until the function is called that is given."""
        self._waiting = []
        try:
            yield self._let_through
        finally:
            self._waiting = None

    def _let_through(self) -> None:
        waiting, self._waiting = self._waiting, None
        for number in waiting or ():
            self._arrived(number, None)

    def _arrived(self, number: int, _frame: object) -> None:
        if self._waiting is not None:
            self._waiting.append(number)
        elif number == signal.SIGINT:
            raise KeyboardInterrupt
        else:
            raise SystemExit(128 + number)


signals = EndingSignals()


@contextlib.contextmanager
def progress_line() -> Generator["ProgressLine"]:
    """Shows one changing line on a terminal, and nothing in a pipe."""
    line = ProgressLine(sys.stdout.isatty())
    try:
        yield line
    finally:
        line("")


class ProgressLine:
    """The last line of the terminal, written over again and again."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown

    def __call__(self, text: str) -> None:
        """Shows a text in place of the last one."""
        if self._shown:
            width = shutil.get_terminal_size().columns - 1
            print("\r" + f"  {text}"[:width].ljust(width) if text else "\r" + " " * width, end="\r")
            sys.stdout.flush()
