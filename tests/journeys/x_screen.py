"""An X screen that nobody sees, for a test."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def an_x_screen() -> Iterator[dict[str, str]]:
    """Starts one, and gives the variables by which programs find it."""
    # Without a number of its own two screens of one machine could meet.
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1920x1200x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        number = server.stdout.readline().strip()
        yield {"DISPLAY": f":{number}", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.communicate(timeout=20)
