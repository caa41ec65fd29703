"""All generations and the links of uploads, in one SQLite file.

One process writes. Others may read at the same time, which is how `omniflash list` works while
the window is open.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from omniflash_desktop.domain.generation import (
    FINAL_STATES,
    UNSENT_STATES,
    Generation,
    State,
)
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import UploadedLink
from omniflash_desktop.storage.migrations import MIGRATIONS, bring_up_to_date, version_of
from omniflash_desktop.storage.rows import (
    UnreadableRowError,
    generation_from,
    microseconds,
    row_of,
    row_of_link,
    uploaded_link_from,
)
from omniflash_desktop.storage.search_index import matching_sql, prepare_index

_log = logging.getLogger(__name__)

BUSY_SECONDS: Final = 5.0
"""How long a statement waits for a lock of another process."""

LONGEST_WAIT: Final = timedelta(days=31)
"""How long a clip waits in the queue before `sent_since` no longer looks for it. When a clip was
asked for is indexed, and when it was sent is not."""

_NEWEST_FIRST: Final = "ORDER BY created_at DESC, number DESC"
_OLDEST_FIRST: Final = "ORDER BY created_at, number"
_SENT_AT: Final = (
    "coalesce(json_extract(facts, '$.submitted_at'), json_extract(facts, '$.changed_at'))"
)


class LibraryTroubleError(OSError):
    """The disk failed while the library was read or written. `problem` says how."""

    def __init__(self, problem: Problem, text: str) -> None:
        super().__init__(text)
        self.problem = problem


class SqliteLibrary:
    """The library behind one connection, used by one thread. See `open_library`."""

    def __init__(self, connection: sqlite3.Connection, *, name: str, indexed: bool) -> None:
        self._connection = connection
        self._name = name
        self._indexed = indexed
        self._unreadable: set[str] = set()

    @property
    def unreadable_ids(self) -> frozenset[str]:
        """Generations that were met and not understood; they stay in the file as they are."""
        return frozenset(self._unreadable)

    def save(self, generation: Generation, *, durably: bool = False) -> None:
        """Writes it. `durably` returns only when it is on the disk itself.

        Raises:
            LibraryTroubleError: It could not be written; nothing changed.
        """
        row = row_of(generation)
        names = ", ".join(row)
        values = ", ".join(f":{name}" for name in row)
        changes = ", ".join(f"{name} = excluded.{name}" for name in row if name != "id")
        with self._telling_trouble(), self._flushed_at_once(durably):
            self._connection.execute(
                f"INSERT INTO generations ({names}) VALUES ({values}) "
                f"ON CONFLICT (id) DO UPDATE SET {changes}",
                row,
            )

    def find(self, generation_id: str) -> Generation | None:
        """By our id."""
        return self._first("WHERE id = ?", generation_id)

    def find_task(self, task_id: str) -> Generation | None:
        """By the service's id."""
        return self._first(f"WHERE task_id = ? {_NEWEST_FIRST}", task_id)

    def all(self) -> list[Generation]:
        """Newest first."""
        return self._read(_NEWEST_FIRST)

    def unfinished(self) -> list[Generation]:
        """All that is not ready, failed or cancelled; oldest first."""
        # Named one by one, since an index knows nothing of "all but".
        return self.in_states(*(state for state in State if state not in FINAL_STATES))

    def in_states(self, *states: State) -> list[Generation]:
        """All that are in one of these states; oldest first."""
        values = [state.value for state in states]
        return self._read(f"WHERE {_is_one_of(values)} {_OLDEST_FIRST}", *values)

    def made_since(self, moment: datetime) -> list[Generation]:
        """All that were asked for at `moment` (UTC) or later; newest first."""
        return self._read(f"WHERE created_at >= ? {_NEWEST_FIRST}", microseconds(moment))

    def sent_since(self, moment: datetime) -> list[Generation]:
        """All that were sent, or may have been, at `moment` (UTC) or later; oldest first.

        Where no answer told when, the last move counts, as from "being sent" to "unconfirmed".
        Clips that had waited for more than `LONGEST_WAIT` before they were sent are missed.
        """
        sent = [state.value for state in State if state not in UNSENT_STATES]
        found = self._read(
            # The plus keeps SQLite from the index of states: nearly all clips are ready.
            f"WHERE created_at >= ? AND +{_is_one_of(sent)} AND {_SENT_AT} >= ? {_OLDEST_FIRST}",
            *(microseconds(moment - LONGEST_WAIT), *sent, _second_of(moment)),
        )
        return [one for one in found if (one.submitted_at or one.changed_at) >= moment]

    def given_up_since(self, moment: datetime) -> list[Generation]:
        """All that were cancelled after they had been sent, at `moment` (UTC) or later."""
        found = self._read(
            f"WHERE state = ? AND task_id IS NOT NULL AND {_SENT_AT} >= ? {_OLDEST_FIRST}",
            *(State.CANCELLED.value, _second_of(moment)),
        )
        return [one for one in found if (one.submitted_at or one.changed_at) >= moment]

    def search(self, text: str) -> list[Generation]:
        """Those in which each word occurs, as a part of a word too; newest first.

        Looked into are the prompt, the title, the task's id and the file's name.
        """
        condition, parameters = matching_sql(text, indexed=self._indexed)
        return self._read(f"WHERE {condition} {_NEWEST_FIRST}", *parameters)

    def remove(self, generation_id: str, *, durably: bool = False) -> None:
        """Forgets it; its file stays. `durably` as for `save`."""
        with self._telling_trouble(), self._flushed_at_once(durably):
            self._connection.execute("DELETE FROM generations WHERE id = ?", (generation_id,))

    def remember_upload(self, link: UploadedLink) -> None:
        """Keeps a link for its next use."""
        with self._telling_trouble():
            self._connection.execute(
                "INSERT OR REPLACE INTO uploads (sha256, service, url, uploaded_at) "
                "VALUES (?, ?, ?, ?)",
                row_of_link(link),
            )

    def upload_of(self, sha256: str, *, service: str) -> UploadedLink | None:
        """The newest link of these bytes at that service, live or not."""
        with self._telling_trouble():
            row = self._connection.execute(
                "SELECT sha256, service, url, uploaded_at FROM uploads "
                "WHERE sha256 = ? AND service = ?",
                (sha256, service),
            ).fetchone()
        return None if row is None else uploaded_link_from(*row)

    def close(self) -> None:
        """Ends the connection; the last one to close tidies the log of writes away."""
        self._connection.close()

    def _first(self, rest: str, *parameters: str | int | None) -> Generation | None:
        return next(iter(self._read(f"{rest} LIMIT 1", *parameters)), None)

    def _read(self, rest: str, *parameters: str | int | None) -> list[Generation]:
        with self._telling_trouble():
            rows = self._connection.execute(
                f"SELECT id, facts FROM generations {rest}", parameters
            ).fetchall()
        found: list[Generation] = []
        for generation_id, facts in rows:
            try:
                found.append(generation_from(facts))
            except UnreadableRowError as error:
                if generation_id not in self._unreadable:
                    _log.warning("%s is not understood and left alone: %s", generation_id, error)
                self._unreadable.add(generation_id)
        return found

    @contextlib.contextmanager
    def _flushed_at_once(self, durably: bool) -> Generator[None]:
        if not durably:
            yield
            return
        self._connection.execute("PRAGMA synchronous = FULL")
        try:
            yield
        finally:
            self._connection.execute("PRAGMA synchronous = NORMAL")

    @contextlib.contextmanager
    def _telling_trouble(self) -> Generator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            problem = _problem_from(error, name=self._name)
            raise LibraryTroubleError(problem, str(error)) from error


def open_library(path: Path, *, read_only: bool = False) -> SqliteLibrary | Problem:
    """Opens the library, makes it, or brings an older one up to date.

    Args:
        path: Its file.
        read_only: For a look while another process writes. Nothing is made or changed; without a
            file, the library is empty.

    Returns:
        The library, or why it cannot be used: it is newer than this release, damaged, locked, or
        its folder is not to be written.
    """
    connection: sqlite3.Connection | None = None
    try:
        connection = _connect_for_reading(path) if read_only else _connect_for_writing(path)
        if not read_only:
            _flush_as_wanted(connection)
        version = version_of(connection)
        if version > len(MIGRATIONS):
            connection.close()
            return Problem(
                kind=ProblemKind.LIBRARY_NEWER, subject=path.name, detail=f"version {version}"
            )
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            bring_up_to_date(connection, path)
        elif version < len(MIGRATIONS):
            connection = _up_to_date_copy_in_memory(connection)
        indexed = not read_only and prepare_index(connection)
        if read_only:
            connection.execute("PRAGMA query_only = ON")
    except sqlite3.DatabaseError as error:
        if connection is not None:
            connection.close()
        return _problem_from(error, name=path.name)
    return SqliteLibrary(connection, name=path.name, indexed=indexed)


def _is_one_of(states: list[str]) -> str:
    return f"state IN ({', '.join('?' for _ in states)})"


def _second_of(moment: datetime) -> str:
    """The beginning of a moment as JSON has it: all later ones come after it as text as well."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"


def _connect_for_writing(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)


def _flush_as_wanted(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA synchronous = NORMAL")
    # Without these, macOS keeps what was flushed in the disk's own memory.
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA checkpoint_fullfsync = ON")


def _connect_for_reading(path: Path) -> sqlite3.Connection:
    if not path.exists():
        return sqlite3.connect(":memory:", isolation_level=None)
    address = f"{path.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def _up_to_date_copy_in_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:", isolation_level=None)
    with contextlib.closing(connection):
        connection.backup(copy)
    bring_up_to_date(copy, None)
    return copy


def _problem_from(error: sqlite3.DatabaseError, *, name: str) -> Problem:
    # Errors that Python itself raises carry no code.
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            kind = ProblemKind.LIBRARY_LOCKED
        case sqlite3.SQLITE_FULL:
            kind = ProblemKind.DISK_FULL
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            kind = ProblemKind.FOLDER_UNWRITABLE
        case _:
            kind = ProblemKind.LIBRARY_DAMAGED
    return Problem(kind=kind, subject=name, detail=str(error))
