"""Copies of reference videos that were made before, so that a second use encodes nothing.

A copy is known by the content that it was made of and by the part that was wanted. The folder
is bounded as that of the pictures is, and may be emptied at any time.
"""

import contextlib
import hashlib
import os
from pathlib import Path
from typing import Final

import msgspec

from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.domain.video_trim import Trim
from omniflash_desktop.media.jobs import UnusableError, decoded, encoded
from omniflash_desktop.media.prepared_pictures import remove_oldest
from omniflash_desktop.media.source_files import sha256_of, written_as_a_whole

MAX_FOLDER_BYTES: Final = 4 * 1024 * 1024 * 1024

_WAY_OF_COPYING: Final = 1
"""Raised when the same video with the same wish would become another copy than before."""
_NOTE_ENDING: Final = ".facts"


def copy_file(folder: Path, source_sha256: str, trim: Trim | None) -> Path:
    """Where the copy of such a part of such a video lies, or would lie.

    Args:
        folder: Of the copies.
        source_sha256: Of the user's file, lower-case hex.
        trim: The part; `None` for all.
    """
    name = hashlib.sha256(encoded((_WAY_OF_COPYING, source_sha256, trim))).hexdigest()
    return folder / f"{name}.mp4"


def known_copy(copy: Path) -> VideoFacts | None:
    """The facts of a copy that was made before; `None` where it must be made."""
    note = _note_of(copy)
    try:
        facts: VideoFacts = decoded(note.read_bytes(), VideoFacts)
        # It is a cache: what lies there now may be somebody else's.
        if sha256_of(copy) != facts.sha256:
            return None
    except (OSError, msgspec.DecodeError, UnusableError):
        return None
    for file in (copy, note):
        with contextlib.suppress(OSError):
            os.utime(file)
    return facts


def remember_copy(copy: Path, facts: VideoFacts) -> None:
    """Notes the facts of a copy that lies in its place, and makes room for it.

    Raises:
        UnusableError: The disk is full or the folder not to be written.
    """
    with written_as_a_whole(_note_of(copy)) as unfinished:
        unfinished.write_bytes(encoded(facts))
    remove_oldest(copy.parent, most_bytes=MAX_FOLDER_BYTES)


def _note_of(copy: Path) -> Path:
    return copy.with_suffix(_NOTE_ENDING)
