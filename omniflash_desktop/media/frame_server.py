"""A process that decodes one clip: `python -m omniflash_desktop.media.frame_server`.

It holds the clip open from its first job to its end. So the app gives the file free by ending the
process, and a hostile file that kills its decoder costs one clip's picture.
"""

import faulthandler
import os
import queue
import signal
import sys
import threading
from typing import IO, assert_never

import msgspec

from omniflash_desktop.media.decoded_frames import DecodedFrames
from omniflash_desktop.media.frame_jobs import FrameJob, GiveFrame, OpenClip
from omniflash_desktop.media.jobs import (
    Answer,
    Unusable,
    UnusableError,
    decoded,
    encoded,
    read_message,
    write_message,
)
from omniflash_desktop.media.video_files import opened_video
from omniflash_desktop.media.worker import limit_memory, take_standard_output


def main() -> None:
    """Works until standard input ends."""
    faulthandler.enable()
    # Ctrl+C in a terminal reaches all processes; the app decides when its own end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory()
    answers = take_standard_output()
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    first: FrameJob = decoded(jobs.get(), FrameJob)
    assert isinstance(first, OpenClip)
    try:
        with opened_video(first.source) as video:
            frames = DecodedFrames(video)
            write_message(answers, _answer(frames.times))
            while True:
                _serve(frames, jobs, answers)
    except UnusableError as error:
        write_message(answers, encoded(Answer(unusable=error.reason)))
    except MemoryError:
        write_message(answers, encoded(Answer(unusable=Unusable.TOO_LARGE)))


def _serve(frames: DecodedFrames, jobs: "queue.SimpleQueue[bytes]", answers: IO[bytes]) -> None:
    """Answers one job; until it comes, decodes what it will probably be about."""
    while jobs.empty() and frames.look_ahead():
        pass
    job: FrameJob = decoded(jobs.get(), FrameJob)
    match job:
        case GiveFrame(number, backwards, long_side):
            try:
                frame = frames.frame(number, backwards=backwards, long_side=long_side)
            except UnusableError as error:
                write_message(answers, encoded(Answer(unusable=error.reason)))
            else:
                write_message(answers, _answer(frame))
        case OpenClip():
            raise AssertionError("one server, one clip")
        case _:
            assert_never(job)


def _answer(result: object) -> bytes:
    return encoded(Answer(result=msgspec.Raw(encoded(result))))


def _listen(stream: IO[bytes], jobs: "queue.SimpleQueue[bytes]") -> None:
    while (message := read_message(stream)) is not None:
        jobs.put(message)
    # The app closed the pipe or died.
    os._exit(0)


if __name__ == "__main__":
    main()
