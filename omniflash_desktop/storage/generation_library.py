"""All generations and the links of uploads, in one SQLite file.

One process writes. Others may read at the same time, which is how `omniflash list` works while
the window is open.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Generator, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from omniflash_desktop.domain.generation import (
    FINAL_STATES,
    UNSENT_STATES,
    Generation,
    State,
)
from omniflash_desktop.domain.ledger import Charge, LedgerEntry
from omniflash_desktop.domain.prices import PriceTier
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import UploadedLink
from omniflash_desktop.domain.request import Resolution
from omniflash_desktop.domain.rescued_library import RescuedLibrary
from omniflash_desktop.domain.time_bands import RenderTime
from omniflash_desktop.storage import history
from omniflash_desktop.storage.disk_trouble import problem_from
from omniflash_desktop.storage.library_connection import (
    LibraryTroubleError,
    connect_for_reading,
    connect_for_writing,
    flush_as_wanted,
    problem_from_sqlite,
    up_to_date_copy_in_memory,
)
from omniflash_desktop.storage.library_swap import finish_swap, unread_clips_file
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
from omniflash_desktop.storage.sent_record import SentRecord

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

Mend: TypeAlias = Callable[[Path], "RescuedLibrary | Problem"]
"""Sets a damaged library aside and makes a new one in its place, see `library_rescue`."""

_NEWEST_FIRST: Final = "ORDER BY created_at DESC, number DESC"
_OLDEST_FIRST: Final = "ORDER BY created_at, number"

_WAITS_FOR_ITS_ANSWER: Final = frozenset({State.SUBMITTING, State.UNCONFIRMED})
_HAS_ITS_ANSWER: Final = frozenset({State.WAITING, State.DOWNLOADING})

_REFERENCES_LOOKED_THROUGH: Final = 2000
"""The newest rows, some milliseconds: a reference from before has most likely moved on too."""


class SqliteLibrary:
    """The library behind one connection, used by one thread. See `open_library`."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        *,
        path: Path,
        indexed: bool,
        record: SentRecord | None = None,
        mend: Mend | None = None,
    ) -> None:
        self._connection = connection
        self._path = path
        self._name = path.name
        self._indexed = indexed
        self._record = record
        self._mend = mend
        self._unreadable: set[str] = set()
        self.on_rescue: Callable[[RescuedLibrary], None] = _log_rescue
        """Hears when the library was found damaged, and mended, while it was in use."""

    @property
    def unreadable_ids(self) -> frozenset[str]:
        """Generations that were met and not understood; they stay in the file as they are."""
        return frozenset(self._unreadable)

    def save(self, generation: Generation, *, durably: bool = False) -> None:
        """Writes it. `durably` returns only when it is on the disk itself.

        Raises:
            LibraryTroubleError: It could not be written; nothing changed.
        """
        if self._record is not None:
            # First: should the library fail now, a task id that was paid for is not lost with it.
            self._record.note(generation)
        self._once_more_when_mended(lambda: self._save(generation, durably=durably))

    def _save(self, generation: Generation, *, durably: bool) -> None:
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

    def newest(self, count: int, *, after: int = 0) -> list[Generation]:
        """The newest ones but for the first `after`; the newest first."""
        return self._read(f"{_NEWEST_FIRST} LIMIT ? OFFSET ?", count, after)

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

    def given_up_since(self, moment: datetime) -> list[Generation]:
        """All that were cancelled after they had been sent, at `moment` (UTC) or later."""
        return self._read(
            f"WHERE state = ? AND task_id IS NOT NULL AND sent_at >= ? {_OLDEST_FIRST}",
            *(State.CANCELLED.value, microseconds(moment)),
        )

    def search(self, text: str) -> list[Generation]:
        """Those in which each word occurs, as a part of a word too; newest first.

        Looked into are the prompt, the title, the task's id and the file's name.
        """
        condition, parameters = matching_sql(text, indexed=self._indexed)
        return self._read(f"WHERE {condition} {_NEWEST_FIRST}", *parameters)

    def remove(self, generation_id: str, *, durably: bool = False) -> None:
        """Forgets it; its file stays. `durably` as for `save`."""
        self._once_more_when_mended(lambda: self._remove(generation_id, durably=durably))
        if self._record is not None:
            self._record.forget(generation_id)

    def _remove(self, generation_id: str, *, durably: bool) -> None:
        with self._telling_trouble(), self._flushed_at_once(durably):
            self._connection.execute("DELETE FROM generations WHERE id = ?", (generation_id,))

    def files_of_reference(self, sha256: str) -> list[Path]:
        """Where references of that content lay when they were sent; the newest first.

        Only the last `_REFERENCES_LOOKED_THROUGH` generations are looked through.
        """
        users = self._read(
            "WHERE number > (SELECT max(number) FROM generations) - ? "
            "AND instr(facts, ?) ORDER BY number DESC",
            _REFERENCES_LOOKED_THROUGH,
            sha256,
        )
        found = [
            reference.path
            for user in users
            for reference, hashes in user.hashed_references
            if sha256 in hashes and reference.path is not None
        ]
        return list(dict.fromkeys(found))

    def count_by_state(self) -> dict[State, int]:
        """How many generations are in each state; those in none are left out."""
        with self._telling_trouble():
            rows = self._connection.execute(
                "SELECT state, count(*) FROM generations GROUP BY state"
            ).fetchall()
        known = {state.value for state in State}
        return {State(state): count for state, count in rows if state in known}

    @contextlib.contextmanager
    def all_at_once(self) -> Generator[None]:
        """One transaction for many saves; all of them or none."""
        with self._telling_trouble():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def take_in_sent(self, record: SentRecord) -> None:
        """Adds what the record of sent work knows and the library does not.

        That is a generation that is not there, the task id of one that is, or that it was sent at
        all: a library whose last writes were lost, or that was put back from a copy, would have
        it sent, and paid for, once more.
        """
        for one in record.entries():
            known = self.find(one.id)
            lacks_its_answer = known is not None and known.state in _WAITS_FOR_ITS_ANSWER
            is_unsent = known is not None and known.state in UNSENT_STATES
            has_news = lacks_its_answer and one.state in _HAS_ITS_ANSWER
            if known is None or is_unsent or has_news:
                self._take_in(one)
        for one in record.ended_entries():
            known = self.find(one.id)
            if known is not None and known.state in UNSENT_STATES:
                self._take_in(one)

    def _take_in(self, sent: Generation) -> None:
        _log.warning("%s is taken from the record of sent work", sent.id)
        self._save(sent, durably=True)

    def take_in_removed(self, rows: Iterable[Sequence[object]]) -> None:
        """Adds what another library remembers of removed clips, see `history.REMOVED_COLUMNS`."""
        with self._telling_trouble():
            history.take_in_removed(self._connection, rows)

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

    def uploads_at(self, service: str) -> list[UploadedLink]:
        """All links that were made for that service, live or not."""
        with self._telling_trouble():
            rows = self._connection.execute(
                "SELECT sha256, service, url, uploaded_at FROM uploads WHERE service = ?",
                (service,),
            ).fetchall()
        return [uploaded_link_from(*row) for row in rows]

    def forget_upload(self, sha256: str, *, service: str) -> None:
        """Forgets the link of these bytes at that service."""
        with self._telling_trouble():
            self._connection.execute(
                "DELETE FROM uploads WHERE sha256 = ? AND service = ?", (sha256, service)
            )

    def forget_links(self, urls: Iterable[str]) -> None:
        """Forgets these links, wherever they lead and whatever lies there."""
        with self._telling_trouble():
            self._connection.executemany(
                "DELETE FROM uploads WHERE url = ?", ((url,) for url in urls)
            )

    def newest_costs(self, tier: PriceTier, *, service: str, without: str = "") -> list[Decimal]:
        """What clips of `tier` cost at `service`; the one that was sent last comes first.

        Args:
            tier: Size and length.
            service: As `Generation.service`.
            without: The id of a clip that is left out.
        """
        with self._telling_trouble():
            return history.newest_costs(self._connection, tier, service=service, without=without)

    def newest_times(self, resolution: Resolution, *, service: str) -> list[RenderTime]:
        """How long clips of a size took at `service`; the one that was sent last comes first."""
        with self._telling_trouble():
            return history.newest_times(self._connection, resolution, service=service)

    def charges(
        self, *, since: datetime | None = None, until: datetime | None = None
    ) -> list[Charge]:
        """The money of the clips sent from `since` on, and before `until`; the oldest first."""
        with self._telling_trouble():
            return history.charges(self._connection, since=since, until=until)

    def entries(
        self, *, since: datetime | None = None, until: datetime | None = None
    ) -> list[LedgerEntry]:
        """The ledger's lines, as `charges`."""
        with self._telling_trouble():
            return history.entries(self._connection, since=since, until=until)

    @property
    def has_unread_clips(self) -> bool:
        """Whether, after a rescue, clips may be missing whose recipes have not been read yet."""
        return unread_clips_file(self._path).exists()

    def clips_were_read(self) -> None:
        """Their recipes need not be read again."""
        with contextlib.suppress(OSError):
            unread_clips_file(self._path).unlink(missing_ok=True)

    def close(self) -> None:
        """Ends the connection; the last one to close tidies the log of writes away."""
        self._connection.close()

    def _once_more_when_mended(self, work: Callable[[], _T]) -> _T:
        try:
            return work()
        except LibraryTroubleError as trouble:
            if trouble.problem.kind is not ProblemKind.LIBRARY_DAMAGED or not self._mended():
                raise
        return work()

    def _mended(self) -> bool:
        """Puts a new library in the place of this one, which was found damaged."""
        # Once in a run: a disk that damages the new one too is beyond mending.
        mend, self._mend = self._mend, None
        if mend is None:
            return False
        with contextlib.suppress(sqlite3.DatabaseError):
            self._connection.close()
        rescued = mend(self._path)
        reopened = open_library(self._path)
        if isinstance(rescued, Problem) or isinstance(reopened, Problem):
            _log.error("the library is damaged and cannot be mended: %s, %s", rescued, reopened)
            self._connection = connect_for_writing(self._path)
            return False
        self._connection, self._indexed = reopened._connection, reopened._indexed
        self._record = reopened._record
        self.on_rescue(rescued)
        return True

    def _first(self, rest: str, *parameters: str | int | None) -> Generation | None:
        return next(iter(self._read(f"{rest} LIMIT 1", *parameters)), None)

    def _rows(self, rest: str, parameters: tuple[str | int | None, ...]) -> list[tuple[str, str]]:
        with self._telling_trouble():
            return self._connection.execute(
                f"SELECT id, facts FROM generations {rest}", parameters
            ).fetchall()

    def _read(self, rest: str, *parameters: str | int | None) -> list[Generation]:
        rows = self._once_more_when_mended(lambda: self._rows(rest, parameters))
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
            problem = problem_from_sqlite(error, name=self._name)
            raise LibraryTroubleError(problem, str(error)) from error


def _log_rescue(rescued: RescuedLibrary) -> None:
    _log.warning("the library was damaged and has been mended: %s", rescued)


def open_library(
    path: Path, *, read_only: bool = False, mend: Mend | None = None
) -> SqliteLibrary | Problem:
    """Opens the library, makes it, or brings an older one up to date.

    What the record of sent work knows and the library does not is taken in.

    Args:
        path: Its file.
        read_only: For a look while another process writes. Nothing is made or changed; without a
            file, the library is empty.
        mend: What to do when it is found damaged while it is in use. Nothing else is done here
            with one that is damaged already: mending may take long, see `library_rescue`.

    Returns:
        The library, or why it cannot be used: it is newer than this release, damaged, locked, or
        its folder is not to be written.
    """
    connection: sqlite3.Connection | None = None
    try:
        if not read_only:
            finish_swap(path)
            if path.stat().st_size == 0 if path.exists() else SentRecord.of_library(path).is_there:
                # SQLite makes a new one. There was one, which is gone, or was cut off to nothing.
                unread_clips_file(path).touch()
        connection = connect_for_reading(path) if read_only else connect_for_writing(path)
        if not read_only:
            flush_as_wanted(connection)
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
            connection = up_to_date_copy_in_memory(connection)
        indexed = not read_only and prepare_index(connection)
        if read_only:
            connection.execute("PRAGMA query_only = ON")
    except sqlite3.DatabaseError as error:
        if connection is not None:
            connection.close()
        return problem_from_sqlite(error, name=path.name)
    except OSError as error:
        return problem_from(error, subject=path.parent.name)
    if read_only:
        return SqliteLibrary(connection, path=path, indexed=indexed)
    record = SentRecord.of_library(path)
    library = SqliteLibrary(connection, path=path, indexed=indexed, record=record, mend=mend)
    try:
        library.take_in_sent(record)
        record.compact()
        # An earlier release kept no record, or a person removed it.
        record.note_all(library.unfinished())
    except LibraryTroubleError as trouble:
        library.close()
        return trouble.problem
    return library


def _is_one_of(states: list[str]) -> str:
    return f"state IN ({', '.join('?' for _ in states)})"
