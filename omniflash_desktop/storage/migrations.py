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


MIGRATIONS: Final[Sequence[Migration]] = (_first_schema,)


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
