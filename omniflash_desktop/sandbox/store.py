"""What the sandbox keeps: tasks, files, money and the ledger of submits, in one SQLite file.

Every change is one committed transaction, so a sandbox that is killed loses nothing it has
answered for. The file is held exclusively: two sandboxes never share a folder.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from omniflash_desktop.sandbox.records import FileRecord, Submit, TaskRecord, TaskState

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

_SCHEMA_VERSION: Final = 1
# A sandbox whose app was killed needs a moment to notice and let go of the file.
_LOCK_WAIT_SECONDS: Final = 3.0

_SCHEMA: Final = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE tasks (
    id TEXT PRIMARY KEY, created REAL NOT NULL, order_json TEXT NOT NULL, faults TEXT NOT NULL,
    price_cents INTEGER NOT NULL, fails_with TEXT, state TEXT NOT NULL, completed REAL,
    failure TEXT, polls INTEGER NOT NULL DEFAULT 0, link_issue INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX tasks_by_state ON tasks (state);
CREATE TABLE files (
    name TEXT PRIMARY KEY, kind TEXT NOT NULL, content_type TEXT NOT NULL, bytes INTEGER NOT NULL,
    created REAL NOT NULL, expires REAL
) WITHOUT ROWID;
CREATE TABLE submits (
    number INTEGER PRIMARY KEY, at REAL NOT NULL, idempotency_key TEXT, body_sha256 TEXT NOT NULL,
    outcome TEXT NOT NULL, status INTEGER, error TEXT, charged_cents INTEGER, task_id TEXT
);
CREATE TABLE idempotency (
    key TEXT PRIMARY KEY, body_sha256 TEXT NOT NULL, task_id TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE counts (name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE fault_uses (subject TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
"""


class StateFolderError(Exception):
    """The state folder cannot be used; the text is a sentence for people."""


class Store:
    """The folder with everything that outlives the process.

    Attributes:
        folder: The state folder.
        files_folder: Where uploads, bucket files, results and thumbnails lie, by their names.
    """

    def __init__(self, folder: Path) -> None:
        """Open the folder, making it when it is not there.

        Raises:
            StateFolderError: If it cannot be written, is in use, or is of a newer version.
        """
        self.folder = folder
        self.files_folder = folder / "files"
        self.incoming_folder = folder / "incoming"
        try:
            self.files_folder.mkdir(parents=True, exist_ok=True)
            self.incoming_folder.mkdir(exist_ok=True)
        except OSError as error:
            reason = error.strerror or str(error)
            raise StateFolderError(f"The folder {folder} cannot be written: {reason}.") from error
        self._db = self._opened()
        # Only now is the folder known to be ours alone.
        for leftover in self.incoming_folder.iterdir():
            leftover.unlink(missing_ok=True)

    def _opened(self) -> sqlite3.Connection:
        try:
            db = sqlite3.connect(
                self.folder / "sandbox.sqlite3", timeout=_LOCK_WAIT_SECONDS, isolation_level=None
            )
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")  # survives SIGKILL; no fsync per answer
            db.execute("BEGIN IMMEDIATE")
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if version == 0:
                for statement in _SCHEMA.split(";"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")
            db.execute("COMMIT")
        except sqlite3.Error as error:
            if "locked" in str(error):
                text = f"Another sandbox is using the folder {self.folder}."
            else:
                text = f"The folder {self.folder} cannot be used: {error}."
            raise StateFolderError(text) from error
        if version > _SCHEMA_VERSION:
            db.close()
            raise StateFolderError(f"The folder {self.folder} was written by a newer version.")
        return db

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def changes(self) -> Generator[None]:
        """Group changes: all are kept or none."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # Facts: the token, the money

    def fact(self, name: str) -> str | None:
        """Read a named fact."""
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if row is None else row["value"]

    def set_fact(self, name: str, value: str) -> None:
        """Write a named fact."""
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    # Tasks

    def add_task(self, task: TaskRecord) -> None:
        """Keep a new task."""
        self._db.execute(
            "INSERT INTO tasks (id, created, order_json, faults, price_cents, fails_with, state)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                task.id,
                task.created,
                task.order.to_json(),
                " ".join(map(str, task.faults)),
                task.price_cents,
                task.fails_with,
                task.state,
            ),
        )

    def task(self, task_id: str) -> TaskRecord | None:
        """Find a task by its id."""
        row = self._db.execute("SELECT * FROM tasks WHERE id = ?", (task_id,)).fetchone()
        return None if row is None else TaskRecord.from_row(row)

    def open_tasks(self) -> list[TaskRecord]:
        """List the tasks that are neither completed nor failed, oldest first."""
        rows = self._db.execute("SELECT * FROM tasks WHERE state = 'open' ORDER BY created")
        return [TaskRecord.from_row(row) for row in rows]

    def end_task(self, task_id: str, state: TaskState, at: float, failure: str | None) -> None:
        """Mark a task as completed or failed.

        Args:
            task_id: Its id.
            state: The final state.
            at: Unix time in seconds.
            failure: The reason, for a failed one.
        """
        self._db.execute(
            "UPDATE tasks SET state = ?, completed = ?, failure = ? WHERE id = ?",
            (state, at, failure, task_id),
        )

    def count_task_poll(self, task_id: str) -> None:
        """Count one poll of a task."""
        self._db.execute("UPDATE tasks SET polls = polls + 1 WHERE id = ?", (task_id,))

    def issue_next_link(self, task_id: str, after: int) -> None:
        """Give a task its next result link, if `after` is the number of the present one."""
        self._db.execute(
            "UPDATE tasks SET link_issue = link_issue + 1 WHERE id = ? AND link_issue = ?",
            (task_id, after),
        )

    def polls(self) -> dict[str, int]:
        """Tell how often each task was asked for."""
        rows = self._db.execute("SELECT id, polls FROM tasks ORDER BY created, id")
        return {row["id"]: row["polls"] for row in rows}

    # Files behind links

    def add_file(self, file: FileRecord) -> None:
        """Keep a file that lies in `files_folder` under its name."""
        self._db.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
            (file.name, file.kind, file.content_type, file.bytes, file.created, file.expires),
        )

    def file(self, name: str) -> FileRecord | None:
        """Find a file by its name."""
        row = self._db.execute("SELECT * FROM files WHERE name = ?", (name,)).fetchone()
        return None if row is None else FileRecord.from_row(row)

    def path_of(self, file: FileRecord) -> Path:
        """Tell where the bytes of a file lie."""
        return self.files_folder / file.name

    # The ledger

    def add_submit(self, submit: Submit) -> None:
        """Write one received submit into the ledger."""
        self._db.execute(
            "INSERT INTO submits (at, idempotency_key, body_sha256, outcome, status, error,"
            " charged_cents, task_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                submit.at,
                submit.idempotency_key,
                submit.body_sha256,
                submit.outcome,
                submit.status,
                submit.error,
                submit.charged_cents,
                submit.task_id,
            ),
        )

    def submits(self) -> list[Submit]:
        """List every received submit, oldest first."""
        return [
            Submit.from_row(row)
            for row in self._db.execute("SELECT * FROM submits ORDER BY number")
        ]

    def remember_key(self, key: str, body_sha256: str, task_id: str) -> None:
        """Bind an idempotency key to its body and its task."""
        self._db.execute(
            "INSERT OR REPLACE INTO idempotency VALUES (?, ?, ?)", (key, body_sha256, task_id)
        )

    def remembered_key(self, key: str) -> tuple[str, str] | None:
        """Find the SHA-256 of the body and the task id that a key was used with."""
        row = self._db.execute("SELECT * FROM idempotency WHERE key = ?", (key,)).fetchone()
        return None if row is None else (row["body_sha256"], row["task_id"])

    # Counts

    def count(self, name: str) -> int:
        """Add one to a named count and tell the new number."""
        return self._add_one("counts", "name", name)

    def counts(self) -> dict[str, int]:
        """Tell all named counts."""
        return {row["name"]: row["number"] for row in self._db.execute("SELECT * FROM counts")}

    def count_fault_use(self, subject: str) -> int:
        """Add one to the uses of a fault on a subject and tell the new number."""
        return self._add_one("fault_uses", "subject", subject)

    def forget_fault_uses(self, subject_prefix: str) -> None:
        """Start counting anew for all subjects that begin so."""
        self._db.execute(
            "DELETE FROM fault_uses WHERE substr(subject, 1, ?) = ?",
            (len(subject_prefix), subject_prefix),
        )

    def _add_one(self, table: str, column: str, key: str) -> int:
        row: Any = self._db.execute(
            f"INSERT INTO {table} VALUES (?, 1)"
            f" ON CONFLICT ({column}) DO UPDATE SET number = number + 1 RETURNING number",
            (key,),
        ).fetchone()
        return int(row["number"])
