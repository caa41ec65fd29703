"""Reads `Retry-After`, which is a number of seconds or a date. Contract, section 6, row 429."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from omniflash_desktop.domain.service_facts import LONGEST_RETRY_AFTER, SHORTEST_RETRY_AFTER

_SECONDS: Final = re.compile(r"[+-]?\d+(\.\d*)?")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, clamped to 1-120; `None` where the answer does not say.

    Args:
        headers: By lower-case name. A date is measured from the answer's own `Date`, because
            this computer's clock may be wrong.
    """
    value = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(value):
        seconds = float(value)
    else:
        until = _moment(value)
        if until is None:
            return None
        seconds = (until - (_moment(headers.get("date", "")) or datetime.now(UTC))).total_seconds()
    return min(max(seconds, SHORTEST_RETRY_AFTER), LONGEST_RETRY_AFTER)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
