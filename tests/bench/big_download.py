"""A body of 1 GiB over loopback, against curl. Goals: ≥ 0.7 × its throughput, ≤ 32 MiB more memory.

curl is measured twice: as it is, and with what we do beyond it, which is to flush to the disk.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from ._ratios import tell
from ._stub import stub_service

RUNS = 7
_SHARE_OF_CURL = 0.7
_MOST_EXTRA_MIB = 32


class Downloads:
    def __init__(self, url: str, folder: Path) -> None:
        self._url = url
        self._target = folder / "body.part"
        self.extra_memory: list[float] = []

    def ours(self) -> float:
        self._target.unlink(missing_ok=True)
        ended = subprocess.run(
            [sys.executable, "-m", "tests.bench._downloaded_body", self._url, self._target],
            capture_output=True,
            text=True,
            check=True,
        )
        seconds, mebibytes = map(float, ended.stdout.split())
        self.extra_memory.append(mebibytes)
        return seconds

    def curl(self) -> tuple[float, float]:
        """Seconds of curl alone, and with the flush to the disk."""
        self._target.unlink(missing_ok=True)
        began = time.perf_counter()
        subprocess.run(["curl", "--silent", "--output", self._target, self._url], check=True)
        alone = time.perf_counter() - began
        handle = os.open(self._target, os.O_RDWR)
        os.fsync(handle)
        os.close(handle)
        return alone, time.perf_counter() - began


def main() -> None:
    if shutil.which("curl") is None:
        sys.exit("big_download: curl is not installed, and there is nothing to compare with")
    with tempfile.TemporaryDirectory() as name, stub_service(Path(name)) as base_url:
        downloads = Downloads(f"{base_url}/big", Path(name))
        downloads.ours()
        downloads.curl()
        runs = [(downloads.ours(), *downloads.curl()) for _ in range(RUNS)]
    ours, alone, flushed = ([run[place] for run in runs] for place in range(3))
    goal = round(1 / _SHARE_OF_CURL, 2)
    tell(
        "a body of 1 GiB on the disk; peer: curl, then a flush", ours, flushed, unit="s", goal=goal
    )
    tell("a body of 1 GiB; peer: curl, which flushes nothing", ours, alone, unit="s", goal=goal)
    extra = median(downloads.extra_memory)
    verdict = "within" if extra <= _MOST_EXTRA_MIB else "ABOVE THE GOAL"
    print(f"extra memory {extra:.1f} MiB, goal ≤ {_MOST_EXTRA_MIB}: {verdict}")


if __name__ == "__main__":
    main()
