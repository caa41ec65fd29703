"""What a video is, and whether it plays."""

import itertools
from pathlib import Path
from typing import Final

import msgspec
from av.error import FFmpegError
from av.video.reformatter import ColorTrc

from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.source_files import checked_size, sha256_of
from omniflash_desktop.media.video_files import (
    OpenVideo,
    length_of,
    opened_video,
    upright_size,
)
from omniflash_desktop.media.video_times import first_frame_times_of, frame_times_of

HDR_TRANSFERS: Final = frozenset({ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67})
MAX_FRAME_PIXELS: Final = 120_000_000
"""Of one frame; a decoder keeps some of them."""

_LISTENED_TO: Final = 400
"""Packets within which a file's sound begins, if it is to be heard."""
_PLAYED: Final = 1.0
"""Seconds that are decoded at the beginning and at the end of a clip."""
_MISSING_END: Final = 0.5
"""Seconds that may be missing at the end: encoders round the length of the whole up."""


def inspect_video(source: Path) -> VideoFacts:
    """The facts of a video, from its head, its first frame and its last second.

    Raises:
        UnusableError: It is no video, or its first frame cannot be decoded.
    """
    size_bytes = checked_size(source)
    with opened_video(source) as video:
        facts = _facts_of(video, size_bytes)
        if facts.width * facts.height > MAX_FRAME_PIXELS:
            raise UnusableError(Unusable.TOO_MANY_PIXELS)
        if video.seconds is None:
            # A recording that was streamed to its file has a head without its length.
            facts = msgspec.structs.replace(facts, seconds=frame_times_of(video).end)
        elif _lacks_its_end(video, video.seconds):
            facts = msgspec.structs.replace(facts, is_cut_off=True)
    return msgspec.structs.replace(facts, sha256=sha256_of(source))


def inspect_copy(path: Path) -> VideoFacts:
    """As `inspect_video`, of a video that was just written and whose end need not be tried."""
    size_bytes = checked_size(path)
    with opened_video(path) as video:
        facts = _facts_of(video, size_bytes)
    return msgspec.structs.replace(facts, sha256=sha256_of(path))


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
        container=video.container_kind,
        pixel_format=first.format.name,
        rotation=first.rotation % 360,
        is_variable=first_frame_times_of(video).is_variable,
        is_hdr=first.color_trc in HDR_TRANSFERS,
        sound_plays=_plays_its_sound(video),
        is_telling=video.is_telling,
    )


def _plays_its_sound(video: OpenVideo) -> bool:
    sound = video.sound
    if sound is None:
        return False
    video.seek(0.0)
    heard = False
    try:
        for packet in itertools.islice(video.packets_with_sound(), _LISTENED_TO):
            heard = heard or (packet.stream is sound and bool(packet.decode()))
    except (FFmpegError, EOFError):
        # What the picture is worth does not depend on it.
        return heard
    return heard


def _lacks_its_end(video: OpenVideo, told: float) -> bool:
    try:
        video.seek(max(0.0, told - _PLAYED))
        if _play(video, until=None) >= told - _MISSING_END:
            return False
        # Transport streams jump behind their last key frame; then the packets tell.
        return frame_times_of(video).end < told - _MISSING_END
    except (UnusableError, FFmpegError, EOFError):
        return True


def _play(video: OpenVideo, *, until: float | None) -> float:
    """Decodes from here on; returns when the last frame that was met ends."""
    end = 0.0
    for packet in video.packets():
        if packet.is_corrupt:
            raise UnusableError(Unusable.DAMAGED)
        for frame in packet.decode():
            end = max(end, video.time_of(frame) + length_of(frame, video.frame_rate))
        if until is not None and end >= until:
            break
    return end
