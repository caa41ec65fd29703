"""The worker process: jobs in as lines of JSON, news out as lines of JSON.

It ends when its standard input closes, in the middle of a clip too: the server is gone then.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from typing import Any, Final

_NICENESS: Final = 3  # polls and the window come first
_MOST_MEMORY_BYTES: Final = 6 * 1024**3  # address space, against hostile references


def _read_jobs(jobs: queue.SimpleQueue[bytes]) -> None:
    waiting = b""
    while chunk := os.read(0, 65536):
        *lines, waiting = (waiting + chunk).split(b"\n")
        for line in lines:
            jobs.put(line)
    os._exit(0)


def _yield_to_others() -> None:
    if sys.platform != "win32":
        os.nice(_NICENESS)
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY_BYTES, _MOST_MEMORY_BYTES))


def main() -> None:
    """Work on jobs until standard input closes."""
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read_jobs, args=(jobs,), name="jobs", daemon=True).start()
    _yield_to_others()
    # News have a descriptor of their own: libraries that print must not speak in between.
    news_out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)

    def tell(news: dict[str, Any]) -> None:
        news_out.write(json.dumps(news).encode() + b"\n")

    from omniflash_desktop.sandbox.rendering.clip import render_clip
    from omniflash_desktop.sandbox.rendering.jobs import Job
    from omniflash_desktop.sandbox.rendering.references import UnreadableReferenceError

    while True:
        job = Job.from_json(jobs.get())
        try:
            render_clip(job, lambda share: tell({"news": "progress", "share": share}))
        except UnreadableReferenceError as error:
            tell({"news": "failed", "failure": f"{error.kind}-unreadable", "detail": str(error)})
        else:
            tell({"news": "done"})


if __name__ == "__main__":
    main()
