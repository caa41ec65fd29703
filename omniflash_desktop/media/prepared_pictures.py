"""Prepared pictures that were made before, so that a second use decodes nothing.

A picture is known by its file's content and by the wishes for it. The folder holds the copies,
named by their own content, and a note for each picture that was prepared; it is bounded, and may
be emptied at any time, in part or as a whole.
"""

import contextlib
import hashlib
import os
import time
from pathlib import Path
from typing import Final

import msgspec

from omniflash_desktop.domain.outcomes import PreparedImage
from omniflash_desktop.domain.picture_framing import PictureWishes
from omniflash_desktop.media.jobs import UnusableError, decoded, encoded
from omniflash_desktop.media.source_files import sha256_of, written_as_a_whole

MAX_FOLDER_BYTES: Final = 1024 * 1024 * 1024
"""A thousand prepared photographs; more than anybody uses twice."""

_WAY_OF_PREPARING: Final = 2
"""Raised when the same picture with the same wishes would become another copy than before."""
_NOTES: Final = "notes"
_LEAST_FILE_BYTES: Final = 4096
"""What a file takes on the disk however small it is."""
_IN_USE_SECONDS: Final = 600.0
"""A copy that was asked for within them may be on its way to the service."""


class _Note(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a picture that was prepared.

    Attributes:
        prepared: As it was; its path is the copy's name alone.
        is_source: Whether the user's own file goes as it is; there is no copy then.
    """

    prepared: PreparedImage
    is_source: bool


def known_picture(
    source: Path, source_sha256: str, folder: Path, wishes: PictureWishes
) -> PreparedImage | None:
    """What came of the same picture with the same wishes; `None` where it must be made.

    Args:
        source: What the user gave; its content is that of `source_sha256`.
        source_sha256: Lower-case hex.
        folder: Of the copies.
        wishes: The user's.
    """
    note_file = _note_file(folder, source_sha256, wishes)
    try:
        note: _Note = decoded(note_file.read_bytes(), _Note)
    except (OSError, msgspec.DecodeError):
        return None
    prepared = note.prepared
    path = source if note.is_source else folder / prepared.path.name
    # It is a cache: what lies there now may be half a picture, or somebody else's.
    if not note.is_source and not _holds(path, prepared):
        return None
    _mark_as_used(note_file)
    if not note.is_source:
        _mark_as_used(path)
    return msgspec.structs.replace(prepared, path=path)


def remember(prepared: PreparedImage, source: Path, folder: Path, wishes: PictureWishes) -> None:
    """Notes what came of a picture, and makes room for it.

    Raises:
        UnusableError: The disk is full or the folder not to be written.
    """
    note = _Note(
        prepared=msgspec.structs.replace(prepared, path=Path(prepared.path.name)),
        is_source=prepared.path == source,
    )
    with written_as_a_whole(_note_file(folder, prepared.source_sha256, wishes)) as unfinished:
        unfinished.write_bytes(encoded(note))
    remove_oldest(folder)


def remove_oldest(folder: Path, *, most_bytes: int = MAX_FOLDER_BYTES) -> None:
    """Removes what was used longest ago until the rest is small enough.

    What was used within the last ten minutes stays, however much it is.
    """
    files = sorted(_files_in(folder), key=lambda file: file[1])
    too_many = sum(size for _, _, size in files) - most_bytes
    now = time.time()
    for path, used_at, size in files:
        if too_many <= 0:
            return
        # A moment in the future is a clock that was wrong.
        if 0 <= now - used_at < _IN_USE_SECONDS:
            continue
        with contextlib.suppress(OSError):
            path.unlink()
            too_many -= size


def _note_file(folder: Path, source_sha256: str, wishes: PictureWishes) -> Path:
    key = (_WAY_OF_PREPARING, source_sha256, wishes.that_count)
    name = hashlib.sha256(encoded(key)).hexdigest()
    return folder / _NOTES / name


def _holds(path: Path, prepared: PreparedImage) -> bool:
    try:
        return sha256_of(path) == prepared.sha256
    except UnusableError:
        return False


def _mark_as_used(path: Path) -> None:
    with contextlib.suppress(OSError):
        os.utime(path)


def _files_in(folder: Path) -> list[tuple[Path, float, int]]:
    """Each file with when it was used last (seconds since 1970) and the bytes that it takes."""
    found: list[tuple[Path, float, int]] = []
    for inside in (folder, folder / _NOTES):
        try:
            entries = list(os.scandir(inside))
        except OSError:
            continue
        for entry in entries:
            with contextlib.suppress(OSError):
                if entry.is_file(follow_symlinks=False):
                    facts = entry.stat(follow_symlinks=False)
                    size = max(facts.st_size, _LEAST_FILE_BYTES)
                    found.append((Path(entry.path), facts.st_mtime, size))
    return found
