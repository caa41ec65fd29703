"""Worker processes: a bad file, a hung decoder or a dying app costs one job and leaves nothing."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import picture_corpus as corpus
import pytest
from clips import a_clip

from omniflash_desktop.domain.clip_frames import AtTime, TakenFrame
from omniflash_desktop.domain.outcomes import PreparedImage, VideoFacts
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.reference_videos import SendableVideo
from omniflash_desktop.domain.video_trim import Trim
from omniflash_desktop.media.jobs import MakeThumbnail, encoded, write_message
from omniflash_desktop.media.source_files import unfinished_beside
from omniflash_desktop.media.workers import MediaWorkers

PACKAGE_ROOT = Path(__file__).parents[2]

posix_only = pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")


class Media:
    """The workers of one run of the app."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.workers = MediaWorkers(pictures_folder=folder / "pictures", **options)

    async def __aenter__(self) -> MediaWorkers:
        return self.workers

    async def __aexit__(self, *_: object) -> None:
        before = self.workers.process_ids
        await self.workers.close()
        assert not [pid for pid in before if is_running(pid)]


def is_running(pid: int) -> bool:
    """Whether a process lives; one that is dead and not yet fetched does not."""
    status = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            is_zombie = status.read_text().rpartition(")")[2].split()[0] == "Z"
            # Its other threads may take a moment longer, and it cannot be fetched before.
            return not is_zombie or len(list(Path(f"/proc/{pid}/task").iterdir())) > 1
        except (FileNotFoundError, ProcessLookupError):
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(holds: Callable[[], bool], *, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    return corpus.saved(corpus.two_colors(), tmp_path / "picture.bmp", "BMP")


async def test_each_kind_of_work_is_done(tmp_path: Path, picture: Path):
    clip = a_clip(tmp_path / "clip.mp4")
    async with Media(tmp_path) as media:
        assert isinstance(await media.prepare_image(picture), PreparedImage)
        assert isinstance(await media.inspect_video(clip), VideoFacts)
        assert await media.inspect_video(clip) == await media.check_clip(clip)
        for made in (
            media.make_thumbnail(clip, tmp_path / "poster.jpg", long_side=160),
            media.make_thumbnail(picture, tmp_path / "small.jpg", long_side=160),
            media.make_strip(clip, tmp_path / "strip.jpg"),
        ):
            assert await made is None
        frame = await media.save_frame(clip, tmp_path, AtTime(1.0), name="frame.png")
        assert isinstance(frame, TakenFrame)
        assert frame.path == tmp_path / "frame.png"
    for name in ("poster.jpg", "small.jpg", "strip.jpg", "frame.png"):
        assert (tmp_path / name).stat().st_size > 0


async def test_a_copy_tells_how_far_it_is_and_one_that_nobody_wants_ends(tmp_path: Path):
    clip = a_clip(tmp_path / "clip.mp4", size=(1280, 720))
    told: list[float] = []
    begun = asyncio.Event()

    def hear(share: float) -> None:
        told.append(share)
        begun.set()

    async with Media(tmp_path, workers=1) as media:
        making = asyncio.create_task(media.sendable_video(clip, Trim(start=0.0, end=1.9), hear))
        await begun.wait()
        making.cancel()
        with pytest.raises(asyncio.CancelledError):
            await making
        (worker,) = media.process_ids

        # The next job need not wait until the copy would have been done.
        assert isinstance(await media.inspect_video(clip), VideoFacts)
        assert worker not in media.process_ids
        wait_until(lambda: not list((tmp_path / "pictures" / "videos").iterdir()))
        whole = await media.sendable_video(clip, Trim(start=0.0, end=1.9), told.append)
    assert isinstance(whole, SendableVideo)
    assert told[-1] > 0.9


async def test_a_job_is_ended_for_its_silence_and_not_for_its_length(tmp_path: Path):
    slow_and_talkative = (
        "import sys, time\n"
        "from omniflash_desktop.media.jobs import *\n"
        "out = sys.stdout.buffer\n"
        "read_message(sys.stdin.buffer)\n"
        "for step in range(5):\n"
        "    time.sleep(0.4)\n"
        "    write_message(out, encoded(Answer(share=step / 5)))\n"
        "write_message(out, encoded(Answer(unusable=Unusable.NOT_A_VIDEO)))\n"
    )
    told: list[float] = []
    command = (sys.executable, "-c", slow_and_talkative)
    async with Media(tmp_path, workers=1, job_seconds=1.5, command=command) as media:
        problem = await media.sendable_video(tmp_path, None, told.append)
    assert isinstance(problem, Problem)
    assert (problem.detail, told) == ("not_a_video", [0.0, 0.2, 0.4, 0.6, 0.8])


async def test_takes_of_one_click_have_their_copy_made_once(tmp_path: Path):
    clip, told = a_clip(tmp_path / "clip.mp4"), list[float]()
    async with Media(tmp_path) as media:
        part = Trim(start=0.0, end=1.0)
        first, second = await asyncio.gather(
            media.sendable_video(clip, part, told.append),
            media.sendable_video(clip, part, told.append),
        )
    assert first == second
    assert told == sorted(told)


async def test_nothing_starts_before_it_is_needed_and_few_are_enough(tmp_path: Path, picture: Path):
    async with Media(tmp_path) as media:
        assert media.process_ids == frozenset()
        await media.prepare_image(picture)
        await media.prepare_image(picture)
        assert len(media.process_ids) == 1
        await asyncio.gather(*(media.prepare_image(picture) for _ in range(8)))
        assert len(media.process_ids) == 2


async def test_what_is_refused_comes_as_a_problem_with_the_name_and_the_reason(tmp_path: Path):
    page = tmp_path / "caf\udce9 page"
    page.write_text("<html>" * 50)
    missing = tmp_path / "missing"
    async with Media(tmp_path) as media:
        image = await media.prepare_image(page)
        video = await media.inspect_video(page)
        clip = await media.check_clip(page)
        gone = await media.check_clip(missing)
        thumbnail = await media.make_thumbnail(page, tmp_path / "t.jpg", long_side=9)
    expected = (ProblemKind.IMAGE_UNUSABLE, page.name, "not_an_image")
    assert isinstance(image, Problem)
    assert (image.kind, image.subject, image.detail) == expected
    assert isinstance(video, Problem)
    assert (video.kind, video.detail) == (ProblemKind.VIDEO_UNUSABLE, "not_a_video")
    assert isinstance(clip, Problem)
    assert (clip.kind, clip.detail) == (ProblemKind.NOT_A_VIDEO, "not_a_video")
    assert isinstance(gone, Problem)
    assert gone.kind is ProblemKind.REFERENCE_MISSING
    assert thumbnail is not None


async def test_a_clip_that_lacks_its_end_is_a_broken_download(tmp_path: Path):
    clip = a_clip(tmp_path / "clip.mp4")
    clip.write_bytes(clip.read_bytes()[:-4000])
    async with Media(tmp_path) as media:
        problem = await media.check_clip(clip)
    assert isinstance(problem, Problem)
    assert problem.kind is ProblemKind.DOWNLOAD_BROKEN


async def a_job_that_hangs(media: MediaWorkers, picture: Path) -> asyncio.Task[Any]:
    """A job whose worker has been stopped in its tracks, as by a decoder that never ends."""
    (pid,) = media.process_ids
    os.kill(pid, signal.SIGSTOP)
    task = asyncio.create_task(media.prepare_image(picture))
    await asyncio.sleep(0)
    return task


@posix_only
async def test_a_worker_that_is_killed_costs_one_job(
    tmp_path: Path, picture: Path, caplog: pytest.LogCaptureFixture
):
    async with Media(tmp_path, workers=1) as media:
        await media.prepare_image(picture)
        (killed,) = media.process_ids
        job = await a_job_that_hangs(media, picture)
        waiting = asyncio.create_task(media.prepare_image(picture))
        with caplog.at_level(logging.CRITICAL):
            os.kill(killed, signal.SIGKILL)
            problem = await job
        assert isinstance(problem, Problem)
        assert (problem.kind, problem.detail) == (ProblemKind.IMAGE_UNUSABLE, "crashed")
        assert isinstance(await waiting, PreparedImage)
        assert killed not in media.process_ids


@posix_only
async def test_an_idle_worker_that_was_killed_costs_nothing(tmp_path: Path, picture: Path):
    async with Media(tmp_path) as media:
        await media.prepare_image(picture)
        (killed,) = media.process_ids
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: not is_running(killed))
        assert isinstance(await media.prepare_image(picture), PreparedImage)


@posix_only
async def test_a_job_that_takes_too_long_is_ended(tmp_path: Path, picture: Path):
    async with Media(tmp_path, workers=1, job_seconds=20.0) as media:
        await media.prepare_image(picture)
        media._job_seconds = 0.1
        job = await a_job_that_hangs(media, picture)
        problem = await job
        media._job_seconds = 20.0
        assert isinstance(problem, Problem)
        assert problem.detail == "took_too_long"
        assert isinstance(await media.prepare_image(picture), PreparedImage)


@posix_only
async def test_what_a_worker_was_making_when_it_was_ended_goes_with_it(tmp_path: Path):
    clip, poster = a_clip(tmp_path / "clip.mp4"), tmp_path / "posters" / "poster.jpg"
    async with Media(tmp_path, workers=1) as media:
        await media.inspect_video(clip)
        (pid,) = media.process_ids
        os.kill(pid, signal.SIGSTOP)
        job = asyncio.create_task(media.make_thumbnail(clip, poster, long_side=160))
        await asyncio.sleep(0)
        poster.parent.mkdir()
        unfinished_beside(poster, pid).write_bytes(b"half of it")
        await media.close()
        problem = await job
    assert problem is not None
    assert list(poster.parent.iterdir()) == []


async def test_what_a_dying_worker_says_is_in_the_log(
    tmp_path: Path, picture: Path, caplog: pytest.LogCaptureFixture
):
    command = (sys.executable, "-c", "import sys; sys.exit('my last words')")
    async with Media(tmp_path, command=command) as media:
        problem = await media.prepare_image(picture)
    assert isinstance(problem, Problem)
    assert problem.detail == "crashed"
    assert "status 1 my last words" in caplog.text


async def test_a_worker_that_cannot_be_started_is_a_problem(
    tmp_path: Path, picture: Path, caplog: pytest.LogCaptureFixture
):
    async with Media(tmp_path, command=(str(tmp_path / "no python"),)) as media:
        with caplog.at_level(logging.CRITICAL):
            problem = await media.prepare_image(picture)
    assert isinstance(problem, Problem)
    assert problem.detail == "crashed"


@posix_only
async def test_closing_ends_jobs_that_hang_and_those_that_wait(tmp_path: Path, picture: Path):
    async with Media(tmp_path, workers=1) as media:
        await media.prepare_image(picture)
        jobs = [await a_job_that_hangs(media, picture)]
        jobs += [asyncio.create_task(media.prepare_image(picture)) for _ in range(3)]
        await asyncio.sleep(0)
        await media.close()
        for problem in await asyncio.gather(*jobs):
            assert isinstance(problem, Problem)
        assert isinstance(await media.prepare_image(picture), Problem)


@posix_only
async def test_a_worker_has_no_more_memory_than_it_needs(tmp_path: Path, picture: Path):
    async with Media(tmp_path) as media:
        await media.prepare_image(picture)
        (pid,) = media.process_ids
        assert int(soft_memory_limit(pid)) < 8 * 1024**3


def soft_memory_limit(pid: int) -> str:
    limits = Path(f"/proc/{pid}/limits")
    if not limits.exists():
        pytest.skip("no /proc here")
    line = next(x for x in limits.read_text().splitlines() if x.startswith("Max address space"))
    return line.split()[3]


_APP = """
import asyncio, os, pathlib, sys
from omniflash_desktop.media.source_files import unfinished_beside
from omniflash_desktop.media.workers import MediaWorkers

print("started", flush=True)
folder = pathlib.Path(sys.argv[1])

async def main():
    media = MediaWorkers(pictures_folder=folder, workers=2)
    await asyncio.gather(*(media.prepare_image(folder / "picture.bmp") for _ in range(4)))
    if sys.argv[2] == "busy":
        jobs = [
            asyncio.create_task(media.prepare_image(folder / "large.bmp")) for _ in range(2)
        ]
        await asyncio.sleep(0.1)
        print(*media.process_ids, flush=True)
        await asyncio.gather(*jobs)
    else:
        print(*media.process_ids, flush=True)
        sys.stdin.read()
        await media.close()
        print("closed", flush=True)

asyncio.run(main())
"""


@posix_only
@pytest.mark.parametrize("doing", ["busy", "idle"])
def test_an_app_that_is_killed_leaves_no_process_behind(tmp_path: Path, picture: Path, doing: str):
    corpus.saved(corpus.noise(3000, 3000), tmp_path / "large.bmp", "BMP")
    with subprocess.Popen(
        [sys.executable, "-c", _APP, str(tmp_path), doing],
        cwd=PACKAGE_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as app:
        assert app.stdout is not None
        assert app.stdout.readline() == "started\n"
        workers = [int(pid) for pid in app.stdout.readline().split()]
        assert len(workers) == 2
        assert all(is_running(pid) for pid in workers)
        app.kill()
        wait_until(lambda: not any(is_running(pid) for pid in workers))


_WRITES_FOR_EVER = """
import time
from omniflash_desktop.media import thumbnails, worker
from omniflash_desktop.media.source_files import written_as_a_whole

def make_thumbnail(source, target, *, long_side):
    with written_as_a_whole(target) as unfinished:
        unfinished.write_bytes(b"half a picture")
        time.sleep(60)

thumbnails.make_thumbnail = make_thumbnail
worker.main()
"""


def test_an_app_that_is_killed_leaves_no_half_picture_behind(tmp_path: Path, picture: Path):
    with subprocess.Popen(
        [sys.executable, "-c", _WRITES_FOR_EVER],
        cwd=PACKAGE_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    ) as worker:
        assert worker.stdin is not None
        target = tmp_path / "posters" / "poster.jpg"
        write_message(worker.stdin, encoded(MakeThumbnail(picture, target, 1280)))
        wait_until(lambda: any(file.stat().st_size for file in tmp_path.glob("posters/.*")))
        # All that a worker sees of the app's death.
        worker.stdin.close()
        worker.wait(10)
        assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("way", ["script", "module"])
def test_it_works_however_the_app_is_started(tmp_path: Path, picture: Path, way: str):
    # Neither start has the guard that multiprocessing would want.
    program = tmp_path / "program"
    program.mkdir()
    (program / "an_app.py").write_text(_APP)
    start = ["-m", "an_app"] if way == "module" else [str(program / "an_app.py")]
    done = subprocess.run(
        [sys.executable, *start, str(tmp_path), "idle"],
        cwd=program if way == "module" else tmp_path,
        env=os.environ | {"PYTHONPATH": str(PACKAGE_ROOT)},
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines()[::2] == ["started", "closed"], done.stderr


def test_a_worker_loads_neither_the_window_nor_the_network():
    probe = (
        "import sys, omniflash_desktop.media.worker;"
        "print([n for n in ('PySide6', 'httpx', 'av', 'PIL', 'asyncio') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=PACKAGE_ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
