"""Errors as the service words them: status, symbol and envelope (contract, sections 4 and 6)."""

from __future__ import annotations

from typing import Any


class RefusalError(Exception):
    """A request that is answered with an error envelope.

    Attributes:
        status: HTTP status of the answer.
        symbol: The error symbol, e.g. ``invalid_duration``.
        envelope: The JSON body of the answer.
        headers: Further headers of the answer.
    """

    def __init__(
        self,
        status: int,
        symbol: str,
        envelope: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {symbol}")
        self.status = status
        self.symbol = symbol
        self.envelope = envelope
        self.headers = headers or {}


def refusal(
    status: int, symbol: str, message: str, *, retry_after: int | None = None
) -> RefusalError:
    """Build the documented envelope, with the symbol under ``type``.

    Args:
        status: HTTP status, repeated as the integer ``code``.
        symbol: Error type of the vendor's table.
        message: Text for people.
        retry_after: Seconds for a ``Retry-After`` header.
    """
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    envelope = {"error": {"code": status, "message": message, "type": symbol}}
    return RefusalError(status, symbol, envelope, headers)


def coded_refusal(
    status: int, symbol: str, kind: str, message: str, *, retry_after: int | None = None
) -> RefusalError:
    """Build the other envelope, with the symbol under ``code`` and a general ``type``."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    envelope = {"error": {"code": symbol, "message": message, "type": kind}}
    return RefusalError(status, symbol, envelope, headers)


def upload_refusal(status: int, symbol: str, message: str) -> RefusalError:
    """Build an upload's envelope, which carries no ``code`` (contract, section 4)."""
    return RefusalError(status, symbol, {"error": {"message": message, "type": symbol}})


def not_found(message: str) -> RefusalError:
    """Build the service's answer to an unknown id: a bare ``code`` and ``message``."""
    return RefusalError(404, "not_found", {"code": 404, "message": message})
