"""One frame of a clip, exactly, as a picture at full size."""

from pathlib import Path
from typing import Final

from av.video.frame import VideoFrame

from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.source_files import written_as_a_whole
from omniflash_desktop.media.video_files import OpenVideo, opened_video, picture_of

_ROUNDED_AWAY: Final = 0.001
"""Seconds. Players tell their position in whole milliseconds, rounded down."""


def save_frame(source: Path, target: Path, *, seconds: float) -> None:
    """Writes the frame that is shown at a moment as a PNG; past the end, the last one.

    Args:
        source: The clip.
        target: The PNG.
        seconds: From the beginning of the picture.

    Raises:
        UnusableError: It is no video, or it is damaged.
    """
    with opened_video(source) as video:
        picture = picture_of(_frame_at(video, max(0.0, seconds) + _ROUNDED_AWAY))
    with written_as_a_whole(target) as unfinished:
        picture.save(unfinished, "PNG")


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
