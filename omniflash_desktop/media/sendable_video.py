"""A reference video as it is sent: the user's file, or a copy that every service reads.

A copy is H.264 in MP4, upright, of constant rate, with AAC sound; exact to the frame where a part
was chosen. It tells no more than is seen and heard; where that is all that it is made for, nothing
is encoded anew. It is made once for each content and part, see `prepared_videos`.
"""

from pathlib import Path

from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.domain.reference_videos import (
    ENCODED_AS_IT_IS,
    MAX_SENT_BYTES,
    MAX_SENT_SECONDS,
    SendableVideo,
    copy_reasons,
)
from omniflash_desktop.domain.video_trim import Trim
from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.prepared_videos import copy_file, known_copy, remember_copy
from omniflash_desktop.media.source_files import written_as_a_whole
from omniflash_desktop.media.stream_copy import TellShare, copy_without_tags
from omniflash_desktop.media.video_copy import write_copy
from omniflash_desktop.media.video_files import VIDEO_ERRORS
from omniflash_desktop.media.video_probe import inspect_copy, inspect_video


def make_sendable(source: Path, folder: Path, trim: Trim | None, tell: TellShare) -> SendableVideo:
    """What is sent for a video.

    Args:
        source: What the user gave.
        folder: Where copies are kept.
        trim: The part that is wanted; `None` for all.
        tell: Told how much of a copy is done, 0.0 to 1.0.

    Raises:
        UnusableError: It is no video, damaged from its beginning, too long or too large.
    """
    facts = inspect_video(source)
    _check_length(facts, trim)
    reasons = copy_reasons(facts, trim)
    is_encoded_as_it_is = reasons in ((), ENCODED_AS_IT_IS)
    if is_encoded_as_it_is and facts.size_bytes > MAX_SENT_BYTES:
        raise UnusableError(Unusable.TOO_LARGE)
    if not reasons:
        return SendableVideo(path=source, facts=facts, source=facts)
    target = copy_file(folder, facts.sha256, trim)
    known = known_copy(target)
    if known is None:
        with written_as_a_whole(target) as unfinished:
            if not (is_encoded_as_it_is and _is_copied(source, unfinished, tell)):
                write_copy(source, unfinished, trim=trim, facts=facts, tell=tell)
            known = inspect_copy(unfinished)
        remember_copy(target, known)
    return SendableVideo(path=target, facts=known, source=facts, reasons=reasons)


def _is_copied(source: Path, target: Path, tell: TellShare) -> bool:
    """Copies a video stream by stream; `False` where that comes to another one."""
    try:
        copy_without_tags(source, target, tell)
    except (UnusableError, *VIDEO_ERRORS):
        return False
    return True


def _check_length(facts: VideoFacts, trim: Trim | None) -> None:
    if facts.seconds <= 0:
        raise UnusableError(Unusable.DAMAGED)
    if trim is not None and trim.start >= facts.seconds:
        raise UnusableError(Unusable.NOTHING_KEPT)
    sent = facts.seconds if trim is None else min(trim.end, facts.seconds) - trim.start
    if sent > MAX_SENT_SECONDS:
        raise UnusableError(Unusable.TOO_LONG)
