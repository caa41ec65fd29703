"""What a link to a reference video is worth, before it is sent and while a request is written."""

from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.outcomes import ReachableLink
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import UploadedLink, objection_to_link
from omniflash_desktop.domain.service_facts import (
    RESULT_LINK_HOURS,
    UPLOAD_LINK_HOURS,
    UPLOAD_REUSE_HOURS,
)
from omniflash_desktop.services.ports import GenerationLibrary

_UNFETCHABLE: Final = "unfetchable"
"""In the place of a service: nobody takes a link from there."""

_SPARE_TIME: Final = timedelta(hours=UPLOAD_LINK_HOURS - UPLOAD_REUSE_HOURS)
"""A link that dies sooner might not outlive the queue."""

_OWN_LINKS_ARE_DEAD_AFTER: Final = timedelta(hours=3 * RESULT_LINK_HOURS)
"""Since the click; a clip may have stood in the queue for long."""


def own_clip_at_the_service(
    library: GenerationLibrary,
    sha256: str,
    *,
    now: datetime,
) -> Generation | None:
    """The clip of ours with this content whose own link lives: nothing has to be uploaded then.

    Args:
        library: Knows the clips.
        sha256: Of the video's file.
        now: UTC.
    """
    unfetchable = library.upload_of(sha256, service=_UNFETCHABLE)
    for made in library.made_since(now - _OWN_LINKS_ARE_DEAD_AFTER):
        is_it = made.clip is not None and made.clip.sha256 == sha256
        if not is_it or made.result_url is None or made.result_expires_at is None:
            continue
        is_live = made.result_expires_at - now > _SPARE_TIME
        is_open = objection_to_link(made.result_url) is None
        is_trusted = unfetchable is None or unfetchable.url != made.result_url
        if is_live and is_open and is_trusted:
            return made
    return None


def distrust_own_clips(
    library: GenerationLibrary, urls: AbstractSet[str], *, now: datetime
) -> None:
    """Notes which clips of ours the service could not fetch, though their links may be live.

    In the library, or a try after a restart would take the same link again. A clip that has
    another link by then is trusted.

    Args:
        library: Knows the clips, and keeps the note among its links.
        urls: What the service could not fetch from.
        now: UTC.
    """
    for old in library.uploads_at(_UNFETCHABLE):
        if not old.is_live(now):
            library.forget_upload(old.sha256, service=_UNFETCHABLE)
    for made in library.made_since(now - _OWN_LINKS_ARE_DEAD_AFTER):
        url = made.result_url
        if made.clip is not None and url is not None and url in urls:
            library.remember_upload(
                UploadedLink(
                    sha256=made.clip.sha256, service=_UNFETCHABLE, url=url, uploaded_at=now
                )
            )


def unusable_as_video(url: str, seen: ReachableLink) -> Problem | None:
    """Why what was seen behind `url` cannot be a reference video."""
    if seen.size_bytes == 0:
        return _unusable(url, "empty")
    # Not every kind of video is known by its first bytes.
    if seen.content_type and not seen.content_type.startswith("video/"):
        return _unusable(url, "not_a_video")
    return None


def _unusable(url: str, reason: str) -> Problem:
    # The link itself may hold a password, and problems are kept and shown.
    host = urlsplit(url.strip()).hostname or ""
    return Problem(kind=ProblemKind.VIDEO_UNUSABLE, subject=host, detail=reason)
