"""Words of the library, for the search field: an index that can be made again at any time.

The index is SQLite's FTS5 with trigrams, so that a part of a word is found, and that it works in
scripts without spaces. It is no part of the schema: a Python whose SQLite lacks it goes without.
"""

import sqlite3
from typing import Final

_COLUMNS: Final = ("prompt", "title", "task_id", "file_name")
_TRIGGERS: Final = ("words_added", "words_removed", "words_changed")
_SHORTEST_INDEXED: Final = 3
"""Characters. FTS5's trigrams do not find anything shorter."""


def prepare_index(connection: sqlite3.Connection) -> bool:
    """Makes the index, or does without; returns whether there is one."""
    if not _has_trigrams(connection):
        # Triggers of another Python's index would make every save fail here.
        for trigger in _TRIGGERS:
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        return False
    known = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (?, ?, ?)", _TRIGGERS
    ).fetchone()[0]
    if known < len(_TRIGGERS):
        _make_index(connection)
    return True


def matching_sql(text: str, *, indexed: bool) -> tuple[str, list[str]]:
    """A condition on `generations` that each word of `text` occurs, and its parameters."""
    conditions: list[str] = []
    parameters: list[str] = []
    for word in text.split():
        if indexed and len(word) >= _SHORTEST_INDEXED:
            conditions.append("number IN (SELECT rowid FROM words WHERE words MATCH ?)")
            parameters.append('"' + word.replace('"', '""') + '"')
        else:
            conditions.append(
                "(" + " OR ".join(f"{name} LIKE ? ESCAPE '\\'" for name in _COLUMNS) + ")"
            )
            escaped = word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
            parameters.extend([f"%{escaped}%"] * len(_COLUMNS))
    return " AND ".join(conditions) or "TRUE", parameters


def _has_trigrams(connection: sqlite3.Connection) -> bool:
    options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    return "ENABLE_FTS5" in options and sqlite3.sqlite_version_info >= (3, 34)


def _make_index(connection: sqlite3.Connection) -> None:
    columns = ", ".join(_COLUMNS)
    new = ", ".join(f"new.{name}" for name in _COLUMNS)
    old = ", ".join(f"old.{name}" for name in _COLUMNS)
    add = f"INSERT INTO words (rowid, {columns}) VALUES (new.number, {new});"
    take = f"INSERT INTO words (words, rowid, {columns}) VALUES ('delete', old.number, {old});"
    changed = " OR ".join(f"old.{name} IS NOT new.{name}" for name in _COLUMNS)
    statements = (
        *(f"DROP TRIGGER IF EXISTS {trigger}" for trigger in _TRIGGERS),
        "DROP TABLE IF EXISTS words",
        f"CREATE VIRTUAL TABLE words USING fts5 ({columns}, content='generations', "
        "content_rowid='number', tokenize='trigram')",
        f"CREATE TRIGGER words_added AFTER INSERT ON generations BEGIN {add} END",
        f"CREATE TRIGGER words_removed AFTER DELETE ON generations BEGIN {take} END",
        # A generation is saved many times in its life; its words hardly ever change.
        f"CREATE TRIGGER words_changed AFTER UPDATE ON generations WHEN {changed} "
        f"BEGIN {take} {add} END",
        "INSERT INTO words (words) VALUES ('rebuild')",
    )
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in statements:
            connection.execute(statement)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
