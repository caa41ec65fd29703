"""The end of a process of ours: at once, when all is closed and written.

Python's own end is left out. Threads of native libraries (obstore's, FFmpeg's, Qt's) may still run
then, and one that calls back into an interpreter that is being taken apart aborts a process whose
work is done: <https://github.com/PyO3/pyo3-async-runtimes/issues/40>.
"""

import contextlib
import logging
import os
import sys
from typing import NoReturn


def end_process(status: int) -> NoReturn:
    """Ends this process with an exit status, after the log and what was said are written."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        # A packaged app on Windows has neither; a closed pipe wants no more.
        with contextlib.suppress(AttributeError, OSError, ValueError):
            stream.flush()
    os._exit(status)
