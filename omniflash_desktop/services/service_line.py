"""The way to one service: open, or lost and then tried again at ever longer pauses.

A lost way is one trouble, however many tasks wait behind it: it is told once, and one question
after the other tries it.
"""

import math
from typing import Final

from omniflash_desktop.domain.outcomes import TaskReport
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.changes import Changes, ServiceReached
from omniflash_desktop.services.patience import WITHOUT_END, BackOff, Patience
from omniflash_desktop.services.poll_times import poll_times_for
from omniflash_desktop.services.ports import Clock

_NO_WAY: Final = frozenset(
    {
        ProblemKind.UNREACHABLE,
        ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS,
        ProblemKind.SANDBOX_UNAVAILABLE,
    }
)

_NOT_EVEN_ASKED: Final = frozenset({ProblemKind.NO_TOKEN, ProblemKind.KEYRING_UNAVAILABLE})


class ServiceLine:
    """What the questions to one service have told about the way there.

    Args:
        service: As `Generation.service`.
        clock: Only its monotonic time counts.
        changes: Hears of each loss, of each try that failed, and of the way back.
    """

    def __init__(self, service: str, clock: Clock, changes: Changes) -> None:
        self._service = service
        self._clock = clock
        self._changes = changes
        self._back_off = BackOff(poll_times_for(service).back_off, WITHOUT_END, clock)
        self._problem: Problem | None = None
        self._lost_at = 0.0
        self._opens_at = -math.inf
        self._is_being_tried = False
        self._answered_at = -math.inf

    @property
    def problem(self) -> Problem | None:
        """Why the service cannot be reached; `None` while it can."""
        return self._problem

    @property
    def opens_at(self) -> float:
        """The moment (monotonic) from which the next question may go; infinite during a try."""
        return math.inf if self._is_being_tried else self._opens_at

    def outlasts(self, patience: Patience, *, since: float) -> bool:
        """Whether patience ends before the lost way is tried the next time.

        Args:
            patience: Of somebody who waits.
            since: When they began to (monotonic).
        """
        limit = patience.seconds_for_the_world
        if self._problem is None or limit is None or self._opens_at <= self._clock.monotonic():
            return False
        return self._opens_at - max(self._lost_at, since) > limit

    def begin(self) -> bool:
        """A question goes now. Returns whether it is the one that tries a lost way."""
        self._is_being_tried = self._problem is not None
        return self._is_being_tried

    def end_try(self) -> None:
        """The question that tried the way has ended, even if nobody knows how."""
        self._is_being_tried = False

    def try_now(self) -> None:
        """The next question may go at once where the way is lost."""
        if self._problem is not None:
            self._opens_at = -math.inf

    def hold(self, seconds: float) -> None:
        """Lets no question go for so long: the service asked for it."""
        self._opens_at = max(self._opens_at, self._clock.monotonic() + seconds)

    def hear(self, answer: TaskReport | Problem, *, silent_since: float, was_try: bool) -> bool:
        """Takes note of what became of a question.

        Args:
            answer: What came.
            silent_since: When it was asked (monotonic); after several in a row that got no answer,
                when the first of them was.
            was_try: What `begin` said.

        Returns:
            Whether it tells of the way. What does not is an answer, or a trouble of that very
            task: its connection breaks while others are answered.
        """
        if isinstance(answer, Problem) and answer.kind in _NOT_EVEN_ASKED:
            return False
        if isinstance(answer, TaskReport) or not _tells_of_no_answer(answer):
            self._answered_at = self._clock.monotonic()
            if self._problem is not None:
                self._found_again()
            return False
        is_lost = self._problem is not None
        if not is_lost and self._answered_at >= silent_since:
            # A connection that was already failing when others were answered proves nothing.
            return answer.kind in _NO_WAY
        if was_try or not is_lost:
            self._lost(answer)
        return True

    def _lost(self, problem: Problem) -> None:
        now = self._clock.monotonic()
        if self._problem is None:
            self._lost_at = now
        pause = self._back_off.pause_after(problem)
        assert pause is not None, "patience without end ended"
        self._problem = problem
        self._opens_at = now + pause
        self._changes.publish(
            ServiceReached(service=self._service, problem=problem, next_try_in=pause)
        )

    def _found_again(self) -> None:
        self._problem = None
        self._opens_at = -math.inf
        self._is_being_tried = False
        self._back_off.start_again()
        self._changes.publish(ServiceReached(service=self._service))


def is_broken_connection(problem: Problem) -> bool:
    """Whether a line broke, as lines do, and not the service itself answered with trouble."""
    return problem.kind is ProblemKind.SERVICE_TROUBLE and problem.http_status is None


def _tells_of_no_answer(problem: Problem) -> bool:
    return is_broken_connection(problem) or problem.kind in _NO_WAY
