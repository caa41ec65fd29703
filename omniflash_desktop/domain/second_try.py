"""When a clip is sent once more by itself: its task failed for a link of ours, and cost nothing.

The only submit that nobody asked for with a click. So every doubt is a reason against it: a charge
that is not known to be none, a second task that may be running, a link that is the user's own.
"""

from typing import Any, Final

from omniflash_desktop.domain.generation import FirstTry, Generation, State
from omniflash_desktop.domain.outcomes import TaskReport, TaskStatus
from omniflash_desktop.domain.problems import Charged, ProblemKind

NOTHING_SENT: Final[dict[str, Any]] = {
    "body": None,
    "sent_references": (),
    "task_id": None,
    "other_task_ids": (),
    "submitted_at": None,
    "service_status": None,
    "estimated_seconds": None,
    "elapsed_seconds": None,
    "result_url": None,
    "result_expires_at": None,
    "cost": None,
    "token_id": None,
    "evidence": None,
}
"""The facts of a generation that is to be sent anew, as far as a submit had brought others."""


def is_sent_once_more(generation: Generation, report: TaskReport) -> bool:
    """Whether the end of its task is answered with a second try, without a word of the user.

    Args:
        generation: As it stands, with the task that ended.
        report: How the task ended.
    """
    problem = report.problem
    if report.status is not TaskStatus.FAILED or problem is None:
        return False
    is_about_a_link = problem.kind is ProblemKind.LINK_UNREACHABLE
    is_free = problem.charged is Charged.NO and not report.cost
    return is_about_a_link and is_free and _is_ours_to_send(generation)


def _is_ours_to_send(generation: Generation) -> bool:
    is_plain = (
        generation.state is State.WAITING
        and generation.task_id is not None
        and not generation.other_task_ids
        and generation.body is not None
        and generation.first_try is None
        and not generation.only_by_hand
    )
    references = generation.references
    # The words of a failure do not tell which link it was: all have to be ours.
    return is_plain and bool(references) and all(one.path is not None for one in references)


def first_try_of(generation: Generation) -> FirstTry:
    """What is remembered of the try that failed."""
    return FirstTry(
        task_id=generation.task_id or "",
        idempotency_key=generation.idempotency_key,
        submitted_at=generation.submitted_at,
    )
