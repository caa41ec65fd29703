"""Sends one request, once. Everything about the money hangs on this file."""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Coroutine
from typing import Any, Final, TypeVar, assert_never
from uuid import uuid4

import msgspec

from omniflash_desktop.domain.charge_evidence import ChargeEvidence
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.outcomes import NotExecuted, Refused, Submitted, Unconfirmed
from omniflash_desktop.domain.problems import (
    PAUSES_THE_QUEUE,
    Charged,
    Problem,
    ProblemKind,
)
from omniflash_desktop.domain.service_facts import SUBMIT_BACK_OFF
from omniflash_desktop.domain.submit_body import submit_body
from omniflash_desktop.services.charge_reconciler import ChargeReconciler
from omniflash_desktop.services.generation_journal import GenerationJournal
from omniflash_desktop.services.ports import Clock, VideoApi
from omniflash_desktop.services.reference_uploader import ReferenceLinks

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

_SENT_AFTER_A_PAUSE: Final = PAUSES_THE_QUEUE - {ProblemKind.KEY_REUSED}
"""Refusals that end when the user has mended something. A key that was used for another body
would be refused for ever (contract, section 6, row 409)."""

NOBODY_KNOWS: Final = Problem(kind=ProblemKind.OUTCOME_UNKNOWN, charged=Charged.UNKNOWN)
"""What became of a submit that had begun when the app ended, or broke down."""

_WRITTEN_AGAIN_AFTER: Final = SUBMIT_BACK_OFF


class Submission:
    """Writes the intent down, sends it, and writes down what came of it."""

    def __init__(self, journal: GenerationJournal, charges: ChargeReconciler, clock: Clock) -> None:
        self._journal = journal
        self._charges = charges
        self._clock = clock

    async def evidence_before(self, generation: Generation, api: VideoApi) -> ChargeEvidence:
        """What is to be written down with the intent. It may take some seconds."""
        return await self._charges.before_submit(generation, api)

    async def send(
        self,
        generation: Generation,
        links: ReferenceLinks,
        api: VideoApi,
        evidence: ChargeEvidence,
    ) -> Problem | None:
        """Sends a request that was never executed before.

        Nothing is awaited before the intent is written down: whoever asked whether it may be sent
        has an answer that is still true.

        Returns:
            What keeps it in the queue, when it may be sent again without risk; `None` when it has
            moved on, whatever to.
        """
        body = submit_body(
            generation.request, image_urls=links.image_urls, video_url=links.video_url
        )
        # A key belongs to one body. Another body, for instance with a new link, is another request.
        is_same = generation.body is None or generation.body == body
        self._journal.move(
            generation.id,
            State.SUBMITTING,
            durably=True,
            body=body,
            sent_references=links.sent,
            idempotency_key=generation.idempotency_key if is_same else str(uuid4()),
            token_id=api.token_id,
            evidence=evidence,
        )
        self._charges.submit_begins(generation.service, api.token_id)
        return await self._uncancelled(self._exchange(generation.id, api, may_be_running=False))

    async def send_again(self, generation: Generation, api: VideoApi) -> None:
        """Repeats an unconfirmed request, with the same key and body, at the user's word.

        Whatever the service answers but "submitted" says nothing about the first try, so the
        generation is unconfirmed again then.
        """
        evidence = generation.evidence
        if evidence is not None:
            # The balance before the first try stays: it tells about all tries together.
            evidence = msgspec.structs.replace(evidence, after=None, verdict=None, unclear=None)
        self._journal.move(
            generation.id, State.SUBMITTING, durably=True, evidence=evidence, only_by_hand=True
        )
        self._charges.submit_begins(generation.service, api.token_id)
        await self._uncancelled(self._exchange(generation.id, api, may_be_running=True))

    async def _uncancelled(self, exchange: Coroutine[Any, Any, _T]) -> _T:
        """Once the intent is written down, every cancellation waits for the answer."""
        task = asyncio.ensure_future(exchange)
        cancelled: asyncio.CancelledError | None = None
        while not task.done():
            try:
                await asyncio.wait((task,))
            except asyncio.CancelledError as error:
                cancelled = error
        answer = task.result()
        if cancelled is not None:
            raise cancelled
        return answer

    async def _exchange(
        self, generation_id: str, api: VideoApi, *, may_be_running: bool
    ) -> Problem | None:
        generation = self._journal.current(generation_id)
        assert generation.body is not None, "nothing was written down to be sent"
        pauses = iter(SUBMIT_BACK_OFF)
        while True:
            outcome = await api.submit(generation.body, idempotency_key=generation.idempotency_key)
            match outcome:
                case Submitted():
                    return await self._submitted(generation_id, outcome)
                case Unconfirmed(problem):
                    return await self._unconfirmed(generation_id, problem)
                case NotExecuted(problem) if problem.kind is ProblemKind.STILL_EXECUTING:
                    # The service is at work on these very bytes: nothing else may be sent.
                    may_be_running = True
                    pause = next(pauses, None)
                    if pause is None:
                        return await self._unconfirmed(generation_id, problem)
                    await self._clock.sleep(problem.retry_after or pause)
                case NotExecuted(problem) | Refused(problem) if may_be_running:
                    return await self._unconfirmed(generation_id, problem)
                case NotExecuted(problem):
                    return await self._back_to_the_queue(generation_id, problem)
                case Refused(problem) if problem.kind in _SENT_AFTER_A_PAUSE:
                    return await self._back_to_the_queue(generation_id, problem)
                case Refused(problem):
                    return await self._failed(generation_id, problem)
                case _:
                    assert_never(outcome)

    async def _submitted(self, generation_id: str, outcome: Submitted) -> None:
        await self._write_down(
            generation_id,
            State.WAITING,
            task_id=outcome.task_ids[0],
            other_task_ids=outcome.task_ids[1:],
            submitted_at=self._clock.now(),
        )

    async def _back_to_the_queue(self, generation_id: str, problem: Problem) -> Problem:
        await self._write_down(
            generation_id, State.QUEUED, problem=problem, token_id=None, evidence=None
        )
        return problem

    async def _failed(self, generation_id: str, problem: Problem) -> None:
        await self._write_down(generation_id, State.FAILED, problem=problem)

    async def _unconfirmed(self, generation_id: str, problem: Problem) -> None:
        unknown = msgspec.structs.replace(problem, charged=Charged.UNKNOWN)
        await self._write_down(generation_id, State.UNCONFIRMED, problem=unknown)

    async def _write_down(self, generation_id: str, state: State, **facts: Any) -> None:
        """Writes what came of a submit, however long it takes: nobody could find it out again."""
        task_id: str | None = facts.get("task_id")
        last_pause = itertools.repeat(_WRITTEN_AGAIN_AFTER[-1])
        for pause in itertools.chain(_WRITTEN_AGAIN_AFTER, last_pause):
            try:
                self._journal.move(generation_id, state, durably=True, **facts)
            except OSError:
                # The log may be on another disk than the library.
                _log.exception(
                    "not written down: %s is %s, task %s", generation_id, state.value, task_id
                )
                if task_id is not None:
                    self._tell_unwritten(generation_id, task_id)
                await self._clock.sleep(pause)
            else:
                return

    def _tell_unwritten(self, generation_id: str, task_id: str) -> None:
        with contextlib.suppress(OSError):
            self._journal.tell_unwritten(
                generation_id,
                task_id=task_id,
                problem=Problem(
                    kind=ProblemKind.TASK_NOT_WRITTEN, charged=Charged.YES, task_id=task_id
                ),
            )
