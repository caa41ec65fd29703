"""Whatever videos people drop: what they are and how they look, or why they are refused."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from video_corpus import PLAYING, VIDEOS, Plays, Video

from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.media.strip import FRAMES
from omniflash_desktop.media.workers import MediaWorkers


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWorkers]:
    """A worker that all of these tests share: starting one takes longer than most videos."""
    folder = tmp_path_factory.mktemp("media")
    workers = MediaWorkers(pictures_folder=folder / "pictures", workers=1, job_seconds=10.0)
    asyncio.run(workers.inspect_video(folder))
    yield workers
    asyncio.run(workers.close())


def made(video: Video, folder: Path) -> Path:
    file = video.make(folder / "made")
    try:
        return file.rename(folder / video.name) if file.exists() else file
    except OSError:
        pytest.skip("this disk does not take the name")


def test_the_corpus_is_large_enough() -> None:
    assert len(PLAYING) >= 25
    assert len(VIDEOS) >= 50


@pytest.mark.parametrize("video", PLAYING.values(), ids=PLAYING.keys())
async def test_a_video_is_known_and_shown(
    video: Video, tmp_path: Path, media: MediaWorkers
) -> None:
    file, expected = made(video, tmp_path), video.outcome
    assert isinstance(expected, Plays)
    pictures = tmp_path / "pictures"

    facts = await media.check_clip(file)
    shown = [
        await media.make_thumbnail(file, pictures / "poster.jpg", long_side=64),
        await media.make_strip(file, pictures / "strip.jpg"),
        await media.save_frame(file, pictures / "frame.png", seconds=expected.seconds / 2),
    ]

    assert isinstance(facts, VideoFacts), facts
    assert (facts.codec, facts.has_sound) == (expected.codec, expected.has_sound)
    assert (facts.width, facts.height) == expected.size
    assert facts.seconds == pytest.approx(expected.seconds, abs=0.15)
    assert shown == [None, None, None]
    assert sides(pictures / "frame.png") == expected.size
    across, down = sides(pictures / "strip.jpg")
    assert (across // FRAMES > down) == (expected.size[0] > expected.size[1])
    # Nobody holds it any more.
    file.rename(tmp_path / "renamed")


REFUSED = {name: one for name, one in VIDEOS.items() if isinstance(one.outcome, str)}


@pytest.mark.parametrize("video", REFUSED.values(), ids=REFUSED.keys())
async def test_what_does_not_play_is_refused_with_the_reason(
    video: Video, tmp_path: Path, media: MediaWorkers
) -> None:
    file = made(video, tmp_path)

    problem = await media.check_clip(file)

    assert isinstance(problem, Problem)
    assert (problem.detail, problem.subject) == (video.outcome, file.name)
    assert os.listdir(tmp_path) == ([file.name] if file.exists() else [])


def sides(picture: Path) -> tuple[int, int]:
    with Image.open(picture) as image:
        return image.size
