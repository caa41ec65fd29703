"""Writes an MP4: scales the drawn frames, lays sharp layers over them, encodes, adds sound."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, cast

import av
import av.error
import av.filter
from av.video.frame import VideoFrame

from omniflash_desktop.sandbox.rendering.jobs import FRAMES_PER_SECOND
from omniflash_desktop.sandbox.rendering.pillow_calls import picture_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from av.audio.frame import AudioFrame
    from av.filter.context import FilterContext
    from PIL import Image

SAMPLE_RATE: Final = 48_000  # Hz
_AUDIO_BITS_PER_SECOND: Final = 128_000
_THUMBNAIL_WIDTH: Final = 640  # pixels
_THUMBNAIL_AT: Final = 0.4  # share of the clip
_FRAMES_PER_REPORT: Final = 4

_ULTRA_HD_PIXELS: Final = 3840 * 2160
_QUALITY: Final = "20"  # x264's constant rate factor
_ULTRA_HD_QUALITY: Final = "23"  # four times the pixels hide more
_FRAME_TIME: Final = Fraction(1, FRAMES_PER_SECOND)
# The quickest preset leaves out deblocking, which soft gradients need.
_X264: Final = "no-deblock=0:deblock=0,0:colorprim=bt709:transfer=bt709:colormatrix=bt709"


@dataclass(frozen=True)
class Layer:
    """A still picture with transparency, laid over every frame at full sharpness.

    Attributes:
        picture: RGBA, with even width and height.
        left: Pixels from the left edge, even.
        top: Pixels from the upper edge, even.
    """

    picture: Image.Image
    left: int
    top: int


class ClipFile:
    """An MP4 that is being written: H.264 and AAC, readable from its beginning."""

    def __init__(self, path: Path, width: int, height: int, layers: Iterable[Layer]) -> None:
        """Open the file.

        Args:
            path: The file to write.
            width: Width in pixels, even.
            height: Height in pixels, even.
            layers: What lies over every frame.
        """
        # PyAV's types leave the parts of its streams open: `Any` here, and nowhere else.
        container = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"})
        self._container = cast("Any", container)
        video = self._container.add_stream("libx264", rate=FRAMES_PER_SECOND)
        video.width, video.height = width, height
        video.pix_fmt = "yuv420p"
        ultra = width * height >= _ULTRA_HD_PIXELS
        video.options = {
            "preset": "ultrafast",
            "crf": _ULTRA_HD_QUALITY if ultra else _QUALITY,
            "x264-params": _X264,
        }
        video.codec_context.time_base = _FRAME_TIME
        audio = self._container.add_stream("aac", rate=SAMPLE_RATE)
        audio.layout = "stereo"
        audio.bit_rate = _AUDIO_BITS_PER_SECOND
        self._video, self._audio = video, audio
        self._size = (width, height)
        self._layers = tuple(layers)

    def add_pictures(
        self,
        pictures: Iterable[VideoFrame],
        count: int,
        thumbnail: Path,
        on_progress: Callable[[float], None],
    ) -> None:
        """Encode the pictures in order, and write the thumbnail from one of them.

        Args:
            pictures: Of one size and kind, of the clip's shape; YUV is BT.709, limited range.
            count: How many there are.
            thumbnail: The JPEG to write.
            on_progress: Called with the share that is done, 0 to 1, now and then.
        """
        compositor: _Compositor | None = None
        shown = int(count * _THUMBNAIL_AT)
        for number, picture in enumerate(pictures):
            if compositor is None:
                compositor = _Compositor(picture, self._size, self._layers)
            frame = compositor.composed(picture, number)
            if number == shown:
                _write_thumbnail(frame, thumbnail)
            self._write(self._video, frame)
            if (number + 1) % _FRAMES_PER_REPORT == 0 or number + 1 == count:
                on_progress((number + 1) / count)

    def add_sound(self, frames: Iterable[AudioFrame]) -> None:
        """Encode the sound."""
        for frame in frames:
            self._write(self._audio, frame)

    def _write(self, stream: Any, frame: object) -> None:
        for packet in stream.encode(frame):
            self._container.mux(packet)

    def close(self) -> None:
        """Finish the file."""
        self._write(self._video, None)
        self._write(self._audio, None)
        self._container.close()

    def abandon(self) -> None:
        """Let go of an unfinished file."""
        with contextlib.suppress(av.error.FFmpegError, OSError, ValueError):
            self._container.close()


def _write_thumbnail(frame: VideoFrame, path: Path) -> None:
    width = min(_THUMBNAIL_WIDTH, frame.width)
    height = round(frame.height * width / frame.width)
    small = frame.reformat(
        width=width, height=height, format="rgb24", src_colorspace="ITU709", interpolation="AREA"
    )
    picture_of(small).save(path, "JPEG", quality=86)


class _Compositor:
    """A filter graph: scale to the clip's size, then lay the layers over."""

    def __init__(self, first: VideoFrame, size: tuple[int, int], layers: tuple[Layer, ...]) -> None:
        graph = av.filter.Graph()
        self._source = _buffer(graph, (first.width, first.height), first.format.name)
        scaled = graph.add(
            "scale",
            f"{size[0]}:{size[1]}:flags=bicubic:in_color_matrix=bt709"
            ":out_color_matrix=bt709:out_range=tv",
        )
        self._source.link_to(scaled)
        last = _linked(scaled, graph.add("format", "pix_fmts=yuv420p"))
        stills: list[FilterContext] = []
        for layer in layers:
            still = _buffer(graph, layer.picture.size, "rgba")
            converted = graph.add("scale", "out_color_matrix=bt709:out_range=tv")
            still.link_to(converted)
            converted = _linked(converted, graph.add("format", "pix_fmts=yuva420p"))
            overlay = graph.add("overlay", f"x={layer.left}:y={layer.top}:eval=init:format=yuv420")
            last.link_to(overlay, 0, 0)
            converted.link_to(overlay, 0, 1)
            last = overlay
            stills.append(still)
        self._sink = _linked(last, graph.add("buffersink"))
        graph.configure()
        self._graph = graph  # the filters do not keep it alive
        for still, layer in zip(stills, layers, strict=True):
            width, height = layer.picture.size
            frame = VideoFrame.from_bytes(layer.picture.tobytes(), width, height, format="rgba")
            _timed(frame, 0)
            still.push(frame)
            still.push(None)

    def composed(self, picture: VideoFrame, number: int) -> VideoFrame:
        """Scale one picture and lay the layers over it."""
        _timed(picture, number)
        self._source.push(picture)
        composed = cast("VideoFrame", self._sink.pull())
        _timed(composed, number)
        return composed


def _timed(frame: VideoFrame, number: int) -> None:
    frame.pts = number
    frame.time_base = _FRAME_TIME


def _buffer(graph: av.filter.Graph, size: tuple[int, int], pixels: str) -> FilterContext:
    return graph.add(
        "buffer",
        f"video_size={size[0]}x{size[1]}:pix_fmt={pixels}:time_base=1/{FRAMES_PER_SECOND}"
        f":frame_rate={FRAMES_PER_SECOND}:pixel_aspect=1/1",
    )


def _linked(one: FilterContext, other: FilterContext) -> FilterContext:
    one.link_to(other)
    return other
