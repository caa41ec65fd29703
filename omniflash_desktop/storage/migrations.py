"""The library's schema, release by release.

`MIGRATIONS[n]` brings a library from version n to n + 1; `PRAGMA user_version` holds the version.
A released migration is never changed. A library of every released version is kept in
`tests/old_libraries`.
"""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from omniflash_desktop.storage.rows import UnreadableRowError, generation_from, money_and_time_of

Migration: TypeAlias = Callable[[sqlite3.Connection], None]


def _first_schema(connection: sqlite3.Connection) -> None:
    connection.execute(
        """
        CREATE TABLE generations (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL,
            service TEXT NOT NULL,
            created_at INTEGER NOT NULL,   -- microseconds since 1970, UTC
            result_expires_at INTEGER,     -- as above
            task_id TEXT,
            group_id TEXT NOT NULL,
            title TEXT NOT NULL,
            prompt TEXT NOT NULL,
            favourite INTEGER NOT NULL,
            cost INTEGER,                  -- millionths of a US dollar
            file_path TEXT,
            file_name TEXT,
            facts TEXT NOT NULL            -- JSON of the whole generation: the truth
        )
        """
    )
    connection.execute("CREATE INDEX generations_by_age ON generations (created_at, number)")
    connection.execute("CREATE INDEX generations_by_state ON generations (state)")
    connection.execute("CREATE INDEX generations_by_task ON generations (task_id)")
    connection.execute(
        """
        CREATE TABLE uploads (
            sha256 TEXT NOT NULL,
            service TEXT NOT NULL,
            url TEXT NOT NULL,
            uploaded_at INTEGER NOT NULL,  -- microseconds since 1970, UTC
            PRIMARY KEY (sha256, service)
        )
        """
    )


_MONEY_AND_TIME: Final = {
    "sent_at": "INTEGER",  # microseconds since 1970, UTC: the submit, else the click
    "charged": "TEXT",  # no, yes, unknown; NULL where the release did not understand the facts
    "estimate": "INTEGER",  # millionths of a US dollar
    "project": "TEXT",
    "mode": "TEXT",  # this and the next two are NULL for tasks that were made elsewhere
    "resolution": "TEXT",
    "seconds": "INTEGER",  # as they were asked for; NULL where a reference video decided
    "elapsed": "REAL",  # seconds from the submit to the service's "completed"
}
_ROWS_AT_ONCE: Final = 1000


def _money_and_time(connection: sqlite3.Connection) -> None:
    for name, kind in _MONEY_AND_TIME.items():
        connection.execute(f"ALTER TABLE generations ADD COLUMN {name} {kind}")
    _fill_money_and_time(connection)
    # Each holds all that its question asks for, so that no row has to be read.
    connection.execute(
        "CREATE INDEX generations_by_sending ON generations "
        "(sent_at, number, charged, service, project, cost, estimate, task_id)"
    )
    connection.execute(
        "CREATE INDEX generations_by_price ON generations "
        "(service, resolution, seconds, sent_at, number, charged, cost, id) "
        "WHERE charged = 'yes' AND cost > 0"
    )
    connection.execute(
        "CREATE INDEX generations_by_time ON generations "
        "(service, resolution, sent_at, number, charged, mode, seconds, elapsed) "
        "WHERE charged = 'yes' AND elapsed > 0"
    )
    _keep_the_money_of_removed_clips(connection)


def _keep_the_money_of_removed_clips(connection: sqlite3.Connection) -> None:
    """What was spent stays spent when a clip is removed; its words are forgotten."""
    columns = "id, state, service, task_id, cost, " + ", ".join(_MONEY_AND_TIME)
    connection.execute(
        """
        CREATE TABLE removed_clips (
            id TEXT PRIMARY KEY,           -- this and all others as in generations
            state TEXT NOT NULL,
            service TEXT NOT NULL,
            task_id TEXT,
            cost INTEGER,
            sent_at INTEGER,
            charged TEXT,
            estimate INTEGER,
            project TEXT,
            mode TEXT,
            resolution TEXT,
            seconds INTEGER,
            elapsed REAL
        )
        """
    )
    values = ", ".join(f"old.{name}" for name in columns.split(", "))
    connection.execute(
        "CREATE TRIGGER money_kept AFTER DELETE ON generations "
        "WHEN old.charged IN ('yes', 'unknown') BEGIN "
        f"INSERT OR REPLACE INTO removed_clips ({columns}) VALUES ({values}); END"
    )
    # A clip that comes back, as from its recipe, must not be counted twice.
    connection.execute(
        "CREATE TRIGGER money_taken_back AFTER INSERT ON generations BEGIN "
        "DELETE FROM removed_clips WHERE id = new.id; END"
    )


def _fill_money_and_time(connection: sqlite3.Connection) -> None:
    """Fills the columns from the facts. A row that is not understood stays as it is."""
    changes = ", ".join(f"{name} = :{name}" for name in _MONEY_AND_TIME)
    last = 0
    while rows := connection.execute(
        "SELECT number, facts FROM generations WHERE number > ? ORDER BY number LIMIT ?",
        (last, _ROWS_AT_ONCE),
    ).fetchall():
        last = rows[-1][0]
        filled: list[dict[str, object]] = []
        for number, facts in rows:
            with contextlib.suppress(UnreadableRowError):
                filled.append({"number": number, **money_and_time_of(generation_from(facts))})
        connection.executemany(f"UPDATE generations SET {changes} WHERE number = :number", filled)


MIGRATIONS: Final[Sequence[Migration]] = (_first_schema, _money_and_time)


def version_of(connection: sqlite3.Connection) -> int:
    """The schema's version; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def bring_up_to_date(
    connection: sqlite3.Connection,
    file: Path | None,
    migrations: Sequence[Migration] = MIGRATIONS,
) -> None:
    """Runs what is missing, each step in a transaction of its own.

    Args:
        connection: Open for writing, in autocommit mode.
        file: Its file. A copy is laid beside it first, unless it is new; `None` for a library
            in memory.
        migrations: All of them, from the first on.
    """
    version = version_of(connection)
    if file is not None and 0 < version < len(migrations):
        _copy_library(connection, file.with_name(f"{file.stem}-v{version}{file.suffix}"))
    while (version := version_of(connection)) < len(migrations):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have done it while this one waited for the lock.
            if version_of(connection) == version:
                migrations[version](connection)
                connection.execute(f"PRAGMA user_version = {version + 1}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _copy_library(connection: sqlite3.Connection, target: Path) -> None:
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(unfinished)) as copy:
        connection.backup(copy)
    os.replace(unfinished, target)
