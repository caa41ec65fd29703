"""The unfinished file of a download, and beside it what tells whether it may be continued."""

import errno
import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.service_facts import MIB

DISK_RESERVE_BYTES: Final = 64 * MIB
"""Left free by downloads: a disk that is full to the last byte takes the library along."""

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class NoRoomError(OSError):
    """The clip does not fit onto its disk. `problem` says how much is missing."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.problem = problem


class Validator(msgspec.Struct, frozen=True, kw_only=True):
    """What must be the same for two answers to hold the same bytes.

    Attributes:
        etag: A strong one; a weak one promises no equal bytes.
        last_modified: As it was sent.
        total: The whole length in bytes.
    """

    etag: str = ""
    last_modified: str = ""
    total: int | None = None

    @classmethod
    def of(cls, headers: Mapping[str, str], *, total: int | None) -> "Validator":
        """What an answer's headers say."""
        etag = headers.get("etag", "")
        return cls(
            etag="" if etag.startswith("W/") else etag,
            last_modified=headers.get("last-modified", ""),
            total=total,
        )

    @property
    def can_continue(self) -> bool:
        """Whether it says anything to compare."""
        return bool(self.etag or self.last_modified or self.total)

    @property
    def condition(self) -> str:
        """For `If-Range`: the server then sends the rest only of the very same bytes."""
        return self.etag or self.last_modified

    def allows(self, other: "Validator") -> bool:
        """Whether an answer with `other` may continue what was begun with this one."""
        pairs = (
            (self.etag, other.etag),
            (self.last_modified, other.last_modified),
            (self.total, other.total),
        )
        return all(mine == theirs for mine, theirs in pairs if mine and theirs)


class PartFile:
    """The file on disk. Every method blocks: call it in a thread.

    No handle is kept open between the calls, so that nothing is left behind when one is cancelled
    and the file can be renamed at once on every system.

    Args:
        path: Where the bytes go; `<path>.validator` lies beside it until the download is whole.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._note = path.with_name(path.name + ".validator")

    def continued_from(self) -> tuple[int, Validator]:
        """How many bytes are there and what they belong to; (0, …) where nothing can be used."""
        try:
            validator = msgspec.json.decode(self._note.read_bytes(), type=Validator)
            size = self._path.stat().st_size
        except (OSError, msgspec.DecodeError):
            return 0, Validator()
        is_whole = validator.total is not None and size >= validator.total
        # A whole one was refused by somebody, or its end was never flushed to the disk.
        return (0, Validator()) if is_whole or not validator.can_continue else (size, validator)

    def begin(self, validator: Validator) -> None:
        """Empties the file. The note goes first: old bytes must never meet a new note.

        Raises:
            NoRoomError: The whole does not fit onto the disk; nothing was changed.
        """
        self._check_room(0, validator.total or 0)
        self._note.unlink(missing_ok=True)
        with self._path.open("wb"):
            pass
        self._note.write_bytes(msgspec.json.encode(validator))

    def write(self, at: int, chunks: Sequence[bytes], total: int | None) -> None:
        """Writes `chunks`, one after the other, at the offset `at`.

        Raises:
            NoRoomError: What is still to come, up to `total`, does not fit onto the disk (any
                more); nothing was written.
        """
        self._check_room(at, max(sum(map(len, chunks)), (total or 0) - at))
        with self._path.open("r+b") as file:
            file.seek(at)
            # One by one: a gigabyte is not copied once more to make one piece of them.
            file.writelines(chunks)

    def finish(self, size: int) -> None:
        """Cuts the file at `size`, flushes it to the disk and drops the note."""
        with self._path.open("r+b") as file:
            file.truncate(size)
            os.fsync(file.fileno())
        with suppress(OSError):
            self._note.unlink(missing_ok=True)

    def _check_room(self, at: int, needed: int) -> None:
        try:
            free = shutil.disk_usage(self._path.parent).free - DISK_RESERVE_BYTES
        except OSError:
            # Some shares do not tell; a full one will refuse the bytes.
            return
        with suppress(OSError):
            # What lies behind will be written over.
            free += max(0, self._path.stat().st_size - at)
        if needed > free:
            raise NoRoomError(
                Problem(
                    kind=ProblemKind.DISK_FULL,
                    charged=Charged.YES,
                    subject=self._path.parent.name,
                    needs_bytes=needed,
                    free_bytes=max(0, free),
                )
            )


def problem_of_disk(error: OSError, path: Path) -> Problem:
    """Why the clip cannot be written to `path`. It is charged already."""
    if isinstance(error, NoRoomError):
        return error.problem
    is_full = error.errno in _FULL
    return Problem(
        kind=ProblemKind.DISK_FULL if is_full else ProblemKind.FOLDER_UNWRITABLE,
        charged=Charged.YES,
        subject=path.parent.name,
    )
