"""Starts the stub service for a benchmark, and ends it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def stub_service(folder: Path) -> Iterator[str]:
    """Its address, while it runs; its files lie in `folder`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench._stub_service", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.communicate()
