"""When the frames of a video are shown, read from the file without decoding a picture."""

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Final

from omniflash_desktop.domain.video_trim import FrameTimes
from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.video_files import VIDEO_ERRORS, OpenVideo, length_of, opened_video

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.packet import Packet
    from av.video.stream import VideoStream

MOST_FRAMES: Final = 200_000
"""Nearly two hours at 30 a second; the list goes to the window as a whole."""

_BEGINNING: Final = 600
"""Frames that tell whether a rate is constant."""


def list_frames(source: Path) -> FrameTimes:
    """When each frame of a video is shown.

    Raises:
        UnusableError: It is no video, it is damaged, or it has too many frames.
    """
    with opened_video(source) as video:
        return frame_times_of(video)


def frame_times_of(video: OpenVideo) -> FrameTimes:
    """When each frame of a video is shown.

    Raises:
        UnusableError: It has none, or too many.
    """
    return _frame_times(video, most=None)


def readable_frame_times_of(video: OpenVideo) -> FrameTimes:
    """As `frame_times_of`; of a file that was cut off, those of the frames that are there."""
    return _frame_times(video, most=None, must_be_whole=False)


def first_frame_times_of(video: OpenVideo) -> FrameTimes:
    """As `frame_times_of`, for the first frames alone; it ends with the last of them."""
    return _frame_times(video, most=_BEGINNING)


def _frame_times(video: OpenVideo, *, most: int | None, must_be_whole: bool = True) -> FrameTimes:
    video.seek(0.0)
    times: list[float] = []
    end = 0.0
    all_packets = video.packets() if must_be_whole else _until_broken(video.packets())
    packets = (packet for packet in all_packets if packet.size and not packet.is_discard)
    for packet in itertools.islice(packets, most):
        if packet.pts is None:
            # Old containers number frames in the order of decoding: the decoder knows better.
            return _decoded_times(video, most=most)
        times.append(video.time_of(packet))
        end = max(end, times[-1] + length_of(packet, video.frame_rate))
        _check_number(times)
    return _sorted_times(times, end)


def _decoded_times(video: OpenVideo, *, most: int | None) -> FrameTimes:
    video.seek(0.0)
    times: list[float] = []
    end = 0.0
    for frame in itertools.islice(video.frames(), most):
        times.append(video.time_of(frame))
        end = max(end, times[-1] + length_of(frame, video.frame_rate))
        _check_number(times)
    return _sorted_times(times, end)


def _until_broken(packets: "Iterator[Packet[VideoStream]]") -> "Iterator[Packet[VideoStream]]":
    try:
        yield from packets
    except VIDEO_ERRORS:
        return


def _check_number(times: list[float]) -> None:
    if len(times) > MOST_FRAMES:
        raise UnusableError(Unusable.TOO_LONG)


def _sorted_times(times: list[float], end: float) -> FrameTimes:
    # What comes before the beginning is decoded for the others' sake and never shown.
    shown = sorted({time for time in times if time >= 0.0})
    if not shown:
        raise UnusableError(Unusable.DAMAGED)
    return FrameTimes(shown_at=tuple(shown), end=max(end, shown[-1]))
