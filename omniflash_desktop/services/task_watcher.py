"""Follows a task at the service until it is final. No clock of ours ever fails a task."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final, TypeAlias

import msgspec

from omniflash_desktop.domain.outcomes import TaskReport, TaskStatus
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.service_facts import POLLS_FOR_A_MISSING_RESULT
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.changes import Change, Changes, ServiceReached
from omniflash_desktop.services.clock_watch import ClockWatch
from omniflash_desktop.services.naps import Naps
from omniflash_desktop.services.patience import WITHOUT_END, BackOff, Patience
from omniflash_desktop.services.poll_schedule import AT_ONCE, PollSchedule, Question, StillNoWay
from omniflash_desktop.services.poll_times import PollTimes
from omniflash_desktop.services.ports import Clock, ServiceConnections
from omniflash_desktop.services.while_needed import WhileNeeded

OnAnswer: TypeAlias = Callable[[TaskReport | Problem], None]
"""Hears of each answer that is not final: a running task, or a trouble of this task that passes."""

_ONLY_ONCE: Final = Patience(seconds_for_the_world=0.0)


class TaskWatcher:
    """Asks about tasks. One for the whole app, so that all share one schedule."""

    def __init__(
        self,
        connections: ServiceConnections,
        clock: Clock,
        tasks: BackgroundTasks,
        changes: Changes,
    ) -> None:
        self._connections = connections
        self._clock = clock
        self._schedule = PollSchedule(clock, tasks, changes)
        self._naps = Naps(clock)
        self._lost: set[str] = set()
        self._clock_watch = WhileNeeded(
            ClockWatch(clock, self.catch_up).run, tasks, name="watch the clocks"
        )
        changes.subscribe(self._hear)

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
        question = Question(
            service=service,
            submitted_at=submitted_at,
            patience=patience,
            began=self._clock.monotonic(),
            ask=partial(self._ask_now, task_id, service, token_id),
        )
        age = _Age(submitted_at, self._clock)
        pause = times.pause(age=age.seconds(), is_first=True)
        due = AT_ONCE if ask_at_once else self._clock.monotonic() + pause
        troubles = BackOff(times.back_off, patience, self._clock)
        unknown_since: float | None = None
        without_result = 0
        with self._schedule.running(), self._clock_watch.needed():
            while True:
                answer = await self._schedule.answer(question, due=due)
                now = self._clock.monotonic()
                due = now + times.pause(age=age.seconds(), is_first=False)
                if isinstance(answer, StillNoWay):
                    on_answer(answer.problem)
                    return None
                if isinstance(answer, Problem) and answer.kind is ProblemKind.TASK_NOT_FOUND:
                    # A service may not know its own task right after the submit, or now and then.
                    unknown_since = now if unknown_since is None else unknown_since
                    if now - unknown_since >= times.unknown_tolerated:
                        return msgspec.structs.replace(
                            answer, charged=Charged.UNKNOWN, task_id=task_id
                        )
                    due = now + (answer.retry_after or times.pause(age=0, is_first=False))
                    continue
                if isinstance(answer, Problem):
                    on_answer(answer)
                    after_trouble = troubles.pause_after(answer)
                    if after_trouble is None:
                        return None
                    due = now + after_trouble
                    if answer.kind is ProblemKind.RATE_LIMITED:
                        self._schedule.hold(service, after_trouble)
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
        self, task_id: str, *, service: str, submitted_at: datetime, token_id: str | None = None
    ) -> TaskReport | Problem:
        """Asks once, when it is this question's turn; not at all while there is no way."""
        trouble = self._schedule.known_trouble(service)
        if trouble is not None:
            return trouble
        question = Question(
            service=service,
            submitted_at=submitted_at,
            patience=_ONLY_ONCE,
            began=self._clock.monotonic(),
            ask=partial(self._ask_now, task_id, service, token_id),
        )
        with self._schedule.running():
            answer = await self._schedule.answer(question, due=AT_ONCE)
        return answer.problem if isinstance(answer, StillNoWay) else answer

    async def pause(self, seconds: float) -> None:
        """Waits before something is tried again; not longer than until there is news.

        News are that a service is back, that the user does not want to wait, or that the computer
        woke up.
        """
        with self._clock_watch.needed():
            await self._naps.nap(seconds)

    def try_now(self, service: str) -> None:
        """Tries the way to a service at once, where it is lost, and ends the pauses."""
        self._schedule.try_now(service)
        self.end_pauses()

    def end_pauses(self) -> None:
        """Has everybody who takes a pause try again now."""
        self._naps.wake_all()

    def catch_up(self) -> None:
        """Asks about every task once, the oldest first, and ends the pauses."""
        self._schedule.catch_up()
        self._naps.wake_all()

    async def _ask_now(
        self, task_id: str, service: str, token_id: str | None
    ) -> TaskReport | Problem:
        api = await self._connections.connection_to(service, token_id)
        return api if isinstance(api, Problem) else await api.task(task_id)

    def _hear(self, change: Change) -> None:
        if not isinstance(change, ServiceReached):
            return
        if change.problem is not None:
            self._lost.add(change.service)
        elif change.service in self._lost:
            # By a question of ours, or by somebody who read a balance.
            self._lost.remove(change.service)
            self.try_now(change.service)


class _Age:
    """How old a task is, by the wall clock when its watching began, and by no jump of it later."""

    def __init__(self, submitted_at: datetime, clock: Clock) -> None:
        self._clock = clock
        # A clock that was set back since the submit would make the task younger than new.
        self._at_first = max(0.0, (clock.now() - submitted_at).total_seconds())
        self._began = clock.monotonic()

    def seconds(self) -> float:
        return self._at_first + self._clock.monotonic() - self._began


def hear_nothing(_answer: TaskReport | Problem) -> None:
    """An `OnAnswer` for those who only want the end."""
