"""Takes in submits: idempotency, validation, misbehaviours, money, and the ledger of all of it."""

from __future__ import annotations

import asyncio
import hashlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omniflash_desktop.sandbox.connections import DroppedError
from omniflash_desktop.sandbox.faults import (
    ChosenFault,
    Fault,
    UnknownFaultError,
    faults_in_prompt,
)
from omniflash_desktop.sandbox.records import Outcome, Submit, TaskRecord
from omniflash_desktop.sandbox.refusals import RefusalError, coded_refusal, refusal
from omniflash_desktop.sandbox.validation import ClipOrder, order_from_body

if TYPE_CHECKING:
    from omniflash_desktop.sandbox.account import Account
    from omniflash_desktop.sandbox.fault_board import FaultBoard
    from omniflash_desktop.sandbox.store import Store
    from omniflash_desktop.sandbox.tasks import Tasks

_MAX_KEY_LENGTH = 255


@dataclass(frozen=True)
class Received:
    """A submit as it came.

    Attributes:
        body: The exact bytes.
        idempotency_key: As sent, if any.
    """

    body: bytes
    idempotency_key: str | None

    @property
    def body_sha256(self) -> str:
        """Hex digest of the body."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def identity(self) -> str:
        """What tells one submission, with its repetitions, from another."""
        return f"submission {self.idempotency_key or self.body_sha256}"


@dataclass(frozen=True)
class Accepted:
    """An accepted submit.

    Attributes:
        task_id: The task that was made, or was made before by the same key.
        faults: The faults of its prompt.
    """

    task_id: str
    faults: tuple[ChosenFault, ...]


class Submissions:
    """The desk where submits are handed in."""

    def __init__(
        self,
        store: Store,
        account: Account,
        faults: FaultBoard,
        tasks: Tasks,
        *,
        honours_keys: bool,
    ) -> None:
        self._store = store
        self._account = account
        self._faults = faults
        self._tasks = tasks
        self._honours_keys = honours_keys
        self._keys_in_progress: set[str] = set()

    def note_refused(self, received: Received, error: RefusalError) -> None:
        """Write a refused submit into the ledger."""
        self._note(received, Outcome.REFUSED, status=error.status, error=error.symbol)

    def note_dropped(self, received: Received) -> None:
        """Write a submit into the ledger whose connection is closed without an answer."""
        self._note(received, Outcome.DROPPED)

    async def hand_in(self, received: Received) -> Accepted:
        """Accept a submit, and charge it.

        Args:
            received: The submit.

        Raises:
            RefusalError: If it is refused; nothing was made.
            DroppedError: If the connection is to be dropped; the task may have been made.
        """
        key = received.idempotency_key if self._honours_keys else None
        try:
            if key is not None and (earlier := self._earlier(key, received)) is not None:
                return earlier
            if key is not None:
                self._keys_in_progress.add(key)
            try:
                return await self._handed_in(received)
            finally:
                self._keys_in_progress.discard(key or "")
        except RefusalError as error:
            self.note_refused(received, error)
            raise

    def _earlier(self, key: str, received: Received) -> Accepted | None:
        """Find what the same key has made before (contract, section 6: the 409 rows)."""
        if len(key) > _MAX_KEY_LENGTH:
            raise refusal(400, "invalid_request_error", "Idempotency-Key is too long")
        if key in self._keys_in_progress:
            raise coded_refusal(
                409,
                "idempotency_in_progress",
                "conflict",
                "a request with this Idempotency-Key is still running",
                retry_after=1,
            )
        remembered = self._store.remembered_key(key)
        if remembered is None:
            return None
        body_sha256, task_id = remembered
        if body_sha256 != received.body_sha256:
            raise coded_refusal(
                409,
                "idempotency_key_reused",
                "conflict",
                "this Idempotency-Key was used with another request body",
            )
        self._note(received, Outcome.REPLAYED, status=200, task_id=task_id)
        task = self._store.task(task_id)
        return Accepted(task_id, () if task is None else task.faults)

    async def _handed_in(self, received: Received) -> Accepted:
        order = order_from_body(received.body)
        try:
            own = faults_in_prompt(order.prompt)
        except UnknownFaultError as error:
            # Without the list of names, some of which are words for other refusals.
            sentence = str(error).partition(" Known:")[0]
            raise refusal(400, "invalid_request_error", sentence) from error
        self._misbehave(received, own)
        self._account.must_cover(order.price_cents)
        lost = self._faults.happens(Fault.LOST_ANSWER, received.identity, own)
        task = self._accept(received, order, own, lost=lost)
        self._tasks.begin(task)
        if lost:
            raise DroppedError
        await asyncio.sleep(self._faults.seconds(Fault.SLOW_ANSWER, own))
        return Accepted(task.id, own)

    def _accept(
        self, received: Received, order: ClipOrder, own: tuple[ChosenFault, ...], *, lost: bool
    ) -> TaskRecord:
        with self._store.changes():
            task = self._tasks.accept(order, own)
            if received.idempotency_key is not None:
                self._store.remember_key(received.idempotency_key, received.body_sha256, task.id)
            self._note(
                received,
                Outcome.ANSWER_LOST if lost else Outcome.ACCEPTED,
                status=None if lost else 200,
                charged_cents=task.price_cents,
                task_id=task.id,
            )
        return task

    def _misbehave(self, received: Received, own: tuple[ChosenFault, ...]) -> None:
        """Refuse without a reason of its own, if a fault says so; nothing is made or charged."""
        refusals = (
            (
                Fault.REFUSE_403,
                refusal(403, "permission_error", "this token has no access to the model"),
            ),
            (Fault.PAYMENT_REQUIRED, refusal(402, "payment_required", "insufficient balance")),
            (
                Fault.REFUSE_429,
                refusal(429, "rate_limit_error", "rate limit exceeded", retry_after=1),
            ),
            (
                Fault.NO_CAPACITY,
                coded_refusal(
                    400, "get_channel_failed", "apimart_error", "no capacity now, try again later"
                ),
            ),
            (
                Fault.REFUSE_503,
                coded_refusal(
                    503,
                    "idempotency_unavailable",
                    "server_error",
                    "the request was not executed",
                    retry_after=1,
                ),
            ),
            (Fault.SERVER_500, refusal(500, "server_error", "internal server error")),
        )
        for fault, error in refusals:
            if self._faults.happens(fault, received.identity, own):
                raise error

    def _note(
        self,
        received: Received,
        outcome: Outcome,
        *,
        status: int | None = None,
        error: str | None = None,
        charged_cents: int | None = None,
        task_id: str | None = None,
    ) -> None:
        self._store.add_submit(
            Submit(
                time.time(),
                received.idempotency_key,
                received.body_sha256,
                outcome,
                status,
                error,
                charged_cents,
                task_id,
            )
        )
