"""What an answer to a submit means: four outcomes, of which one may have cost money unseen.

Contract, sections 2 and 7. Whatever is in doubt is unconfirmed and never repeated by itself.
"""

from collections.abc import Mapping
from typing import Final

from omniflash_desktop.api.error_text import error_text
from omniflash_desktop.api.exchange import Answer, NoAnswerError
from omniflash_desktop.api.failures import (
    Call,
    is_error_inside,
    is_plain_refusal,
    problem_of_answer,
    problem_of_silence,
    problem_of_unreadable_answer,
    request_id_of,
)
from omniflash_desktop.api.redaction import Redactor
from omniflash_desktop.api.wire_values import as_list, as_object, identifier
from omniflash_desktop.domain.outcomes import (
    NotExecuted,
    Refused,
    SubmitOutcome,
    Submitted,
    Unconfirmed,
)
from omniflash_desktop.domain.problems import (
    PAUSES_THE_QUEUE,
    RETRIED_BEFORE_SENDING,
    Problem,
    ProblemKind,
)

_IN_DOUBT: Final = frozenset({ProblemKind.OUTCOME_UNKNOWN, ProblemKind.RESULT_INDETERMINATE})

_OUTCOMES: Final[Mapping[ProblemKind, type[NotExecuted] | type[Unconfirmed]]] = {
    **dict.fromkeys(RETRIED_BEFORE_SENDING, NotExecuted),
    **dict.fromkeys(_IN_DOUBT, Unconfirmed),
}
"""Every other problem is a refusal."""


def outcome_of_answer(answer: Answer, redactor: Redactor) -> SubmitOutcome:
    """The outcome of a submit that was answered.

    An id is the strongest proof, stronger than an odd `code` beside it: losing it would lose a
    clip that is paid for. Only a plain refusal beats it, and only one that is final: what would be
    sent again beside an id would be paid twice.
    """
    if not answer.is_success:
        return outcome_of_problem(problem_of_answer(Call.SUBMIT, answer, redactor))
    value = answer.value
    ids = _task_ids(value)
    said = (
        outcome_of_problem(problem_of_answer(Call.SUBMIT, answer, redactor))
        if is_error_inside(value)
        else None
    )
    is_final_refusal = is_plain_refusal(value) and not _is_sent_again(said)
    # Beside an error, a bare "id" may be that of the call.
    is_of_task = "data" in as_object(value) or not is_plain_refusal(value)
    if ids and is_of_task and not is_final_refusal:
        request_id = request_id_of(answer, redactor, error_text(value))
        return Submitted(task_ids=ids, request_id=request_id)
    if said is not None:
        return said
    return Unconfirmed(problem_of_unreadable_answer(Call.SUBMIT, answer, redactor))


def outcome_of_silence(error: NoAnswerError) -> SubmitOutcome:
    """The outcome of a submit without an answer."""
    return outcome_of_problem(problem_of_silence(Call.SUBMIT, error))


def outcome_of_problem(problem: Problem) -> SubmitOutcome:
    """The outcome that a problem of a submit amounts to."""
    return _OUTCOMES.get(problem.kind, Refused)(problem)


def _is_sent_again(outcome: SubmitOutcome | None) -> bool:
    """Whether the app would repeat the request by itself, at once or after a pause."""
    if isinstance(outcome, Refused):
        return outcome.problem.kind in PAUSES_THE_QUEUE
    return isinstance(outcome, NotExecuted)


def _task_ids(value: object) -> tuple[str, ...]:
    """The ids of the tasks, in their order, each once.

    `data` is a list or an object; without it, the answer itself may be the task.
    """
    fields = as_object(value)
    data = fields.get("data") if "data" in fields else value
    entries = [as_object(entry) for entry in as_list(data) or (data,)]
    names = ("task_id", "taskId", "id")
    ids = (next(filter(None, (identifier(e.get(n)) for n in names)), None) for e in entries)
    return tuple(dict.fromkeys(i for i in ids if i is not None))
