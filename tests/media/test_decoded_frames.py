"""Frames by number, forwards and backwards, within bounds of memory; and the process for them."""

import os
from pathlib import Path

import pytest
from clips import RATE, a_clip, number_of

from omniflash_desktop.domain.decoded_frames import DecodedFrame
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.video_trim import FrameTimes
from omniflash_desktop.media.decoded_frames import DecodedFrames
from omniflash_desktop.media.frame_source import FrameSource
from omniflash_desktop.media.video_files import opened_video

SIZE = (96, 54)
FRAME_BYTES = 96 * 54 * 3
UNEVEN = (0, 1, 3, 4, 7, 8, 9, 13)


def uneven(number: int) -> int:
    return UNEVEN[number % 8] + number // 8 * 14


def number_in(frame: DecodedFrame) -> int:
    """Read from the lower right corner, which is gray all over."""
    return number_of(frame.rgb[-1])


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    return a_clip(tmp_path_factory.mktemp("decoded") / "clip.mp4", size=SIZE, seconds=2.0)


@pytest.mark.parametrize("frames_a_group", [250, 12])
@pytest.mark.parametrize("memory", [FRAME_BYTES * 8, FRAME_BYTES * 1000])
def test_all_frames_come_backwards_within_the_memory(tmp_path, frames_a_group, memory):
    path = a_clip(tmp_path / "c.mp4", size=SIZE, seconds=2.0, frames_a_group=frames_a_group)
    with opened_video(path) as video:
        frames = DecodedFrames(video, memory=memory)
        seen = []
        for number in reversed(range(frames.times.last + 1)):
            seen.append(number_in(frames.frame(number, backwards=True, long_side=96)))
            while frames.look_ahead():
                assert frames.kept_bytes <= memory + 3 * FRAME_BYTES
    assert seen == list(reversed(range(48)))


def test_frames_come_in_any_order(clip):
    with opened_video(clip) as video:
        frames = DecodedFrames(video, memory=FRAME_BYTES * 8)
        for number, backwards in ((30, False), (31, False), (2, False), (47, True), (40, False)):
            frame = frames.frame(number, backwards=backwards, long_side=96)
            assert (frame.number, number_in(frame)) == (number, number)


def test_a_stretch_is_decoded_ahead_so_that_nothing_is_waited_for(clip):
    with opened_video(clip) as video:
        frames = DecodedFrames(video, memory=FRAME_BYTES * 20)
        frames.frame(47, backwards=True, long_side=96)
        while frames.look_ahead():
            pass
        # Two stretches of ten: what is on show, and the one before it.
        assert set(range(28, 48)) <= set(frames._kept)


def test_a_smaller_frame_is_asked_for_and_comes(clip):
    with opened_video(clip) as video:
        frames = DecodedFrames(video)
        large = frames.frame(5, backwards=False, long_side=4000)
        small = frames.frame(5, backwards=False, long_side=48)
    assert (large.width, large.height) == SIZE
    assert (small.width, small.height) == (48, 27)


def test_frames_of_different_length_come_by_their_numbers(tmp_path):
    path = a_clip(tmp_path / "c.mp4", size=SIZE, seconds=1.0, every=uneven)
    with opened_video(path) as video:
        frames = DecodedFrames(video)
        assert [round(moment * RATE) for moment in frames.times.shown_at] == [
            uneven(n) for n in range(24)
        ]
        for number in (23, 11, 12, 0):
            assert number_in(frames.frame(number, backwards=True, long_side=96)) == number


def test_a_portrait_clip_comes_upright(tmp_path):
    path = a_clip(tmp_path / "c.mp4", size=SIZE, seconds=0.5, rotation=90)
    with opened_video(path) as video:
        frame = DecodedFrames(video).frame(0, backwards=False, long_side=4000)
    assert (frame.width, frame.height) == SIZE[::-1]


def test_of_a_file_that_was_cut_off_comes_what_is_there(tmp_path):
    whole = a_clip(tmp_path / "whole.mov", size=SIZE, codec="mjpeg", pixels="yuvj420p")
    content = whole.read_bytes()
    cut = tmp_path / "cut.mov"
    cut.write_bytes(content[: len(content) * 6 // 10])
    with opened_video(cut) as video:
        frames = DecodedFrames(video)
        assert 3 < frames.times.last < 47
        assert number_in(frames.frame(3, backwards=False, long_side=96)) == 3


async def test_a_process_of_its_own_gives_the_frames(clip):
    source = FrameSource(clip)
    times = await source.times()
    assert isinstance(times, FrameTimes)
    assert times.last == 47
    for number in (47, 46, 45):
        frame = await source.frame(number, backwards=True, long_side=96)
        assert isinstance(frame, DecodedFrame)
        assert number_in(frame) == number
    source.close()
    assert isinstance(await source.frame(3, backwards=False, long_side=96), Problem)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="tells open files by /proc")
async def test_once_closed_nobody_holds_the_file(clip):
    source = FrameSource(clip)
    await source.times()
    assert clip in files_open_anywhere()
    source.close()
    assert clip not in files_open_anywhere()


async def test_what_is_no_video_is_a_problem(tmp_path):
    path = tmp_path / "c.mp4"
    path.write_bytes(b"not a video at all" * 100)
    source = FrameSource(path)
    assert isinstance(await source.times(), Problem)
    source.close()


def files_open_anywhere() -> set[Path]:
    found = set()
    for one in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            found.add(Path(os.readlink(one)))
        except OSError:
            continue
    return found
