"""What came of a call to the service, as closed sets that a `match` can walk."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

import msgspec

from omniflash_desktop.domain.picture_framing import Fit
from omniflash_desktop.domain.problems import Problem


class Submitted(msgspec.Struct, frozen=True, kw_only=True):
    """The service took the request. It is charged.

    Attributes:
        task_ids: At least one; the first is followed. Opaque.
        request_id: The service's id of the call.
    """

    task_ids: tuple[str, ...]
    request_id: str | None = None


class NotExecuted(msgspec.Struct, frozen=True):
    """Nothing was made, and the same key and body may be sent again by themselves."""

    problem: Problem


class Refused(msgspec.Struct, frozen=True):
    """The service said no. Nothing was made; the same request would be refused again."""

    problem: Problem


class Unconfirmed(msgspec.Struct, frozen=True):
    """The request may have arrived. It is never repeated without the user's word."""

    problem: Problem


SubmitOutcome: TypeAlias = Submitted | NotExecuted | Refused | Unconfirmed


class TaskStatus(StrEnum):
    """What a task's status word means. Unknown words mean that it runs."""

    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class TaskReport(msgspec.Struct, frozen=True, kw_only=True):
    """A task as the service tells of it. Contract, section 3.

    Attributes:
        status: What the word means.
        word: The service's word, lower case, as it came.
        percent: 0 to 100; `None` where it did not say or said nonsense.
        cost: US dollars.
        video_urls: http(s) links, the first is the clip. Empty until completed, and for a
            completed task without a usable link.
        thumbnail_url: A picture of the clip.
        expires_at: When the links die (UTC); `None` where the answer did not say.
        estimated_seconds: The service's guess.
        elapsed_seconds: What it took.
        problem: Why it failed.
    """

    status: TaskStatus
    word: str = ""
    percent: int | None = None
    cost: Decimal | None = None
    video_urls: tuple[str, ...] = ()
    thumbnail_url: str | None = None
    expires_at: datetime | None = None
    estimated_seconds: float | None = None
    elapsed_seconds: float | None = None
    problem: Problem | None = None


class UploadedImage(msgspec.Struct, frozen=True, kw_only=True):
    """The service keeps the picture under this link. Contract, section 4."""

    url: str


class ReachableLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link that answered a ranged GET.

    Attributes:
        size_bytes: Where the answer told it.
        content_type: Judged by the first bytes: `video/mp4`, `image/png` … or empty.
    """

    size_bytes: int | None = None
    content_type: str = ""


class FetchedPicture(msgspec.Struct, frozen=True, kw_only=True):
    """The picture behind a link now lies in a file of its own."""

    path: Path


class VideoBehindLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link leads to a video, which stays where it is: the service fetches it by itself."""

    url: str


class Downloaded(msgspec.Struct, frozen=True, kw_only=True):
    """The whole body stands in the `.part` file, flushed to the disk."""

    size_bytes: int


class PictureDetail(StrEnum):
    """What a picture tells besides its picture, and what is left out of the copy that is sent."""

    PLACE = "place"
    CAMERA = "camera"
    NAMES = "names"
    TIME = "time"
    WORDS = "words"
    """Titles, descriptions, keywords and comments."""
    PREVIEW = "preview"
    ATTACHED = "attached"
    """Whatever hangs on behind the picture's end: telephones put whole videos there."""
    OTHER = "other"


class ShrinkStep(msgspec.Struct, frozen=True, kw_only=True):
    """One try to get a picture under the limit. The last one is what is sent.

    Attributes:
        content_type: Of the try.
        quality: 1 to 100; 0 where nothing is given up.
        width: Pixels.
        height: Pixels.
        size_bytes: What came of it.
    """

    content_type: str
    quality: int
    width: int
    height: int
    size_bytes: int


class PreparedImage(msgspec.Struct, frozen=True, kw_only=True):
    """A picture ready for the upload.

    Attributes:
        path: The file to send; the original where it could go as it is.
        content_type: One of `service_facts.UPLOAD_CONTENT_TYPES`, by content.
        width: Pixels, upright.
        height: Pixels, upright.
        size_bytes: Of the file to send.
        sha256: Of the bytes to send.
        converted_from: The format that was converted, such as `HEIC`; empty where none was.
        shrunk: Whether pixels or quality were given up to fit the limit.
        source_sha256: Of the file as the user gave it, lower-case hex.
        source_size_bytes: Of the file as the user gave it.
        source_width: Pixels, upright, before it was framed or shrunk.
        source_height: As `source_width`.
        source_format: Of the file as the user gave it, such as `HEIF`.
        removed: What the file told and the copy does not, in the order of `PictureDetail`.
        told: What the copy still tells, because the user wants it so; in the same order.
        turned: Whether EXIF's turn was carried out on the pixels.
        converted_profile: The name of the colour profile that was translated to sRGB; empty where
            none was.
        fit: How it was brought into the clip's shape; `AS_IS` also where it had that shape.
        shrink_steps: The tries that it took; empty where nothing was shrunk.
    """

    path: Path
    content_type: str
    width: int
    height: int
    size_bytes: int
    sha256: str
    converted_from: str = ""
    shrunk: bool = False
    source_sha256: str = ""
    source_size_bytes: int = 0
    source_width: int = 0
    source_height: int = 0
    source_format: str = ""
    removed: tuple[PictureDetail, ...] = ()
    told: tuple[PictureDetail, ...] = ()
    turned: bool = False
    converted_profile: str = ""
    fit: Fit = Fit.AS_IS
    shrink_steps: tuple[ShrinkStep, ...] = ()


class VideoFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a video file is.

    Attributes:
        width: Pixels, upright.
        height: Pixels, upright.
        seconds: Length of the picture.
        frame_rate: Frames a second.
        codec: Of the picture, such as `h264`.
        has_sound: Whether there is an audio stream.
        size_bytes: Of the file.
        sha256: Of the file, lower-case hex.
        container: By content, such as `mov`, which is also MP4, or `matroska`, also WebM.
        pixel_format: Such as `yuv420p`.
        rotation: Degrees by which players turn the picture, counter-clockwise: 0, 90, 180 or 270.
        is_variable: Whether its frames are of different length.
        is_hdr: Whether its colours are meant for a screen brighter than usual.
        is_cut_off: Whether its end is missing or damaged. Only a reference video is looked at so.
        sound_plays: Whether its sound can be decoded; `False` also where there is none.
        is_telling: Whether the file tells more than is seen and heard, such as a place.
    """

    width: int
    height: int
    seconds: float
    frame_rate: float
    codec: str
    has_sound: bool
    size_bytes: int
    sha256: str
    container: str = ""
    pixel_format: str = ""
    rotation: int = 0
    is_variable: bool = False
    is_hdr: bool = False
    is_cut_off: bool = False
    sound_plays: bool = False
    is_telling: bool = False


class WrittenRecipe(msgspec.Struct, frozen=True, kw_only=True):
    """A clip's file after its recipe was written into it.

    Attributes:
        size_bytes: Of the file.
        sha256: Of the file, lower-case hex.
    """

    size_bytes: int
    sha256: str
