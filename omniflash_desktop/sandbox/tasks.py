"""The life of tasks: accepted, rendered, completed or failed and refunded, and resumed at a start.

Every accepted task has one asyncio task of its own that ends it; polls only look.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from omniflash_desktop.sandbox import task_stages
from omniflash_desktop.sandbox.failure_words import FAILURE_OF_FAULT, Failure
from omniflash_desktop.sandbox.faults import Fault
from omniflash_desktop.sandbox.records import FileKind, FileRecord, TaskRecord, TaskState
from omniflash_desktop.sandbox.render_pool import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omniflash_desktop.sandbox.account import Account
    from omniflash_desktop.sandbox.clip_maker import ClipMaker
    from omniflash_desktop.sandbox.fault_board import FaultBoard
    from omniflash_desktop.sandbox.faults import ChosenFault
    from omniflash_desktop.sandbox.store import Store
    from omniflash_desktop.sandbox.task_stages import Pace, Stage
    from omniflash_desktop.sandbox.validation import ClipOrder

_LOG = logging.getLogger(__name__)
_BASE32: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ID_TIME_DIGITS: Final = 10
_ID_RANDOM_DIGITS: Final = 16


def new_task_id(at: float) -> str:
    """Make an id as the service's look: sortable by time, then random.

    Args:
        at: Unix time in seconds.
    """
    milliseconds = int(at * 1000)
    digits = [
        _BASE32[milliseconds >> (5 * place) & 31] for place in reversed(range(_ID_TIME_DIGITS))
    ]
    digits += [secrets.choice(_BASE32) for _ in range(_ID_RANDOM_DIGITS)]
    return "task_" + "".join(digits)


@dataclass
class _Work:
    """What only the running process knows of an unfinished task."""

    started: float  # on the monotonic clock, so that a clock set back stops nothing
    rendered: float = 0.0


class Tasks:
    """All tasks of the sandbox."""

    def __init__(
        self,
        store: Store,
        account: Account,
        faults: FaultBoard,
        clips: ClipMaker,
        pace: Pace,
        *,
        link_seconds: float,
    ) -> None:
        self._store = store
        self._account = account
        self._faults = faults
        self._clips = clips
        self._pace = pace
        self._link_seconds = link_seconds
        self._work: dict[str, _Work] = {}
        self._lives: set[asyncio.Task[None]] = set()

    def resume(self) -> None:
        """Take up every task that was unfinished when the last process ended."""
        for task in self._store.open_tasks():
            self.begin(task)

    def accept(self, order: ClipOrder, faults: Iterable[ChosenFault]) -> TaskRecord:
        """Keep and charge a new task, inside the caller's transaction.

        The caller calls `begin` when the transaction is committed.
        """
        now = time.time()
        own = tuple(faults)
        task = TaskRecord(
            id=new_task_id(now),
            created=now,
            order=order,
            price_cents=order.price_cents,
            faults=own,
            fails_with=self._decided_failure(order, own),
        )
        self._store.add_task(task)
        self._account.charge(task.price_cents)
        return task

    def _decided_failure(self, order: ClipOrder, own: tuple[ChosenFault, ...]) -> Fault | None:
        for fault in FAILURE_OF_FAULT:
            if self._faults.happens(fault, f"prompt {order.prompt}", own):
                return fault
        return None

    def begin(self, task: TaskRecord) -> None:
        """Start working on a task."""
        age = max(0.0, time.time() - task.created)
        self._work[task.id] = _Work(started=time.monotonic() - age)
        life = asyncio.get_running_loop().create_task(self._live(task), name=f"life of {task.id}")
        self._lives.add(life)
        life.add_done_callback(self._lived)

    def _lived(self, life: asyncio.Task[None]) -> None:
        self._lives.discard(life)
        if not life.cancelled() and (error := life.exception()) is not None:
            _LOG.error("%s ended by a bug of the sandbox", life.get_name(), exc_info=error)

    async def close(self) -> None:
        """Stop working; what is unfinished is taken up at the next start."""
        for life in self._lives:
            life.cancel()
        await asyncio.gather(*self._lives, return_exceptions=True)

    def stage(self, task: TaskRecord) -> Stage:
        """Tell how far an unfinished task is."""
        work = self._work.get(task.id)
        if work is None:
            return task_stages.Stage("submitted", 0)
        return task_stages.stage_of(
            time.monotonic() - work.started,
            self._pace.seconds(task.order),
            self._queue_seconds(task),
            work.rendered,
        )

    def estimated_seconds(self, task: TaskRecord) -> int:
        """Tell the estimate that is announced for a task, in seconds, at least 1."""
        return max(1, round(self._pace.seconds(task.order) + self._queue_seconds(task)))

    def _queue_seconds(self, task: TaskRecord) -> int:
        return self._faults.seconds(Fault.SLOW_QUEUE, task.faults)

    async def _live(self, task: TaskRecord) -> None:
        work = self._work[task.id]
        seconds = self._pace.seconds(task.order)
        queued = self._queue_seconds(task)
        try:
            if task.fails_with is not None:
                await self._until(work.started + queued + seconds * task_stages.FAILS_AT)
                self._fail(task, FAILURE_OF_FAULT[task.fails_with])
                return
            try:
                await self._clips.make(task, lambda share: setattr(work, "rendered", share))
            except RenderError as error:
                await self._until(work.started + seconds * task_stages.FAILS_AT)
                self._fail(task, error.failure)
                return
            await self._until(work.started + queued + seconds)
            self._complete(task)
        except Exception:
            self._fail(task, Failure.INTERNAL)
            raise
        finally:
            self._work.pop(task.id, None)

    @staticmethod
    async def _until(moment: float) -> None:
        await asyncio.sleep(max(0.0, moment - time.monotonic()))

    def _complete(self, task: TaskRecord) -> None:
        now = time.time()
        expires = now + self._link_seconds
        with self._store.changes():
            for name, kind, content_type in (
                (task.clip_name, FileKind.CLIP, "video/mp4"),
                (task.thumbnail_name, FileKind.THUMBNAIL, "image/jpeg"),
            ):
                size = (self._store.files_folder / name).stat().st_size
                self._store.add_file(FileRecord(name, kind, content_type, size, now, expires))
            self._store.end_task(task.id, TaskState.COMPLETED, now, None)

    def _fail(self, task: TaskRecord, failure: Failure) -> None:
        with self._store.changes():
            self._store.end_task(task.id, TaskState.FAILED, time.time(), failure)
            # A failed task costs nothing; contract, section 3.
            self._account.refund(task.price_cents)
