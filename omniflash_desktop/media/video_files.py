"""Opens video files, judged by their content, and walks through their frames."""

import contextlib
import os
from collections.abc import Generator, Iterator
from fractions import Fraction
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream
from PIL import Image

from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.source_files import checked_size

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.packet import Packet

# Playlists and lists of pictures are not among them: they would open other files and addresses.
_CONTAINERS: Final = "mov,matroska,avi,mpegts,mpeg,flv,asf,ogg"
_MP4_BOXES: Final = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide")
_BEGINNINGS: Final = (b"\x1aE\xdf\xa3", b"OggS", b"FLV\x01", b"\x30\x26\xb2\x75")

_UNSPECIFIED_COLORS: Final = 2
"""ITU-T H.273: the file does not say by which standard its colours are coded."""
_HD_LINES: Final = 720

_TELLING_NOTHING: Final = frozenset(
    {
        "major_brand",
        "minor_version",
        "compatible_brands",
        "encoder",
        "language",
        "handler_name",
        "vendor_id",
        "duration",
        "rotate",
        "software",
    }
)
"""Tags about the file itself. All others may tell of places, people, devices or their words."""

MAX_THREADS: Final = 4
"""Of one decoder. Each needs memory for frames of its own, and the window needs a core too."""

_QUICK: Final = 0x2
_EXACT: Final = 0x2 | 0x40000 | 0x2000
"""libswscale: bilinear, accurate rounding, colours for each pixel. Without them a picture of ten
bits comes out two levels too dark, and coloured edges are coarse."""

_TURNS: Final = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}

VIDEO_ERRORS: Final = (FFmpegError, OSError, ValueError, EOFError, RuntimeError, ArithmeticError)


class OpenVideo:
    """A video file with its picture stream. Times are seconds from the picture's beginning."""

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        self._container = container
        self._stream = stream
        self._start = _in_seconds(stream.start_time, stream.time_base) or 0.0

    @property
    def seconds(self) -> float | None:
        """Length of the picture as the file tells it; `None` where it does not."""
        own = _in_seconds(self._stream.duration, self._stream.time_base)
        if own is not None and own > 0:
            return own
        whole = self._container.duration
        return None if whole is None or whole <= 0 else whole / av.time_base

    @property
    def frame_rate(self) -> float:
        """Frames a second; 0.0 where the file does not tell."""
        rate = self._stream.average_rate or self._stream.guessed_rate
        return float(rate) if rate else 0.0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, as they are coded."""
        return self._stream.codec_context.width, self._stream.codec_context.height

    @property
    def codec(self) -> str:
        """Of the picture, such as `h264`."""
        return self._stream.codec_context.codec.canonical_name

    @property
    def has_sound(self) -> bool:
        """Whether there is an audio stream."""
        return self.sound is not None

    @property
    def sound(self) -> AudioStream | None:
        """The first audio stream."""
        return next(iter(self._container.streams.audio), None)

    @property
    def told_rate(self) -> Fraction | None:
        """As `frame_rate`, exactly as the file tells it."""
        return self._stream.average_rate or self._stream.guessed_rate

    @property
    def container_kind(self) -> str:
        """Of the file, the first of its names: `mov` is also MP4, `matroska` also WebM."""
        return self._container.format.name.partition(",")[0]

    @property
    def is_telling(self) -> bool:
        """Whether the file tells more than is seen and heard: by tags, or by tracks of data."""
        streams = self._container.streams
        tags = (self._container.metadata, *(stream.metadata for stream in streams))
        names = {name.lower() for of_one in tags for name in of_one}
        has_data = any(stream.type not in ("video", "audio") for stream in streams)
        return has_data or not names <= _TELLING_NOTHING

    @property
    def pixel_shape(self) -> Fraction:
        """Width of a pixel by its height; 1 for nearly all videos."""
        shape = self._stream.codec_context.sample_aspect_ratio
        return shape if shape is not None and shape > 0 else Fraction(1)

    def packets(self) -> "Iterator[Packet[VideoStream]]":
        """The picture's packets from here on; the last one is empty and flushes the decoder."""
        return self._container.demux(self._stream)

    def packets_with_sound(self) -> "Iterator[Packet[Any]]":
        """As `packets`, those of the sound among them, in the order of the file."""
        streams = [self._stream, self.sound] if self.sound is not None else [self._stream]
        return self._container.demux(*streams)

    def frames(self) -> Iterator[VideoFrame]:
        """All frames from here on, in the order in which they are shown."""
        return self._container.decode(self._stream)

    def seek(self, seconds: float) -> None:
        """Goes to the last frame that stands on its own at or before `seconds`."""
        time_base = self._stream.time_base or Fraction(1, av.time_base)
        moment = max(0, round((seconds + self._start) / time_base))
        # Transport streams look for the moment of decoding, which comes before that of showing:
        # whoever asks for their very beginning by its number ends up behind it.
        self._container.seek(moment if seconds > 0 else 0, stream=self._stream, backward=True)

    def skip_what_nothing_refers_to(self) -> None:
        """Decodes faster and leaves frames out; for when a neighbour does as well."""
        self._stream.codec_context.skip_frame = "NONREF"

    def time_of(
        self, frame: "VideoFrame | AudioFrame | Packet[VideoStream] | Packet[AudioStream]"
    ) -> float:
        """When it is shown, or heard."""
        moment = _in_seconds(frame.pts, frame.time_base)
        return 0.0 if moment is None else moment - self._start


@contextlib.contextmanager
def opened_video(source: Path) -> Generator[OpenVideo]:
    """A video, to be read within the block.

    Raises:
        UnusableError: It is none, it has no picture, or it is damaged; also for what the decoder
            says within the block.
    """
    checked_size(source)
    try:
        # A file and not its name: FFmpeg reads more into names than a path.
        with source.open("rb") as file, _container(file) as container:
            yield OpenVideo(container, picture_stream(container))
    except VIDEO_ERRORS:
        raise UnusableError(Unusable.DAMAGED) from None


def picture_stream(container: InputContainer) -> VideoStream:
    """The stream that is shown.

    Raises:
        UnusableError: There is none, or none that can be decoded.
    """
    if not container.streams:
        raise UnusableError(Unusable.DAMAGED)
    # A sound file's cover is a video stream of one picture.
    streams = container.streams.video
    moving = (s for s in streams if not s.disposition & Disposition.attached_pic)
    stream = next(moving, None)
    if stream is None:
        raise UnusableError(Unusable.NO_PICTURE)
    # FFmpeg knows no decoder for it; the bindings promise one.
    if getattr(stream, "codec_context", None) is None:
        raise UnusableError(Unusable.NO_DECODER)
    stream.thread_type = "AUTO"
    stream.thread_count = min(MAX_THREADS, os.cpu_count() or 1)
    return stream


def length_of(frame: "VideoFrame | Packet[VideoStream]", frame_rate: float) -> float:
    """Seconds for which a frame is shown: by its own word, or else by the rate."""
    own = _in_seconds(frame.duration, frame.time_base)
    if own is not None and own > 0:
        return own
    return 1.0 / frame_rate if frame_rate > 0 else 0.0


def upright_size(frame: VideoFrame) -> tuple[int, int]:
    """Width and height in pixels, turned as the file says."""
    is_on_its_side = frame.rotation % 180 != 0
    return (frame.height, frame.width) if is_on_its_side else (frame.width, frame.height)


def picture_of(frame: VideoFrame, size: tuple[int, int] | None = None) -> Image.Image:
    """The frame in RGB, turned as the file says.

    Args:
        frame: As it was decoded.
        size: Upright, in pixels; `None` for the frame's own.
    """
    width, height = size or upright_size(frame)
    if frame.rotation % 180 != 0:
        width, height = height, width
    # HD without a word on its colours is BT.709 to every player, and BT.601 to the converter.
    is_silent_hd = frame.colorspace == _UNSPECIFIED_COLORS and min(frame.width, frame.height) >= (
        _HD_LINES
    )
    colors = Colorspace.ITU709 if is_silent_hd else None
    rgb = frame.reformat(
        width=width,
        height=height,
        format="rgb24",
        src_colorspace=colors,
        interpolation=_QUICK if size is not None else _EXACT,
    )
    plane = rgb.planes[0]
    image = Image.frombytes(
        "RGB", (rgb.width, rgb.height), bytes(plane), "raw", "RGB", plane.line_size
    )
    turn = _TURNS.get(frame.rotation % 360)
    return image if turn is None else image.transpose(turn)


def size_within(size: tuple[int, int], long_side: int) -> tuple[int, int]:
    """`size` shrunk so that its longer side has at most so many pixels; never enlarged."""
    factor = min(1.0, long_side / max(size))
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


@contextlib.contextmanager
def _container(file: IO[bytes]) -> Generator[InputContainer]:
    head = file.read(16)
    file.seek(0)
    try:
        # Titles by cameras and old programs are of any encoding; the picture plays all the same.
        container = av.open(
            file,
            mode="r",
            metadata_errors="replace",
            options={"format_whitelist": _CONTAINERS},
        )
    except VIDEO_ERRORS:
        reason = Unusable.DAMAGED if _begins_like_a_video(head) else Unusable.NOT_A_VIDEO
        raise UnusableError(reason) from None
    with container:
        yield container


def _begins_like_a_video(head: bytes) -> bool:
    if head.startswith(b"RIFF"):
        return head[8:12] == b"AVI "
    return head[4:8] in _MP4_BOXES or head.startswith(_BEGINNINGS)


def _in_seconds(moment: int | None, time_base: Fraction | None) -> float | None:
    return None if moment is None or time_base is None else float(moment * time_base)
