"""One frame of a clip, exactly, as a picture at full size."""

from collections import deque
from pathlib import Path
from typing import Final, assert_never

from av.video.frame import VideoFrame
from PIL import Image, ImageFilter, ImageStat

from omniflash_desktop.domain.clip_frames import (
    LOOK_BACK_SECONDS,
    AtNumber,
    AtTime,
    FrameLook,
    FrameWish,
    LastGood,
    Passed,
    TakenFrame,
    last_worth_keeping,
)
from omniflash_desktop.domain.file_names import frame_file_name
from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.new_files import moved_to_a_free_name
from omniflash_desktop.media.source_files import filled_beside
from omniflash_desktop.media.video_files import OpenVideo, opened_video, picture_of, size_within

_ROUNDED_AWAY: Final = 0.001
"""Seconds. Players tell their position in whole milliseconds, rounded down."""

_PACKED: Final = 3
"""Of 9: a third larger than the best, in a fifth of the time."""

_LOOKED_AT: Final = 60
"""Frames, whatever the rate of the clip: looking takes a millisecond or two each."""
_LOOK_SIDE: Final = 320
"""Pixels of the longer side: enough for blur to show, and too few for the codec's own noise."""
_LAPLACIAN: Final = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


def save_frame(source: Path, folder: Path, wish: FrameWish, *, name: str = "") -> TakenFrame:
    """Writes a frame as a PNG that overwrites nothing.

    Args:
        source: The clip.
        folder: Where the PNG goes.
        wish: Which frame.
        name: Of the PNG; otherwise after the clip and the moment.

    Raises:
        UnusableError: It is no video, it is damaged, or it has no such frame.
    """
    before_end: float = 0.0
    passed: tuple[Passed, ...] = ()
    with opened_video(source) as video:
        match wish:
            case AtTime(seconds):
                frame = _frame_at(video, max(0.0, seconds) + _ROUNDED_AWAY)
            case AtNumber(number):
                frame = _frame_at(video, _time_of_number(video, number) + _ROUNDED_AWAY)
            case LastGood():
                frame, before_end, passed = _last_good(video)
            case _:
                assert_never(wish)
        seconds = video.time_of(frame)
        rate = video.frame_rate
        picture = picture_of(frame)
    wanted = name or frame_file_name(source.stem, seconds=seconds, frame_rate=rate)
    with filled_beside(folder / (name or f"{source.stem}.png")) as unfinished:
        picture.save(unfinished, "PNG", compress_level=_PACKED)
        path = moved_to_a_free_name(unfinished, folder / wanted)
    return TakenFrame(
        path=path,
        width=picture.width,
        height=picture.height,
        seconds=seconds,
        before_end=before_end,
        passed=passed,
    )


def _frame_at(video: OpenVideo, seconds: float) -> VideoFrame:
    video.seek(seconds)
    frame = _last_shown_by(video, seconds)
    if frame is None:
        # Some containers jump too far: then all is decoded from the beginning.
        video.seek(0.0)
        frame = _last_shown_by(video, seconds)
    if frame is None:
        raise UnusableError(Unusable.DAMAGED)
    return frame


def _last_shown_by(video: OpenVideo, seconds: float) -> VideoFrame | None:
    shown: VideoFrame | None = None
    for frame in video.frames():
        if video.time_of(frame) > seconds:
            break
        shown = frame
    return shown


def _time_of_number(video: OpenVideo, number: int) -> float:
    # What the packets say is enough: they come in the order of decoding, not of showing.
    times = sorted(video.time_of(packet) for packet in video.packets() if packet.pts is not None)
    if not 0 <= number < len(times):
        raise UnusableError(Unusable.NO_SUCH_FRAME)
    return times[number]


def _last_good(video: OpenVideo) -> tuple[VideoFrame, float, tuple[Passed, ...]]:
    """The last good frame, how far it lies before the end, and what was passed over."""
    end = video.seconds
    last, looks = None, []
    if end is not None:
        last, looks = _looks_from(video, max(0.0, end - LOOK_BACK_SECONDS))
    if last is None:
        # The length is not told, or it is told wrongly.
        last, looks = _looks_from(video, 0.0)
    if last is None:
        raise UnusableError(Unusable.DAMAGED)
    last_seconds = video.time_of(last)
    near = [look for look in looks if look.seconds >= last_seconds - LOOK_BACK_SECONDS]
    place, passed = last_worth_keeping(near)
    if not passed:
        return last, 0.0, ()
    # Decoded again: sixty frames of 4K would not fit into memory until one of them is chosen.
    seconds = near[place].seconds
    return _frame_at(video, seconds + _ROUNDED_AWAY), last_seconds - seconds, passed


def _looks_from(video: OpenVideo, seconds: float) -> tuple[VideoFrame | None, list[FrameLook]]:
    """The last frame of all, and the looks of those behind a moment, the last one among them."""
    video.seek(seconds)
    looks: deque[FrameLook] = deque(maxlen=_LOOKED_AT)
    last: VideoFrame | None = None
    for frame in video.frames():
        last = frame
        if video.time_of(frame) >= seconds:
            looks.append(_look_of(video, frame))
    if last is not None and not looks:
        looks.append(_look_of(video, last))
    return last, list(looks)


def _look_of(video: OpenVideo, frame: VideoFrame) -> FrameLook:
    width, height = size_within((frame.width, frame.height), _LOOK_SIDE)
    gray = frame.reformat(width=width, height=height, format="gray")
    plane = gray.planes[0]
    image = Image.frombytes("L", (width, height), bytes(plane), "raw", "L", plane.line_size)
    brightness = ImageStat.Stat(image)
    # The filter leaves the outermost pixels as they are.
    inner = (1, 1, max(2, width - 1), max(2, height - 1))
    edges = ImageStat.Stat(image.filter(_LAPLACIAN).crop(inner))
    return FrameLook(
        seconds=video.time_of(frame),
        mean=brightness.mean[0],
        spread=brightness.stddev[0],
        sharpness=edges.var[0],
    )
