"""Start of the window to its first picture, against a bare PySide6 main window. Goal: ≤ 1.5."""

import os
import subprocess
import sys
import tempfile
import time

from ._ratios import in_turn, tell

RUNS = 9


def _milliseconds(which: str, folder: str) -> float:
    environment = {**os.environ, "BENCH_BEGAN": str(time.time())}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    ended = subprocess.run(
        [sys.executable, "-m", "tests.bench._started_window", which, "paint", folder],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(ended.stdout)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ours, peer = in_turn(
            lambda: _milliseconds("ours", folder), lambda: _milliseconds("bare", folder), runs=RUNS
        )
    tell("start of the window to its first picture", ours, peer, unit="ms", goal=1.5)


if __name__ == "__main__":
    main()
