"""What the app and a worker process say to each other: one job, one answer, in msgpack.

Not pickle: a worker reads hostile files, and nothing it says may run code in the app.
"""

import os
import struct
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, Final, TypeAlias

import msgspec

from omniflash_desktop.domain.clip_frames import FrameWish
from omniflash_desktop.domain.picture_framing import PictureWishes
from omniflash_desktop.domain.video_trim import Trim

LARGEST_MESSAGE: Final = 2 * 1024 * 1024
_LENGTH: Final = struct.Struct(">I")


class Unusable(StrEnum):
    """Why nothing came of a file: the word for `Problem.detail`."""

    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    NOT_AN_IMAGE = "not_an_image"
    NOT_A_VIDEO = "not_a_video"
    NO_SUCH_FRAME = "no_such_frame"
    NO_PICTURE = "no_picture"
    """A video file with sound alone."""
    NO_DECODER = "no_decoder"
    """Nobody here can decode its picture, so nothing is known of whether it is whole."""
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_LONG = "too_long"
    NOTHING_KEPT = "nothing_kept"
    """The part that was chosen lies outside the video."""
    DISK_FULL = "disk_full"
    UNWRITABLE = "unwritable"
    """The place of the result, not the source."""
    NO_RECIPE = "no_recipe"
    NOT_COPYABLE = "not_copyable"
    """The streams cannot be copied into another file as they are."""
    CRASHED = "crashed"
    TOOK_TOO_LONG = "took_too_long"


class UnusableError(Exception):
    """Ends a job in the worker."""

    def __init__(self, reason: Unusable) -> None:
        super().__init__(reason.value)
        self.reason = reason


class PrepareImage(msgspec.Struct, frozen=True, tag=True):
    """Answered with a `PreparedImage`."""

    source: Path
    folder: Path
    wishes: PictureWishes


class InspectVideo(msgspec.Struct, frozen=True, tag=True):
    """Answered with `VideoFacts`."""

    source: Path


class MakeSendable(msgspec.Struct, frozen=True, tag=True):
    """Answered with a `SendableVideo`, after a few `Answer`s that tell a share."""

    source: Path
    folder: Path
    trim: Trim | None


class ListFrames(msgspec.Struct, frozen=True, tag=True):
    """Answered with `FrameTimes`."""

    source: Path


class ShowFrames(msgspec.Struct, frozen=True, tag=True):
    """Answered with nothing."""

    source: Path
    targets: tuple[tuple[float, Path], ...]
    long_side: int


class CheckClip(msgspec.Struct, frozen=True, tag=True):
    """Answered with `VideoFacts`."""

    path: Path


class MakeThumbnail(msgspec.Struct, frozen=True, tag=True):
    """Answered with nothing."""

    source: Path
    target: Path
    long_side: int


class MakeStrip(msgspec.Struct, frozen=True, tag=True):
    """Answered with nothing."""

    source: Path
    target: Path


class SaveFrame(msgspec.Struct, frozen=True, tag=True):
    """Answered with a `TakenFrame`."""

    source: Path
    folder: Path
    wish: FrameWish
    name: str

    @property
    def target(self) -> Path:
        """Beside which it is made; without a wanted name it gets another one in the end."""
        return self.folder / (self.name or f"{self.source.stem}.png")


class WriteRecipe(msgspec.Struct, frozen=True, tag=True):
    """Answered with a `WrittenRecipe`."""

    clip: Path
    recipe: str
    title: str


class ReadRecipe(msgspec.Struct, frozen=True, tag=True):
    """Answered with a `Recipe`."""

    source: Path


class HashFile(msgspec.Struct, frozen=True, tag=True):
    """Answered with the SHA-256, lower-case hex."""

    source: Path


Job: TypeAlias = (
    PrepareImage
    | InspectVideo
    | MakeSendable
    | ListFrames
    | ShowFrames
    | CheckClip
    | MakeThumbnail
    | MakeStrip
    | SaveFrame
    | WriteRecipe
    | ReadRecipe
    | HashFile
)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a job.

    Attributes:
        unusable: Why nothing came of it.
        result: The encoded result otherwise.
        share: How much is done, 0.0 to 1.0, of a job that goes on; the answer is still to come.
    """

    unusable: Unusable | None = None
    share: float | None = None
    result: msgspec.Raw = msgspec.Raw(b"\xc0")


def encoded(message: object) -> bytes:
    """`message` in msgpack; paths as the bytes that the system knows them by."""
    return msgspec.msgpack.encode(message, enc_hook=_encode_path)


def decoded(message: bytes | msgspec.Raw, kind: Any) -> Any:
    """The message of that kind.

    Raises:
        msgspec.DecodeError: It is something else.
    """
    return msgspec.msgpack.decode(message, type=kind, dec_hook=_decode_path)


def write_message(stream: IO[bytes], message: bytes) -> None:
    """Sends one message."""
    stream.write(_LENGTH.pack(len(message)) + message)
    stream.flush()


def read_message(stream: IO[bytes], *, largest: int = LARGEST_MESSAGE) -> bytes | None:
    """The next message; `None` when the other side is gone, or speaks nonsense.

    Args:
        stream: From the other side.
        largest: Bytes; what is longer is nonsense.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > largest:
        return None
    message = stream.read(length)
    return message if len(message) == length else None


def _encode_path(value: Any) -> bytes:
    if not isinstance(value, Path):
        raise NotImplementedError(type(value).__name__)
    return os.fsencode(value)


def _decode_path(kind: type, value: Any) -> Any:
    if kind is not Path:
        raise NotImplementedError(kind.__name__)
    return Path(os.fsdecode(value))
