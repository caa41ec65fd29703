"""The frames of one clip as the app sees them: asked for one by one, decoded in another process."""

import asyncio
import logging
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from omniflash_desktop.domain.decoded_frames import DecodedFrame
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.video_trim import FrameTimes
from omniflash_desktop.media.frame_jobs import LARGEST_FRAME, FrameJob, GiveFrame, OpenClip
from omniflash_desktop.media.jobs import Answer, Unusable, decoded, encoded
from omniflash_desktop.media.worker_process import WorkerDiedError, WorkerProcess

_log = logging.getLogger(__name__)

_T = TypeVar("_T")

_ANSWER_SECONDS: Final = 20.0
"""Far more than the longest stretch of 4K takes on a slow computer."""

_FAULTS_OF_THE_FILE: Final = frozenset(
    {Unusable.DAMAGED, Unusable.EMPTY, Unusable.NOT_A_VIDEO, Unusable.NO_PICTURE}
)
"""A clip that came home was checked then: it was whole."""

# -P: a process that starts in a folder of downloads must not import from it.
FRAME_SERVER_COMMAND: Final = (sys.executable, "-P", "-m", "omniflash_desktop.media.frame_server")


class FrameSource:
    """Implements `ports.FrameSource`. The process starts with the first question.

    Args:
        clip: An absolute path.
        command: How the process is started.
    """

    def __init__(self, clip: Path, *, command: Sequence[str] = FRAME_SERVER_COMMAND) -> None:
        self._clip = clip
        self._command = tuple(command)
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="frames")
        self._process: WorkerProcess | None = None
        self._closed = False

    async def times(self) -> FrameTimes | Problem:
        """When each frame is shown."""
        return await self._ask(OpenClip(self._clip), FrameTimes)

    async def frame(
        self, number: int, *, backwards: bool, long_side: int
    ) -> DecodedFrame | Problem:
        """One frame; see `ports.FrameSource.frame`."""
        answer = await self._ask(GiveFrame(number, backwards, long_side), DecodedFrame)
        if isinstance(answer, DecodedFrame) and not _is_whole(answer):
            return self._problem(Unusable.CRASHED)
        return answer

    def close(self) -> None:
        """Ends the process; afterwards the file is not open any more."""
        if self._closed:
            return
        self._closed = True
        if self._process is not None:
            self._process.end()
        self._threads.submit(self._release)
        self._threads.shutdown(wait=False)

    async def _ask(self, job: FrameJob, kind: type[_T]) -> _T | Problem:
        if self._closed:
            return self._problem(Unusable.CRASHED)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._work, encoded(job), kind)

    def _work(self, job: bytes, kind: type[_T]) -> _T | Problem:
        """Runs on the thread: also an answer of some megabytes is taken apart there."""
        try:
            process = self._started()
            if process is None:
                return self._problem(Unusable.CRASHED)
            answer = decoded(
                process.do(job, seconds=_ANSWER_SECONDS, largest=LARGEST_FRAME), Answer
            )
            if answer.unusable is not None:
                return self._problem(answer.unusable)
            return decoded(answer.result, kind)
        except WorkerDiedError as death:
            if not self._closed:
                _log.warning("the decoder of %s died: %s", self._clip.name, death)
        except OSError:
            _log.exception("no frame server can be started")
        except msgspec.DecodeError:
            _log.warning("the decoder of %s answered nonsense", self._clip.name)
        return self._problem(Unusable.CRASHED)

    def _started(self) -> WorkerProcess | None:
        if self._process is None and not self._closed:
            self._process = WorkerProcess(self._command)
            if self._closed:
                # It was closed in this very moment, by the other thread.
                self._process.end()
        return self._process

    def _release(self) -> None:
        if self._process is not None:
            self._process.release()

    def _problem(self, reason: Unusable) -> Problem:
        is_damaged = reason in _FAULTS_OF_THE_FILE
        kind = ProblemKind.CLIP_DAMAGED if is_damaged else ProblemKind.PLAYER_CANNOT_DECODE
        return Problem(kind=kind, subject=self._clip.name, detail=reason.value)


def _is_whole(frame: DecodedFrame) -> bool:
    # What a decoder of hostile files says becomes a picture of that many bytes.
    return min(frame.width, frame.height) > 0 and len(frame.rgb) == frame.width * frame.height * 3
