"""Whatever videos people drop: what they are and how they look, or why they are refused."""

import asyncio
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from clips import RATE, number_of
from PIL import Image
from video_corpus import PLAYING, VIDEOS, Plays, Video

from omniflash_desktop.api.transport import Transport
from omniflash_desktop.api.video_api import HttpVideoApi
from omniflash_desktop.domain.clip_frames import AtTime, LastGood, TakenFrame
from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.reference_videos import CopyReason, SendableVideo
from omniflash_desktop.domain.references import VideoReference
from omniflash_desktop.media.strip import FRAMES
from omniflash_desktop.media.workers import MediaWorkers
from omniflash_desktop.services.clock import SystemClock
from tests.builders import a_request
from tests.sandbox.running_sandbox import RunningSandbox, sandbox_running
from tests.services.fake_bucket import uploader_without_bucket


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWorkers]:
    """A worker that all of these tests share: starting one takes longer than most videos."""
    folder = tmp_path_factory.mktemp("media")
    workers = MediaWorkers(pictures_folder=folder / "pictures", workers=1, job_seconds=10.0)
    asyncio.run(workers.inspect_video(folder))
    yield workers
    asyncio.run(workers.close())


@pytest.fixture(scope="module")
def sandbox() -> Iterator[RunningSandbox]:
    with sandbox_running("--rate", "0") as running:
        yield running


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
    ]
    frames = [
        await media.save_frame(file, pictures, AtTime(expected.seconds / 2)),
        await media.save_frame(file, pictures, LastGood()),
    ]

    assert isinstance(facts, VideoFacts), facts
    assert (facts.codec, facts.has_sound) == (expected.codec, expected.has_sound)
    assert (facts.width, facts.height) == expected.size
    assert facts.seconds == pytest.approx(expected.seconds, abs=0.15)
    assert shown == [None, None]
    for frame in frames:
        assert isinstance(frame, TakenFrame), frame
        assert sides(frame.path) == (frame.width, frame.height) == expected.size
    across, down = sides(pictures / "strip.jpg")
    assert (across // FRAMES > down) == (expected.size[0] > expected.size[1])
    # Nobody holds it any more.
    file.rename(tmp_path / "renamed")


@pytest.mark.parametrize("video", PLAYING.values(), ids=PLAYING.keys())
async def test_a_reference_goes_as_it_is_or_as_a_copy_that_everybody_reads(
    video: Video, tmp_path: Path, media: MediaWorkers
) -> None:
    file, expected = made(video, tmp_path), video.outcome
    assert isinstance(expected, Plays)

    ready = await media.sendable_video(file)

    assert isinstance(ready, SendableVideo), ready
    assert tuple(reason.value for reason in ready.reasons) == expected.copied
    assert (ready.path == file) == (not expected.copied)
    assert (ready.facts.container, ready.facts.codec) == ("mov", "h264")
    assert (ready.facts.width, ready.facts.height) == (expected.sent_size or expected.size)
    assert ready.facts.seconds == pytest.approx(expected.seconds, abs=0.15)
    assert ready.facts.has_sound == expected.has_sound


SENT = ("h264 with sound", "hevc of 10 bits", "webm", "turned left", "of a variable rate")


@pytest.mark.parametrize("name", SENT)
async def test_what_reaches_the_service_plays_there(
    name: str, tmp_path: Path, media: MediaWorkers, sandbox: RunningSandbox
) -> None:
    source, expected = made(VIDEOS[name], tmp_path), VIDEOS[name].outcome
    assert isinstance(expected, Plays)
    before = source.read_bytes()
    uploader = uploader_without_bucket(media, SystemClock())
    async with Transport() as transport:
        api = HttpVideoApi(transport, sandbox.base_url, sandbox.token)
        request = a_request(video=VideoReference(path=source))
        references = await uploader.prepare(request, SANDBOX)
        assert not isinstance(references, Problem), references
        links = await uploader.upload(references, api, lambda progress: None)
    assert not isinstance(links, Problem), links
    arrived = tmp_path / "arrived.mp4"
    arrived.write_bytes(sandbox.client.get(links.video_url or "").content)

    with av.open(str(arrived)) as container:
        frames = [frame.to_image() for frame in container.decode(video=0)]
        assert container.streams.video[0].codec.canonical_name == "h264"
        assert bool(container.streams.audio) == expected.has_sound
    assert abs(len(frames) - round(expected.seconds * RATE)) <= 1
    assert [number_of(gray_in(frame)) for frame in (frames[0], frames[-1])] == [0, RATE - 1]
    assert references.hashes[0] == hashlib.sha256(before).hexdigest()
    assert source.read_bytes() == before


def gray_in(picture: Image.Image) -> int:
    gray = picture.convert("L").getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(gray, int)
    return gray


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


@pytest.mark.parametrize("video", REFUSED.values(), ids=REFUSED.keys())
async def test_a_reference_that_does_not_play_is_refused_or_sent_as_far_as_it_plays(
    video: Video, tmp_path: Path, media: MediaWorkers
) -> None:
    file = made(video, tmp_path)

    ready = await media.sendable_video(file)

    if isinstance(ready, Problem):
        assert (ready.detail, ready.subject) == (video.outcome, file.name)
    else:
        assert video.outcome == "damaged"
        assert ready.reasons[-1] is CopyReason.CUT_OFF
        assert 0 < ready.facts.seconds < 1.0
    assert os.listdir(tmp_path) == ([file.name] if file.exists() else [])


def sides(picture: Path) -> tuple[int, int]:
    with Image.open(picture) as image:
        return image.size
