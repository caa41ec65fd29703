"""Copies of MP4 files, stream by stream: nothing is decoded, and nothing of what is shown is lost.

Packets pass through one by one, so that the memory it takes does not grow with the length.
"""

import contextlib
from collections.abc import Callable, Generator
from fractions import Fraction
from pathlib import Path
from typing import IO, Any, Final, TypeAlias, cast

import av
import msgspec
from av.container import InputContainer, OutputContainer

from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.video_files import opened_video, picture_stream

TellShare: TypeAlias = Callable[[float], None]

_READ_BYTES: Final = 1024 * 1024
_TOLD_STEP: Final = 0.01
_PACKETS_BETWEEN_SIGNS: Final = 500


class _StreamFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What must be the same of a stream and of its copy. Times in seconds."""

    kind: str
    codec: str
    packets: int
    size_bytes: int
    begins: Fraction | None
    ends: Fraction | None
    rotation: int
    colors: tuple[int, ...]


class ClipFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What must be the same of a clip and of its copy."""

    streams: tuple[_StreamFacts, ...]
    first_frame: tuple[bytes, ...]


class _Tally:
    """Packets of one stream, counted as they come by."""

    def __init__(self) -> None:
        self.packets = 0
        self.size_bytes = 0
        self.begins: Fraction | None = None
        self.ends: Fraction | None = None

    def add(self, packet: Any) -> None:
        self.packets += 1
        self.size_bytes += packet.size
        if packet.pts is None or packet.time_base is None:
            return
        moment = packet.pts * packet.time_base
        self.begins = moment if self.begins is None else min(self.begins, moment)
        self.ends = moment if self.ends is None else max(self.ends, moment)


def copy_with_tags(clip: Path, copy: Path, tags: dict[str, str]) -> None:
    """Copies all streams of an MP4 and all its tags, with some more.

    Args:
        clip: An MP4 or MOV.
        copy: The file to write, whatever its name.
        tags: Added; empty ones are left out.

    Raises:
        UnusableError: It holds a stream that cannot be copied.
    """
    with opened_mp4(clip) as source, _written_mp4(copy) as target:
        twins = {stream.index: _twin_of(stream, target) for stream in source.streams}
        for stream in source.streams:
            twins[stream.index].metadata.update(stream.metadata)
        target.metadata.update(source.metadata)
        target.metadata.update({name: text for name, text in tags.items() if text})
        _pass_on(source, twins, target)


def copy_without_tags(clip: Path, copy: Path, tell: TellShare) -> None:
    """Copies what is seen and heard of an MP4, and nothing else that its file tells.

    Args:
        clip: An MP4 or MOV.
        copy: The file to write, whatever its name.
        tell: Told how much of it is done, 0.0 to 1.0.

    Raises:
        UnusableError: It cannot be copied, or the copy would not be shown as the clip is.
    """
    with opened_mp4(clip) as source, _written_mp4(copy) as target:
        kept = [picture_stream(source), *source.streams.audio[:1]]
        twins = {stream.index: _twin_of(stream, target) for stream in kept}
        _pass_on(source, twins, target, tell)

    def go_on() -> None:
        tell(1.0)

    if facts_of(copy, go_on=go_on) != facts_of(clip, only=tuple(twins), go_on=go_on):
        raise UnusableError(Unusable.NOT_COPYABLE)


@contextlib.contextmanager
def _written_mp4(copy: Path) -> Generator[OutputContainer]:
    # Putting the index first makes FFmpeg read the copy again, by its name: no open file will do.
    # "file:" keeps it from reading more into the name than a path.
    options = {"movflags": "faststart"}
    with av.open(f"file:{copy}", "w", format="mp4", options=options) as target:
        yield target


def _pass_on(
    source: InputContainer,
    twins: dict[int, Any],
    target: OutputContainer,
    tell: TellShare = lambda _share: None,
) -> None:
    told, done = 0.0, 0
    for packet in source.demux([source.streams[index] for index in twins]):
        # The last packet of each stream is empty: a sign for decoders.
        if packet.dts is None:
            continue
        done += packet.size
        packet.stream = twins[packet.stream.index]
        cast("Any", target).mux_one(packet)
        share = min(1.0, done / max(1, source.size))
        if share >= told + _TOLD_STEP:
            told = share
            tell(share)


def _twin_of(stream: Any, target: OutputContainer) -> Any:
    if stream.type not in ("video", "audio", "subtitle"):
        raise UnusableError(Unusable.NOT_COPYABLE)
    twin: Any = cast("Any", target).add_stream_from_template(stream, opaque=True)
    if stream.time_base is not None:
        twin.time_base = stream.time_base
    return twin


def facts_of(
    clip: Path,
    *,
    only: tuple[int, ...] | None = None,
    go_on: Callable[[], None] = lambda: None,
) -> ClipFacts:
    """What must be the same of a copy.

    Args:
        clip: An MP4 or MOV.
        only: The numbers of the streams that count, in the order of the copy; `None` for all.
        go_on: Called now and then: a large file is read for long.
    """
    tallies: dict[int, _Tally] = {}
    with opened_mp4(clip) as container:
        for number, packet in enumerate(container.demux()):
            if number % _PACKETS_BETWEEN_SIGNS == 0:
                go_on()
            if packet.dts is not None:
                tallies.setdefault(packet.stream.index, _Tally()).add(packet)
    with opened_video(clip) as video:
        frame = next(video.frames())
        first_frame = tuple(bytes(plane) for plane in frame.planes)
        rotation = frame.rotation
        colors = (frame.colorspace, frame.color_range, frame.color_primaries, frame.color_trc)
    with opened_mp4(clip) as container:
        counted = range(len(container.streams)) if only is None else only
        streams = tuple(
            _stream_facts(container.streams[index], tallies.get(index, _Tally()), rotation, colors)
            for index in counted
        )
    return ClipFacts(streams=streams, first_frame=first_frame)


def _stream_facts(stream: Any, tally: _Tally, rotation: int, colors: Any) -> _StreamFacts:
    is_video = stream.type == "video"
    return _StreamFacts(
        kind=stream.type,
        codec=stream.codec_context.name,
        packets=tally.packets,
        size_bytes=tally.size_bytes,
        begins=tally.begins,
        ends=tally.ends,
        rotation=rotation if is_video else 0,
        colors=tuple(map(int, colors)) if is_video else (),
    )


@contextlib.contextmanager
def opened_mp4(clip: Path) -> Generator[InputContainer]:
    """An MP4 or MOV, to be read within the block, whatever encoding its tags are of."""
    with (
        clip.open("rb", buffering=_READ_BYTES) as file,
        av.open(
            cast("IO[bytes]", file),
            mode="r",
            metadata_errors="replace",
            options={"format_whitelist": "mov"},
        ) as container,
    ):
        yield container
