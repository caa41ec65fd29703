"""What a video is, and whether it plays."""

from pathlib import Path
from typing import Final

import msgspec

from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.source_files import checked_size, sha256_of
from omniflash_desktop.media.video_files import OpenVideo, opened_video, upright_size

_PLAYED: Final = 1.0
"""Seconds that are decoded at the beginning and at the end of a clip."""
_MISSING_END: Final = 0.5
"""Seconds that may be missing at the end: encoders round the length of the whole up."""


def inspect_video(source: Path) -> VideoFacts:
    """The facts of a video, from its head and its first frame.

    Raises:
        UnusableError: It is no video, or its first frame cannot be decoded.
    """
    size_bytes = checked_size(source)
    with opened_video(source) as video:
        facts = _facts_of(video, size_bytes)
    return msgspec.structs.replace(facts, sha256=sha256_of(source))


def check_clip(path: Path) -> VideoFacts:
    """The facts of a clip whose first and last second have been decoded.

    Raises:
        UnusableError: It is no video, or a part of it is missing or cannot be decoded.
    """
    size_bytes = checked_size(path)
    with opened_video(path) as video:
        facts = _facts_of(video, size_bytes)
        told = video.seconds
        # The first frame of a very short clip may have been all of it.
        video.seek(0.0)
        played = _play(video, until=_PLAYED)
        if told is None or told > _PLAYED:
            if told is not None:
                video.seek(told - _PLAYED)
            played = max(played, _play(video, until=None))
        if told is not None and played < told - _MISSING_END:
            raise UnusableError(Unusable.DAMAGED)
    seconds = facts.seconds if told is not None else played
    return msgspec.structs.replace(facts, seconds=seconds, sha256=sha256_of(path))


def _facts_of(video: OpenVideo, size_bytes: int) -> VideoFacts:
    first = next(video.frames(), None)
    if first is None:
        raise UnusableError(Unusable.DAMAGED)
    width, height = upright_size(first)
    return VideoFacts(
        width=width,
        height=height,
        seconds=video.seconds or 0.0,
        frame_rate=video.frame_rate,
        codec=video.codec,
        has_sound=video.has_sound,
        size_bytes=size_bytes,
        sha256="",
    )


def _play(video: OpenVideo, *, until: float | None) -> float:
    """Decodes from here on; returns when the last frame that was met ends."""
    one_frame = 1.0 / video.frame_rate if video.frame_rate > 0 else 0.0
    end = 0.0
    for packet in video.packets():
        if packet.is_corrupt:
            raise UnusableError(Unusable.DAMAGED)
        for frame in packet.decode():
            end = max(end, video.time_of(frame) + one_frame)
        if until is not None and end >= until:
            break
    return end
