"""Opens pictures and videos that strangers gave: within limits, or not at all."""

from __future__ import annotations

import warnings
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

import av
import av.error
from PIL import Image, ImageOps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_PICTURE_TYPES: Final = ("JPEG", "PNG", "WEBP", "GIF")  # contract, section 4
_MOST_PICTURE_PIXELS: Final = 64_000_000  # ours: some 250 MB decoded
_MOST_VIDEO_PIXELS: Final = 4096 * 2304  # ours
_MOST_FRAMES_PER_SECOND: Final = 240  # ours
_BACKDROP: Final = (18, 20, 28)


class UnreadableReferenceError(Exception):
    """A reference cannot be decoded.

    Attributes:
        kind: Which of the two it is.
    """

    def __init__(self, kind: Literal["image", "video"], detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


def opened_picture(path: Path) -> Image.Image:
    """Open a picture upright, as opaque RGB.

    Raises:
        UnreadableReferenceError: If it is none of the four types, broken, or too large to decode.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=_PICTURE_TYPES) as picture:
                if picture.width * picture.height > _MOST_PICTURE_PIXELS:
                    raise UnreadableReferenceError("image", f"{picture.size} is too large")
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise UnreadableReferenceError("image", str(error)) from error
    except Image.DecompressionBombError as error:
        raise UnreadableReferenceError("image", str(error)) from error
    opaque = Image.new("RGBA", upright.size, _BACKDROP)
    opaque.alpha_composite(upright)
    return opaque.convert("RGB")


class ReferenceVideo:
    """A video that is opened and has at least one picture.

    Attributes:
        seconds: Its length.
    """

    def __init__(self, path: Path) -> None:
        """Open a video.

        Raises:
            UnreadableReferenceError: If it has no video stream that can be decoded.
        """
        self._path = path
        try:
            with self._opened() as container:
                stream = container.streams.video[0]
                if stream.width * stream.height > _MOST_VIDEO_PIXELS:
                    raise UnreadableReferenceError("video", "too many pixels")
                next(container.decode(stream))
                self.seconds = _length(container, stream)
        except (av.error.FFmpegError, OSError, IndexError, StopIteration, ValueError) as error:
            raise UnreadableReferenceError("video", str(error) or type(error).__name__) from error

    def _opened(self) -> InputContainer:
        # Only the file itself: no playlist that opens other files or addresses.
        return av.open(str(self._path), options={"protocol_whitelist": "file"})

    def frames(self, count: int, rate: int) -> Iterator[VideoFrame]:
        """Yield the picture that is to be seen at each moment, starting over at the end.

        Args:
            count: How many.
            rate: How many a second.

        Raises:
            UnreadableReferenceError: If nothing can be decoded.
        """
        given = 0
        while given < count:
            before = given
            for frame, due in self._timed_frames(rate):
                # A frame that comes late is seen once; one that stays is seen again.
                while given < count and given - before < due:
                    given += 1
                    yield frame
                if given >= count:
                    break
            if given == before:
                raise UnreadableReferenceError("video", "no picture can be decoded")

    def _timed_frames(self, rate: int) -> Iterator[tuple[VideoFrame, int]]:
        """Yield each picture with the number of the moment at which it is over."""
        held: VideoFrame | None = None
        start: float | None = None
        decoded = 0
        try:
            with self._opened() as container:
                stream = container.streams.video[0]
                stream.thread_type = "AUTO"
                for frame in container.decode(stream):
                    decoded += 1
                    if decoded > _MOST_FRAMES_PER_SECOND * (self.seconds + 1):
                        return
                    time = frame.time or 0.0
                    start = time if start is None else start
                    if held is not None:
                        yield held, round((time - start) * rate)
                    held = frame
        except (av.error.FFmpegError, OSError, ValueError):
            # A video that breaks off in the middle still gave its beginning.
            if held is None:
                raise UnreadableReferenceError("video", "no picture can be decoded") from None
        if held is not None:
            yield held, max(1, round(self.seconds * rate))


def _length(container: InputContainer, stream: VideoStream) -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * Fraction(stream.time_base))
    return (container.duration or 0) / av.time_base
