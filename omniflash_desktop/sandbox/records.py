"""The facts that the store keeps: tasks, files behind links, and received submits."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from omniflash_desktop.sandbox.faults import ChosenFault, Fault
from omniflash_desktop.sandbox.validation import ClipOrder

if TYPE_CHECKING:
    import sqlite3


class TaskState(StrEnum):
    """Whether work on a task goes on; the words for clients are derived from time."""

    OPEN = "open"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True)
class TaskRecord:
    """An accepted submit.

    Attributes:
        id: The task id given to the client.
        created: Unix time in seconds.
        order: What is to be rendered.
        price_cents: What was charged, in US cents.
        faults: The faults of the task's own prompt.
        fails_with: The failure that was decided on when it was accepted, if any.
        state: Whether it is still worked on.
        completed: Unix time of its end, in seconds.
        failure: The reason of its failure, a `failure_words.Failure`.
        polls: How often it was asked for.
        link_issue: Number of the result link now handed out, from 1.
    """

    id: str
    created: float
    order: ClipOrder
    price_cents: int
    faults: tuple[ChosenFault, ...] = ()
    fails_with: Fault | None = None
    state: TaskState = TaskState.OPEN
    completed: float | None = None
    failure: str | None = None
    polls: int = 0
    link_issue: int = 1

    @staticmethod
    def from_row(row: sqlite3.Row) -> TaskRecord:
        """Read a task from the store."""
        return TaskRecord(
            id=row["id"],
            created=row["created"],
            order=ClipOrder.from_json(row["order_json"]),
            price_cents=row["price_cents"],
            faults=tuple(ChosenFault.parse(text) for text in row["faults"].split()),
            fails_with=None if row["fails_with"] is None else Fault(row["fails_with"]),
            state=TaskState(row["state"]),
            completed=row["completed"],
            failure=row["failure"],
            polls=row["polls"],
            link_issue=row["link_issue"],
        )

    @property
    def clip_name(self) -> str:
        """The name of the finished clip among the files."""
        return f"{self.id}.mp4"

    @property
    def thumbnail_name(self) -> str:
        """The name of the finished clip's picture among the files."""
        return f"{self.id}.jpg"


class FileKind(StrEnum):
    """Why a file is kept."""

    UPLOAD = "upload"
    BUCKET = "bucket"
    CLIP = "clip"
    THUMBNAIL = "thumbnail"


@dataclass(frozen=True)
class FileRecord:
    """A file behind a link.

    Attributes:
        name: Its name in the folder of files, unguessable.
        kind: Why it is kept.
        content_type: Its media type.
        bytes: Its size in bytes.
        created: Unix time in seconds.
        expires: Unix time in seconds from which its link is 410; None for never.
    """

    name: str
    kind: FileKind
    content_type: str
    bytes: int
    created: float
    expires: float | None = None

    @staticmethod
    def from_row(row: sqlite3.Row) -> FileRecord:
        """Read a file's facts from the store."""
        return FileRecord(
            name=row["name"],
            kind=FileKind(row["kind"]),
            content_type=row["content_type"],
            bytes=row["bytes"],
            created=row["created"],
            expires=row["expires"],
        )


class Outcome(StrEnum):
    """What became of a received submit."""

    ACCEPTED = "accepted"
    """A task was made and charged, and the answer was sent."""
    ANSWER_LOST = "answer-lost"
    """A task was made and charged, and the connection was dropped instead of an answer."""
    REPLAYED = "replayed"
    """The stored answer of the same key was sent again; nothing was made."""
    REFUSED = "refused"
    """An error was answered; nothing was made."""
    DROPPED = "dropped"
    """The connection was closed without an answer; nothing was made."""


@dataclass(frozen=True)
class Submit:
    """One received submit, as the ledger keeps it.

    Attributes:
        at: Unix time in seconds.
        idempotency_key: As sent, if any.
        body_sha256: Hex digest of the exact body.
        outcome: What became of it.
        status: HTTP status of the answer; None when there was none.
        error: The error symbol, for a refused one.
        charged_cents: US cents charged by this very submit; None for none.
        task_id: The task that was made or replayed.
    """

    at: float
    idempotency_key: str | None
    body_sha256: str
    outcome: Outcome
    status: int | None = None
    error: str | None = field(default=None)
    charged_cents: int | None = None
    task_id: str | None = None

    @staticmethod
    def from_row(row: sqlite3.Row) -> Submit:
        """Read a submit from the store."""
        return Submit(
            at=row["at"],
            idempotency_key=row["idempotency_key"],
            body_sha256=row["body_sha256"],
            outcome=Outcome(row["outcome"]),
            status=row["status"],
            error=row["error"],
            charged_cents=row["charged_cents"],
            task_id=row["task_id"],
        )
