"""Frames of a clip side by side in one JPEG: what the scrub bar shows under the pointer."""

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from av.video.frame import VideoFrame
from PIL import Image

from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.thumbnails import save_jpeg
from omniflash_desktop.media.video_files import (
    OpenVideo,
    opened_video,
    picture_of,
    upright_size,
)

FRAMES: Final = 16
"""Evenly spread over the clip; each from the middle of its share."""
FRAME_LONG_SIDE: Final = 192
"""Pixels: the width of a landscape frame, the height of a portrait one."""

_LISTED_UP_TO: Final = 120.0
"""Seconds. For longer videos the list of key frames would mean reading the whole file."""


def make_strip(source: Path, target: Path) -> None:
    """Writes the strip.

    Raises:
        UnusableError: It is no video, or it is damaged.
    """
    with opened_video(source) as video:
        pictures = list(_spread_pictures(video))
    width, height = pictures[0].size
    strip = Image.new("RGB", (width * FRAMES, height))
    for place, picture in enumerate(pictures):
        strip.paste(picture, (place * width, 0))
    save_jpeg(strip, target)


def _spread_pictures(video: OpenVideo) -> Iterator[Image.Image]:
    seconds = video.seconds
    if seconds is None:
        raise UnusableError(Unusable.DAMAGED)
    key_times = _key_times(video) if seconds <= _LISTED_UP_TO else None
    video.skip_what_nothing_refers_to()
    frames = video.frames()
    shown: VideoFrame | None = None
    position = 0.0
    for place in range(FRAMES):
        wanted = (place + 0.5) * seconds / FRAMES
        key_time = wanted if key_times is None else _last_up_to(wanted, key_times)
        # One pass through what must be decoded anyway; a jump over what need not be.
        if key_time > position:
            video.seek(key_time)
            frames = video.frames()
        while shown is None or position < wanted:
            frame = next(frames, None)
            if frame is None:
                break
            shown, position = frame, video.time_of(frame)
        if shown is None:
            raise UnusableError(Unusable.DAMAGED)
        yield picture_of(shown, _size_in_strip(shown))


def _key_times(video: OpenVideo) -> list[float]:
    """When the frames are shown that stand on their own."""
    times = sorted(video.time_of(packet) for packet in video.packets() if packet.is_keyframe)
    video.seek(0.0)
    return times


def _last_up_to(wanted: float, times: list[float]) -> float:
    place = bisect_right(times, wanted)
    return times[place - 1] if place else 0.0


def _size_in_strip(frame: VideoFrame) -> tuple[int, int]:
    width, height = upright_size(frame)
    factor = FRAME_LONG_SIDE / max(width, height)
    return max(2, round(width * factor)), max(2, round(height * factor))
