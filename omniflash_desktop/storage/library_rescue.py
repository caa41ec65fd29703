"""A damaged library is set aside, and a new one is made from all that can still be read.

Three sources, of which this file knows two: the rows of the damaged file that can be read, one by
one and from both ends, and the record of sent work. The third, the recipes in the clips, is read
later and elsewhere (`services.clips_found_again`), since it takes as long as there are clips.
Nothing is deleted: the damaged file keeps lying beside the new one, as it was.
"""

import contextlib
import logging
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from omniflash_desktop.domain.generation import RUNNING_STATES, State
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.rescued_library import RescuedLibrary
from omniflash_desktop.storage.disk_trouble import problem_from
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from omniflash_desktop.storage.history import REMOVED_COLUMNS
from omniflash_desktop.storage.library_connection import LibraryTroubleError
from omniflash_desktop.storage.library_swap import finish_swap, rescued_file, unread_clips_file
from omniflash_desktop.storage.rows import UnreadableRowError, generation_from
from omniflash_desktop.storage.sent_record import SentRecord

_log = logging.getLogger(__name__)

_FIRST_PAGE_BYTES: Final = 4096
"""SQLite's usual page, which is what our libraries have."""
_MISSES_THAT_END_IT: Final = 5_000
"""Rows that are asked for one by one, in a row and in vain; one bad page hides a few dozens."""


def rescue_library(path: Path) -> RescuedLibrary | Problem:
    """Makes a new library in the place of a damaged one. Nobody may have it open.

    Blocks: some seconds for a hundred thousand clips.

    Returns:
        What was found again; or why nothing could be done, such as a full disk. Then everything
        is as it was.
    """
    making = path.with_name(f"{path.stem}.rescue-new{path.suffix}")
    copy = path.with_name(f"{path.stem}.rescue-copy{path.suffix}")
    try:
        _remove(making, copy)
        try:
            _copy_library(path, copy)
            counts = _made_from(copy, SentRecord.of_library(path), making)
            making.replace(rescued_file(path))
        finally:
            _remove(making, copy)
        unread_clips_file(path).touch()
        set_aside = finish_swap(path)
    except LibraryTroubleError as trouble:
        return trouble.problem
    except OSError as error:
        return problem_from(error, subject=path.parent.name)
    return RescuedLibrary(
        set_aside=set_aside,
        clips=counts.get(State.READY, 0),
        running=sum(counts.get(state, 0) for state in RUNNING_STATES - {State.SUBMITTING}),
        # A submit whose answer nobody heard becomes unconfirmed at the start.
        unconfirmed=counts.get(State.UNCONFIRMED, 0) + counts.get(State.SUBMITTING, 0),
        others=sum(counts.get(state, 0) for state in (State.FAILED, State.CANCELLED, State.DRAFT)),
    )


def _copy_library(path: Path, copy: Path) -> None:
    # A copy, since reading a library with SQLite may write into it.
    shutil.copyfile(path, copy)
    log = path.with_name(f"{path.name}-wal")
    if log.exists():
        shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))


def _made_from(copy: Path, record: SentRecord, making: Path) -> dict[State, int]:
    library = open_library(making)
    if isinstance(library, Problem):
        raise LibraryTroubleError(library, "no library can be made")
    try:
        if not _take_in_rows(copy, library):
            # Its first page may be all that is wrong with it; the others do not know of it.
            library.close()
            _give_new_head(copy, making)
            reopened = open_library(making)
            if isinstance(reopened, Problem):
                raise LibraryTroubleError(reopened, "no library can be made")
            library = reopened
            _take_in_rows(copy, library)
        library.take_in_sent(record)
        return library.count_by_state()
    finally:
        library.close()


def _give_new_head(copy: Path, model: Path) -> None:
    """Puts the first page of a new library into `copy`: it tells where the tables are."""
    with model.open("rb") as file:
        head = bytearray(file.read(_FIRST_PAGE_BYTES))
    pages = max(1, copy.stat().st_size // _FIRST_PAGE_BYTES)
    # Offsets of SQLite's file format: the number of pages, and the list of free ones.
    head[28:32] = pages.to_bytes(4, "big")
    head[32:40] = bytes(8)
    with copy.open("r+b") as file:
        file.write(head)


def _take_in_rows(copy: Path, library: SqliteLibrary) -> int:
    """Adds what can be read of `copy`; tells how many generations that were."""
    taken = 0
    with contextlib.closing(_opened_tolerantly(copy)) as damaged, library.all_at_once():
        for facts in _facts_in(damaged):
            try:
                generation = generation_from(facts)
            except UnreadableRowError:
                continue
            library.save(generation)
            taken += 1
        # After the clips: one that is here again must not be counted as removed too.
        library.take_in_removed(_removed_in(damaged))
    _log.warning("%d generations were read from the damaged library", taken)
    return taken


def _opened_tolerantly(copy: Path) -> sqlite3.Connection:
    _fill_up(copy)
    connection = sqlite3.connect(copy, isolation_level=None)
    connection.text_factory = bytes
    with contextlib.suppress(sqlite3.DatabaseError):
        # Else a schema of which one entry cannot be read hides all others.
        connection.execute("PRAGMA writable_schema = ON")
    return connection


def _fill_up(copy: Path) -> None:
    """Gives a file that was cut off the length that it tells of: SQLite refuses it otherwise."""
    with copy.open("r+b") as file:
        head = file.read(100)
        size = file.seek(0, 2)
        told = int.from_bytes(head[28:32], "big") * _FIRST_PAGE_BYTES
        # What claims to be a thousand times longer than it is tells nonsense.
        if size < told <= max(size, _FIRST_PAGE_BYTES) * 1000:
            file.truncate(told)


def _facts_in(damaged: sqlite3.Connection) -> Iterator[bytes]:
    """The generations of a library of which some pages cannot be read."""
    last = -1
    for number, facts in _walk(damaged, "ORDER BY number"):
        last = number
        yield facts
    end: int | None = None
    for number, facts in _walk(damaged, f"WHERE number > {last} ORDER BY number DESC"):
        end = number
        yield facts
    yield from _facts_between(damaged, last, end)


def _facts_between(damaged: sqlite3.Connection, last: int, end: int | None) -> Iterator[bytes]:
    """What can be asked for one by one; where no end is known, until nothing comes any more."""
    number, misses = last + 1, 0
    while misses < _MISSES_THAT_END_IT and (end is None or number < end):
        misses += 1
        for _, facts in _walk(damaged, f"WHERE number = {number}"):
            misses = 0
            yield facts
        number += 1


def _walk(damaged: sqlite3.Connection, rest: str) -> Iterator[tuple[int, bytes]]:
    """Rows up to the first page that cannot be read."""
    try:
        for number, facts in damaged.execute(
            f"SELECT number, facts FROM generations NOT INDEXED {rest}"
        ):
            if isinstance(number, int) and isinstance(facts, bytes):
                yield number, facts
    except sqlite3.DatabaseError:
        return


def _removed_in(damaged: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """What the ledger remembers of removed clips, up to the first page that cannot be read."""
    with contextlib.suppress(sqlite3.DatabaseError):
        for row in damaged.execute(f"SELECT {', '.join(REMOVED_COLUMNS)} FROM removed_clips"):
            yield tuple(
                value.decode("utf-8", "replace") if isinstance(value, bytes) else value
                for value in row
            )


def _remove(*libraries: Path) -> None:
    """Removes what is being made; never a library itself."""
    for library in libraries:
        for ending in ("", "-wal", "-shm"):
            library.with_name(library.name + ending).unlink(missing_ok=True)
        SentRecord.of_library(library).remove()
