"""500 running tasks: how often the service is asked, and what that costs.

Goals: ≤ 4 requests a second and ≤ 3 percent of one core. The peer is bare httpx with the same
number of requests and nothing to do but to read their JSON.
"""

import asyncio
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

import httpx

from ._ratios import tell
from ._stub import stub_service
from ._waiting_clips import core_over, fill_library

TASKS = 500
RUNS = 3
_SECONDS = 20.0
_FIRST_SECONDS = 3.0
_MOST_A_SECOND = 4.0
_MOST_PERCENT = 3.0


async def ours(profile: Path, base_url: str) -> tuple[float, float]:
    """Requests a second, and percent of a core."""
    async with core_over(profile, service=base_url) as core:
        if not core.library.unfinished():
            fill_library(core.library, TASKS, service=base_url, task="runs")
        core.queue.resume_unfinished()
        await asyncio.sleep(_FIRST_SECONDS)
        asked, worked, began = _asked(base_url), time.process_time(), time.perf_counter()
        await asyncio.sleep(_SECONDS)
        seconds = time.perf_counter() - began
        worked = time.process_time() - worked
        return (_asked(base_url) - asked) / seconds, worked / seconds * 100


async def peer(base_url: str) -> float:
    """Percent of a core."""
    async with httpx.AsyncClient(trust_env=False) as client:
        await client.get(f"{base_url}/v1/tasks/runs-0")
        worked, began = time.process_time(), time.perf_counter()
        for place in range(round(_SECONDS * _MOST_A_SECOND)):
            (await client.get(f"{base_url}/v1/tasks/runs-{place}")).json()
            await asyncio.sleep(began + (place + 1) / _MOST_A_SECOND - time.perf_counter())
        return (time.process_time() - worked) / (time.perf_counter() - began) * 100


def main() -> None:
    with tempfile.TemporaryDirectory() as name, stub_service(Path(name)) as base_url:
        runs = [
            (*asyncio.run(ours(Path(name) / "profile", base_url)), asyncio.run(peer(base_url)))
            for _ in range(RUNS)
        ]
    rates, costs, costs_of_peer = ([run[place] for run in runs] for place in range(3))
    what = f"percent of one core for {TASKS} running tasks"
    tell(what, costs, costs_of_peer, unit="%", goal=float("inf"))
    _judge("percent of one core", max(costs), _MOST_PERCENT)
    _judge("requests a second", max(rates), _MOST_A_SECOND)


def _asked(base_url: str) -> int:
    with urlopen(f"{base_url}/count") as answer:
        return int(answer.read())


def _judge(what: str, figure: float, goal: float) -> None:
    # Both ends of the time are cut within a gap between two requests.
    verdict = "within" if figure <= goal * 1.02 else "ABOVE THE GOAL"
    print(f"{what}: at most {figure:.2f}, goal ≤ {goal:g}: {verdict}")


if __name__ == "__main__":
    main()
