"""Renders one clip from what the job gives: words, pictures, a video, or pictures and a video."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from omniflash_desktop.sandbox.rendering.camera_moves import camera_move, fusion
from omniflash_desktop.sandbox.rendering.captions import (
    PORTRAIT_SUBTITLE,
    PORTRAIT_TITLE,
    SUBTITLE,
    TITLE,
    badge,
    caption,
)
from omniflash_desktop.sandbox.rendering.encoder import ClipFile, Layer
from omniflash_desktop.sandbox.rendering.jobs import FRAMES_PER_SECOND
from omniflash_desktop.sandbox.rendering.layered_waves import layered_waves
from omniflash_desktop.sandbox.rendering.reference_motion import cards, reference_motion
from omniflash_desktop.sandbox.rendering.references import ReferenceVideo, opened_picture
from omniflash_desktop.sandbox.rendering.sound import ambient_sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from av.video.frame import VideoFrame

    from omniflash_desktop.sandbox.rendering.jobs import Job

# Drawn at most so large, then scaled up; the words are set at full size.
_SOFT_SHORT_SIDE: Final = 720  # pixels: waves and light are soft anyway
_SHARP_SHORT_SIDE: Final = 1080  # pixels: pictures are not

_SHORTEST: Final = 4.0  # seconds; contract, section 2
_LONGEST: Final = 10.0  # seconds; contract, section 2


@dataclass(frozen=True)
class _Scene:
    """What is to be encoded."""

    pictures: Iterator[VideoFrame]
    frames: int
    layers: list[Layer]


def render_clip(job: Job, on_progress: Callable[[float], None]) -> None:
    """Render the clip and the thumbnail of a job.

    Args:
        job: What to render, and where to write it.
        on_progress: Called with the share of the frames that are done, 0 to 1.

    Raises:
        UnreadableReferenceError: If a reference cannot be decoded.
    """
    size = (job.width, job.height)
    scene = _scene(job, size)
    file = ClipFile(job.clip, job.width, job.height, [*scene.layers, badge(size)])
    try:
        file.add_pictures(scene.pictures, scene.frames, job.thumbnail, on_progress)
        file.add_sound(ambient_sound(job.prompt, Fraction(scene.frames, FRAMES_PER_SECOND)))
    except BaseException:
        file.abandon()
        raise
    file.close()


def _scene(job: Job, size: tuple[int, int]) -> _Scene:
    portrait = job.height > job.width
    pictures = [opened_picture(path) for path in job.images]
    frames = job.seconds * FRAMES_PER_SECOND
    sharp = _drawn_size(size, _SHARP_SHORT_SIDE)
    subtitle = caption(job.prompt, size, PORTRAIT_SUBTITLE if portrait else SUBTITLE)
    words = [] if subtitle is None else [subtitle]
    if job.video is not None:
        video = ReferenceVideo(job.video)
        frames = round(min(max(video.seconds, _SHORTEST), _LONGEST) * FRAMES_PER_SECOND)
        motion = reference_motion(job.prompt, video, sharp, frames)
        return _Scene(motion, frames, [*cards(pictures, size), *words])
    match pictures:
        case []:
            title = caption(job.prompt, size, PORTRAIT_TITLE if portrait else TITLE)
            soft = _drawn_size(size, _SOFT_SHORT_SIDE)
            waves = layered_waves(job.prompt, soft, frames)
            return _Scene(waves, frames, [] if title is None else [title])
        case [picture]:
            return _Scene(camera_move(job.prompt, picture, sharp, frames), frames, words)
        case _:
            return _Scene(fusion(job.prompt, pictures, sharp, frames), frames, words)


def _drawn_size(size: tuple[int, int], most: int) -> tuple[int, int]:
    """Tell how large a picture is drawn: as large as the clip, or with `most` on its short side."""
    short = min(size)
    if short <= most:
        return size
    return (size[0] * most // short, size[1] * most // short)
