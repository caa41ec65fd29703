"""What a command ends with, by the problem or the generation that ended it."""

from typing import Final

from omniflash_desktop.cli.exit_status import ExitStatus
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.problems import Problem, ProblemKind

_WRONG_INPUT: Final = frozenset(
    {
        ProblemKind.IMAGE_UNUSABLE,
        ProblemKind.VIDEO_UNUSABLE,
        ProblemKind.VIDEO_NEEDS_PUBLIC_LINK,
        ProblemKind.LINK_NOT_PUBLIC,
        ProblemKind.REFERENCE_MISSING,
        ProblemKind.NO_RECIPE,
    }
)
_ENVIRONMENT: Final = frozenset(
    {
        ProblemKind.NO_TOKEN,
        ProblemKind.STORAGE_KEY_MISSING,
        ProblemKind.STORAGE_KEY_REJECTED,
        ProblemKind.STORAGE_BUCKET_MISSING,
        ProblemKind.STORAGE_WRONG_REGION,
        ProblemKind.STORAGE_CLOCK_WRONG,
        ProblemKind.STORAGE_UNREACHABLE,
        ProblemKind.STORAGE_NOT_ALLOWED,
        ProblemKind.STORAGE_CANNOT_SIGN,
        ProblemKind.STORAGE_LINK_CLOSED,
        ProblemKind.STORAGE_TROUBLE,
        ProblemKind.KEYRING_UNAVAILABLE,
        ProblemKind.SANDBOX_UNAVAILABLE,
        ProblemKind.UNREACHABLE,
        ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS,
        ProblemKind.BLOCKED_BY_NETWORK,
        ProblemKind.DISK_FULL,
        ProblemKind.FOLDER_UNWRITABLE,
        ProblemKind.LIBRARY_NEWER,
        ProblemKind.LIBRARY_DAMAGED,
        ProblemKind.LIBRARY_LOCKED,
    }
)


def status_of_problem(problem: Problem) -> ExitStatus:
    """What a command ends with that a problem has ended."""
    if problem.kind in _WRONG_INPUT:
        return ExitStatus.WRONG_INPUT
    return ExitStatus.ENVIRONMENT if problem.kind in _ENVIRONMENT else ExitStatus.FAILED


def status_of(generation: Generation) -> ExitStatus:
    """What a command ends with after this generation."""
    match generation.state:
        case State.READY:
            return ExitStatus.DONE
        case State.WAITING if generation.problem is None:
            return ExitStatus.DONE
        case State.UNCONFIRMED:
            return ExitStatus.UNCONFIRMED
        case State.WAITING | State.DOWNLOADING:
            # Paid and kept; something on this computer or on the way has to be mended first.
            return ExitStatus.ENVIRONMENT
        case _:
            problem = generation.problem
            return ExitStatus.FAILED if problem is None else status_of_problem(problem)
