"""What was spent: added up, line by line, and as a table for other programs."""

import asyncio
from collections.abc import Iterator
from datetime import date, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Final

from omniflash_desktop.domain.ledger import (
    LedgerEntry,
    LedgerTotals,
    Period,
    span_of_days,
    totals_by,
)
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.services.ports import LedgerSource

COLUMNS: Final = (
    "sent",
    "id",
    "task_id",
    "state",
    "service",
    "project",
    "title",
    "prompt",
    "mode",
    "resolution",
    "seconds",
    "certainty",
    "play_money",
    "amount_usd",
    "cost_usd",
    "estimate_usd",
)
"""The table's head. Programs read it: the names do not change, and new ones come last."""

_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


class Ledger:
    """Reads on another thread, since a library may hold a hundred thousand clips.

    Args:
        source: What the library holds.
        zone: Whose days and months; `None` for this computer's.
    """

    def __init__(self, source: LedgerSource, zone: tzinfo | None = None) -> None:
        self._source = source
        self._zone = zone

    async def totals(
        self, period: Period, *, since: date | None = None, until: date | None = None
    ) -> LedgerTotals | Problem:
        """Adds up what was sent from the day `since` to the day `until`, both included."""
        return await asyncio.to_thread(self._totals, period, since, until)

    async def entries(
        self, *, since: date | None = None, until: date | None = None
    ) -> list[LedgerEntry] | Problem:
        """The lines of these days, the oldest first."""
        return await asyncio.to_thread(self._entries, since, until)

    async def write_csv(
        self, path: Path, *, since: date | None = None, until: date | None = None
    ) -> Problem | None:
        """Writes the lines of these days as CSV, for spreadsheets and other programs.

        Moments are in local time and name their offset; amounts have a dot. It holds no link and
        nothing that opens the service.
        """
        return await asyncio.to_thread(self._write_csv, path, since, until)

    def _totals(
        self, period: Period, since: date | None, until: date | None
    ) -> LedgerTotals | Problem:
        begin, end = span_of_days(since, until, zone=self._zone)
        charges = self._source.charges(since=begin, until=end)
        if isinstance(charges, Problem):
            return charges
        return totals_by(period, charges, zone=self._zone)

    def _entries(self, since: date | None, until: date | None) -> list[LedgerEntry] | Problem:
        begin, end = span_of_days(since, until, zone=self._zone)
        return self._source.entries(since=begin, until=end)

    def _write_csv(self, path: Path, since: date | None, until: date | None) -> Problem | None:
        entries = self._entries(since, until)
        if isinstance(entries, Problem):
            return entries
        return self._source.write_table(path, self._table(entries))

    def _table(self, entries: list[LedgerEntry]) -> Iterator[tuple[str, ...]]:
        yield COLUMNS
        for entry in entries:
            charge = entry.charge
            yield (
                charge.sent_at.astimezone(self._zone).isoformat(timespec="seconds"),
                entry.generation_id,
                _harmless(entry.task_id or ""),
                entry.state.value,
                _harmless(charge.service),
                _harmless(charge.project),
                _harmless(entry.title),
                _harmless(entry.prompt),
                "" if entry.mode is None else entry.mode.value,
                "" if entry.resolution is None else entry.resolution.value,
                "" if entry.seconds is None else str(entry.seconds),
                charge.certainty.value,
                "yes" if charge.is_play_money else "no",
                _plain(charge.amount),
                _plain(charge.cost),
                _plain(charge.estimate),
            )


def _harmless(text: str) -> str:
    """`text` so that a spreadsheet shows it, and does not compute it."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _plain(amount: Decimal | None) -> str:
    """An amount with a dot and at least two decimals; empty where nobody knows it."""
    if amount is None:
        return ""
    millionths = f"{amount:.6f}"
    return millionths[:-4] + millionths[-4:].rstrip("0")
