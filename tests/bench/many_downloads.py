"""Stalls of the window's event loop while 20 clips come home, against the same window at rest.

Goals: ≤ 16 ms for 99 of 100 beats of a timer, ≤ 50 ms for the worst.
"""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.submit_body import submit_body

from ._made_clip import made_clip
from ._ratios import tell
from ._stalls import stalls
from ._stub import stub_service
from ._waiting_clips import core_over

CLIPS = 20
RUNS = 3
_CLIP_BYTES = 20_000_000
_SECONDS_EACH = 2.0
_GOAL_P99_MS = 16.0
_GOAL_WORST_MS = 50.0


def heavy_clip(path: Path) -> Path:
    """A clip that plays, with as many bytes as a real one may have."""
    made_clip(path, 1)
    padding = _CLIP_BYTES - path.stat().st_size
    with path.open("ab") as file:
        file.write(padding.to_bytes(4, "big") + b"free")
        file.truncate(_CLIP_BYTES)
    return path


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
    busy: list[list[float]] = []
    idle: list[list[float]] = []
    with tempfile.TemporaryDirectory() as name, stub_service(Path(name)) as base_url:
        heavy_clip(Path(name) / "clip.mp4")
        link = f"{base_url}/clip?rate={_CLIP_BYTES / _SECONDS_EACH}"
        for run in range(RUNS):
            profile = Path(name) / f"profile-{run}"
            asyncio.run(fill(profile, base_url, link))
            busy.append(stalls("_downloading_window", profile, base_url, CLIPS))
            idle.append(stalls("_downloading_window", profile, base_url, 0))
    figures = (
        ("how late is 99 of 100 beats", _GOAL_P99_MS),
        ("how late is the worst beat", _GOAL_WORST_MS),
        ("the loop's own work between two beats, 99 of 100", _GOAL_P99_MS),
        ("the loop's own work between two beats, the worst", _GOAL_WORST_MS),
    )
    print(f"the window's event loop while {CLIPS} clips download; peer: the window at rest")
    for place, (what, goal) in enumerate(figures):
        ours, peer = [run[place] for run in busy], [run[place] for run in idle]
        tell(what, ours, peer, unit="ms", goal=float("inf"))
        verdict = "within" if median(ours) <= goal else "ABOVE THE GOAL"
        print(f"  goal   {goal:8.1f} ms: {verdict}")


if __name__ == "__main__":
    main()
