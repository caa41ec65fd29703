"""A screen that nobody sees, for machines without a display."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

from running_programs import StepError, running

SIZE = "1920x1200x24"


def there_is_a_display() -> bool:
    """Tells whether a window can be shown; only Linux runs without any."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextlib.contextmanager
def virtual_screen(log: Path) -> Generator[dict[str, str]]:
    """Starts Xvfb on a free display number and ends it afterwards.

    Args:
        log: The file that takes what Xvfb says.

    Yields:
        The variables that lead a program to the screen.

    Raises:
        StepError: Xvfb did not start.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    # With -terminate it goes with its last window, even if we are killed.
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", SIZE, "-nolisten", "tcp", "-terminate"]
    with log.open("w", encoding="utf-8") as errors:

        def start() -> subprocess.Popen[str]:
            try:
                return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
            except OSError:
                raise StepError("starting the virtual screen: Xvfb is not installed.") from None

        with running(start) as server:
            assert server.stdout is not None
            number = server.stdout.readline().strip()
            if not number:
                raise StepError(
                    f"starting the virtual screen: Xvfb ended at once; {log} says why. "
                    "A screen of your own (DISPLAY) serves as well."
                )
            yield {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": ""}
