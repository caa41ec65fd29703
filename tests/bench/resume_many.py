"""A start with 1,000 clips that wait for their tasks, in a library of 20,000 more.

Goal: the first is asked about within 1 s. The peer reads and parses the waiting rows with nothing
but `sqlite3` and `json`, which no start can do without.
"""

import asyncio
import json
import sqlite3
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from omniflash_desktop.app.core import Core
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.request import GenerationRequest

from ._ratios import tell
from ._stub import stub_service
from ._waiting_clips import core_over, fill_library

WAITING = 1_000
FINISHED = 20_000
RUNS = 7
_GOAL_SECONDS = 1.0


async def ours(profile: Path, base_url: str) -> tuple[float, float]:
    """Milliseconds to the first question, and until every task has its place in the schedule."""
    async with core_over(profile, service=base_url) as core:
        first_asked = _first_question(core)
        began = time.perf_counter()
        core.queue.resume_unfinished()
        await first_asked.wait()
        first = time.perf_counter() - began
        while len(core.watcher._schedule._waiting) < WAITING - 1:  # noqa: ASYNC110
            await asyncio.sleep(0)
        return first * 1000, (time.perf_counter() - began) * 1000


def peer(profile: Path) -> float:
    """Milliseconds."""
    connection = sqlite3.connect(profile / "library.sqlite3")
    began = time.perf_counter()
    rows = connection.execute("SELECT facts FROM generations WHERE state = 'waiting'").fetchall()
    facts = [json.loads(row) for (row,) in rows]
    seconds = time.perf_counter() - began
    connection.close()
    assert len(facts) == WAITING
    return seconds * 1000


async def fill(profile: Path, base_url: str) -> None:
    async with core_over(profile, service=base_url) as core:
        fill_library(core.library, WAITING, service=base_url, task="runs")
        an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
        for place in range(FINISHED):
            core.library.save(
                Generation(
                    id=f"f{place:011x}",
                    service=base_url,
                    request=GenerationRequest(prompt="a kite over the sea, seen from below"),
                    state=State.READY,
                    created_at=an_hour_ago,
                    changed_at=an_hour_ago,
                    idempotency_key=f"7d5e7e52-0000-4000-9000-{place:012}",
                )
            )


def main() -> None:
    with tempfile.TemporaryDirectory() as name, stub_service(Path(name)) as base_url:
        profile = Path(name) / "profile"
        asyncio.run(fill(profile, base_url))
        runs = [(*asyncio.run(ours(profile, base_url)), peer(profile)) for _ in range(RUNS)]
    first, all_of_them, of_peer = ([run[place] for run in runs] for place in range(3))
    tell(f"{WAITING} waiting clips: first question", first, of_peer, unit="ms", goal=float("inf"))
    tell("until all are scheduled", all_of_them, of_peer, unit="ms", goal=float("inf"))
    slowest = max(first) / 1000
    verdict = "within" if slowest <= _GOAL_SECONDS else "ABOVE THE GOAL"
    print(f"first question after {slowest:.2f} s at most, goal ≤ {_GOAL_SECONDS:g}: {verdict}")


def _first_question(core: Core) -> asyncio.Event:
    asked = asyncio.Event()
    connection_to = core.connections.connection_to

    async def noted(service: str):
        asked.set()
        return await connection_to(service)

    core.connections.connection_to = noted
    return asked


if __name__ == "__main__":
    main()
