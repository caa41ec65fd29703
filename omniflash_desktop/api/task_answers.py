"""How a task stands, read from every shape of answer that was seen. Contract, section 3.

A sent task is paid for, so it only counts as failed or finished where its own status says so:
errors about the call itself never end it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import msgspec

from omniflash_desktop.api.error_text import ErrorText, error_text
from omniflash_desktop.api.exchange import Answer
from omniflash_desktop.api.failures import (
    Call,
    is_error_inside,
    problem_of_answer,
    problem_of_unreadable_answer,
    request_id_of,
)
from omniflash_desktop.api.redaction import Redactor
from omniflash_desktop.api.result_links import expiry_of, thumbnail_of, video_links_of
from omniflash_desktop.api.task_failure_words import kind_of_failure
from omniflash_desktop.api.wire_values import (
    as_list,
    as_object,
    dollars,
    first_of,
    identifier,
    number,
    percent,
    seconds,
)
from omniflash_desktop.domain.outcomes import TaskReport, TaskStatus
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind

_STATUSES: Final[Mapping[str, TaskStatus]] = {
    **dict.fromkeys(("completed", "success", "succeeded"), TaskStatus.COMPLETED),
    **dict.fromkeys(
        ("failed", "failure", "fail", "error", "timeout", "expired"), TaskStatus.FAILED
    ),
    **dict.fromkeys(("cancelled", "canceled"), TaskStatus.CANCELLED),
}
"""Every other word, and none at all, means that the task runs."""

_ID_NAMES: Final = ("id", "task_id", "taskId")
_ONLY_OF_TASKS: Final = ("progress", "result", "fail_reason", "failReason", "created", "cost")
_CREDITS_PER_DOLLAR: Final = 10  # contract, section 3
_MAX_WORD_CHARS: Final = 40


def report_of_answer(task_id: str, answer: Answer, redactor: Redactor) -> TaskReport | Problem:
    """The report, or why there is none this time.

    Args:
        task_id: Whose report was asked for.
        answer: Of the poll.
        redactor: Cleans the texts.
    """
    if not answer.is_success:
        return _with_task(problem_of_answer(Call.TASK, answer, redactor), task_id)
    value = answer.value
    task = _task_in(value, task_id)
    if task is None:
        if is_error_inside(value):
            return _with_task(problem_of_answer(Call.TASK, answer, redactor), task_id)
        return _with_task(problem_of_unreadable_answer(Call.TASK, answer, redactor), task_id)
    request_id = request_id_of(answer, redactor, error_text(value))
    return _report(task, task_id, request_id, redactor)


def _task_in(value: object, task_id: str) -> Mapping[str, object] | None:
    """The task's own object: in `data`, in a list in `data`, or the whole answer."""
    outer = as_object(value)
    data = outer.get("data")
    inside = [as_object(entry) for entry in as_list(data) or as_list(value) if as_object(entry)]
    if as_object(data):
        inside.append(as_object(data))
    named = next((task for task in (*inside, outer) if _is_named(task, task_id)), None)
    if named is not None:
        return named
    if is_error_inside(value):
        return None
    if inside:
        return inside[0]
    if isinstance(data, dict):
        return {}
    # Without an id, an answer such as {"status": "error", "message": …} is about the call.
    is_task = any(name in outer for name in (*_ID_NAMES, *_ONLY_OF_TASKS))
    return outer if is_task and data is None else None


def _is_named(task: Mapping[str, object], task_id: str) -> bool:
    return any(identifier(task.get(name)) == task_id for name in _ID_NAMES)


def _report(
    task: Mapping[str, object], task_id: str, request_id: str | None, redactor: Redactor
) -> TaskReport:
    raw_word = task.get("status")
    word = raw_word.strip().lower() if isinstance(raw_word, str) else ""
    status = _STATUSES.get(word, TaskStatus.RUNNING)
    cost = _cost(task)
    links = video_links_of(task) if status is TaskStatus.COMPLETED else ()
    return TaskReport(
        status=status,
        word=redactor.clean(word, limit=_MAX_WORD_CHARS),
        percent=percent(task.get("progress")),
        cost=cost,
        video_urls=links,
        thumbnail_url=thumbnail_of(task),
        expires_at=expiry_of(task),
        estimated_seconds=seconds(task.get("estimated_time")),
        elapsed_seconds=_elapsed(task),
        problem=_problem(task, task_id, request_id, status, word, cost, redactor),
    )


def _problem(
    task: Mapping[str, object],
    task_id: str,
    request_id: str | None,
    status: TaskStatus,
    word: str,
    cost: Decimal | None,
    redactor: Redactor,
) -> Problem | None:
    if status not in (TaskStatus.FAILED, TaskStatus.CANCELLED):
        return None
    said = _reason(task)
    if status is TaskStatus.CANCELLED:
        kind = ProblemKind.TASK_CANCELLED
        # Nothing is written about the price of a task that somebody else cancelled.
        unsaid = Charged.UNKNOWN
    else:
        kind = kind_of_failure(redactor.clean(said.message), said.symbols | {word})
        unsaid = Charged.NO
    return Problem(
        kind=kind,
        charged=unsaid if cost is None else (Charged.YES if cost > 0 else Charged.NO),
        service_message=redactor.clean(said.message),
        task_id=task_id,
        request_id=request_id,
    )


def _reason(task: Mapping[str, object]) -> ErrorText:
    names = ("error", "message", "fail_reason", "failReason", "error_message", "reason")
    said = [error_text(task[name]) for name in names if task.get(name)]
    with_words = next((error for error in said if error.message), None)
    symbols = frozenset[str]().union(*(error.symbols for error in said))
    return ErrorText(message=with_words.message if with_words else "", symbols=symbols)


def _cost(task: Mapping[str, object]) -> Decimal | None:
    cost = dollars(task.get("cost"))
    if cost is None:
        in_credits = dollars(task.get("credits_cost"))
        cost = None if in_credits is None else in_credits / _CREDITS_PER_DOLLAR
    return cost if cost is not None and cost >= 0 else None


def _elapsed(task: Mapping[str, object]) -> float | None:
    told = seconds(task.get("actual_time"))
    if told is not None:
        return told
    start, end = number(first_of(task, "created", "created_at")), number(task.get("completed"))
    return None if start is None or end is None else seconds(end - start)


def _with_task(problem: Problem, task_id: str) -> Problem:
    return msgspec.structs.replace(problem, task_id=task_id)
