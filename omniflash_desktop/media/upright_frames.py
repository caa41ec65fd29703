"""Frames as a copy holds them: upright, of one size, in 8 bits, in a usual screen's colours."""

from fractions import Fraction
from typing import Final

from av.filter import Graph
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, ColorTrc

from omniflash_desktop.domain.reference_videos import size_of_copy
from omniflash_desktop.media.video_probe import HDR_TRANSFERS

_TURNS: Final = {
    90: (("transpose", "cclock"),),
    180: (("hflip", ""), ("vflip", "")),
    270: (("transpose", "clock"),),
}
_WIDE_MATRICES: Final = frozenset({9, 10})
"""ITU-T H.273: BT.2020, which H.264 players do not expect."""
_RGB: Final = 0
_PIXELS: Final = "yuv420p"
_AS_THEY_ARE: Final = "out_range=tv"


class UprightFrames:
    """Turns, scales and converts; it asks each frame what is to be done."""

    def __init__(self, pixel_shape: Fraction) -> None:
        """Does nothing yet.

        Args:
            pixel_shape: Width of a pixel by its height.
        """
        self._pixel_shape = pixel_shape
        self._size: tuple[int, int] | None = None
        self._graph: Graph | None = None
        self._made_for: tuple[object, ...] = ()

    def made_of(self, frame: VideoFrame) -> VideoFrame:
        """The frame as the copy holds it, of the same size as the first one was."""
        made = frame if self._is_fine(frame) else self._converted(frame)
        # Or the encoder would take over what the source's encoder decided for each frame.
        made.pict_type = PictureType.NONE
        return made

    def _is_fine(self, frame: VideoFrame) -> bool:
        """Whether it needs no work."""
        size = (frame.width, frame.height)
        return (
            frame.format.name == _PIXELS
            and frame.rotation % 360 == 0
            and self._pixel_shape == 1
            and frame.color_range != ColorRange.JPEG
            and _colors_for(frame) == _AS_THEY_ARE
            and size == (self._size or size_of_copy(size))
        )

    def _converted(self, frame: VideoFrame) -> VideoFrame:
        kind = (
            frame.width,
            frame.height,
            frame.format.name,
            frame.rotation,
            frame.colorspace,
            frame.color_trc,
        )
        if self._graph is None or kind != self._made_for:
            # Cameras change the size within a file, and broadcasts the format.
            self._graph = self._graph_for(frame)
            self._made_for = kind
        self._graph.vpush(frame)
        made = self._graph.vpull()
        if made.color_trc in HDR_TRANSFERS:
            made.color_trc = ColorTrc.BT709
        return made

    def _graph_for(self, frame: VideoFrame) -> Graph:
        width = max(1, round(frame.width * self._pixel_shape))
        is_on_its_side = frame.rotation % 180 != 0
        if self._size is None:
            upright = (frame.height, width) if is_on_its_side else (width, frame.height)
            self._size = size_of_copy(upright)
        across, down = self._size[::-1] if is_on_its_side else self._size
        graph = Graph()
        nodes = [
            graph.add_buffer(
                width=frame.width,
                height=frame.height,
                format=frame.format,
                time_base=frame.time_base,
            ),
            graph.add("scale", f"{across}:{down}:flags=bicubic:{_colors_for(frame)}"),
            graph.add("format", _PIXELS),
        ]
        nodes += [graph.add(*turn) for turn in _TURNS.get(frame.rotation % 360, ())]
        nodes += [graph.add("setsar", "1"), graph.add("buffersink")]
        graph.link_nodes(*nodes).configure()
        return graph


def _colors_for(frame: VideoFrame) -> str:
    """Options of FFmpeg's `scale`: whatever an H.264 player would show wrongly becomes BT.709."""
    if frame.color_trc in HDR_TRANSFERS:
        return "out_color_matrix=bt709:out_primaries=bt709:out_transfer=bt709:out_range=tv"
    is_wide = frame.colorspace in _WIDE_MATRICES or frame.color_primaries == ColorPrimaries.BT2020
    if is_wide or frame.colorspace == _RGB:
        return "out_color_matrix=bt709:out_primaries=bt709:out_range=tv"
    return _AS_THEY_ARE
