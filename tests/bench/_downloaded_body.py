"""Child process of a benchmark: downloads a link and tells seconds and MiB of extra memory.

Arguments: the link, and the file to fill.
"""

import asyncio
import resource
import sys
import time
from pathlib import Path

from omniflash_desktop.api.transport import Transport
from omniflash_desktop.api.video_api import HttpVideoApi
from omniflash_desktop.domain.outcomes import Downloaded


async def main(url: str, part: Path) -> None:
    async with Transport() as transport:
        api = HttpVideoApi(transport, "http://127.0.0.1:1", "sk-bench")
        # What a first call loads is no cost of a large body: this one meets a closed port.
        await api.download("http://127.0.0.1:1/", part)
        before, began = _peak_memory(), time.perf_counter()
        answer = await api.download(url, part, on_bytes=_hear)
        seconds = time.perf_counter() - began
    assert isinstance(answer, Downloaded), answer
    print(seconds, _peak_memory() - before)


def _hear(_done: int, _total: int | None) -> None:
    pass


def _peak_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
