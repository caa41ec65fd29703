"""A clip's recipe in the clip's own file: written into a standard tag, and read from it.

The streams are copied packet by packet, so nothing is decoded, nothing is lost, and memory does
not grow with the clip. The copy takes the clip's place only when it is the same clip.
"""

import contextlib
import os
from collections.abc import Generator
from fractions import Fraction
from pathlib import Path
from typing import IO, Any, Final, cast

import av
import msgspec
from av.container import InputContainer, OutputContainer

from omniflash_desktop.domain.outcomes import WrittenRecipe
from omniflash_desktop.domain.recipe import (
    MAX_RECIPE_BYTES,
    SIDECAR_ENDING,
    NoRecipeError,
    Recipe,
    recipe_from,
)
from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.source_files import checked_size, file_trouble, sha256_of
from omniflash_desktop.media.video_files import VIDEO_ERRORS, opened_video

RECIPE_TAG: Final = "comment"
TITLE_TAG: Final = "title"
UNFINISHED_ENDING: Final = ".recipe"
"""Of the copy that is being made, behind the clip's whole name."""

_LONGEST_TITLE: Final = 200
_READ_BYTES: Final = 1024 * 1024


def write_recipe(clip: Path, recipe: str, title: str) -> WrittenRecipe:
    """Puts `recipe` into the comment tag of an MP4; its index comes to stand before its data.

    Args:
        clip: Replaced as a whole, or left as it is.
        recipe: See `domain.recipe.recipe_json`.
        title: For the title tag; empty for none.

    Raises:
        UnusableError: It could not be written. The clip is untouched.
    """
    checked_size(clip)
    copy = clip.with_name(clip.name + UNFINISHED_ENDING)
    try:
        _copy(clip, copy, {RECIPE_TAG: recipe, TITLE_TAG: _one_line(title)})
        if _facts_of(copy) != _facts_of(clip) or _tag_of(copy) != recipe:
            raise UnusableError(Unusable.NOT_COPYABLE)
        with copy.open("r+b") as file:
            os.fsync(file.fileno())
        written = WrittenRecipe(size_bytes=copy.stat().st_size, sha256=sha256_of(copy))
        os.replace(copy, clip)
    except VIDEO_ERRORS as error:
        # What FFmpeg says of a full disk is an `OSError` as well.
        reason = file_trouble(error) if isinstance(error, OSError) else Unusable.NOT_COPYABLE
        raise UnusableError(reason) from error
    finally:
        copy.unlink(missing_ok=True)
    return written


def read_recipe(source: Path) -> Recipe:
    """The recipe in a clip, beside it, or in a file of its own.

    Raises:
        UnusableError: There is none, or the file cannot be read.
    """
    if source.name.endswith(SIDECAR_ENDING):
        return _recipe_beside(source)
    checked_size(source)
    try:
        return recipe_from(_tag_of(source))
    except (NoRecipeError, *VIDEO_ERRORS):
        sidecar = source.with_name(source.name + SIDECAR_ENDING)
        if not sidecar.is_file():
            raise UnusableError(Unusable.NO_RECIPE) from None
        return _recipe_beside(sidecar)


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


class _ClipFacts(msgspec.Struct, frozen=True, kw_only=True):
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


def _copy(clip: Path, copy: Path, tags: dict[str, str]) -> None:
    # Putting the index first makes FFmpeg read the copy again, by its name: no open file will do.
    # "file:" keeps it from reading more into the name than a path.
    options = {"movflags": "faststart"}
    with (
        _opened(clip) as source,
        av.open(f"file:{copy}", "w", format="mp4", options=options) as target,
    ):
        streams = {stream.index: _twin_of(stream, target) for stream in source.streams}
        target.metadata.update(source.metadata)
        target.metadata.update({name: text for name, text in tags.items() if text})
        for packet in source.demux():
            # The last packet of each stream is empty: a sign for decoders.
            if packet.dts is None:
                continue
            packet.stream = streams[packet.stream.index]
            cast("Any", target).mux_one(packet)


def _twin_of(stream: Any, target: OutputContainer) -> Any:
    if stream.type not in ("video", "audio", "subtitle"):
        raise UnusableError(Unusable.NOT_COPYABLE)
    twin: Any = cast("Any", target).add_stream_from_template(stream, opaque=True)
    twin.metadata.update(stream.metadata)
    if stream.time_base is not None:
        twin.time_base = stream.time_base
    return twin


def _facts_of(clip: Path) -> _ClipFacts:
    tallies: dict[int, _Tally] = {}
    with _opened(clip) as container:
        for packet in container.demux():
            if packet.dts is not None:
                tallies.setdefault(packet.stream.index, _Tally()).add(packet)
    with opened_video(clip) as video:
        frame = next(video.frames())
        first_frame = tuple(bytes(plane) for plane in frame.planes)
        rotation = frame.rotation
        colors = (frame.colorspace, frame.color_range, frame.color_primaries, frame.color_trc)
    with _opened(clip) as container:
        streams = tuple(
            _stream_facts(stream, tallies.get(stream.index, _Tally()), rotation, colors)
            for stream in container.streams
        )
    return _ClipFacts(streams=streams, first_frame=first_frame)


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


def _tag_of(clip: Path) -> str:
    with _opened(clip) as container:
        return container.metadata.get(RECIPE_TAG, "")


@contextlib.contextmanager
def _opened(clip: Path) -> Generator[InputContainer]:
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


def _recipe_beside(sidecar: Path) -> Recipe:
    size_bytes = checked_size(sidecar)
    if size_bytes > MAX_RECIPE_BYTES:
        raise UnusableError(Unusable.NO_RECIPE)
    try:
        return recipe_from(sidecar.read_bytes())
    except NoRecipeError:
        raise UnusableError(Unusable.NO_RECIPE) from None
    except OSError:
        raise UnusableError(Unusable.UNREADABLE) from None


def _one_line(title: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in title).split())[:_LONGEST_TITLE]
