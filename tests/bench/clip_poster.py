"""The poster of a clip, against the ffmpeg command. Goal: ≤ 1.2.

Ours comes from a worker that is there already; ffmpeg has to start, but need not look whether the
frame is black. A third figure has our worker start too, as for the first clip of a session.
"""

import asyncio
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from omniflash_desktop.media.workers import MediaWorkers

from ._made_clip import made_clip
from ._ratios import in_turn, tell

RUNS = 15
_LONG_SIDE = 1280


class Posters:
    def __init__(self, loop: asyncio.Runner, folder: Path, clip: Path) -> None:
        self._loop = loop
        self._clip = clip
        self._target = folder / "poster.jpg"
        self._folder = folder / "pictures"
        self._warm = MediaWorkers(pictures_folder=self._folder, workers=1)

    def ours(self) -> float:
        return self._loop.run(self._made_by(self._warm))

    def ours_from_nothing(self) -> float:
        media = MediaWorkers(pictures_folder=self._folder, workers=1)
        try:
            return self._loop.run(self._made_by(media))
        finally:
            self._loop.run(media.close())

    def ffmpeg(self) -> float:
        self._target.unlink(missing_ok=True)
        scale = f"scale='min({_LONG_SIDE},iw)':-2"
        words = ["-loglevel", "error", "-y", "-i", self._clip, "-frames:v", "1", "-vf", scale]
        began = time.perf_counter()
        subprocess.run(["ffmpeg", *words, "-q:v", "3", self._target], check=True)
        return self._ended(began)

    def close(self) -> None:
        self._loop.run(self._warm.close())

    async def _made_by(self, media: MediaWorkers) -> float:
        self._target.unlink(missing_ok=True)
        began = time.perf_counter()
        problem = await media.make_thumbnail(self._clip, self._target, long_side=_LONG_SIDE)
        assert problem is None, problem
        return self._ended(began)

    def _ended(self, began: float) -> float:
        milliseconds = (time.perf_counter() - began) * 1000
        assert self._target.stat().st_size > 0
        return milliseconds


def main() -> None:
    if shutil.which("ffmpeg") is None:
        sys.exit("clip_poster: ffmpeg is not installed, and there is nothing to compare with")
    with tempfile.TemporaryDirectory() as name, asyncio.Runner() as loop:
        folder = Path(name)
        posters = Posters(loop, folder, made_clip(folder / "clip.mp4", 1))
        try:
            ours, peer = in_turn(posters.ours, posters.ffmpeg, runs=RUNS)
            tell("the poster of a clip of 720p", ours, peer, unit="ms", goal=1.2)
            ours, peer = in_turn(posters.ours_from_nothing, posters.ffmpeg, runs=RUNS)
            tell("the same by a worker that must start", ours, peer, unit="ms", goal=float("inf"))
        finally:
            posters.close()


if __name__ == "__main__":
    main()
