"""Decides who is asked about next, and when: one for all tasks at all services."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

import msgspec

from omniflash_desktop.domain.outcomes import TaskReport
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.service_facts import MAX_POLLS_PER_SECOND
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.changes import Changes
from omniflash_desktop.services.naps import Naps
from omniflash_desktop.services.patience import Patience
from omniflash_desktop.services.poll_times import poll_times_for
from omniflash_desktop.services.ports import Clock
from omniflash_desktop.services.service_line import ServiceLine, is_broken_connection
from omniflash_desktop.services.while_needed import WhileNeeded

Ask: TypeAlias = Callable[[], Awaitable[TaskReport | Problem]]

AT_ONCE: Final = -math.inf
"""A moment that has always been: all who are due then are equals, and the oldest goes first."""


class StillNoWay(msgspec.Struct, frozen=True, kw_only=True):
    """Patience ended before the service could be reached.

    Attributes:
        problem: Why it cannot be.
    """

    problem: Problem


@dataclass(eq=False, kw_only=True)
class Question:
    """One task that is asked about, as often as it takes.

    Attributes:
        service: As `Generation.service`.
        submitted_at: When the task was made (UTC): its link dies a day after it is done, so of
            those that are due together the oldest is asked about first.
        patience: How long to wait for the way to the service.
        began: When it was first to be asked (monotonic).
        ask: Asks once.
        silent_since: When it was asked (monotonic) for the first time in a row without an answer.
    """

    service: str
    submitted_at: datetime
    patience: Patience
    began: float
    ask: Ask
    silent_since: float | None = None


@dataclass(eq=False, kw_only=True)
class _Waiting:
    question: Question
    due: float
    turn: asyncio.Future[Problem | None]


class PollSchedule:
    """Hands out turns in the order in which questions are due; none waits for another's answer.

    Args:
        clock: Only its monotonic time counts.
        tasks: Where the task that hands out the turns is started.
        changes: Hears when the way to a service is lost and found.
        per_second: Most questions in any second, over all services.
    """

    def __init__(
        self,
        clock: Clock,
        tasks: BackgroundTasks,
        changes: Changes,
        *,
        per_second: float = MAX_POLLS_PER_SECOND,
    ) -> None:
        self._clock = clock
        self._changes = changes
        self._gap = 1 / per_second
        self._next_turn_at = -math.inf
        self._waiting: list[_Waiting] = []
        self._lines: dict[str, ServiceLine] = {}
        self._naps = Naps(clock)
        self._asleep_until = -math.inf
        self._at_work = WhileNeeded(self._hand_out_turns, tasks, name="hand out turns to ask")

    def running(self) -> AbstractContextManager[None]:
        """Within the block, turns are handed out."""
        return self._at_work.needed()

    async def answer(self, question: Question, *, due: float) -> TaskReport | Problem | StillNoWay:
        """Asks when it is the question's turn, and again for as long as there is no way.

        Only within `with schedule.running():`.

        Args:
            question: What to ask.
            due: Not before this moment (monotonic).

        Returns:
            What the service says of the task, or a trouble of this task alone. That the way is
            lost is told through `Changes` and not to each task that waits for it.
        """
        line = self._line(question.service)
        while (no_way := await self._turn(question, line, due)) is None:
            asked_at = self._clock.monotonic()
            was_try = line.begin()
            try:
                answer = await question.ask()
            finally:
                if was_try:
                    line.end_try()
                    self._look_again()
            silent_since = asked_at if question.silent_since is None else question.silent_since
            was_lost = line.problem is not None
            tells_of_the_way = line.hear(answer, silent_since=silent_since, was_try=was_try)
            if line.problem is not None:
                self._give_up_for_the_impatient(question.service)
            elif was_lost:
                self.catch_up(question.service)
            if not tells_of_the_way:
                is_broken = isinstance(answer, Problem) and is_broken_connection(answer)
                question.silent_since = silent_since if is_broken else None
                return answer
            question.silent_since = silent_since
            # Others first: should the connection break for this task only, the next try tells.
            due = self._clock.monotonic() + poll_times_for(question.service).back_off[0]
        return StillNoWay(problem=no_way)

    def known_trouble(self, service: str) -> Problem | None:
        """Why it makes no sense to ask now; `None` where there is a way or it is time to try."""
        line = self._line(service)
        return line.problem if line.opens_at > self._clock.monotonic() else None

    def hold(self, service: str, seconds: float) -> None:
        """Asks nothing of a service for so long, since it said that it is asked too often."""
        self._line(service).hold(seconds)

    def try_now(self, service: str) -> None:
        """Tries a lost way at once."""
        self._line(service).try_now()
        self._look_again()

    def catch_up(self, service: str | None = None) -> None:
        """Asks once about every task that waits, the oldest first, at the usual pace.

        Args:
            service: Only there; `None` for all, lost ways included.
        """
        for waiting in self._waiting:
            if service in (None, waiting.question.service):
                waiting.due = AT_ONCE
        if service is None:
            for line in self._lines.values():
                line.try_now()
        self._look_again()

    async def _turn(self, question: Question, line: ServiceLine, due: float) -> Problem | None:
        """Returns when it is the question's turn; with why there is no way, when patience ended."""
        if line.outlasts(question.patience, since=question.began):
            return line.problem
        turn: asyncio.Future[Problem | None] = asyncio.get_running_loop().create_future()
        waiting = _Waiting(question=question, due=due, turn=turn)
        self._waiting.append(waiting)
        if due < self._asleep_until or line.problem is not None:
            self._look_again()
        try:
            return await turn
        finally:
            # Whoever was given a turn has left already.
            if not turn.done() or turn.cancelled():
                self._waiting.remove(waiting)

    async def _hand_out_turns(self) -> None:
        while True:
            await self._naps.nap(self._seconds_to_the_next_turn())

    def _seconds_to_the_next_turn(self) -> float | None:
        """Gives the turns that are due; returns how long nothing is to be done then."""
        now = self._clock.monotonic()
        self._asleep_until = self._next_turn_at
        if now >= self._next_turn_at:
            # A cancelled one is on its way out.
            waiting = (one for one in self._waiting if not one.turn.done())
            first = min(waiting, key=lambda one: self._place_of(one, now), default=None)
            moment = math.inf if first is None else self._place_of(first, now)[0]
            self._asleep_until = moment
            if first is not None and moment <= now:
                self._waiting.remove(first)
                first.turn.set_result(None)
                self._next_turn_at = self._asleep_until = now + self._gap
        return None if self._asleep_until == math.inf else self._asleep_until - now

    def _place_of(self, waiting: _Waiting, now: float) -> tuple[float, float, datetime]:
        line = self._line(waiting.question.service)
        # A lost way is tried at its own moment, by whoever is due first.
        due = AT_ONCE if line.problem is not None else waiting.due
        return (max(due, line.opens_at, now), waiting.due, waiting.question.submitted_at)

    def _give_up_for_the_impatient(self, service: str) -> None:
        line = self._line(service)
        for waiting in tuple(self._waiting):
            question = waiting.question
            is_there = question.service == service and not waiting.turn.done()
            if is_there and line.outlasts(question.patience, since=question.began):
                self._waiting.remove(waiting)
                waiting.turn.set_result(line.problem)

    def _look_again(self) -> None:
        self._asleep_until = -math.inf
        self._naps.wake_all()

    def _line(self, service: str) -> ServiceLine:
        line = self._lines.get(service)
        if line is None:
            line = self._lines[service] = ServiceLine(service, self._clock, self._changes)
        return line
