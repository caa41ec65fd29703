"""From an answer that is no success, or from silence, to a problem.

The HTTP status decides first; words only where the status leaves a choice (contract, section 6).
"""

import re
from enum import StrEnum
from typing import Final

from omniflash_desktop.api.error_text import ErrorText, error_text
from omniflash_desktop.api.exchange import Answer, NoAnswerError, Silence
from omniflash_desktop.api.redaction import Redactor
from omniflash_desktop.api.retry_after import retry_after
from omniflash_desktop.api.wire_values import as_object, identifier
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind

_MAX_ID_CHARS: Final = 200


class Call(StrEnum):
    """The calls of the API; a few statuses mean different things to them."""

    SUBMIT = "submit"
    TASK = "task"
    UPLOAD = "upload"
    BALANCE = "balance"


_WRONG_INPUT: Final = {
    "invalid_duration": (ProblemKind.INVALID_DURATION, "duration"),
    "invalid_resolution": (ProblemKind.INVALID_RESOLUTION, "resolution"),
    "unsupported_image_count": (ProblemKind.UNSUPPORTED_IMAGE_COUNT, "image_urls"),
    "unsupported_video_count": (ProblemKind.UNSUPPORTED_VIDEO_COUNT, "video_urls"),
    "get_channel_failed": (ProblemKind.AT_CAPACITY, None),
    "nsfw_content_detected": (ProblemKind.CONTENT_REFUSED, None),
}
"""Contract, section 6, rows 400: the symbol, and the field of the request it accuses."""

_CONFLICTS: Final = {
    "idempotency_in_progress": ProblemKind.STILL_EXECUTING,
    "idempotency_key_reused": ProblemKind.KEY_REUSED,
    "idempotency_result_indeterminate": ProblemKind.RESULT_INDETERMINATE,
}
"""Contract, section 6, row 409."""

_NOT_EXECUTED: Final = "idempotency_unavailable"  # contract, section 6, row 503
_REALLY_WRONG_INPUT: Final = "build_request_failed:"  # contract, section 6, row 500

_WORDS_OF_SUCCESS: Final = frozenset({"", "ok", "success"})

_FIELD: Final = re.compile(
    r"\b(prompt|model|duration|resolution|aspect_ratio|image_urls?|video_urls?|generation_type)\b"
    r"|\binvalid (size)\b"
)
_FIELD_NAMES: Final = {
    "size": "aspect_ratio",
    "image_url": "image_urls",
    "video_url": "video_urls",
}
_MODERATION: Final = re.compile(
    r"moderat|nsfw|polic(?:y|ies)|prohibit|sensitive|inappropriate|violat|safety|sexual"
    r"|敏感|违规|违反|审核|不合规|涉黄|정책|검수|유해|ポリシー|審査|不適切"
)

_CHARGED: Final = {
    ProblemKind.OUTCOME_UNKNOWN: Charged.UNKNOWN,
    ProblemKind.RESULT_INDETERMINATE: Charged.UNKNOWN,
    ProblemKind.STILL_EXECUTING: Charged.UNKNOWN,
}
"""Everything else that a call can meet means that nothing was charged for it."""


def problem_of_answer(call: Call, answer: Answer, redactor: Redactor) -> Problem:
    """The problem that an answer with an error status, or with an error inside, stands for.

    Args:
        call: What was asked.
        answer: Its status decides; on a 2xx the `code` in the body stands for the status.
        redactor: Cleans the texts.
    """
    value = answer.value
    said = error_text(value) if value is not None else ErrorText(message=answer.text)
    status = error_status(value) if answer.is_success else answer.status
    is_json = bool(as_object(value))
    kind = ProblemKind.REFUSED if status is None else _kind(call, status, said, is_json=is_json)
    return Problem(
        kind=kind,
        charged=_CHARGED.get(kind, Charged.NO),
        service_message=redactor.clean(said.message),
        field=_field_at_fault(call, kind, said),
        request_id=request_id_of(answer, redactor, said),
        http_status=answer.status,
        retry_after=retry_after(answer.headers),
    )


def problem_of_silence(call: Call, error: NoAnswerError) -> Problem:
    """The problem of a call without an answer. Contract, section 7."""
    match error.silence:
        case Silence.UNREACHABLE:
            kind = ProblemKind.UNREACHABLE
        case Silence.TLS | Silence.PROXY:
            kind = ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS
        case Silence.BROKEN:
            is_submit = call is Call.SUBMIT
            kind = ProblemKind.OUTCOME_UNKNOWN if is_submit else ProblemKind.SERVICE_TROUBLE
    return Problem(kind=kind, charged=_CHARGED.get(kind, Charged.NO), subject=error.host)


def problem_of_unreadable_answer(call: Call, answer: Answer, redactor: Redactor) -> Problem:
    """The problem of a 2xx that lacks what was asked for: HTML, broken JSON, no id, no link."""
    value = answer.value
    text = error_text(value).message if value is not None else answer.text
    is_submit = call is Call.SUBMIT
    kind = ProblemKind.OUTCOME_UNKNOWN if is_submit else ProblemKind.SERVICE_TROUBLE
    return Problem(
        kind=kind,
        charged=_CHARGED.get(kind, Charged.NO),
        service_message=redactor.clean(text),
        request_id=request_id_of(answer, redactor, error_text(value)),
        http_status=answer.status,
    )


def is_error_inside(value: object) -> bool:
    """Whether a JSON value says that the call failed, although the HTTP status is a 2xx.

    Contract, section 11, row 1.
    """
    code = as_object(value).get("code")
    number = error_text({"code": code}).code
    is_odd_number = number is not None and number != 0 and not 200 <= number <= 299
    is_odd_word = (
        number is None and isinstance(code, str) and code.strip().lower() not in _WORDS_OF_SUCCESS
    )
    return is_plain_refusal(value) or is_odd_number or is_odd_word


def is_plain_refusal(value: object) -> bool:
    """Whether a JSON value says "no" beyond doubt; an odd `code` alone does not."""
    fields = as_object(value)
    status = error_status(value)
    is_no = bool(fields.get("error")) or fields.get("success") is False
    return is_no if status is None else status < 500


def error_status(value: object) -> int | None:
    """The HTTP status that a body names in its `code`, if it is one of an error."""
    fields = as_object(value)
    codes = (error_text({"code": fields.get("code")}).code, error_text(fields.get("error")).code)
    return next((code for code in codes if code is not None and 400 <= code <= 599), None)


def is_about_content(text: str) -> bool:
    """Whether words, in any of the service's languages, say that the content was refused."""
    return _MODERATION.search(text.lower()) is not None


def request_id_of(answer: Answer, redactor: Redactor, said: ErrorText | None = None) -> str | None:
    """The service's id of the call, from the headers or from the body."""
    names = ("x-request-id", "x-oneapi-request-id", "x-apimart-request-id")
    from_headers = (identifier(answer.headers.get(name)) for name in names)
    found = next((name for name in from_headers if name), said.request_id if said else None)
    return redactor.clean(found, limit=_MAX_ID_CHARS) if found else None


def _kind(call: Call, status: int, said: ErrorText, *, is_json: bool) -> ProblemKind:
    match status:
        case 400 | 422:
            return _kind_of_wrong_input(call, said)
        case 401:
            return ProblemKind.TOKEN_REJECTED
        case 402:
            return ProblemKind.BALANCE_TOO_LOW
        case 403:
            # The service speaks JSON; a web page or bare text comes from a guard on the way.
            return ProblemKind.MODEL_NOT_ALLOWED if is_json else ProblemKind.BLOCKED_BY_NETWORK
        case 404 if call is Call.TASK:
            return ProblemKind.TASK_NOT_FOUND
        case 407:
            return ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS
        case 409:
            conflicts = (_CONFLICTS[word] for word in sorted(said.symbols & _CONFLICTS.keys()))
            return next(conflicts, _trouble(call))
        case 413:
            return ProblemKind.TOO_LARGE
        case 429:
            return ProblemKind.RATE_LIMITED
        case 500 if said.message.lstrip().startswith(_REALLY_WRONG_INPUT):
            return _kind_of_wrong_input(call, said)
        case 503 if _NOT_EXECUTED in said.symbols:
            return ProblemKind.NOT_EXECUTED
        case 408 | 425:
            return _trouble(call)
        case _ if 400 <= status <= 499:
            is_moderation = status == 451 and is_about_content(said.message)
            return ProblemKind.CONTENT_REFUSED if is_moderation else ProblemKind.REFUSED
        case _:
            # 5xx, and redirects: only somebody between us and the service sends those.
            return _trouble(call)


def _trouble(call: Call) -> ProblemKind:
    return ProblemKind.OUTCOME_UNKNOWN if call is Call.SUBMIT else ProblemKind.SERVICE_TROUBLE


def _kind_of_wrong_input(call: Call, said: ErrorText) -> ProblemKind:
    known = [_WRONG_INPUT[word][0] for word in sorted(said.symbols & _WRONG_INPUT.keys())]
    if call is Call.TASK:
        # There is nothing wrong about asking but the id (contract, section 6, row 404).
        is_busy = ProblemKind.AT_CAPACITY in known
        return ProblemKind.AT_CAPACITY if is_busy else ProblemKind.TASK_NOT_FOUND
    if known:
        return known[0]
    words = " ".join((said.message, *said.symbols))
    return ProblemKind.CONTENT_REFUSED if is_about_content(words) else ProblemKind.INVALID_REQUEST


def _field_at_fault(call: Call, kind: ProblemKind, said: ErrorText) -> str | None:
    if kind is ProblemKind.INVALID_REQUEST and call is Call.UPLOAD:
        return "file"
    if call is not Call.SUBMIT:
        return None
    accused = next((field for k, field in _WRONG_INPUT.values() if k is kind), None)
    if accused is not None or kind is not ProblemKind.INVALID_REQUEST:
        return accused
    named = _FIELD.search(said.param or "") or _FIELD.search(said.message.lower())
    if named is None:
        return None
    name = named[1] or named[2]
    return _FIELD_NAMES.get(name, name)
