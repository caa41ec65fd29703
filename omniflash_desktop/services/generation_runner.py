"""Carries one generation from where it stands to its end. The only one who moves it."""

from typing import Any, assert_never
from uuid import uuid4

import msgspec

from omniflash_desktop.domain.generation import Clip, Generation, Progress, State
from omniflash_desktop.domain.outcomes import TaskReport, TaskStatus
from omniflash_desktop.domain.problems import (
    PAUSES_THE_QUEUE,
    RETRIED_BEFORE_SENDING,
    Charged,
    Problem,
    ProblemKind,
)
from omniflash_desktop.domain.second_try import NOTHING_SENT, first_try_of, is_sent_once_more
from omniflash_desktop.domain.service_facts import SUBMIT_BACK_OFF
from omniflash_desktop.domain.submit_body import links_in
from omniflash_desktop.services.clip_retrieval import ClipRetrieval, expiry_of
from omniflash_desktop.services.generation_journal import GenerationJournal
from omniflash_desktop.services.like_failures import LikeFailures
from omniflash_desktop.services.patience import BackOff, Patience
from omniflash_desktop.services.poll_times import GIVEN_UP_POLL_TIMES, poll_times_for
from omniflash_desktop.services.ports import Clock, ServiceConnections, VideoApi
from omniflash_desktop.services.reference_uploader import ReferenceLinks, ReferenceUploader
from omniflash_desktop.services.send_gate import SendGate
from omniflash_desktop.services.submission import NOBODY_KNOWS, Submission
from omniflash_desktop.services.task_watcher import TaskWatcher, hear_nothing

_TRIED_AGAIN = RETRIED_BEFORE_SENDING | {ProblemKind.SANDBOX_UNAVAILABLE}


class GenerationRunner:
    """Knows what follows upon what. Each step writes before it acts."""

    def __init__(
        self,
        journal: GenerationJournal,
        connections: ServiceConnections,
        uploader: ReferenceUploader,
        submission: Submission,
        watcher: TaskWatcher,
        retrieval: ClipRetrieval,
        gate: SendGate,
        failures: LikeFailures,
        clock: Clock,
        patience: Patience,
    ) -> None:
        self._journal = journal
        self._connections = connections
        self._uploader = uploader
        self._submission = submission
        self._watcher = watcher
        self._retrieval = retrieval
        self._gate = gate
        self._failures = failures
        self._clock = clock
        self._patience = patience

    async def run(self, generation_id: str, *, after_restart: bool = False) -> None:
        """Carries a generation on until it is finished, unconfirmed, or patience ends."""
        try:
            await self._carry(generation_id, after_restart=after_restart)
            self._look_back_on(self._journal.current(generation_id))
        finally:
            self._gate.leave(generation_id)

    async def _carry(self, generation_id: str, *, after_restart: bool) -> None:
        back_off = BackOff(SUBMIT_BACK_OFF, self._patience, self._clock)
        while True:
            generation = self._journal.current(generation_id)
            match generation.state:
                case State.QUEUED:
                    goes_on = await self._send(generation, back_off)
                case State.PREPARING | State.UPLOADING:
                    self._journal.move(generation_id, State.QUEUED)
                    goes_on = True
                case State.SUBMITTING:
                    # Whoever sent it is gone, and with them the answer.
                    self._journal.move(
                        generation_id, State.UNCONFIRMED, durably=True, problem=NOBODY_KNOWS
                    )
                    goes_on = False
                case State.WAITING:
                    goes_on = await self._watch(generation, ask_at_once=after_restart)
                case State.DOWNLOADING:
                    goes_on = await self._download(generation)
                case State.DRAFT | State.READY | State.UNCONFIRMED | State.FAILED | State.CANCELLED:
                    goes_on = False
                case _:
                    assert_never(generation.state)
            if not goes_on:
                return
            # What is sent only now is asked about after the usual while.
            after_restart = False

    async def send_again(self, generation_id: str) -> None:
        """Repeats an unconfirmed request at the user's word, and goes on from there."""
        generation = self._journal.current(generation_id)
        api = await self._connections.connection_to(generation.service, generation.token_id)
        if isinstance(api, Problem):
            unknown = msgspec.structs.replace(api, charged=Charged.UNKNOWN)
            self._journal.note(generation_id, problem=unknown)
            self._pause_for(api)
            return
        async with self._gate.opened_wire(generation):
            await self._submission.send_again(generation, api)
        self._pause_for(self._journal.current(generation_id).problem)
        await self.run(generation_id)

    async def fetch_if_it_comes(self, generation_id: str, *, ask_at_once: bool = True) -> bool:
        """Goes on asking, rarely, for a clip that was paid for and given up.

        Returns:
            Whether it came; it is to be downloaded then.
        """
        given_up = self._journal.current(generation_id)
        report = await self._watcher.final_report(
            given_up.task_id or "",
            service=given_up.service,
            submitted_at=given_up.submitted_at or given_up.created_at,
            times=GIVEN_UP_POLL_TIMES,
            on_answer=hear_nothing,
            token_id=given_up.token_id,
            ask_at_once=ask_at_once,
        )
        if not isinstance(report, TaskReport) or report.status is not TaskStatus.COMPLETED:
            return False
        return self._ended(self._journal.move(generation_id, State.WAITING), report)

    def try_now(self, generation: Generation) -> None:
        """Waits no longer with the next question, or the next try to write the clip."""
        self._retrieval.try_now(generation.service)

    def forget_download(self, generation_id: str) -> None:
        """Removes what was downloaded of a clip that nobody wants any more."""
        self._retrieval.discard(generation_id)

    # -- from the queue to the service

    async def _send(self, generation: Generation, back_off: BackOff) -> bool:
        problem = await self._gate.enter(generation)
        if problem is None:
            problem = await self._prepare_upload_submit(generation.id)
        if problem is None:
            self._pause_for(self._journal.current(generation.id).problem)
            return True
        self._gate.leave(generation.id)
        is_temporary = problem.kind in _TRIED_AGAIN or _is_broken_connection(problem)
        if not is_temporary and problem.kind not in PAUSES_THE_QUEUE:
            self._journal.move(generation.id, State.FAILED, problem=problem)
            return False
        self._back_to_queue(generation.id, problem)
        if not is_temporary:
            self._pause_for(problem)
            return self._patience.waits_for_the_user
        pause = back_off.next_pause(problem.retry_after)
        if pause is None:
            # Patience ended. It stays in the queue, not sent.
            return False
        await self._gate.rest(generation.service, pause)
        return True

    def _pause_for(self, problem: Problem | None) -> None:
        if problem is not None and problem.kind in PAUSES_THE_QUEUE:
            self._gate.pause(problem)

    def _look_back_on(self, generation: Generation) -> None:
        """Sends nothing more when clip after clip ends like this one."""
        self._pause_for(self._failures.ended(generation))

    def _back_to_queue(self, generation_id: str, problem: Problem) -> None:
        if self._journal.current(generation_id).state is State.QUEUED:
            self._journal.note(generation_id, problem=problem)
        else:
            self._journal.move(generation_id, State.QUEUED, problem=problem)

    async def _prepare_upload_submit(self, generation_id: str) -> Problem | None:
        generation = self._journal.move(generation_id, State.PREPARING)
        prepared = await self._uploader.prepare(generation.request, generation.service)
        if isinstance(prepared, Problem):
            return prepared
        api = await self._connections.connection_to(generation.service)
        if isinstance(api, Problem):
            return api
        if prepared.has_files:
            self._journal.move(generation_id, State.UPLOADING, reference_hashes=prepared.hashes)

        def show(progress: Progress) -> None:
            self._journal.show_progress(generation_id, progress)

        links = await self._uploader.upload(prepared, api, show, in_sandbox=generation.in_sandbox)
        if isinstance(links, Problem):
            return links
        return await self._submit(generation_id, links, api)

    async def _submit(
        self, generation_id: str, links: ReferenceLinks, api: VideoApi
    ) -> Problem | None:
        generation = self._journal.current(generation_id)
        async with self._gate.wire(generation):
            evidence = await self._submission.evidence_before(generation, api)
            # While all this took its time, the user may have paused.
            held_back = self._gate.problem_of_those_inside
            if held_back is not None:
                return held_back
            generation = self._journal.current(generation_id)
            problem = await self._submission.send(generation, links, api, evidence)
        if problem is not None and problem.kind is ProblemKind.RATE_LIMITED:
            self._gate.note_too_fast()
        elif self._journal.current(generation_id).state is State.WAITING:
            self._gate.note_taken()
        return problem

    # -- at the service

    async def _watch(self, generation: Generation, *, ask_at_once: bool) -> bool:
        generation_id = generation.id
        self._gate.count_at_service(generation)

        def on_answer(answer: TaskReport | Problem) -> None:
            self._gate.leave_if_stuck(generation_id)
            if isinstance(answer, Problem):
                # The question cost nothing; the clip that it is about is charged.
                told = msgspec.structs.replace(answer, charged=Charged.YES)
                self._journal.note(generation_id, problem=told)
                self._pause_for(answer)
                return
            self._journal.note(
                generation_id,
                problem=None,
                service_status=answer.word or None,
                estimated_seconds=answer.estimated_seconds,
            )
            # Many tasks stay at 0 to their end: that is no progress anybody knows of.
            self._journal.show_progress(generation_id, Progress(percent=answer.percent or None))

        report = await self._watcher.final_report(
            generation.task_id or "",
            service=generation.service,
            submitted_at=generation.submitted_at or generation.created_at,
            times=poll_times_for(generation.service),
            on_answer=on_answer,
            token_id=generation.token_id,
            ask_at_once=ask_at_once or generation.result_url is not None,
            patience=self._patience,
        )
        if report is None:
            # Patience ended. The task goes on, and the next run asks again.
            return False
        if isinstance(report, Problem):
            self._journal.move(generation_id, State.FAILED, durably=True, problem=report)
            return False
        self._gate.leave(generation_id)
        return self._ended(generation, report)

    def _ended(self, generation: Generation, report: TaskReport) -> bool:
        match report.status:
            case TaskStatus.COMPLETED:
                self._failures.succeeded()
                self._journal.move(
                    generation.id,
                    State.DOWNLOADING,
                    durably=True,
                    result_url=report.video_urls[0],
                    result_expires_at=expiry_of(report, self._clock.now()),
                    **_facts_of_the_end(report),
                )
                return True
            case TaskStatus.CANCELLED:
                self._journal.move(
                    generation.id,
                    State.CANCELLED,
                    durably=True,
                    problem=report.problem
                    or Problem(kind=ProblemKind.TASK_CANCELLED, charged=Charged.UNKNOWN),
                    **_facts_of_the_end(report),
                )
            case TaskStatus.FAILED | TaskStatus.RUNNING:
                problem = report.problem or Problem(kind=ProblemKind.TASK_FAILED)
                if problem.kind is ProblemKind.LINK_UNREACHABLE and generation.body is not None:
                    self._uploader.distrust(links_in(generation.body))
                # As it stands: the user may have given it up while it was asked about.
                generation = self._journal.current(generation.id)
                if is_sent_once_more(generation, report):
                    self._send_once_more(generation, problem)
                    return True
                self._journal.move(
                    generation.id,
                    State.FAILED,
                    durably=True,
                    problem=msgspec.structs.replace(problem, task_id=generation.task_id),
                    **_facts_of_the_end(report),
                )
            case _:
                assert_never(report.status)
        return False

    def _send_once_more(self, generation: Generation, problem: Problem) -> None:
        """Puts a clip back into the queue, in one write with the mark that this was done.

        Whoever dies before it hears of the failure again; whoever dies after it goes on from the
        queue, with another key.
        """
        self._journal.queue_anew(
            generation.id,
            failed_with=problem,
            first_try=first_try_of(generation),
            idempotency_key=str(uuid4()),
            **NOTHING_SENT,
        )

    # -- back home

    async def _download(self, generation: Generation) -> bool:
        outcome = await self._retrieval.bring_home(generation)
        match outcome:
            case Clip():
                self._journal.move(generation.id, State.READY, durably=True, clip=outcome)
            case Problem():
                self._journal.move(generation.id, State.FAILED, durably=True, problem=outcome)
            case None:
                # Patience ended. It is paid, and the next run goes on from here.
                pass
        return False


def _facts_of_the_end(report: TaskReport) -> dict[str, Any]:
    return {
        "service_status": report.word,
        "cost": report.cost,
        "elapsed_seconds": report.elapsed_seconds,
    }


def _is_broken_connection(problem: Problem) -> bool:
    """Whether a line broke, as lines do, and not the service itself answered with trouble."""
    return problem.kind is ProblemKind.SERVICE_TROUBLE and problem.http_status is None
