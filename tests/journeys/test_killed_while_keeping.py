"""A process is killed at each step between the download and READY: one clip comes of it."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from omniflash_desktop.domain.generation import State
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from tests.builders import a_generation

from .clip_facts import facts_of

_KEEPER = """
import asyncio, os, pathlib, shutil, signal, sys
from omniflash_desktop.domain.outcomes import Downloaded
from omniflash_desktop.domain.generation import Clip, State
from omniflash_desktop.media.workers import MediaWorkers
from omniflash_desktop.services import clip_downloader, leftovers
from omniflash_desktop.services.changes import Changes
from omniflash_desktop.services.clock import SystemClock
from omniflash_desktop.services.generation_journal import GenerationJournal
from omniflash_desktop.storage import clip_files
from omniflash_desktop.storage.generation_library import open_library

folder, source, step = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]


def die(*_args, **_how):
    os.kill(os.getpid(), signal.SIGKILL)


def dies_after(place, name):
    real = getattr(place, name)

    def run(*args, **how):
        real(*args, **how)
        die()

    setattr(place, name, run)


if step == "the recipe":
    async def write_recipe(*_args, **_how):
        die()
    MediaWorkers.write_recipe = write_recipe
elif step == "before the name is noted":
    GenerationJournal.note = die
elif step == "after the name is noted":
    dies_after(GenerationJournal, "note")
elif step == "two names":
    dies_after(os, "link")
elif step == "no links, name claimed":
    def refuse(*_args):
        raise OSError(1, "no links here")
    os.link = refuse
    real_replace = os.replace

    def replace(source, target):
        if str(target).endswith(".mp4"):
            die()
        real_replace(source, target)

    os.replace = replace
elif step == "named":
    dies_after(clip_files, "_flush_folder")
elif step == "the pictures":
    async def make_strip(*_args, **_how):
        die()
    MediaWorkers.make_strip = make_strip
elif step == "before ready":
    GenerationJournal.move = die


class Service:
    async def download(self, url, part, *, on_bytes=None):
        print("downloaded", flush=True)
        shutil.copyfile(source, part)
        if step == "downloading":
            part.with_name(part.name + ".validator").write_text("{}")
            die()
        return Downloaded(size_bytes=part.stat().st_size)


async def main():
    library = open_library(folder / "library.sqlite3")
    files = clip_files.ClipFolder(folder / "clips", cache_folder=folder / "cache")
    media = MediaWorkers(pictures_folder=folder / "pictures", workers=1)
    journal = GenerationJournal(library, Changes(), SystemClock())
    (generation,) = library.unfinished()
    downloader = clip_downloader.ClipDownloader(files, media, journal)
    await leftovers.remove_leftovers(files, library)
    try:
        clip = await downloader.fetch(generation, Service(), lambda _progress: None)
        assert isinstance(clip, Clip), clip
        journal.move(generation.id, State.READY, durably=True, clip=clip)
        await leftovers.remove_leftovers(files, library)
    finally:
        await media.close()
        library.close()


asyncio.run(main())
"""


@pytest.fixture(scope="module")
def motion_with_sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip of two seconds, as the service makes them."""
    path = tmp_path_factory.mktemp("clip") / "made.mp4"
    with av.open(str(path), "w") as container:
        picture: Any = container.add_stream("libx264", rate=24)
        picture.width, picture.height, picture.pix_fmt = 320, 180, "yuv420p"
        sound: Any = container.add_stream("aac", rate=48_000)
        for number in range(48):
            image = Image.new("RGB", (320, 180), (40 + number, 90, 120))
            container.mux(picture.encode(av.VideoFrame.from_image(image)))
        container.mux(picture.encode())
        silence = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
        for plane in silence.planes:
            plane.update(bytes(plane.buffer_size))
        silence.sample_rate = 48_000
        for number in range(90):
            silence.pts = number * 1024
            container.mux(sound.encode(silence))
        container.mux(sound.encode())
    return path


def opened(profile: Path) -> SqliteLibrary:
    library = open_library(profile / "library.sqlite3")
    assert isinstance(library, SqliteLibrary)
    return library


def run(profile: Path, source: Path, step: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _KEEPER, str(profile), str(source), step],
        capture_output=True,
        text=True,
        check=False,
    )


STEPS = {
    "downloading": True,
    "the recipe": False,
    "before the name is noted": False,
    "after the name is noted": False,
    "two names": False,
    "no links, name claimed": False,
    "named": False,
    "the pictures": False,
    "before ready": False,
}
"""Where it dies, and whether the clip has to be downloaded again afterwards."""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX's")
@pytest.mark.parametrize(("step", "is_fetched_again"), STEPS.items(), ids=STEPS)
def test_a_kill_costs_no_clip_and_makes_no_second_one(
    tmp_path: Path, motion_with_sound: Path, step: str, is_fetched_again: bool
) -> None:
    (tmp_path / "clips").mkdir()
    library = opened(tmp_path)
    paid = a_generation().downloading()
    library.save(paid, durably=True)
    library.close()

    killed = run(tmp_path, motion_with_sound, step)
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    ended = run(tmp_path, motion_with_sound, "to the end")
    assert ended.returncode == 0, ended.stderr
    assert ("downloaded" in ended.stdout) == is_fetched_again

    library = opened(tmp_path)
    (kept,) = library.all()
    library.close()
    assert kept.state is State.READY
    assert kept.clip is not None
    assert os.listdir(tmp_path / "clips") == [kept.clip.path.name]
    local = paid.created_at.astimezone()
    assert kept.clip.path.name == f"{local:%Y-%m-%d_%H%M%S}_a-red-paper-boat-drifts-on-a-pond.mp4"
    assert facts_of(kept.clip.path).frames == 48
    assert kept.clip.poster is not None
    assert kept.clip.poster.is_file()
