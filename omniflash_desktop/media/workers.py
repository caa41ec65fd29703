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
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from omniflash_desktop.domain.clip_frames import FrameWish, TakenFrame
from omniflash_desktop.domain.outcomes import PreparedImage, VideoFacts, WrittenRecipe
from omniflash_desktop.domain.picture_framing import PictureWishes
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.recipe import Recipe, is_sha256
from omniflash_desktop.domain.reference_videos import SendableVideo
from omniflash_desktop.domain.video_trim import FrameTimes, Trim
from omniflash_desktop.media.frame_source import FrameSource
from omniflash_desktop.media.jobs import (
    Answer,
    CheckClip,
    HashFile,
    InspectVideo,
    Job,
    ListFrames,
    MakeSendable,
    MakeStrip,
    MakeThumbnail,
    PrepareImage,
    ReadRecipe,
    SaveFrame,
    ShowFrames,
    Unusable,
    WriteRecipe,
    decoded,
    encoded,
)
from omniflash_desktop.media.source_files import unfinished_beside
from omniflash_desktop.media.worker_process import WorkerDiedError, WorkerProcess

_log = logging.getLogger(__name__)

_T = TypeVar("_T")

VIDEOS_FOLDER: Final = "videos"
"""Copies of reference videos, inside the folder of the prepared pictures."""
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
        self._one_copy_at_a_time: dict[MakeSendable, asyncio.Lock] = {}

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

    async def sendable_video(
        self,
        source: Path,
        trim: Trim | None = None,
        on_share: Callable[[float], None] | None = None,
    ) -> SendableVideo | Problem:
        """What is sent for a video: the file, or a copy that is made once and kept.

        A call that is cancelled ends the making of its copy.

        Args:
            source: What the user gave.
            trim: The part that is wanted; `None` for all.
            on_share: Told how much of a copy is done, 0.0 to 1.0, on the loop's thread.
        """
        folder = self._pictures_folder / VIDEOS_FOLDER
        job = MakeSendable(_absolute(source), folder, trim)
        # Takes of one click want the same copy: one has it made, the others find it there.
        async with self._one_copy_at_a_time.setdefault(job, asyncio.Lock()):
            result = await self._ask(job, SendableVideo, on_share)
        if isinstance(result, Unusable):
            return _problem(result, source, kind=_kind_of_video_problem(result))
        return result

    async def frame_times(self, source: Path) -> FrameTimes | Problem:
        """When each frame of a video is shown."""
        result = await self._ask(ListFrames(_absolute(source)), FrameTimes)
        if isinstance(result, Unusable):
            return _problem(result, source, kind=_kind_of_video_problem(result))
        return result

    def frames_of(self, clip: Path) -> FrameSource:
        """The frames of a clip, decoded in a process that is started for them."""
        return FrameSource(_absolute(clip))

    async def show_frames(
        self, source: Path, targets: Sequence[tuple[float, Path]], *, long_side: int
    ) -> Problem | None:
        """JPEGs of some frames of a video.

        Args:
            source: The video.
            targets: When each is shown, rising, see `frame_times`; and where its picture goes.
            long_side: Pixels; smaller frames are not enlarged.
        """
        placed = tuple((moment, _absolute(target)) for moment, target in targets)
        return await self._make(ShowFrames(_absolute(source), placed, long_side))

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

    async def save_frame(
        self, source: Path, folder: Path, wish: FrameWish, *, name: str = ""
    ) -> TakenFrame | Problem:
        """One frame of a clip as a PNG at full size, upright, in sRGB.

        Args:
            source: The clip.
            folder: Where the picture goes; it is made. Nothing in it is overwritten.
            wish: Which frame.
            name: Of the picture, with its ending; otherwise after the clip and the moment.
        """
        job = SaveFrame(_absolute(source), _absolute(folder), wish, name)
        result = await self._ask(job, TakenFrame)
        if isinstance(result, Unusable):
            return _problem(result, source, kind=_kind_of_video_problem(result))
        return result

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

    async def _make(self, job: MakeThumbnail | MakeStrip | ShowFrames) -> Problem | None:
        result = await self._ask(job, type(None))
        if isinstance(result, Unusable):
            return _problem(result, job.source, kind=_kind_of_video_problem(result))
        return None

    async def _ask(
        self, job: Job, kind: type[_T], on_share: Callable[[float], None] | None = None
    ) -> _T | Unusable:
        if self._closed:
            return Unusable.CRASHED
        loop = asyncio.get_running_loop()
        errand = _Errand(loop, on_share)
        try:
            answer = await loop.run_in_executor(self._threads, self._work, encoded(job), errand)
        except asyncio.CancelledError:
            if isinstance(job, MakeSendable):
                # Short jobs end by themselves; a copy would keep a worker busy for nobody.
                errand.abandon()
            raise
        if answer.unusable is not None:
            return answer.unusable
        return decoded(answer.result, kind)

    def _work(self, job: bytes, errand: "_Errand") -> Answer:
        """Runs on one of the threads."""
        try:
            worker = self._worker()
        except OSError:
            _log.exception("no media worker can be started")
            return Answer(unusable=Unusable.CRASHED)
        if worker is None:
            return Answer(unusable=Unusable.CRASHED)
        if not errand.begin(worker):
            self._idle.put(worker)
            return Answer(unusable=Unusable.CRASHED)
        try:
            answer = worker.do(job, seconds=self._job_seconds, is_news=errand.is_news)
        except WorkerDiedError as death:
            self._forget(worker)
            _remove_unfinished(job, worker.pid)
            if not self._closed and not errand.is_abandoned:
                _log.warning("a media worker died: %s", death)
            reason = Unusable.TOOK_TOO_LONG if death.took_too_long else Unusable.CRASHED
            return Answer(unusable=reason)
        errand.end()
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
    elif isinstance(asked, MakeSendable):
        for unfinished in asked.folder.glob(f".*-{process}.part"):
            with contextlib.suppress(OSError):
                unfinished.unlink()


class _Errand:
    """A job on its way: who hears how far it is, and the worker that is at it."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, on_share: Callable[[float], None] | None
    ) -> None:
        self._loop = loop
        self._on_share = on_share
        self._lock = threading.Lock()
        self._worker: WorkerProcess | None = None
        self._abandoned = False

    @property
    def is_abandoned(self) -> bool:
        """Whether nobody wants the answer any more."""
        return self._abandoned

    def begin(self, worker: WorkerProcess) -> bool:
        """The worker is about to begin; `False` where it need not."""
        with self._lock:
            self._worker = worker
            return not self._abandoned

    def end(self) -> None:
        """The worker has answered and may be given another job."""
        with self._lock:
            self._worker = None

    def abandon(self) -> None:
        """Ends the worker that is at it, if there is one."""
        with self._lock:
            self._abandoned = True
            if self._worker is not None:
                self._worker.hang_up()

    def is_news(self, message: bytes) -> bool:
        """Runs on one of the threads; whether a message tells a share and is not the answer."""
        try:
            share = decoded(message, Answer).share
        except msgspec.DecodeError:
            return False
        if share is None:
            return False
        if self._on_share is not None and not self._abandoned:
            with contextlib.suppress(RuntimeError):
                # The loop may have ended; then nobody is left to be told.
                self._loop.call_soon_threadsafe(self._on_share, share)
        return True


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
    is_image = reason is Unusable.NOT_AN_IMAGE
    return ProblemKind.IMAGE_UNUSABLE if is_image else ProblemKind.VIDEO_UNUSABLE


def _kind_of_clip_problem(reason: Unusable) -> ProblemKind:
    match reason:
        case Unusable.NOT_A_VIDEO | Unusable.NO_PICTURE | Unusable.EMPTY:
            return ProblemKind.NOT_A_VIDEO
        case Unusable.DAMAGED:
            return ProblemKind.DOWNLOAD_BROKEN
        case _:
            return ProblemKind.VIDEO_UNUSABLE
