"""Peak memory of the idle window, against a bare PySide6 main window. No goal: it is watched."""

import os
import subprocess
import sys
import tempfile

from ._ratios import in_turn, tell

RUNS = 3
NO_GOAL = float("inf")


def _mebibytes(which: str, folder: str) -> float:
    environment = {**os.environ}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    ended = subprocess.run(
        [sys.executable, "-m", "tests.bench._started_window", which, "memory", folder],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(ended.stdout)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ours, peer = in_turn(
            lambda: _mebibytes("ours", folder),
            lambda: _mebibytes("bare", folder),
            runs=RUNS,
            warm_up=0,
        )
    tell("peak memory of the idle window", ours, peer, unit="MiB", goal=NO_GOAL)


if __name__ == "__main__":
    main()
