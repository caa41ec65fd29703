"""The library's list, page by page, for views that cannot wait for all of it."""

import contextlib
import logging
import sqlite3
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

import msgspec

from omniflash_desktop.domain.generation import FINAL_STATES, State
from omniflash_desktop.domain.listed_clip import (
    ListedClip,
    ListPage,
    ListPlace,
    searchable_words,
)
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.storage.library_connection import connect_for_reading, problem_from_sqlite

_log = logging.getLogger(__name__)

_CACHE_KIB: Final = 128
_STATES: Final = tuple(sorted(state.value for state in FINAL_STATES))


class _Request(msgspec.Struct):
    prompt: str


class _Clip(msgspec.Struct):
    seconds: float


class _Facts(msgspec.Struct):
    """As much of the facts as a list wants; all else is passed over, which is most of the work."""

    id: str
    state: State
    created_at: datetime
    changed_at: datetime
    request: _Request
    group_id: str = ""
    takes: int = 1
    task_id: str | None = None
    cost: Decimal | None = None
    clip: _Clip | None = None
    title: str = ""
    favourite: bool = False


def page_of_list(
    connection: sqlite3.Connection, after: ListPlace | None, *, limit: int, oldest_first: bool
) -> ListPage:
    """The clips that came to rest and follow `after`.

    Args:
        connection: To the library.
        after: Where the page before it ended; `None` for the first one.
        limit: So many at most; rows that this release does not understand are left out.
        oldest_first: Else the newest come first.
    """
    order, beyond = ("ASC", ">") if oldest_first else ("DESC", "<")
    rest = "" if after is None else f"AND (created_at, number) {beyond} (?, ?) "
    start = () if after is None else (after.created_at, after.number)
    marks = ", ".join("?" for _ in _STATES)
    rows = connection.execute(
        # The plus keeps SQLite from looking the states up first and sorting all of them.
        f"SELECT created_at, number, file_name, facts FROM generations WHERE +state IN ({marks}) "
        f"{rest}ORDER BY created_at {order}, number {order} LIMIT ?",
        (*_STATES, *start, limit),
    )
    decoder = msgspec.json.Decoder(_Facts)
    clips: list[ListedClip] = []
    groups: dict[str, str] = {}
    numbers: dict[float, float] = {}
    count, last = 0, ListPlace(0, 0)
    # One by one: the facts of many at once would leave holes in the memory of this thread.
    for created_at, number, file_name, facts in rows:
        count, last = count + 1, ListPlace(created_at, number)
        try:
            few = decoder.decode(facts)
        except (msgspec.DecodeError, UnicodeError) as error:
            _log.warning("row %s is not understood and left alone: %s", number, error)
            continue
        clips.append(_listed(few, file_name or "", groups, numbers))
    return ListPage(tuple(clips), last if count == limit else None)


def _listed(
    few: _Facts, file_name: str, groups: dict[str, str], numbers: dict[float, float]
) -> ListedClip:
    name = few.title or next((line for line in few.request.prompt.splitlines() if line.strip()), "")
    # What many clips of a page have in common is kept once.
    group = groups.setdefault(few.group_id, few.group_id) if few.takes > 1 else ""
    seconds = 0.0 if few.clip is None else few.clip.seconds
    cost = None if few.cost is None else float(few.cost)
    return ListedClip(
        id=few.id,
        state=few.state,
        order=-few.created_at.timestamp(),
        changed=few.changed_at.timestamp() if few.state is State.FAILED else 0.0,
        favourite=few.favourite,
        seconds=numbers.setdefault(seconds, seconds),
        cost=None if cost is None else numbers.setdefault(cost, cost),
        group=group,
        words=searchable_words(name, few.request.prompt, few.task_id or "", file_name),
    )


class LibraryListing:
    """The pages of one library file, each read with a connection of its own, on any thread.

    Args:
        library_file: The library; where there is none, the list is empty.
    """

    def __init__(self, library_file: Path) -> None:
        self._library_file = library_file

    def page(
        self, after: ListPlace | None, *, limit: int, oldest_first: bool = False
    ) -> ListPage | Problem:
        """As `page_of_list`; or why it cannot be read."""
        try:
            with contextlib.closing(connect_for_reading(self._library_file)) as connection:
                # Each row is read once: two megabytes of pages for each thread are for nothing.
                connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
                return page_of_list(connection, after, limit=limit, oldest_first=oldest_first)
        except sqlite3.DatabaseError as error:
            return problem_from_sqlite(error, name=self._library_file.name)
