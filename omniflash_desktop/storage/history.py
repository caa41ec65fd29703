"""What clips cost and how long they took: read from columns, since the questions are about many."""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.ledger import Charge, LedgerEntry
from omniflash_desktop.domain.prices import MOST_SAMPLES, PriceTier
from omniflash_desktop.domain.problems import Charged
from omniflash_desktop.domain.request import Mode, Resolution
from omniflash_desktop.domain.time_bands import RenderTime
from omniflash_desktop.storage.rows import dollars_from, microseconds, moment_from

_MOST_TIMES: Final = 1000
"""Keeps the question short; older clips tell nothing of how fast a service is now."""

_IN_THE_LEDGER: Final = "(charged IN ('yes', 'unknown') OR (charged = 'no' AND task_id NOT NULL))"
"""What the service charged, may have charged, or made without a charge."""

_REMOVED: Final = {"prompt": "''", "title": "''"}
"""Columns that `removed_clips` lacks: of a clip that was removed only the money is remembered."""

_MODES: Final = frozenset(mode.value for mode in Mode)
"""A later release may know more of them, as it may know more states and sizes."""

_MONEY: Final = ("sent_at", "service", "charged", "project", "cost", "estimate")
_DETAILS: Final = ("id", "state", "prompt", "task_id", "title", "mode", "resolution", "seconds")


REMOVED_COLUMNS: Final = (
    *("id", "state", "service", "task_id", "cost", "sent_at", "charged", "estimate", "project"),
    *("mode", "resolution", "seconds", "elapsed"),
)
"""All that is kept of a removed clip."""


def take_in_removed(connection: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> None:
    """Adds the money of clips that were removed, but for those that are there."""
    marks = ", ".join("?" for _ in REMOVED_COLUMNS)
    connection.executemany(
        f"INSERT OR IGNORE INTO removed_clips ({', '.join(REMOVED_COLUMNS)}) "
        f"SELECT {marks} WHERE NOT EXISTS (SELECT 1 FROM generations WHERE id = ?)",
        ((*row, row[0]) for row in rows),
    )


def newest_costs(
    connection: sqlite3.Connection, tier: PriceTier, *, service: str, without: str
) -> list[Decimal]:
    """What clips of `tier` cost; the one that was sent last comes first."""
    rows = connection.execute(
        "SELECT cost FROM generations INDEXED BY generations_by_price "
        "WHERE service = ? AND resolution = ? AND seconds IS ? "
        "AND charged = 'yes' AND cost > 0 AND id <> ? "
        "ORDER BY sent_at DESC, number DESC LIMIT ?",
        (service, tier.resolution.value, tier.seconds, without, MOST_SAMPLES),
    )
    return [cost for (number,) in rows if (cost := dollars_from(number)) is not None]


def newest_times(
    connection: sqlite3.Connection, resolution: Resolution, *, service: str
) -> list[RenderTime]:
    """How long clips of a size took; the one that was sent last comes first."""
    rows = connection.execute(
        "SELECT mode, seconds, elapsed FROM generations INDEXED BY generations_by_time "
        "WHERE service = ? AND resolution = ? AND charged = 'yes' AND elapsed > 0 "
        "ORDER BY sent_at DESC, number DESC LIMIT ?",
        (service, resolution.value, _MOST_TIMES),
    )
    return [
        RenderTime(Mode(mode), seconds, elapsed)
        for mode, seconds, elapsed in rows
        if mode in _MODES
    ]


def charges(
    connection: sqlite3.Connection, *, since: datetime | None, until: datetime | None
) -> list[Charge]:
    """The money of all clips that were sent in a span of time, the oldest first."""
    return [_charge_from(*row) for row in _rows(connection, _MONEY, since=since, until=until)]


def entries(
    connection: sqlite3.Connection, *, since: datetime | None, until: datetime | None
) -> list[LedgerEntry]:
    """The ledger's lines of a span of time, the oldest first."""
    columns = (*_MONEY, *_DETAILS)
    rows = _rows(connection, columns, since=since, until=until)
    found: list[LedgerEntry] = []
    for row in rows:
        # What a later release wrote, and only that release understands, is left to it.
        with contextlib.suppress(ValueError):
            charge = _charge_from(*row[: len(_MONEY)])
            found.append(_entry_from(charge, *row[len(_MONEY) :]))
    return found


def _rows(
    connection: sqlite3.Connection,
    columns: tuple[str, ...],
    *,
    since: datetime | None,
    until: datetime | None,
) -> Iterator[tuple[Any, ...]]:
    conditions, parameters = [_IN_THE_LEDGER], list[int | None]()
    if since is not None:
        conditions.append("sent_at >= ?")
        parameters.append(microseconds(since))
    if until is not None:
        conditions.append("sent_at < ?")
        parameters.append(microseconds(until))
    wanted = " AND ".join(conditions)
    removed = (_REMOVED.get(name, name) for name in columns)
    return connection.execute(
        f"SELECT {', '.join(columns)} FROM generations INDEXED BY generations_by_sending "
        f"WHERE {wanted} "
        f"UNION ALL SELECT {', '.join(removed)} FROM removed_clips WHERE {wanted} "
        "ORDER BY sent_at",
        (*parameters, *parameters),
    )


def _charge_from(
    sent_at: int,
    service: str,
    charged: str,
    project: str | None,
    cost: int | None,
    estimate: int | None,
) -> Charge:
    return Charge(
        sent_at=moment_from(sent_at),
        service=service,
        charged=Charged(charged),
        project=project or "",
        cost=dollars_from(cost),
        estimate=dollars_from(estimate),
    )


def _entry_from(
    charge: Charge,
    generation_id: str,
    state: str,
    prompt: str,
    task_id: str | None,
    title: str,
    mode: str | None,
    resolution: str | None,
    seconds: int | None,
) -> LedgerEntry:
    return LedgerEntry(
        charge=charge,
        generation_id=generation_id,
        state=State(state),
        prompt=prompt,
        task_id=task_id,
        title=title,
        mode=None if mode is None else Mode(mode),
        resolution=None if resolution is None else Resolution(resolution),
        seconds=seconds,
    )
