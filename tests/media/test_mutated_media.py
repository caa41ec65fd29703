"""Files with wrong bytes in them: none ends the app, hangs it, or stays locked."""

import asyncio
import hashlib
import logging
import os
import random
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import picture_corpus as corpus
import pytest
from clips import a_clip

from omniflash_desktop.domain.outcomes import PreparedImage, VideoFacts
from omniflash_desktop.domain.picture_framing import Fit, Framing, PictureWishes
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.service_facts import MAX_UPLOAD_BYTES
from omniflash_desktop.media.workers import MediaWorkers

MOST_SECONDS = 10.0
PICTURES, VIDEOS = 125, 60
"""Of each kind."""

Maker = Callable[[Path], Path]

PICTURE_KINDS: dict[str, Maker] = {
    "JPEG": lambda path: corpus.turned(path, "JPEG", 6, quality=80),
    "PNG": corpus.png_with_words,
    "WEBP": lambda path: corpus.turned(path, "WEBP", 3),
    "GIF": lambda path: corpus.animation(path, "GIF"),
    "HEIF": lambda path: corpus.turned(path, "HEIF", 6),
    "AVIF": lambda path: corpus.animation(path, "AVIF"),
    "TIFF": lambda path: corpus.press_print(path, "TIFF", compression="tiff_lzw"),
    "BMP": lambda path: corpus.saved(corpus.two_colors(64, 64), path, "BMP"),
}
VIDEO_KINDS: dict[str, Maker] = {
    f"{ending} {codec}": lambda path, ending=ending, codec=codec: a_clip(
        path.with_suffix(ending), size=(64, 48), seconds=0.5, codec=codec
    )
    for ending, codec in (
        (".mp4", "libx264"),
        (".webm", "libvpx-vp9"),
        (".mkv", "mpeg4"),
        (".avi", "mpeg4"),
    )
}


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWorkers]:
    folder = tmp_path_factory.mktemp("media")
    workers = MediaWorkers(pictures_folder=folder / "pictures", workers=1, job_seconds=MOST_SECONDS)
    asyncio.run(workers.prepare_image(folder))
    yield workers
    asyncio.run(workers.close())


def mutated(content: bytes, chance: random.Random) -> bytes:
    """`content` with some bytes changed, taken out or put in, mostly where a file's head is."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        end = len(changed) if chance.random() < 0.5 else min(len(changed), 200)
        at = chance.randrange(end)
        match chance.randrange(5):
            case 0:
                del changed[at : at + chance.randrange(1, 9)]
            case 1:
                changed[at:at] = chance.randbytes(chance.randrange(1, 9))
            case 2:
                changed[at : at + 4] = b"\xff\xff\xff\xff"
            case _:
                changed[at] = chance.randrange(256)
        if not changed:
            return content[:1]
    if chance.random() < 0.7:
        set_png_checks_right(changed)
    return bytes(changed)


def set_png_checks_right(content: bytearray) -> None:
    """Lets wrong bytes of a PNG come as far as its decoder; a wrong check would end them before."""
    if not content.startswith(b"\x89PNG"):
        return
    at = 8
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        end = at + 8 + length
        if end + 4 > len(content):
            return
        struct.pack_into(">I", content, end, zlib.crc32(content[at + 4 : end]))
        at = end + 4


def mutations(make: Maker, folder: Path, count: int, seed: str) -> list[Path]:
    source = make(folder / "source")
    content = source.read_bytes()
    source.unlink()
    chance = random.Random(seed)
    files = [folder / f"{number}{source.suffix}" for number in range(count)]
    for file in files:
        file.write_bytes(mutated(content, chance))
    return files


async def pictures_survive(media: MediaWorkers, kind: str, folder: Path, count: int) -> None:
    wishes = PictureWishes(framing=Framing(fit=Fit.CROP))
    for file in mutations(PICTURE_KINDS[kind], folder, count, kind):
        before = file.read_bytes()
        began = time.monotonic()
        answer = await media.prepare_image(file, wishes)
        # The worker is ended after that; what is left is the patience of a busy machine.
        assert time.monotonic() - began < 2 * MOST_SECONDS
        if isinstance(answer, PreparedImage):
            sent = answer.path.read_bytes()
            assert len(sent) == answer.size_bytes <= MAX_UPLOAD_BYTES
            assert hashlib.sha256(sent).hexdigest() == answer.sha256
        else:
            assert isinstance(answer, Problem)
            assert answer.detail != "took_too_long"
        assert file.read_bytes() == before
        assert_free(file, media)


async def videos_survive(media: MediaWorkers, kind: str, folder: Path, count: int) -> None:
    poster = folder / "posters" / "poster.jpg"
    for file in mutations(VIDEO_KINDS[kind], folder, count, kind):
        began = time.monotonic()
        facts = await media.check_clip(file)
        shown = await media.make_thumbnail(file, poster, long_side=64)
        assert time.monotonic() - began < 4 * MOST_SECONDS
        assert isinstance(facts, VideoFacts | Problem)
        for problem in (facts, shown):
            assert not isinstance(problem, Problem) or problem.detail != "took_too_long"
        assert_free(file, media)


def assert_free(file: Path, media: MediaWorkers) -> None:
    """Nobody holds the file: it can be renamed and removed (Windows), and is not open (Linux)."""
    for pid in (os.getpid(), *media.process_ids):
        handles = Path(f"/proc/{pid}/fd")
        if handles.exists():
            assert str(file) not in {os.path.realpath(handle) for handle in handles.iterdir()}
    renamed = file.rename(file.with_name("renamed"))
    renamed.unlink()


@pytest.mark.parametrize("kind", PICTURE_KINDS)
async def test_wrong_bytes_in_a_picture_cost_that_picture_at_most(
    kind: str, tmp_path: Path, media: MediaWorkers, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    await pictures_survive(media, kind, tmp_path, PICTURES)


@pytest.mark.parametrize("kind", VIDEO_KINDS)
async def test_wrong_bytes_in_a_video_cost_that_video_at_most(
    kind: str, tmp_path: Path, media: MediaWorkers, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    await videos_survive(media, kind, tmp_path, VIDEOS)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*PICTURE_KINDS, *VIDEO_KINDS])
async def test_many_wrong_bytes(
    kind: str, tmp_path: Path, media: MediaWorkers, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    if kind in PICTURE_KINDS:
        await pictures_survive(media, kind, tmp_path, 20 * PICTURES)
    else:
        await videos_survive(media, kind, tmp_path, 20 * VIDEOS)
