"""A reference as it leaves this computer: what it is, where it goes, what was done to it before.

Kept with the clip, so it holds what a stranger may read: no file name, no path, no link's query.
"""

from enum import StrEnum
from typing import Self
from urllib.parse import urlsplit

import msgspec

from omniflash_desktop.domain.hosting import VideoHosting
from omniflash_desktop.domain.outcomes import PictureDetail, PreparedImage, VideoFacts
from omniflash_desktop.domain.picture_framing import Fit
from omniflash_desktop.domain.reference_videos import CopyReason
from omniflash_desktop.domain.service_facts import UPLOAD_LINK_HOURS


class ReferenceKind(StrEnum):
    """What a reference is."""

    IMAGE = "image"
    VIDEO = "video"


class Destination(StrEnum):
    """Where a reference goes."""

    SERVICE = "service"
    """Uploaded to the service, which keeps it for some days."""
    BUCKET = "bucket"
    """Uploaded to the user's own bucket; the service gets a link that expires."""
    SANDBOX = "sandbox"
    """To the sandbox: it stays on this computer."""
    LINK = "link"
    """Not from here at all: the service fetches it from a link that the user gave."""
    OWN_CLIP = "own_clip"
    """Not from here either: the service made that clip and has it still."""


class SentReference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One reference.

    Attributes:
        kind: Image or video.
        destination: Where it goes.
        host: The host that takes it, or that the service fetches it from.
        bucket: The name of the user's bucket, where it goes there.
        hours: How long whoever takes it gives it out; `None` where that is not known here.
        is_removed_after_use: Whether it is removed when no clip needs it any more.
        was_there: Whether nothing had to be uploaded: a link from before was used again.
        content_type: Of the copy that is sent; empty for links.
        size_bytes: Of that copy.
        sha256: Of that copy, lower-case hex.
        width: Pixels, upright.
        height: Pixels, upright.
        seconds: Of a video.
        removed: What the file tells and the copy does not.
        told: What the copy still tells, because the user wants it so.
        converted_from: The format it was converted from; empty where it was not.
        is_shrunk: Whether pixels or quality were given up to fit the limit.
        is_turned: Whether the turn that its camera noted was carried out.
        converted_profile: The colour profile that was translated to sRGB; empty for none.
        fit: How it was brought into the clip's shape.
        copy_reasons: Why a copy of a video is sent; empty for one that goes as it is.
        source_width: Pixels before all that.
        source_height: As `source_width`.
        source_bytes: Of the file as the user gave it.
    """

    kind: ReferenceKind
    destination: Destination
    host: str = ""
    bucket: str = ""
    hours: int | None = None
    is_removed_after_use: bool = False
    was_there: bool = False
    content_type: str = ""
    size_bytes: int | None = None
    sha256: str = ""
    width: int = 0
    height: int = 0
    seconds: float | None = None
    removed: tuple[PictureDetail, ...] = ()
    told: tuple[PictureDetail, ...] = ()
    converted_from: str = ""
    is_shrunk: bool = False
    is_turned: bool = False
    converted_profile: str = ""
    fit: Fit = Fit.AS_IS
    copy_reasons: tuple[CopyReason, ...] = ()
    source_width: int = 0
    source_height: int = 0
    source_bytes: int = 0

    @property
    def has_all_pixels(self) -> bool:
        """Whether what is sent is as large as the user's picture, in pixels."""
        return (self.width, self.height) == (self.source_width, self.source_height)

    @classmethod
    def of_picture(cls, image: PreparedImage, *, host: str, in_sandbox: bool) -> Self:
        """A picture that is uploaded to the service at `host`."""
        return cls(
            kind=ReferenceKind.IMAGE,
            destination=Destination.SANDBOX if in_sandbox else Destination.SERVICE,
            host=host,
            hours=UPLOAD_LINK_HOURS,
            content_type=image.content_type,
            size_bytes=image.size_bytes,
            sha256=image.sha256,
            width=image.width,
            height=image.height,
            removed=image.removed,
            told=image.told,
            converted_from=image.converted_from,
            is_shrunk=image.shrunk,
            is_turned=image.turned,
            converted_profile=image.converted_profile,
            fit=image.fit,
            source_width=image.source_width,
            source_height=image.source_height,
            source_bytes=image.source_size_bytes,
        )

    @classmethod
    def of_video(
        cls,
        facts: VideoFacts,
        *,
        content_type: str,
        host: str,
        hosting: VideoHosting | None,
        copy_reasons: tuple[CopyReason, ...] = (),
    ) -> Self:
        """A video of this computer.

        Args:
            facts: Of the file that is sent.
            content_type: By its ending.
            host: Of the sandbox; for a bucket, of its links.
            hosting: The user's bucket; `None` where it goes into the sandbox.
            copy_reasons: Why that is a copy; empty where it is the user's own file.
        """
        return cls(
            kind=ReferenceKind.VIDEO,
            destination=Destination.SANDBOX if hosting is None else Destination.BUCKET,
            host=host,
            bucket="" if hosting is None else hosting.bucket,
            hours=None if hosting is None else hosting.link_hours,
            is_removed_after_use=hosting is not None and hosting.delete_after_use,
            content_type=content_type,
            size_bytes=facts.size_bytes,
            sha256=facts.sha256,
            width=facts.width,
            height=facts.height,
            seconds=facts.seconds,
            copy_reasons=copy_reasons,
        )

    @classmethod
    def of_link(cls, kind: ReferenceKind, url: str, *, is_own_clip: bool = False) -> Self:
        """What the service fetches by itself; of the link only its host is kept."""
        return cls(
            kind=kind,
            destination=Destination.OWN_CLIP if is_own_clip else Destination.LINK,
            host=host_of_link(url),
        )

    @property
    def goes_as_it_is(self) -> bool:
        """Whether it is a video's very file, with all that it may tell of places and people."""
        is_file = self.kind is ReferenceKind.VIDEO and self.size_bytes is not None
        return is_file and not self.copy_reasons

    @property
    def leaves_this_computer(self) -> bool:
        """Whether its bytes go out to somebody."""
        return self.destination in (Destination.SERVICE, Destination.BUCKET)


def host_of_link(url: str) -> str:
    """The host in `url`; empty where there is none."""
    try:
        return urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
