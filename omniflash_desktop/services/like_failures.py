"""Notices when clip after clip fails in the same way: the next one would too."""

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.problems import PAUSES_THE_QUEUE, Problem, ProblemKind
from omniflash_desktop.domain.service_facts import LIKE_FAILURES_THAT_PAUSE


class LikeFailures:
    """Counts clips that failed alike, with no success between.

    Counted is what the service was asked for: refusals, failed tasks, and requests whose outcome
    nobody knows, of which each may cost something. Not counted is what never left this computer,
    what the user cancelled, and what pauses the queue by itself.
    """

    def __init__(self) -> None:
        self._kind: ProblemKind | None = None
        self._count = 0

    def succeeded(self) -> None:
        """The service made a clip."""
        self.start_anew()

    def ended(self, generation: Generation) -> Problem | None:
        """Looks at a clip that nobody carries on any more.

        Returns:
            Why the queue is to pause, when it was one like failure too many.
        """
        problem = generation.problem
        is_failure = generation.state in (State.FAILED, State.UNCONFIRMED)
        if problem is None or not is_failure or generation.body is None:
            return None
        if problem.kind in PAUSES_THE_QUEUE:
            return None
        self._count = self._count + 1 if problem.kind is self._kind else 1
        self._kind = problem.kind
        if self._count < LIKE_FAILURES_THAT_PAUSE:
            return None
        self.start_anew()
        return Problem(
            kind=ProblemKind.SAME_FAILURE_AGAIN,
            detail=problem.kind.value,
            service_message=problem.service_message,
        )

    def start_anew(self) -> None:
        """Counts from nothing."""
        self._kind = None
        self._count = 0
