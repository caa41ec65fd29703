"""Reads single values off the wire: whatever comes, the result is a sound value or `None`."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Final, cast
from urllib.parse import urlsplit

from omniflash_desktop.api.redaction import without_odd_characters

_MAX_DIGITS: Final = 300
_MAX_ID_CHARS: Final = 512
_MAX_URL_CHARS: Final = 8192
_MOST_MONEY: Final = Decimal(10_000_000)
_LONGEST_SECONDS: Final = 10.0**9
_MILLISECONDS_FROM: Final = 10.0**11  # a date in the year 5138, were it seconds


def parsed(body: bytes) -> object:
    """What `body` says as JSON, whatever its content type; `None` where it is not JSON.

    Contract, section 11, row 12: an event stream's first `data:` line counts too.
    """
    text = body.decode("utf-8-sig", errors="replace").strip()
    if text.startswith("data:"):
        text = text.splitlines()[0].removeprefix("data:")
    try:
        return json.loads(text, parse_int=_whole_number)
    except (ValueError, RecursionError):
        return None


def _whole_number(digits: str) -> int | float:
    # Python refuses to convert thousands of digits, and the rest of the answer may be fine.
    return int(digits) if len(digits) <= _MAX_DIGITS else math.inf


def as_object(value: object) -> Mapping[str, object]:
    """`value` if it is a JSON object, otherwise an empty one."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def as_list(value: object) -> Sequence[object]:
    """`value` if it is a JSON list, otherwise an empty one."""
    return cast("Sequence[object]", value) if isinstance(value, list) else ()


def number(value: object) -> float | None:
    """A finite number, also from a string such as `"40"`, `"40%"` or `"$0.35"`."""
    if isinstance(value, str) and len(value) <= _MAX_DIGITS:
        value = value.strip().removeprefix("$").removesuffix("%")
    elif isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        result = float(value)
    except (ValueError, OverflowError):
        return None
    return result if math.isfinite(result) else None


def percent(value: object) -> int | None:
    """0 to 100; what lies outside is brought to the nearer end."""
    result = number(value)
    return None if result is None else int(min(max(result, 0.0), 100.0))


def dollars(value: object) -> Decimal | None:
    """An amount of money, of either sign."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and len(value) > _MAX_DIGITS:
        return None
    try:
        amount = Decimal(str(value).strip().removeprefix("$"))
        return round(amount, 6).normalize() + 0 if abs(amount) < _MOST_MONEY else None
    except (InvalidOperation, ValueError):
        return None


def seconds(value: object) -> float | None:
    """A length of time."""
    result = number(value)
    return result if result is not None and 0 <= result < _LONGEST_SECONDS else None


def moment(value: object) -> datetime | None:
    """A Unix time in seconds or milliseconds; 0 says nothing (contract, section 3)."""
    stamp = number(value)
    if stamp is None or stamp <= 0:
        return None
    try:
        return datetime.fromtimestamp(stamp / 1000 if stamp > _MILLISECONDS_FROM else stamp, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def identifier(value: object) -> str | None:
    """A non-empty id, opaque; a whole number counts as its digits."""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return str(value)
    # Odd characters are few; a longer text is no id, and cleaning it would take seconds.
    if not isinstance(value, str) or len(value) > 2 * _MAX_ID_CHARS:
        return None
    cleaned = without_odd_characters(value).strip()
    return cleaned if 0 < len(cleaned) <= _MAX_ID_CHARS else None


def link(value: object) -> str | None:
    """An absolute http(s) link; anything else, such as `javascript:`, is none."""
    if not isinstance(value, str):
        return None
    url = value.strip()
    if len(url) > _MAX_URL_CHARS or url != without_odd_characters(url) or re.search(r"\s", url):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def first_of(source: Mapping[str, object], *names: str) -> object:
    """The value of the first name that is there and not null."""
    return next((source[name] for name in names if source.get(name) is not None), None)
