"""Where a local reference video goes, so that the service can fetch it.

The service takes no video uploads. The user says once which way a video takes: by a link of their
own, or into a bucket of their own under a signed link that dies by itself.
"""

import hashlib
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

import msgspec

from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.references import objection_to_link

LINK_HOURS: Final = (6, 24, 72)
"""How long a signed link may live. The longest is far below the seven days that stores allow."""

DEFAULT_LINK_HOURS: Final = 24

_VIDEO_TYPES: Final = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
    ".mkv": "video/x-matroska",
    ".avi": "video/x-msvideo",
}
_USUAL_ENDING: Final = ".mp4"


class VideoWay(StrEnum):
    """How a local reference video comes to the service."""

    LINK = "link"
    """The user puts it somewhere and pastes the link."""
    BUCKET = "bucket"
    """The app puts it into the user's own bucket."""


class BucketKind(StrEnum):
    """Whose language a bucket speaks."""

    S3 = "s3"
    """Amazon, and all that are compatible: R2, B2, MinIO and others."""
    GOOGLE = "google"
    AZURE = "azure"


class BucketLack(StrEnum):
    """What a bucket cannot be used without."""

    BUCKET = "bucket"
    ENDPOINT = "endpoint"
    """It is no http(s) address, or goes over the network without encryption."""


class BucketStep(StrEnum):
    """What a test of the bucket does, one after the other."""

    UPLOAD = "upload"
    SIGN = "sign"
    READ = "read"
    DELETE = "delete"


class BucketTest(msgspec.Struct, frozen=True, kw_only=True):
    """What a test of the bucket found.

    Attributes:
        milliseconds: How long all of it took.
        failed_at: The step that failed; `None` where all went well.
        problem: Why it failed.
    """

    milliseconds: int
    failed_at: BucketStep | None = None
    problem: Problem | None = None


class BucketKey(msgspec.Struct, frozen=True, kw_only=True):
    """What opens a bucket. It is kept in the keyring, and shown nowhere.

    Attributes:
        key_id: The access key's id at S3, the account's name at Azure, empty at Google.
        secret: The secret key at S3, the account's key at Azure, the service account's key at
            Google, which is JSON.
    """

    key_id: str
    secret: str

    def __repr__(self) -> str:
        # Structs land in logs and in the messages of failed tests.
        return "BucketKey(…)"


_USUAL_HOSTS: Final = {
    BucketKind.S3: "amazonaws.com",
    BucketKind.GOOGLE: "storage.googleapis.com",
    BucketKind.AZURE: "blob.core.windows.net",
}


class VideoHosting(msgspec.Struct, frozen=True, kw_only=True):
    """The choice of one profile.

    Attributes:
        way: `None` until the user has chosen.
        kind: Of the bucket.
        endpoint: The store's address; empty for the usual one of its kind.
        bucket: Its name; at Azure the container's.
        region: At S3; empty for the usual one.
        folder: Before the names of objects, without slashes at its ends; may be empty.
        link_hours: How long a signed link lives, one of `LINK_HOURS`.
        delete_after_use: Whether an object goes once no clip needs it any more.
    """

    way: VideoWay | None = None
    kind: BucketKind = BucketKind.S3
    endpoint: str = ""
    bucket: str = ""
    region: str = ""
    folder: str = ""
    link_hours: int = DEFAULT_LINK_HOURS
    delete_after_use: bool = True

    @property
    def lack(self) -> BucketLack | None:
        """What the bucket cannot be used without."""
        if not self.bucket:
            return BucketLack.BUCKET
        return None if _is_usable_endpoint(self.endpoint) else BucketLack.ENDPOINT

    @property
    def bucket_id(self) -> str:
        """Names this bucket, for its key."""
        place = "\n".join((self.kind, self.endpoint.rstrip("/").lower(), self.bucket))
        return f"bucket {hashlib.sha256(place.encode()).hexdigest()[:16]}"

    @property
    def host(self) -> str:
        """Who has what is in the bucket, by the name of its host."""
        return urlsplit(self.endpoint).hostname or _USUAL_HOSTS[self.kind]

    @property
    def links_id(self) -> str:
        """Names this folder of this bucket, as the `service` of links into it."""
        return f"{self.bucket_id}/{self.folder}"

    def object_name(self, sha256: str, file_name: str) -> str:
        """What a video is called in the bucket: by its content, never by its local name."""
        ending = _ending_of(file_name)
        return f"{self.folder}/{sha256}{ending}" if self.folder else f"{sha256}{ending}"

    def object_behind(self, link: str) -> str:
        """What a link into this folder, or the name of an object in it, leads to."""
        name = urlsplit(link).path.rpartition("/")[2]
        return f"{self.folder}/{name}" if self.folder else name


def video_type_of(file_name: str) -> str:
    """The content type to keep with a video, by the ending of its name."""
    return _VIDEO_TYPES[_ending_of(file_name)]


def bucket_folder(text: str) -> str:
    """A folder as it was typed, without slashes at its ends and without empty or dotted parts."""
    parts = (part.strip() for part in text.replace("\\", "/").split("/"))
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def _ending_of(file_name: str) -> str:
    dot = file_name.rfind(".")
    ending = file_name[dot:].lower() if dot >= 0 else ""
    return ending if ending in _VIDEO_TYPES else _USUAL_ENDING


def _is_usable_endpoint(endpoint: str) -> bool:
    if not endpoint:
        return True
    if objection_to_link(endpoint, local_allowed=True) is not None:
        return False
    # Signatures protect the key, not the video: across the internet it goes encrypted.
    is_local = objection_to_link(endpoint) is not None
    return urlsplit(endpoint).scheme == "https" or is_local
