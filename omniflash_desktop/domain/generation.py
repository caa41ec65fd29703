"""A generation: one clip, from the click to the file, and the states it may be in."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Self, assert_never

import msgspec

from omniflash_desktop.domain.charge_evidence import ChargeEvidence, ChargeVerdict
from omniflash_desktop.domain.problems import Charged, Problem
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.sent_reference import SentReference

SANDBOX: Final = "sandbox"
"""The `service` of generations made in the sandbox, whatever port it has today."""


class State(StrEnum):
    """Where a generation stands. The command line shows these words."""

    DRAFT = "draft"
    QUEUED = "queued"
    PREPARING = "preparing"
    UPLOADING = "uploading"
    SUBMITTING = "submitting"
    WAITING = "waiting"
    DOWNLOADING = "downloading"
    READY = "ready"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"
    CANCELLED = "cancelled"


_UNFINISHED_MOVES: Final = frozenset({State.FAILED, State.CANCELLED})

MOVES: Final[dict[State, frozenset[State]]] = {
    State.DRAFT: _UNFINISHED_MOVES | {State.QUEUED},
    State.QUEUED: _UNFINISHED_MOVES | {State.PREPARING},
    # Back to the queue: a restart, or a pause for a token or for the balance.
    State.PREPARING: _UNFINISHED_MOVES | {State.UPLOADING, State.SUBMITTING, State.QUEUED},
    State.UPLOADING: _UNFINISHED_MOVES | {State.SUBMITTING, State.QUEUED},
    # Never straight to CANCELLED: only an answer, or its absence, tells what is charged.
    State.SUBMITTING: frozenset({State.WAITING, State.UNCONFIRMED, State.QUEUED, State.FAILED}),
    State.WAITING: _UNFINISHED_MOVES | {State.DOWNLOADING},
    State.DOWNLOADING: _UNFINISHED_MOVES | {State.READY},
    # A clip that was given up or thought failed may still be fetched by its task id.
    State.READY: frozenset(),
    State.UNCONFIRMED: _UNFINISHED_MOVES | {State.SUBMITTING, State.WAITING},
    State.FAILED: frozenset({State.QUEUED, State.WAITING, State.DOWNLOADING}),
    State.CANCELLED: frozenset({State.WAITING}),
}
"""The allowed moves, as data. A test walks them."""

FINAL_STATES: Final = frozenset({State.READY, State.FAILED, State.CANCELLED})
UNSENT_STATES: Final = frozenset({State.DRAFT, State.QUEUED, State.PREPARING, State.UPLOADING})
RUNNING_STATES: Final = frozenset(State) - FINAL_STATES - {State.DRAFT, State.UNCONFIRMED}


class Clip(msgspec.Struct, frozen=True, kw_only=True):
    """The finished file.

    Attributes:
        path: The MP4.
        width: Pixels.
        height: Pixels.
        seconds: Length of the picture.
        frame_rate: Frames a second.
        size_bytes: Of the file.
        sha256: Of the file, lower-case hex.
        poster: A JPEG of its first frame; cache, may be missing.
        strip: A JPEG with frames side by side for the scrub preview; cache, may be missing.
    """

    path: Path
    width: int
    height: int
    seconds: float
    frame_rate: float
    size_bytes: int
    sha256: str
    poster: Path | None = None
    strip: Path | None = None


class FirstTry(msgspec.Struct, frozen=True, kw_only=True):
    """A try that failed free of charge, after which the clip was sent once more by itself.

    Attributes:
        task_id: The service's id of the task that failed.
        idempotency_key: What it was sent with.
        submitted_at: When that submit was answered (UTC).
    """

    task_id: str
    idempotency_key: str
    submitted_at: datetime | None = None


class IllegalMoveError(Exception):
    """Our own mistake: a move that `MOVES` does not hold."""


class Generation(msgspec.Struct, frozen=True, kw_only=True):
    """One clip, from the click to the file. Frozen: each step makes a new one.

    Attributes:
        id: Ours: 12 lower-case hex characters.
        service: `SANDBOX`, or the base URL it is sent to. It never changes afterwards.
        request: What was asked for.
        state: Where it stands.
        created_at: The click (UTC).
        changed_at: The last move (UTC).
        idempotency_key: A UUID, made with the click.
        group_id: Shared by the takes of one click.
        take: From 1.
        takes: How many were made with the click.
        body: The exact bytes of the submit, once they are fixed.
        submitted_at: When the submit was answered (UTC).
        task_id: The service's id; quoted, never read.
        other_task_ids: Further ids of the same answer. The first one is followed.
        service_status: The service's own last word on the task.
        estimated_seconds: What the service announced; it is unreliable.
        result_url: The clip's link.
        result_expires_at: When that link dies (UTC).
        estimate: US dollars, as shown at the click.
        cost: US dollars, as the task reported.
        elapsed_seconds: From the submit to the service's "completed".
        finished_at: When it came to rest (UTC).
        clip: The file.
        problem: What went wrong last. On an unfinished generation: what it waits for.
        title: Given by the user; empty means the prompt's first words.
        favourite: Starred by the user.
        project: The name of the project it is billed to; empty for none.
        order: Its place in the app's own queue: lower ones are sent first, and of equal ones the
            one that was asked for first.
        held_until: It is not sent before (UTC), so that the click can be undone.
        token_id: Which token it was sent with, see `domain.token_id`; `None` until it is sent.
        evidence: What the balance tells about its submit.
        reference_hashes: SHA-256 of the reference files as the user gave them, images in the
            order of their slots, then the video; empty text for a link. Behind them the hash of
            the copy that was made of the video, where one is sent.
        file_name: The name of its clip in the clips' folder, written down before the file gets it,
            so that a process that dies in between is no loss.
        file_sha256: Of the file that gets that name: so it is known again, and taken for no other.
        first_try: The try before this one, where the service could not fetch a reference of ours
            and the clip was sent once more by itself. It is the mark that this happens once.
        sent_references: What left this computer of its references, in their order; empty until it
            is sent, and for clips that were sent before receipts were kept.
        only_by_hand: Whether nothing of it is sent by itself any more: the user has sent it again
            though it was unconfirmed, or has asked anew for a task that had ended.
    """

    id: str
    service: str
    request: GenerationRequest
    state: State
    created_at: datetime
    changed_at: datetime
    idempotency_key: str
    group_id: str = ""
    take: int = 1
    takes: int = 1
    body: bytes | None = None
    submitted_at: datetime | None = None
    task_id: str | None = None
    other_task_ids: tuple[str, ...] = ()
    service_status: str | None = None
    estimated_seconds: float | None = None
    result_url: str | None = None
    result_expires_at: datetime | None = None
    estimate: Decimal | None = None
    cost: Decimal | None = None
    elapsed_seconds: float | None = None
    finished_at: datetime | None = None
    clip: Clip | None = None
    problem: Problem | None = None
    title: str = ""
    favourite: bool = False
    project: str = ""
    order: float = 0.0
    held_until: datetime | None = None
    token_id: str | None = None
    evidence: ChargeEvidence | None = None
    reference_hashes: tuple[str, ...] = ()
    file_name: str = ""
    file_sha256: str = ""
    first_try: FirstTry | None = None
    sent_references: tuple[SentReference, ...] = ()
    only_by_hand: bool = False

    def moved_to(self, state: State, *, at: datetime, **facts: Any) -> Self:
        """This generation in another state, with new facts.

        The problem is forgotten unless it comes with `facts`, and so is the end of a generation
        that is taken up again.

        Raises:
            IllegalMoveError: `MOVES` does not hold the move.
        """
        if state not in MOVES[self.state]:
            raise IllegalMoveError(f"{self.id}: {self.state} -> {state}")
        facts.setdefault("finished_at", at if state in FINAL_STATES else None)
        facts.setdefault("problem", None)
        return msgspec.structs.replace(self, state=state, changed_at=at, **facts)

    def with_facts(self, **facts: Any) -> Self:
        """This generation with new facts, in the same state."""
        return msgspec.structs.replace(self, **facts)

    @property
    def in_sandbox(self) -> bool:
        """Whether the sandbox makes this clip: free, and marked as such."""
        return self.service == SANDBOX

    @property
    def is_finished(self) -> bool:
        """Whether it came to rest."""
        return self.state in FINAL_STATES

    @property
    def name(self) -> str:
        """The title, or the prompt's first line."""
        return self.title or self.untitled_name

    @property
    def untitled_name(self) -> str:
        """The prompt's first line."""
        first_line = next((line for line in self.request.prompt.splitlines() if line.strip()), "")
        return first_line.strip()

    @property
    def references(self) -> tuple[ImageReference | VideoReference, ...]:
        """What was referred to, in the order of `reference_hashes`."""
        video = self.request.video
        return (*self.request.images, *(() if video is None else (video,)))

    @property
    def hashed_references(
        self,
    ) -> tuple[tuple[ImageReference | VideoReference, tuple[str, ...]], ...]:
        """What was referred to, each with its hashes: a video also has that of its copy."""
        known, last = self.reference_hashes, len(self.references) - 1
        return tuple(
            (one, known[place:] if place == last else known[place : place + 1])
            for place, one in enumerate(self.references)
        )

    @property
    def sent_at(self) -> datetime:
        """When it was sent (UTC), as well as anybody knows.

        Where no answer told, the last move counts for what may have been sent, and the click else.
        """
        if self.submitted_at is not None:
            return self.submitted_at
        return self.changed_at if self.charged is Charged.UNKNOWN else self.created_at

    @property
    def charged(self) -> Charged:
        """What it means for the money as it stands."""
        match self.state:
            case State.DRAFT | State.QUEUED | State.PREPARING | State.UPLOADING:
                return Charged.NO
            case State.SUBMITTING:
                return Charged.UNKNOWN
            case State.UNCONFIRMED:
                return Charged.UNKNOWN if self.problem is None else self.problem.charged
            case State.WAITING | State.DOWNLOADING | State.READY:
                return Charged.YES
            case State.FAILED | State.CANCELLED:
                if self.problem is not None:
                    return self.problem.charged
                return Charged.NO if self.task_id is None else Charged.YES
            case _:
                assert_never(self.state)

    @property
    def verdict(self) -> ChargeVerdict | None:
        """What the balance says about its charge; `None` where that is known, or was not looked at.

        A guess, however good: `charged` stays what is known.
        """
        if self.evidence is None or self.charged is not Charged.UNKNOWN:
            return None
        return self.evidence.verdict


class ReferenceProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far one reference of a generation is on its way.

    Attributes:
        done_bytes: What has gone out; all of it where nothing had to.
        total_bytes: Of the copy that is sent; `None` where nobody knows.
    """

    done_bytes: int = 0
    total_bytes: int | None = None

    @property
    def percent(self) -> int | None:
        """0 to 100; `None` while nobody knows."""
        if self.total_bytes is None:
            return None
        if self.total_bytes == 0:
            return 100
        return min(100, self.done_bytes * 100 // self.total_bytes)


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a running generation is. Published often, never saved.

    Attributes:
        percent: 0 to 100, never falling; `None` while nobody knows.
        done_bytes: Of all uploads together, or of a download.
        total_bytes: Of all uploads together, or of a download.
        item: Which reference is uploaded, from 1: the first that is not there yet.
        items: How many references are uploaded.
        references: Of an upload, each one for itself, in the order of `Generation.references`.
    """

    percent: int | None = None
    done_bytes: int | None = None
    total_bytes: int | None = None
    item: int | None = None
    items: int | None = None
    references: tuple[ReferenceProgress, ...] = ()
