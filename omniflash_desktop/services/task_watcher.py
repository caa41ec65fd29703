"""Follows a task at the service until it is final. No clock of ours ever fails a task."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

import msgspec

from omniflash_desktop.domain.outcomes import TaskReport, TaskStatus
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.service_facts import POLLS_FOR_A_MISSING_RESULT
from omniflash_desktop.services.patience import WITHOUT_END, BackOff, Patience
from omniflash_desktop.services.poll_times import PollPacer, PollTimes
from omniflash_desktop.services.ports import Clock, ServiceConnections

OnAnswer: TypeAlias = Callable[[TaskReport | Problem], None]
"""Hears of each answer that is not final: a running task, or a trouble that passes."""


class TaskWatcher:
    """Asks about tasks. One for the whole app, so that all share one pacer."""

    def __init__(self, connections: ServiceConnections, clock: Clock, pacer: PollPacer) -> None:
        self._connections = connections
        self._clock = clock
        self._pacer = pacer

    async def final_report(
        self,
        task_id: str,
        *,
        service: str,
        submitted_at: datetime,
        times: PollTimes,
        on_answer: OnAnswer,
        token_id: str | None = None,
        ask_at_once: bool = False,
        patience: Patience = WITHOUT_END,
    ) -> TaskReport | Problem | None:
        """Waits for the end of a task.

        Args:
            task_id: The service's id.
            service: Where the task was made.
            submitted_at: When (UTC).
            times: How long to wait between questions.
            on_answer: Hears of everything on the way.
            token_id: Which token it was made with, see `domain.token_id`.
            ask_at_once: Whether the first question is asked now, as it is after a restart.
            patience: How long to go on without a proper answer. A running task is waited for as
                long as it runs.

        Returns:
            The final report (a completed one has a link), or the problem that makes further
            questions useless: the service does not know the task, or has no result. `None` when
            patience ended; the task goes on.
        """
        pause = 0.0 if ask_at_once else times.pause(age=self._age(submitted_at), is_first=True)
        troubles = BackOff(times.back_off, patience, self._clock)
        unknown_since: float | None = None
        without_result = 0
        while True:
            await self._clock.sleep(pause)
            answer = await self.ask(task_id, service=service, token_id=token_id)
            pause = times.pause(age=self._age(submitted_at), is_first=False)
            if isinstance(answer, Problem) and answer.kind is ProblemKind.TASK_NOT_FOUND:
                # A service may not know its own task right after the submit, or now and then.
                now = self._clock.monotonic()
                unknown_since = now if unknown_since is None else unknown_since
                if now - unknown_since >= times.unknown_tolerated:
                    return msgspec.structs.replace(answer, charged=Charged.UNKNOWN, task_id=task_id)
                pause = answer.retry_after or times.pause(age=0, is_first=False)
                continue
            if isinstance(answer, Problem):
                on_answer(answer)
                after_trouble = troubles.pause_after(answer)
                if after_trouble is None:
                    return None
                pause = after_trouble
                continue
            troubles.start_again()
            unknown_since = None
            if answer.status is TaskStatus.COMPLETED and not answer.video_urls:
                if without_result == POLLS_FOR_A_MISSING_RESULT:
                    return Problem(
                        kind=ProblemKind.RESULT_MISSING, charged=Charged.YES, task_id=task_id
                    )
                without_result += 1
            elif answer.status is not TaskStatus.RUNNING:
                return answer
            on_answer(answer)

    async def ask(
        self, task_id: str, *, service: str, token_id: str | None = None
    ) -> TaskReport | Problem:
        """Asks once, when it is this question's turn."""
        await self._pacer.turn()
        api = await self._connections.connection_to(service, token_id)
        if isinstance(api, Problem):
            return api
        return await api.task(task_id)

    def _age(self, submitted_at: datetime) -> float:
        return (self._clock.now() - submitted_at).total_seconds()


def hear_nothing(_answer: TaskReport | Problem) -> None:
    """An `OnAnswer` for those who only want the end."""
