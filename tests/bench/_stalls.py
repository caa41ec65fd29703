"""How late the event loop of a window in another process is, and how long it holds itself up."""

import os
import subprocess
import sys
from pathlib import Path

from ._stub_service import TOKEN


def stalls(module: str, profile: Path, base_url: str, *what: object) -> list[float]:
    """Milliseconds: for 99 of 100 beats, and the worst; the same of the loop's own work.

    Args:
        module: Of `tests.bench`, with the window and what happens in it.
        profile: Its profile.
        base_url: Its service.
        what: Further arguments of the module: what happens in the window.
    """
    environment = {**os.environ, "OMNIFLASH_TOKEN": TOKEN}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    words = [sys.executable, "-m", f"tests.bench.{module}"]
    ended = subprocess.run(
        [*words, str(profile), base_url, *map(str, what)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [float(figure) for figure in ended.stdout.split()]
