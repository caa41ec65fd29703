"""The command line: ``python -m omniflash_desktop.sandbox`` and ``omniflash sandbox``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from omniflash_desktop.sandbox.account import DEFAULT_OPENING_CENTS
from omniflash_desktop.sandbox.faults import HABITS, TIMED, ChosenFault, Fault, UnknownFaultError
from omniflash_desktop.sandbox.rate_limit import DEFAULT_REQUESTS_PER_SECOND
from omniflash_desktop.sandbox.store import StateFolderError
from omniflash_desktop.sandbox.tariff import RESULT_LINK_SECONDS
from omniflash_desktop.sandbox.task_stages import DEFAULT_SPEED

if TYPE_CHECKING:
    from collections.abc import Sequence

_DONE: Final = 0
_WRONG_INPUT: Final = 2
_ENVIRONMENT: Final = 3

_MAX_SECONDS: Final = 7 * 24 * 3600.0
_MAX_TOKEN_LENGTH: Final = 256


def main(argv: Sequence[str] | None = None) -> int:
    """Run the sandbox until it is told to end.

    Args:
        argv: The arguments; those of the process when None.

    Returns:
        0 after a normal end, 2 for wrong arguments, 3 when the port or the folder cannot be used.
    """
    try:
        options = _parser().parse_args(argv)
    except SystemExit as stop:
        return _DONE if stop.code in (None, 0) else _WRONG_INPUT
    # The server's libraries are slow to import: not before the arguments are known to be good.
    from omniflash_desktop.sandbox.server import PortError, run

    try:
        if options.state is not None:
            run(options, options.state)
        else:
            with tempfile.TemporaryDirectory(
                prefix="omniflash-sandbox-", ignore_cleanup_errors=True
            ) as folder:
                run(options, Path(folder))
    except StateFolderError as error:
        return _failed(f"{error} Choose another folder with --state.")
    except PortError as error:
        return _failed(f"{error} Choose another with --port, or 0 for any that is free.")
    except KeyboardInterrupt:
        return _DONE
    return _DONE


def _failed(sentence: str) -> int:
    print(f"omniflash sandbox: {sentence}", file=sys.stderr)  # noqa: T201
    return _ENVIRONMENT


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, with the next step."""

    def error(self, message: str) -> NoReturn:
        """Report a wrong argument."""
        sentence = message[:1].upper() + message[1:].rstrip(".")
        self.exit(_WRONG_INPUT, f"{self.prog}: {sentence}. See {self.prog} --help.\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="omniflash sandbox",
        description=(
            "A stand-in for the Omni-Flash-Ext service on this machine. It renders real clips,"
            " costs nothing, and prints one line of JSON with its address and token when ready."
        ),
        epilog=_faults_help(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--port", type=_port, default=0, metavar="N", help="port on 127.0.0.1; 0 (default): any")
    add(
        "--state",
        type=Path,
        metavar="DIR",
        help="folder for tasks, files, money and token; default: a new one, gone at the end",
    )
    add(
        "--speed",
        type=_positive,
        default=DEFAULT_SPEED,
        metavar="X",
        help="1: lifelike minutes; default %(default)g: a 720p clip in about 6 s",
    )
    add(
        "--seconds-per-task",
        type=_seconds,
        metavar="S",
        help="seconds for every task, in place of --speed; never less than rendering takes",
    )
    add(
        "--fault",
        action="append",
        type=_fault,
        default=[],
        metavar="NAME[*N]",
        dest="faults",
        help="misbehave in this way, for everything; may be given more than once",
    )
    add(
        "--balance",
        type=_balance,
        default=(DEFAULT_OPENING_CENTS, False),
        metavar="USD",
        help="opening balance of a new state folder, or 'unlimited' for a key without a quota;"
        f" default {DEFAULT_OPENING_CENTS / 100:.2f}",
    )
    add("--token", type=_token, metavar="TOKEN", help="the token to ask for; default: a made one")
    add(
        "--rate",
        type=_rate,
        default=DEFAULT_REQUESTS_PER_SECOND,
        metavar="N",
        help="requests a second above which calls get 429; 0: no limit; default %(default)g",
    )
    add(
        "--idempotency",
        choices=("honoured", "ignored"),
        default="honoured",
        help="whether a repeated Idempotency-Key is answered as before; default %(default)s",
    )
    add(
        "--link-seconds",
        type=_seconds,
        default=float(RESULT_LINK_SECONDS),
        metavar="S",
        help="seconds for which result links live; default %(default)g",
    )
    add(
        "--reuse-clips",
        action="store_true",
        help="render one text clip per size and length and copy it: for load tests",
    )
    add(
        "--exit-with-stdin",
        action="store_true",
        help="end when standard input closes, so with the process that started it",
    )
    return parser


def _faults_help() -> str:
    lines = [
        "faults, for --fault NAME, for POST /sandbox/faults, or for one task by the word",
        "[[fault:NAME]] in its prompt; NAME*N changes the number:",
    ]
    for fault, habit in HABITS.items():
        lines.append(f"  {fault:18}{habit.what}{_default_number(fault, habit.times)}")
    return "\n".join(lines)


def _default_number(fault: Fault, times: int | None) -> str:
    if times is None:
        return ""
    return f" (N = {times} s)" if fault in TIMED else f" (N = {times})"


def _number(text: str, least: float, most: float, what: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise argparse.ArgumentTypeError(f"'{text}' is not {what}")
    return number


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port of 0 to 65535")
    return int(text)


def _positive(text: str) -> float:
    return _number(text, 0.001, 1e6, "a number above 0")


def _seconds(text: str) -> float:
    return _number(text, 0, _MAX_SECONDS, "a number of seconds, 0 or more")


def _rate(text: str) -> float:
    return _number(text, 0, 1e6, "a number of requests a second, 0 or more")


def _fault(text: str) -> ChosenFault:
    try:
        return ChosenFault.parse(text)
    except UnknownFaultError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _balance(text: str) -> tuple[int, bool]:
    if text == "unlimited":
        return DEFAULT_OPENING_CENTS, True
    return round(_number(text, 0, 1e6, "an amount in USD, or 'unlimited'") * 100), False


def _token(text: str) -> str:
    if not text.isascii() or not text.isprintable() or " " in text or not text:
        raise argparse.ArgumentTypeError("the token must be of visible ASCII characters")
    if len(text) > _MAX_TOKEN_LENGTH:
        raise argparse.ArgumentTypeError(f"the token is longer than {_MAX_TOKEN_LENGTH}")
    return text
