"""What a link to a reference video is worth, before it is sent and while a request is written."""

from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.outcomes import ReachableLink
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import objection_to_link
from omniflash_desktop.domain.service_facts import (
    RESULT_LINK_HOURS,
    UPLOAD_LINK_HOURS,
    UPLOAD_REUSE_HOURS,
)
from omniflash_desktop.services.ports import GenerationLibrary

_SPARE_TIME: Final = timedelta(hours=UPLOAD_LINK_HOURS - UPLOAD_REUSE_HOURS)
"""A link that dies sooner might not outlive the queue."""

_OWN_LINKS_ARE_DEAD_AFTER: Final = timedelta(hours=3 * RESULT_LINK_HOURS)
"""Since the click; a clip may have stood in the queue for long."""


def own_clip_at_the_service(
    library: GenerationLibrary,
    sha256: str,
    *,
    now: datetime,
    unfetchable: AbstractSet[str] = frozenset(),
) -> Generation | None:
    """The clip of ours with this content whose own link lives: nothing has to be uploaded then.

    Args:
        library: Knows the clips.
        sha256: Of the video's file.
        now: UTC.
        unfetchable: Links that the service could not fetch from, although they may be live.
    """
    for made in library.made_since(now - _OWN_LINKS_ARE_DEAD_AFTER):
        is_it = made.clip is not None and made.clip.sha256 == sha256
        if not is_it or made.result_url is None or made.result_expires_at is None:
            continue
        is_live = made.result_expires_at - now > _SPARE_TIME
        is_open = objection_to_link(made.result_url) is None
        if is_live and is_open and made.result_url not in unfetchable:
            return made
    return None


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
