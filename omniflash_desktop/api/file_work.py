"""Work on files off the loop's thread: a slow disk must not freeze the window."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

_Result = TypeVar("_Result")


async def in_thread(work: Callable[[], _Result]) -> _Result:
    """Runs `work` in a thread. When cancelled, it first waits for the thread to end.

    Otherwise a write that is still under way could hit a file that somebody else has begun anew.
    """
    running = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait({running})
        raise
