"""Small JPEGs of pictures and videos, for the library and the tray."""

from pathlib import Path
from typing import Final

from av.video.frame import VideoFrame
from PIL import Image

from omniflash_desktop.media.color import as_srgb
from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.picture_files import (
    is_picture,
    opened,
    unpacked,
    upright,
)
from omniflash_desktop.media.source_files import checked_size, written_as_a_whole
from omniflash_desktop.media.video_files import (
    opened_video,
    picture_of,
    size_within,
    upright_size,
)

QUALITY: Final = 85

_BLACK: Final = 24
"""Mean brightness of 255 up to which a frame shows nothing; video's own black is 16."""
_LOOKED_AT: Final = 48
"""Frames: two seconds of a clip."""
_SAMPLE: Final = 32
"""Pixels a side, for measuring brightness."""
_SHRINKS_WELL: Final = ("RGB", "L", "CMYK")


def make_thumbnail(source: Path, target: Path, *, long_side: int) -> None:
    """Writes a JPEG of a picture, or of a video's first frame that is not black.

    Raises:
        UnusableError: Nothing came of it.
    """
    checked_size(source)
    if is_picture(source):
        image = _small_picture(source, long_side)
    else:
        image = _small_frame(source, long_side)
    save_jpeg(image, target)


def save_jpeg(image: Image.Image, target: Path) -> None:
    """Writes `target` as a whole."""
    with written_as_a_whole(target) as unfinished:
        image.save(unfinished, "JPEG", quality=QUALITY)


def _small_picture(source: Path, long_side: int) -> Image.Image:
    box = (long_side, long_side)
    try:
        with source.open("rb") as file:
            image = opened(file)
            # JPEG unpacks a smaller picture in less time.
            image.draft(None, box)
            image = unpacked(image)
        if image.mode in _SHRINKS_WELL:
            image.thumbnail(box, Image.Resampling.LANCZOS, reducing_gap=3.0)
        image = as_srgb(upright(image))
        image.thumbnail(box, Image.Resampling.LANCZOS)
    except (OSError, ValueError):
        raise UnusableError(Unusable.DAMAGED) from None
    image.info.clear()
    if image.mode == "RGB":
        return image
    on_white = Image.new("RGB", image.size, "white")
    on_white.paste(image, mask=image.getchannel("A"))
    return on_white


def _small_frame(source: Path, long_side: int) -> Image.Image:
    with opened_video(source) as video:
        best: VideoFrame | None = None
        most = -1.0
        for number, frame in enumerate(video.frames()):
            brightness = _brightness(frame)
            if brightness > most:
                best, most = frame, brightness
            if most > _BLACK or number + 1 == _LOOKED_AT:
                break
        if best is None:
            raise UnusableError(Unusable.DAMAGED)
        return picture_of(best, size_within(upright_size(best), long_side))


def _brightness(frame: VideoFrame) -> float:
    sample = frame.reformat(width=_SAMPLE, height=_SAMPLE, format="gray")
    plane = sample.planes[0]
    rows = memoryview(plane).cast("B")
    seen = [rows[y * plane.line_size + x] for y in range(_SAMPLE) for x in range(_SAMPLE)]
    return sum(seen) / len(seen)
