"""Start of the window to its first picture, against a bare PySide6 main window. Goal: ≤ 1.5."""

import os
import subprocess
import sys
import tempfile
import time
from functools import partial

from ._ratios import in_turn, tell

RUNS = 9


def _milliseconds(which: str, figure: str, folder: str) -> float:
    environment = {**os.environ, "BENCH_BEGAN": str(time.time())}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    # An installed app has its bytecode beside it.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    ended = subprocess.run(
        [sys.executable, "-m", "tests.bench._started_window", which, figure, folder],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(ended.stdout)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for figure, what in (("paint", "its first picture"), ("whole", "a picture with all panes")):
            ours, peer = in_turn(
                partial(_milliseconds, "ours", figure, folder),
                partial(_milliseconds, "bare", figure, folder),
                runs=RUNS,
            )
            goal = 1.5 if figure == "paint" else float("inf")
            tell(f"start of the window to {what}", ours, peer, unit="ms", goal=goal)


if __name__ == "__main__":
    main()
