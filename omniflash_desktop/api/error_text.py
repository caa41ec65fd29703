"""The one tolerant reader of errors, whatever envelope they come in.

Contract, section 6 (envelopes of answers), section 3 (a task's `error`) and section 11, row 11.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from omniflash_desktop.api.wire_values import as_list, as_object, first_of, identifier, parsed

_DEEPEST: Final = 4
_MESSAGE_NAMES: Final = (
    "message", "msg", "detail", "fail_reason", "failReason", "error_message", "reason",
)  # fmt: skip
_NESTED_NAMES: Final = ("error", "errors", *_MESSAGE_NAMES)


class ErrorText(msgspec.Struct, frozen=True, kw_only=True):
    """What an error says of itself, uncleaned.

    Attributes:
        message: For people; empty where there is none.
        symbols: Words for programs, lower case, from `type` and `code`.
        code: The number in `code`, often but not always an HTTP status.
        param: The field it names.
        request_id: The service's id of the call.
    """

    message: str = ""
    symbols: frozenset[str] = frozenset()
    code: int | None = None
    param: str | None = None
    request_id: str | None = None


def error_text(value: object, *, depth: int = 0) -> ErrorText:
    """Reads an error from a JSON value: an envelope, an `error` of one, or a bare string.

    Args:
        value: Anything that JSON can hold.
        depth: How often an error was found inside an error.
    """
    if isinstance(value, str):
        return _of_text(value, depth)
    if items := as_list(value):
        return error_text(items[0], depth=depth + 1) if depth < _DEEPEST else ErrorText()
    fields = as_object(value)
    own = ErrorText(
        symbols=_symbols(fields),
        code=_code(fields),
        param=identifier(fields.get("param")),
        request_id=identifier(first_of(fields, "request_id", "requestId")),
    )
    inner = ErrorText() if depth >= _DEEPEST else _first_inner(fields, depth)
    return ErrorText(
        message=inner.message,
        symbols=own.symbols | inner.symbols,
        # The inmost code is the one of the error itself; the outer one repeats the status.
        code=inner.code if inner.code is not None else own.code,
        param=inner.param or own.param,
        request_id=own.request_id or inner.request_id,
    )


def _of_text(text: str, depth: int) -> ErrorText:
    # JSON in a string (contract, section 11, row 17).
    if depth < _DEEPEST and text.lstrip()[:1] in ("{", "["):
        inner = error_text(parsed(text.encode("utf-8", errors="replace")), depth=depth + 1)
        if inner.message or inner.symbols:
            return inner
    return ErrorText(message=text)


def _first_inner(fields: Mapping[str, object], depth: int) -> ErrorText:
    """The first of the places for a message that holds one; else the first with a symbol."""
    found = ErrorText()
    for name in _NESTED_NAMES:
        if fields.get(name):
            inner = error_text(fields[name], depth=depth + 1)
            if inner.message:
                return inner if not found.symbols else _with_message(found, inner.message)
            found = found if found.symbols else inner
    return found


def _with_message(error: ErrorText, message: str) -> ErrorText:
    return msgspec.structs.replace(error, message=message)


def _symbols(fields: Mapping[str, object]) -> frozenset[str]:
    words = (fields.get("type"), fields.get("code"))
    return frozenset(
        word.strip().lower() for word in words if isinstance(word, str) and _is_symbol(word)
    )


def _is_symbol(word: str) -> bool:
    return 0 < len(word.strip()) <= 64 and not word.strip().isdecimal()


def _code(fields: Mapping[str, object]) -> int | None:
    code = fields.get("code")
    if isinstance(code, str) and code.strip().isdecimal() and len(code.strip()) <= 6:
        return int(code.strip())
    return code if isinstance(code, int) and not isinstance(code, bool) else None
