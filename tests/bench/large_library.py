"""A library of 100,000 clips against one of 100: its start, its memory, its list and its search.

Goals: first picture ≤ 1.1 with 10,000 clips; first screen of clips ≤ 1.3; ≤ 80 MiB more; ≤ 16 ms
for 99 of 100 pictures of the list; ≤ 50 ms for 95 of 100 keys of a search, to the painted first
screens of what is found; no hold above 50 ms while clips are sorted. What counts for the last three
is the window's own work: another program that has the computer makes no list slow. All that a key
costs, to the last row, is told as well; the window answers in between.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median

from omniflash_desktop.domain.generation import Clip, Generation, State
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from omniflash_desktop.domain.submit_body import submit_body
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library

from ._ratios import in_turn, tell

SMALL, MIDDLE, LARGE = 100, 10_000, 100_000
RUNS = 5
_WORDS = """
kite lake amber bottle rose silk dunes neon rain light iceberg planet storm sea red paper boat
puddle crossing street lantern mountain fog glass mirror forest window train bridge tower cloud
""".split()  # noqa: SIM905
_SENTENCE = 24
_KINDS = {
    "scroll": ("by the clock", "own work"),
    "search": ("by the clock", "own work", "own work to the last row"),
    "sort": ("own work", "the whole order by the clock"),
}
"""What the figures of the child process are."""


def fill(profile: Path, clips: int) -> Path:
    """A profile with so many clips, one each half hour."""
    folders = ProfileFolders.chosen(profile)
    folders.create()
    library = open_library(folders.library_file)
    assert isinstance(library, SqliteLibrary), library
    now = datetime.now(UTC)
    with library.all_at_once():
        for place in range(clips):
            library._save(_clip(place, now - timedelta(minutes=30 * place)), durably=False)
    library.close()
    return profile


def _clip(place: int, made: datetime) -> Generation:
    steps = range(_SENTENCE)
    chosen = (_WORDS[(place * 7 + step * (place % 11 + 1)) % len(_WORDS)] for step in steps)
    request = GenerationRequest(prompt=f"{' '.join(chosen)}, number {place}")
    return Generation(
        id=f"{place:012x}",
        service=DEFAULT_BASE_URL,
        request=request,
        state=State.READY,
        created_at=made,
        changed_at=made,
        submitted_at=made,
        finished_at=made,
        idempotency_key=f"7d5e7e52-0000-4000-8000-{place:012}",
        group_id=f"{place:012x}",
        body=submit_body(request),
        task_id=f"task_{place:026}",
        cost=Decimal("0.35"),
        clip=Clip(
            path=Path(f"/clips/2026-03-04_{place:06}_{request.prompt[:30]}.mp4"),
            width=1280,
            height=720,
            seconds=6.0,
            frame_rate=24.0,
            size_bytes=1_000_000,
            sha256=f"{place:064x}",
        ),
    )


def figures(what: str, profile: Path) -> list[float]:
    environment = {**os.environ, "BENCH_BEGAN": str(time.time())}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    ended = subprocess.run(
        [sys.executable, "-m", "tests.bench._large_library", what, str(profile)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    return [float(figure) for figure in ended.stdout.split()]


def _first(what: str, profile: Path) -> float:
    return figures(what, profile)[0]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        sizes = (SMALL, MIDDLE, LARGE)
        small, middle, large = (fill(Path(name) / str(size), size) for size in sizes)
        for what, peer, ours, goal, words in (
            ("paint", small, middle, 1.1, "the first picture, with 10,000 clips"),
            ("open", small, large, 1.3, "the first screen of clips, of 100,000"),
        ):
            pair = in_turn(partial(_first, what, ours), partial(_first, what, peer), runs=RUNS)
            tell(f"start of the window to {words}; peer: of 100", *pair, unit="ms", goal=goal)
        pair = in_turn(partial(_first, "memory", large), partial(_first, "memory", small), runs=2)
        tell("memory with 100,000 clips; peer: with 100", *pair, unit="MiB", goal=float("inf"))
        _judge("more memory", median(pair[0]) - median(pair[1]), 80, "MiB")
        for what, goal, words in (
            ("scroll", 16, "a picture of the list on the way from end to end, 99 of 100"),
            ("search", 50, "a key of a search to its first screens, 95 of 100"),
            ("sort", 50, "another order, the longest hold"),
        ):
            runs = [(figures(what, large), figures(what, small)) for _ in range(2)]
            for place, kind in enumerate(_KINDS[what]):
                ours, peer = ([run[side][place] for run in runs] for side in (0, 1))
                tell(f"{words}, {kind}; peer: of 100", ours, peer, unit="ms", goal=float("inf"))
            own = _KINDS[what].index("own work")
            _judge(f"{words}, own work", min(run[0][own] for run in runs), goal, "ms")


def _judge(what: str, figure: float, goal: float, unit: str) -> None:
    verdict = "within" if figure <= goal else "ABOVE THE GOAL"
    print(f"  {what}: {figure:.1f} {unit}, goal ≤ {goal:g}: {verdict}")


if __name__ == "__main__":
    main()
