"""The start of `omniflash-desktop`.

In this order, so that the window is there in a blink and every trouble gets a sentence: arguments,
the profile's lock (or the first window, which takes our files), Qt and the window, and only after
its first picture the library, the network, the keyring and the media workers.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from omniflash_desktop.app.desktop_arguments import parse
from omniflash_desktop.cli.exit_status import ExitStatus
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import service_address

_FIRST_WINDOW_LISTENS_WITHIN: Final = 5.0
_ASKED_AGAIN_AFTER: Final = 0.1
"""Seconds."""


def run() -> NoReturn:
    """Opens the window, and ends the process when the app has ended."""
    status = main()

    from omniflash_desktop.app.process_end import end_process

    end_process(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Opens the window, and returns when the app has ended.

    Returns:
        The exit status, see `ExitStatus`.
    """
    parsed = parse(arguments)
    if parsed.base_url is not None and service_address(parsed.base_url) is None:
        return _refuse(f"{parsed.base_url} is no address of a service.", ExitStatus.WRONG_INPUT)
    if _lacks_a_display():
        return _refuse(
            "There is no display to open a window on. Start it in a desktop session, or try the "
            "command line: omniflash --sandbox generate PROMPT",
            ExitStatus.ENVIRONMENT,
        )
    if parsed.self_test is None:
        return _open(parsed)
    try:
        parsed.self_test.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return _refuse(
            f"{parsed.self_test} cannot be written: {error.strerror}. Name another folder.",
            ExitStatus.ENVIRONMENT,
        )
    import tempfile

    with tempfile.TemporaryDirectory(prefix="omniflash-self-test-") as folder:
        # A test must not find, nor leave, anything in the user's own library.
        parsed.profile = parsed.profile or Path(folder)
        parsed.sandbox = True
        return _open(parsed)


def _open(arguments: argparse.Namespace) -> int:
    from omniflash_desktop.storage.engine_lock import EngineLock
    from omniflash_desktop.storage.folders import ProfileFolders

    folders = ProfileFolders.chosen(arguments.profile)
    trouble = folders.create()
    if trouble is None and arguments.self_test is not None:
        trouble = _never_hold(folders.settings_file)
    if trouble is not None:
        return _refuse_for(trouble)
    lock = EngineLock(folders.lock_file)
    taken = lock.take()
    if taken is not None and taken.kind is not ProblemKind.LIBRARY_LOCKED:
        return _refuse_for(taken)
    try:
        from omniflash_desktop.app.window_start import run_window
    except ImportError as error:
        return _refuse(
            f"Qt cannot be loaded: {error}. Run packaging/quickstart.py, which installs what is "
            "missing.",
            ExitStatus.ENVIRONMENT,
        )
    if taken is None:
        try:
            return run_window(arguments, folders)
        finally:
            lock.release()
    if _is_handed_over(folders.profile_name, arguments.files):
        return ExitStatus.DONE
    return _refuse(
        "A command of Omniflash is at work on this profile. Wait for its end, then try again.",
        ExitStatus.ENVIRONMENT,
    )


def _is_handed_over(profile_name: str, files: Sequence[Path | str]) -> bool:
    """Gives the files to the first window; one that is starting itself may not listen yet."""
    from omniflash_desktop.app.single_instance import hand_over

    deadline = time.monotonic() + _FIRST_WINDOW_LISTENS_WITHIN
    while not hand_over(profile_name, files):
        if time.monotonic() > deadline:
            return False
        time.sleep(_ASKED_AGAIN_AFTER)
    return True


def _never_hold(settings_file: Path) -> Problem | None:
    """Has a test's own profile send at once: nobody is there who could undo it."""
    from omniflash_desktop.domain.preferences import Preferences
    from omniflash_desktop.storage.settings_file import SettingsFile

    if settings_file.exists():
        return None
    return SettingsFile(settings_file).save(Preferences(undo_send=False))


def _lacks_a_display() -> bool:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _refuse_for(trouble: Problem) -> int:
    from omniflash_desktop.cli.sentences import sentence_for

    return _refuse(sentence_for(trouble), ExitStatus.ENVIRONMENT)


def _refuse(sentence: str, status: ExitStatus) -> int:
    # A packaged app on Windows has no standard error.
    if sys.stderr is not None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stderr.write(sentence + "\n")
    return status


if __name__ == "__main__":
    run()
