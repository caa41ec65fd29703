"""A worker process: `python -m omniflash_desktop.media.worker`.

Takes jobs on standard input and answers on standard output, until the app is gone. It knows
nothing of the app but this package and the domain. A file that makes a decoder fail in a way that
nobody foresaw ends the process; the app starts another one.
"""

import faulthandler
import os
import queue
import signal
import sys
import threading
from typing import IO, TYPE_CHECKING, Final, TypeAlias, assert_never

import msgspec

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
    UnusableError,
    WriteRecipe,
    decoded,
    encoded,
    read_message,
    write_message,
)
from omniflash_desktop.media.source_files import remove_unfinished

if TYPE_CHECKING:
    from omniflash_desktop.domain.clip_frames import TakenFrame
    from omniflash_desktop.domain.outcomes import PreparedImage, VideoFacts, WrittenRecipe
    from omniflash_desktop.domain.recipe import Recipe
    from omniflash_desktop.domain.reference_videos import SendableVideo
    from omniflash_desktop.domain.video_trim import FrameTimes

    _Result: TypeAlias = (
        PreparedImage
        | VideoFacts
        | SendableVideo
        | FrameTimes
        | TakenFrame
        | WrittenRecipe
        | Recipe
        | str
        | None
    )

MEMORY_LIMIT: Final = 6 * 1024**3
"""Bytes of address space. The largest picture that is taken needs about a third of it."""

_NICENESS: Final = 10


def main() -> None:
    """Works until standard input ends."""
    faulthandler.enable()
    # Ctrl+C in a terminal reaches all processes; the app decides when its workers end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _give_way()
    limit_memory()
    answers = take_standard_output()
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    news = _News(answers)
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    while True:
        job: Job = decoded(jobs.get(), Job)
        try:
            answer = Answer(result=_raw(_done(job, news)))
        except UnusableError as error:
            answer = Answer(unusable=error.reason)
        except MemoryError:
            answer = Answer(unusable=Unusable.TOO_LARGE)
        write_message(answers, encoded(answer))


class _News:
    """Tells the app how far a long job has come."""

    def __init__(self, answers: IO[bytes]) -> None:
        self._answers = answers

    def tell(self, share: float) -> None:
        """So much is done, 0.0 to 1.0."""
        write_message(self._answers, encoded(Answer(share=share)))


def _listen(stream: IO[bytes], jobs: "queue.SimpleQueue[bytes]") -> None:
    while (message := read_message(stream)) is not None:
        jobs.put(message)
    # The app closed the pipe or died: whatever is being worked on is wanted by nobody.
    remove_unfinished()
    os._exit(0)


def _done(job: Job, news: _News) -> "_Result":
    # Imported when they are needed: a worker that makes a poster does not wait for libheif.
    match job:
        case PrepareImage(source, folder, wishes):
            from omniflash_desktop.media.image_preparation import prepare_image

            return prepare_image(source, folder, wishes)
        case InspectVideo(source):
            from omniflash_desktop.media.video_probe import inspect_video

            return inspect_video(source)
        case MakeSendable(source, folder, trim):
            from omniflash_desktop.media.sendable_video import make_sendable

            return make_sendable(source, folder, trim, news.tell)
        case ListFrames(source):
            from omniflash_desktop.media.video_times import list_frames

            return list_frames(source)
        case ShowFrames(source, targets, long_side):
            from omniflash_desktop.media.frame_pictures import show_frames

            return show_frames(source, targets, long_side=long_side)
        case CheckClip(path):
            from omniflash_desktop.media.video_probe import check_clip

            return check_clip(path)
        case MakeThumbnail(source, target, long_side):
            from omniflash_desktop.media.thumbnails import make_thumbnail

            return make_thumbnail(source, target, long_side=long_side)
        case MakeStrip(source, target):
            from omniflash_desktop.media.strip import make_strip

            return make_strip(source, target)
        case SaveFrame(source, folder, wish, name):
            from omniflash_desktop.media.frames import save_frame

            return save_frame(source, folder, wish, name=name)
        case WriteRecipe(clip, recipe, title):
            from omniflash_desktop.media.recipes import write_recipe

            return write_recipe(clip, recipe, title)
        case ReadRecipe(source):
            from omniflash_desktop.media.recipes import read_recipe

            return read_recipe(source)
        case HashFile(source):
            from omniflash_desktop.media.source_files import checked_size, sha256_of

            checked_size(source)
            return sha256_of(source)
        case _:
            assert_never(job)


def _raw(result: object) -> msgspec.Raw:
    return msgspec.Raw(encoded(result))


def take_standard_output() -> IO[bytes]:
    """The pipe to the app, for answers alone: libraries print where they like."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _give_way() -> None:
    """Lets the window go first; on Windows the app does this when it starts the process."""
    if sys.platform != "win32":
        os.nice(_NICENESS)


def limit_memory() -> None:
    """Lets a file that wants all memory fail before the computer does."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY_LIMIT if hard == resource.RLIM_INFINITY else min(MEMORY_LIMIT, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


if __name__ == "__main__":
    main()
