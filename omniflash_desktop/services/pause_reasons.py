"""Why nothing is sent. Several reasons may hold at the same time."""

from typing import Final

from omniflash_desktop.domain.problems import Problem, ProblemKind

MENDED_WITH_THE_ACCOUNT: Final = (
    ProblemKind.TOKEN_REJECTED,
    ProblemKind.BALANCE_TOO_LOW,
    ProblemKind.NO_TOKEN,
    ProblemKind.KEYRING_UNAVAILABLE,
)
"""Reasons that are gone once the service answers to the token and there is money."""


class PauseReasons:
    """One of each kind. A pause by the user must not end with the end of some other trouble."""

    def __init__(self) -> None:
        self._by_kind: dict[ProblemKind, Problem] = {}

    def __contains__(self, kind: ProblemKind) -> bool:
        return kind in self._by_kind

    @property
    def told(self) -> Problem | None:
        """The one to tell: the user's own comes before all others, then the newest."""
        by_user = self._by_kind.get(ProblemKind.PAUSED_BY_USER)
        return by_user or next(reversed(self._by_kind.values()), None)

    def told_without(self, kind: ProblemKind) -> Problem | None:
        """As `told`, where another reason than `kind` holds too; else `None`."""
        return self.told if self._by_kind.keys() - {kind} else None

    def add(self, problem: Problem) -> None:
        """Holds for this reason as well; the first of a kind stays."""
        self._by_kind.setdefault(problem.kind, problem)

    def remove(self, *kinds: ProblemKind) -> None:
        """These hold no longer."""
        for kind in kinds:
            self._by_kind.pop(kind, None)

    def clear(self) -> None:
        """None holds any longer."""
        self._by_kind.clear()
