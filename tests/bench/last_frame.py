"""The last frame of a clip as a picture, against the ffmpeg command. Goal: ≤ 1.2.

Ours comes from a worker that is there already, and looks whether the last second is black or
blurred; ffmpeg has to start. A third figure has our worker start too.
"""

import asyncio
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from omniflash_desktop.domain.clip_frames import LastGood, TakenFrame
from omniflash_desktop.media.workers import MediaWorkers

from ._made_clip import made_clip
from ._ratios import in_turn, tell

RUNS = 9


class LastFrames:
    def __init__(self, loop: asyncio.Runner, folder: Path, clip: Path) -> None:
        self._loop = loop
        self._clip = clip
        self._target = folder / "last.png"
        self._folder = folder
        self._warm = MediaWorkers(pictures_folder=folder / "pictures", workers=1)

    def ours(self) -> float:
        return self._loop.run(self._taken_by(self._warm))

    def ours_from_nothing(self) -> float:
        media = MediaWorkers(pictures_folder=self._folder / "pictures", workers=1)
        try:
            return self._loop.run(self._taken_by(media))
        finally:
            self._loop.run(media.close())

    def ffmpeg(self) -> float:
        self._target.unlink(missing_ok=True)
        words = ["-loglevel", "error", "-y", "-sseof", "-0.1", "-i", self._clip, "-update", "1"]
        began = time.perf_counter()
        subprocess.run(["ffmpeg", *words, self._target], check=True)
        return self._ended(began)

    def close(self) -> None:
        self._loop.run(self._warm.close())

    async def _taken_by(self, media: MediaWorkers) -> float:
        self._target.unlink(missing_ok=True)
        began = time.perf_counter()
        taken = await media.save_frame(self._clip, self._folder, LastGood(), name="last.png")
        assert isinstance(taken, TakenFrame), taken
        return self._ended(began)

    def _ended(self, began: float) -> float:
        milliseconds = (time.perf_counter() - began) * 1000
        assert self._target.stat().st_size > 0
        return milliseconds


def main() -> None:
    if shutil.which("ffmpeg") is None:
        sys.exit("last_frame: ffmpeg is not installed, and there is nothing to compare with")
    with tempfile.TemporaryDirectory() as name, asyncio.Runner() as loop:
        folder = Path(name)
        clip = made_clip(folder / "clip.mp4", 1, size=(1920, 1080), seconds=10)
        frames = LastFrames(loop, folder, clip)
        try:
            ours, peer = in_turn(frames.ours, frames.ffmpeg, runs=RUNS)
            tell("the last frame of 10 s of 1080p", ours, peer, unit="ms", goal=1.2)
            ours, peer = in_turn(frames.ours_from_nothing, frames.ffmpeg, runs=RUNS)
            tell("the same by a worker that must start", ours, peer, unit="ms", goal=float("inf"))
        finally:
            frames.close()


if __name__ == "__main__":
    main()
