"""Some frames of a video as small pictures: what is under a handle, and its neighbours."""

from pathlib import Path
from typing import Final

from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.thumbnails import save_jpeg
from omniflash_desktop.media.video_files import (
    OpenVideo,
    opened_video,
    picture_of,
    size_within,
    upright_size,
)

_SAME_MOMENT: Final = 0.0006


def show_frames(source: Path, targets: tuple[tuple[float, Path], ...], *, long_side: int) -> None:
    """Writes each frame that is shown at one of some moments as a JPEG, in one pass.

    Args:
        source: The video.
        targets: When a frame is shown, rising, and where its picture goes. Frames that are not
            met are left out.
        long_side: Pixels; a smaller frame is not enlarged.

    Raises:
        UnusableError: It is no video, it is damaged, or no frame was met.
    """
    with opened_video(source) as video:
        # Some containers jump too far: then all is decoded from the beginning.
        if not _write(video, targets, long_side) and not _write(
            video, targets, long_side, from_beginning=True
        ):
            raise UnusableError(Unusable.DAMAGED)


def _write(
    video: OpenVideo,
    targets: tuple[tuple[float, Path], ...],
    long_side: int,
    *,
    from_beginning: bool = False,
) -> bool:
    """Tells whether the first frame was met."""
    video.seek(0.0 if from_beginning else targets[0][0])
    wanted = list(targets)
    for frame in video.frames():
        shown_at = video.time_of(frame)
        if shown_at > wanted[0][0] + _SAME_MOMENT and len(wanted) == len(targets):
            return False
        while wanted and wanted[0][0] + _SAME_MOMENT < shown_at:
            wanted.pop(0)
        if wanted and abs(wanted[0][0] - shown_at) <= _SAME_MOMENT:
            size = size_within(upright_size(frame), long_side)
            save_jpeg(picture_of(frame, size), wanted.pop(0)[1])
        if not wanted:
            return True
    return len(wanted) < len(targets)
