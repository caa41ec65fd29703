"""The pictures and the video that a request refers to, and what is known of their links."""

from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import msgspec

from omniflash_desktop.domain.picture_framing import Framing
from omniflash_desktop.domain.service_facts import UPLOAD_LINK_HOURS, UPLOAD_REUSE_HOURS
from omniflash_desktop.domain.video_trim import Trim


class ImageReference(msgspec.Struct, frozen=True, kw_only=True):
    """A picture: a file on this computer or a link.

    Attributes:
        path: The file as the user gave it; `None` for a link.
        url: An http(s) link that the service fetches by itself; `None` for a file.
        name: What to call it in the window.
        framing: How it is brought into the clip's shape. A link goes as it is, whatever this says.
    """

    path: Path | None = None
    url: str | None = None
    name: str = ""
    framing: Framing = Framing()


class VideoReference(msgspec.Struct, frozen=True, kw_only=True):
    """A motion reference: a file on this computer or a public link.

    Attributes:
        path: The file as the user gave it; `None` for a link.
        url: A public http(s) link; `None` for a file.
        name: What to call it in the window.
        seconds: Its length where it is known.
        trim: The part that is sent; `None` for all of it. A link goes as it is.
    """

    path: Path | None = None
    url: str | None = None
    name: str = ""
    seconds: float | None = None
    trim: Trim | None = None


class UploadedLink(msgspec.Struct, frozen=True, kw_only=True):
    """Where the service, or a bucket, keeps a copy of a reference.

    Attributes:
        sha256: Of the bytes that were uploaded, in lower-case hex.
        service: The service that the link was made for, see `Generation.service`; or the bucket,
            see `VideoHosting.bucket_id`.
        url: The link.
        uploaded_at: When the upload ended (UTC). Of a link with another life than that of an
            upload to the service: when such an upload would have ended that dies with it.
    """

    sha256: str
    service: str
    url: str
    uploaded_at: datetime

    @classmethod
    def living_until(cls, deadline: datetime, *, sha256: str, service: str, url: str) -> Self:
        """A link that dies at `deadline` (UTC); the same spare time is kept as for others."""
        ended = deadline - timedelta(hours=UPLOAD_LINK_HOURS)
        return cls(sha256=sha256, service=service, url=url, uploaded_at=ended)

    @property
    def dies_at(self) -> datetime:
        """When nobody can fetch from it any more (UTC)."""
        return self.uploaded_at + timedelta(hours=UPLOAD_LINK_HOURS)

    def is_live(self, now: datetime) -> bool:
        """Whether the link may still be sent at `now`. Contract, section 4: 70 h of 72 h."""
        age = now - self.uploaded_at
        return timedelta(0) <= age < timedelta(hours=UPLOAD_REUSE_HOURS)


class LinkObjection(msgspec.Struct, frozen=True):
    """Why a link cannot be a reference: `reason` is one of the words below.

    `not_a_link`, `not_http`, `has_credentials` or `not_public`.
    """

    reason: str


def objection_to_link(url: str, *, local_allowed: bool = False) -> LinkObjection | None:
    """Why the service could not, or should not, fetch `url`; `None` when it may be tried.

    Args:
        url: What was pasted or dropped.
        local_allowed: Whether addresses of this computer and this network are fine, as they are
            for the sandbox (contract, section 11, row 25).
    """
    address = url.strip()
    try:
        parts = urlsplit(address)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return LinkObjection("not_a_link")
    # `urlsplit` drops line breaks silently; the service might not.
    if any(c.isspace() or not c.isprintable() for c in address):
        return LinkObjection("not_a_link")
    if parts.scheme not in ("http", "https"):
        return LinkObjection("not_http" if parts.scheme else "not_a_link")
    if not host:
        return LinkObjection("not_a_link")
    if parts.username is not None or parts.password is not None:
        return LinkObjection("has_credentials")
    if not local_allowed and not _is_public_host(host):
        return LinkObjection("not_public")
    return None


def _is_public_host(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        name = host.rstrip(".").lower()
        local_endings = (".local", ".localhost", ".internal", ".lan", ".home.arpa")
        last = name.rpartition(".")[2]
        # Browsers and servers read 127.1 or 0x7f.1 as an address of this computer.
        is_odd_address = last.isdecimal() or last.startswith("0x")
        return "." in name and not is_odd_address and not name.endswith(local_endings)


def service_address(text: str) -> str | None:
    """A service's base URL without a slash at its end; `None` where `text` is none."""
    try:
        parts = urlsplit(text.strip())
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        return None
    return text.strip().rstrip("/")
