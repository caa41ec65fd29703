"""Pictures and clips, worked on in other processes.

A worker process does one job at a time, and a thread of this process waits for it. So a file that
kills its decoder, hangs it or eats all memory costs its own job and nothing else.
"""

import asyncio
import contextlib
import logging
import queue
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from omniflash_desktop.domain.outcomes import PreparedImage, VideoFacts, WrittenRecipe
from omniflash_desktop.domain.picture_framing import PictureWishes
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.recipe import Recipe, is_sha256
from omniflash_desktop.media.jobs import (
    Answer,
    CheckClip,
    HashFile,
    InspectVideo,
    Job,
    MakeStrip,
    MakeThumbnail,
    PrepareImage,
    ReadRecipe,
    SaveFrame,
    Unusable,
    WriteRecipe,
    decoded,
    encoded,
)
from omniflash_desktop.media.source_files import unfinished_beside
from omniflash_desktop.media.worker_process import WorkerDiedError, WorkerProcess

_log = logging.getLogger(__name__)

_T = TypeVar("_T")

WORKERS: Final = 2
JOB_SECONDS: Final = 30.0

# -P: a worker that starts in a folder of downloads must not import from it.
WORKER_COMMAND: Final = (sys.executable, "-P", "-m", "omniflash_desktop.media.worker")


class MediaWorkers:
    """A few worker processes; each starts when it is first needed, and is kept."""

    def __init__(
        self,
        *,
        pictures_folder: Path,
        workers: int = WORKERS,
        job_seconds: float = JOB_SECONDS,
        command: Sequence[str] = WORKER_COMMAND,
    ) -> None:
        """Starts nothing.

        Args:
            pictures_folder: Cache: prepared pictures, named by their content.
            workers: How many jobs may run at once.
            job_seconds: A job that takes longer is ended.
            command: How a worker is started.
        """
        self._pictures_folder = _absolute(pictures_folder)
        self._job_seconds = job_seconds
        self._command = tuple(command)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="media")
        self._idle: queue.LifoQueue[WorkerProcess] = queue.LifoQueue()
        self._lock = threading.Lock()
        self._alive: set[WorkerProcess] = set()
        self._closed = False

    @property
    def process_ids(self) -> frozenset[int]:
        """The worker processes that there are now."""
        with self._lock:
            return frozenset(worker.pid for worker in self._alive)

    async def prepare_image(
        self, source: Path, wishes: PictureWishes | None = None
    ) -> PreparedImage | Problem:
        """A copy that the service takes; the file itself where it is fine as it is.

        Args:
            source: What the user gave.
            wishes: The user's; `None` for the usual ones.
        """
        job = PrepareImage(_absolute(source), self._pictures_folder, wishes or PictureWishes())
        result = await self._ask(job, PreparedImage)
        if isinstance(result, Unusable):
            return _problem(result, source, kind=ProblemKind.IMAGE_UNUSABLE)
        return result

    async def inspect_video(self, source: Path) -> VideoFacts | Problem:
        """What a video is, read from its head."""
        result = await self._ask(InspectVideo(_absolute(source)), VideoFacts)
        if isinstance(result, Unusable):
            return _problem(result, source, kind=_kind_of_video_problem(result))
        return result

    async def check_clip(self, path: Path) -> VideoFacts | Problem:
        """As `inspect_video`, after decoding the first and the last second."""
        result = await self._ask(CheckClip(_absolute(path)), VideoFacts)
        if isinstance(result, Unusable):
            return _problem(result, path, kind=_kind_of_clip_problem(result))
        return result

    async def make_thumbnail(self, source: Path, target: Path, *, long_side: int) -> Problem | None:
        """A small JPEG of a picture file, or of a video's first frame that is not black.

        Args:
            source: The picture or the video.
            target: Where the JPEG goes; its folder is made.
            long_side: Pixels; a smaller picture is not enlarged.
        """
        return await self._make(MakeThumbnail(_absolute(source), _absolute(target), long_side))

    async def make_strip(self, source: Path, target: Path) -> Problem | None:
        """A JPEG with `media.strip.FRAMES` frames of a clip side by side."""
        return await self._make(MakeStrip(_absolute(source), _absolute(target)))

    async def save_frame(self, source: Path, target: Path, *, seconds: float) -> Problem | None:
        """One frame of a clip as a PNG at full size; past the end, the last one."""
        return await self._make(SaveFrame(_absolute(source), _absolute(target), seconds))

    async def write_recipe(self, clip: Path, recipe: str, *, title: str) -> WrittenRecipe | Problem:
        """Puts a recipe into an MP4's comment tag; see `media.recipes`."""
        result = await self._ask(WriteRecipe(_absolute(clip), recipe, title), WrittenRecipe)
        if isinstance(result, Unusable):
            return _problem(result, clip, kind=ProblemKind.VIDEO_UNUSABLE)
        return result

    async def read_recipe(self, source: Path) -> Recipe | Problem:
        """The recipe in a clip, in the file beside it, or in a file of its own."""
        result = await self._ask(ReadRecipe(_absolute(source)), Recipe)
        if isinstance(result, Unusable):
            return _problem(result, source, kind=ProblemKind.NO_RECIPE)
        return result

    async def sha256_of(self, source: Path) -> str | Problem:
        """Of a file as it is now, lower-case hex."""
        result = await self._ask(HashFile(_absolute(source)), str)
        if isinstance(result, Unusable):
            return _problem(result, source, kind=ProblemKind.REFERENCE_MISSING)
        return result

    def kept_picture(self, sha256: str) -> Path | None:
        """A picture of that content among the prepared ones; its name says so, nothing more."""
        if not is_sha256(sha256):
            return None
        return next(self._pictures_folder.glob(f"{sha256}.*"), None)

    async def close(self) -> None:
        """Ends the workers, whatever they do. What is asked after that comes to nothing."""
        with self._lock:
            self._closed = True
            ending = list(self._alive)
        for worker in ending:
            worker.kill()
        # Short: each thread waits for nothing but a process that has just been killed.
        await asyncio.to_thread(self._threads.shutdown)
        while not self._idle.empty():
            self._idle.get().release()
        self._alive.clear()

    async def _make(self, job: MakeThumbnail | MakeStrip | SaveFrame) -> Problem | None:
        result = await self._ask(job, type(None))
        if isinstance(result, Unusable):
            return _problem(result, job.source, kind=_kind_of_video_problem(result))
        return None

    async def _ask(self, job: Job, kind: type[_T]) -> _T | Unusable:
        if self._closed:
            return Unusable.CRASHED
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self._threads, self._work, encoded(job))
        if answer.unusable is not None:
            return answer.unusable
        return decoded(answer.result, kind)

    def _work(self, job: bytes) -> Answer:
        """Runs on one of the threads."""
        try:
            worker = self._worker()
        except OSError:
            _log.exception("no media worker can be started")
            return Answer(unusable=Unusable.CRASHED)
        if worker is None:
            return Answer(unusable=Unusable.CRASHED)
        try:
            answer = worker.do(job, seconds=self._job_seconds)
        except WorkerDiedError as death:
            self._forget(worker)
            _remove_unfinished(job, worker.pid)
            if not self._closed:
                _log.warning("a media worker died: %s", death)
            reason = Unusable.TOOK_TOO_LONG if death.took_too_long else Unusable.CRASHED
            return Answer(unusable=reason)
        self._idle.put(worker)
        try:
            return decoded(answer, Answer)
        except msgspec.DecodeError:
            _log.warning("a media worker answered nonsense")
            return Answer(unusable=Unusable.CRASHED)

    def _worker(self) -> WorkerProcess | None:
        """A worker without a job; `None` once all of this is closed."""
        while not self._idle.empty():
            worker = self._idle.get_nowait()
            if worker.is_alive:
                return worker
            self._forget(worker)
            worker.release()
        with self._lock:
            if self._closed:
                return None
            worker = WorkerProcess(self._command)
            self._alive.add(worker)
        return worker

    def _forget(self, worker: WorkerProcess) -> None:
        with self._lock:
            self._alive.discard(worker)


def _remove_unfinished(job: bytes, process: int) -> None:
    """Removes what a worker was making when it was ended, and could not remove itself."""
    asked: Job = decoded(job, Job)
    if isinstance(asked, MakeThumbnail | MakeStrip | SaveFrame):
        with contextlib.suppress(OSError):
            unfinished_beside(asked.target, process).unlink()


def _absolute(path: Path) -> Path:
    # The process may change its folder while a worker keeps the one it was started in.
    return path.absolute()


def _problem(reason: Unusable, source: Path, *, kind: ProblemKind) -> Problem:
    match reason:
        case Unusable.MISSING:
            kind = ProblemKind.REFERENCE_MISSING
        case Unusable.DISK_FULL:
            kind = ProblemKind.DISK_FULL
        case Unusable.UNWRITABLE:
            kind = ProblemKind.FOLDER_UNWRITABLE
        case _:
            pass
    return Problem(kind=kind, subject=source.name, detail=reason.value)


def _kind_of_video_problem(reason: Unusable) -> ProblemKind:
    is_image = reason is Unusable.NOT_AN_IMAGE or reason is Unusable.TOO_MANY_PIXELS
    return ProblemKind.IMAGE_UNUSABLE if is_image else ProblemKind.VIDEO_UNUSABLE


def _kind_of_clip_problem(reason: Unusable) -> ProblemKind:
    match reason:
        case Unusable.NOT_A_VIDEO | Unusable.NO_PICTURE | Unusable.EMPTY:
            return ProblemKind.NOT_A_VIDEO
        case Unusable.DAMAGED:
            return ProblemKind.DOWNLOAD_BROKEN
        case _:
            return ProblemKind.VIDEO_UNUSABLE
