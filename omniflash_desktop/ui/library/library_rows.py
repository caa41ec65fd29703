"""Which rows the library has, and in which order: sections, their heads, and clips in them.

Plain data, no Qt: `library_model` adapts it.
"""

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from enum import Enum, IntEnum
from functools import cache, lru_cache
from math import inf
from operator import attrgetter
from typing import Final, NamedTuple, TypeAlias, assert_never, cast

import msgspec

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.listed_clip import ListedClip
from omniflash_desktop.domain.window_layout import Sort
from omniflash_desktop.ui.notices.state_words import is_held, needs_attention

_FAILURE_STAYS: Final = 86_400.0
"""Seconds. After that a failure nobody looked at is found among the clips of its day."""

Key: TypeAlias = tuple[int, int, int, float | bytes, float, str]
"""Section, day (in the order of the sections), rank in the section, place in the rank twice, id.

What is at work stands newest first; below it stands what waits in line, in the order in which it
will be sent. Finished clips stand as the user wants them sorted; only titles are bytes, and they
are compared among themselves.
"""
_SectionKey: TypeAlias = tuple[int, int]


class Rank(IntEnum):
    """What comes first within a section."""

    HEAD = 0
    CLIP = 1
    IN_LINE = 2


class Section(IntEnum):
    """The parts of the list, from the top."""

    ATTENTION = 0
    RUNNING = 1
    DAY = 2


# Looking a member's value up takes as long as the rest of a row, and a library has 100,000.
_ATTENTION, _RUNNING, _DAY = (section.value for section in Section)
_CLIP, _IN_LINE = Rank.CLIP.value, Rank.IN_LINE.value
_BEYOND_ALL_RANKS: Final = len(Rank)


class RowKind(Enum):
    """How a row looks."""

    HEADER = "header"
    GUIDED = "guided"
    """A task row with guidance and actions."""
    TASK = "task"
    TILE = "tile"


class Row(msgspec.Struct, frozen=True, gc=False):
    """One row. A header has no id.

    Attributes:
        key: Its place.
        kind: How it looks.
        id: The generation; of several takes that share the row, the first one under way.
        group: The group of those takes; empty for a row of one clip.
        clips: How many clips it shows.
    """

    key: Key
    kind: RowKind
    id: str
    group: str = ""
    clips: int = 1

    @property
    def section(self) -> Section:
        """Which part of the list it is in."""
        return Section(self.key[0])

    @property
    def day(self) -> date | None:
        """The day of its section; `None` where the section is not about one."""
        # Below zero where the newest day comes first.
        return date.fromordinal(abs(self.key[1])) if self.key[1] else None


class Placed(NamedTuple):
    """What changed by placing a row: positions as `beginInsertRows` wants them.

    Attributes:
        position: Of the row.
        header_position: Of a head that came or went with it; `None` where none did.
    """

    position: int
    header_position: int | None


def row_for(generation: Generation, *, now: datetime) -> Row:
    """Where a generation belongs at `now` that did not come to rest.

    Args:
        generation: What the row shows.
        now: The moment (UTC).
    """
    rank = _CLIP
    first, second = -generation.created_at.timestamp(), 0.0
    if needs_attention(generation):
        section, kind = _ATTENTION, RowKind.GUIDED
    else:
        section, kind = _RUNNING, RowKind.TASK
        if is_held(generation, now=now):
            kind = RowKind.GUIDED
        if generation.state is State.QUEUED:
            rank = _IN_LINE
            first, second = generation.order, -first
    return Row((section, 0, rank, first, second, generation.id), kind, generation.id)


def row_at_rest(clip: ListedClip, *, now: float, seen: bool, sort: Sort) -> Row:
    """Where a generation belongs that came to rest.

    Args:
        clip: What the row shows.
        now: The moment, in seconds since 1970.
        seen: Whether the user has looked at this failure already.
        sort: How finished clips stand.
    """
    first, second = clip.order, 0.0
    if clip.state is State.FAILED and not seen and now - clip.changed <= _FAILURE_STAYS:
        key = (_ATTENTION, 0, _CLIP, first, second, clip.id)
        return Row(key, RowKind.GUIDED, clip.id)
    day = 0
    match sort:
        case Sort.NEWEST:
            day = _kept(-_day_of(clip.created // _QUARTER))
        case Sort.OLDEST:
            first, day = clip.created, _kept(_day_of(clip.created // _QUARTER))
        case Sort.TITLE:
            first, second = clip.title, first
        case Sort.LONGEST:
            first, second = -clip.seconds, first
        case Sort.COSTLIEST:
            first, second = inf if clip.cost is None else -clip.cost, first
        case _:
            assert_never(sort)
    return Row((_DAY, day, _CLIP, first, second, clip.id), RowKind.TILE, clip.id)


_QUARTER: Final = 900
"""Seconds. Every time zone's days begin with a quarter of an hour."""


@lru_cache(maxsize=4096)
def _day_of(quarter: float) -> int:
    return date.fromtimestamp(quarter * _QUARTER).toordinal()


@cache
def _kept(day: int) -> int:
    """The same number for all clips of a day: a library of 100,000 feels it."""
    return day


def row_for_takes(takes: Sequence[Generation], *, now: datetime) -> Row:
    """Where the row of several takes of one click belongs; `takes` are those under way."""
    at_work = [one for one in takes if one.state is not State.QUEUED]
    # As long as one of them waits only, the row stands where the first of them will be sent.
    leading = min(at_work or takes, key=_place_in_line)
    row = row_for(leading, now=now)
    all_held = all(is_held(one, now=now) for one in takes)
    first = min(takes, key=_take)
    return Row(
        (*row.key[:-1], first.group_id),
        RowKind.GUIDED if all_held else RowKind.TASK,
        first.id,
        first.group_id,
        len(takes),
    )


def shared_row_of(generation: Generation) -> str:
    """The group with whose other takes it shares a row; empty where it has one of its own."""
    is_one_of_many = generation.takes > 1 and bool(generation.group_id)
    if not is_one_of_many or generation.is_finished or needs_attention(generation):
        return ""
    return generation.group_id


def _place_in_line(generation: Generation) -> tuple[float, datetime, str]:
    return generation.order, generation.created_at, generation.id


def _take(generation: Generation) -> int:
    return generation.take


class SectionSize(NamedTuple):
    """A section as the layout wants to know it.

    Attributes:
        section: Which part of the list it is.
        clips: How many rows stand below its head.
    """

    section: Section
    clips: int


class SectionedRows:
    """Rows in order, with a head before each section that is not empty."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._sizes: Counter[_SectionKey] = Counter()
        self._order: list[_SectionKey] = []

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, position: int) -> Row:
        return self._rows[position]

    @property
    def sections(self) -> list[SectionSize]:
        """All sections, from the top."""
        return [SectionSize(Section(key[0]), self._sizes[key]) for key in self._order]

    def fill(self, rows: Sequence[Row]) -> None:
        """Replaces everything. `rows` are clips, in order."""
        self._rows, self._sizes = _with_heads(rows)
        self._order = sorted(self._sizes)

    def following(self, rows: Iterable[Row]) -> list[Row]:
        """What `append` wants for clips that stand below all others: in order, with heads."""
        clips = sorted(rows, key=_key)
        if not clips:
            return []
        following, _ = _with_heads(clips)
        is_going_on = self._sizes[clips[0].key[:2]] > 0
        return following[1:] if is_going_on else following

    def append(self, following: Sequence[Row]) -> None:
        """Puts what `following` gave below all others."""
        self._rows += following
        for row in following:
            if row.kind is RowKind.HEADER:
                self._order.append(row.key[:2])
            else:
                self._sizes[row.key[:2]] += 1

    def positions_until(self, section: Section) -> range:
        """The positions of all rows up to the end of `section`."""
        after = (section.value + 1,)
        return range(bisect_left(self._rows, after, key=_key))

    def clips_below(self, header: Row) -> int:
        """How many clips the section of `header` shows."""
        size = self._sizes[header.key[:2]]
        if header.section is not Section.RUNNING:
            return size
        # Here rows may stand for several clips; a handful of rows, seldom some hundreds.
        start = self.position_of(header)
        assert start is not None
        return sum(self._rows[position].clips for position in range(start + 1, start + 1 + size))

    def number_of(self, position: int) -> int:
        """Which one of all the clips a row is that is no head; from 1."""
        heads = bisect_right(self._order, self._rows[position].key[:2])
        return position + 1 - heads

    @property
    def clip_rows(self) -> int:
        """How many rows are no heads."""
        return len(self._rows) - len(self._order)

    def position_of(self, row: Row) -> int | None:
        """Where `row` stands, or `None`."""
        position = bisect_left(self._rows, row.key, key=_key)
        if position < len(self._rows) and self._rows[position].key == row.key:
            return position
        return None

    def place_for(self, row: Row) -> Placed:
        """Where `row` would be inserted, once the head it needs stands at its own place."""
        position = bisect_left(self._rows, row.key, key=_key)
        if self._sizes[row.key[:2]]:
            return Placed(position, None)
        return Placed(position + 1, position)

    def insert_header(self, row: Row, position: int) -> None:
        """Puts the head of `row`'s section to `position`."""
        self._rows.insert(position, _header(row.key[:2]))
        insort(self._order, row.key[:2])

    def insert(self, row: Row, position: int) -> None:
        """Puts `row` to `position`."""
        self._rows.insert(position, row)
        self._sizes[row.key[:2]] += 1

    def replace(self, row: Row, position: int) -> None:
        """Puts `row` in the place of one with the same key."""
        self._rows[position] = row

    def remove(self, position: int) -> None:
        """Takes the clip at `position` away; its head stays."""
        row = self._rows.pop(position)
        self._sizes[row.key[:2]] -= 1

    def empty_header_before(self, position: int, row: Row) -> int | None:
        """The place of the head that lost its last clip, `row`, at `position`."""
        if self._sizes[row.key[:2]]:
            return None
        return position - 1

    def remove_header(self, position: int) -> None:
        """Takes the head at `position` away."""
        gone = self._rows.pop(position)
        del self._order[bisect_left(self._order, gone.key[:2])]


def header_of(row: Row) -> Row:
    """The head of the section that `row` belongs to."""
    return _header(row.key[:2])


def _with_heads(clips: Sequence[Row]) -> tuple[list[Row], Counter[_SectionKey]]:
    """Clips that are in order, with a head before each section; and how many each section has."""
    rows: list[Row] = []
    sizes: Counter[_SectionKey] = Counter()
    start = 0
    while start < len(clips):
        section = clips[start].key[:2]
        # In steps that double: far fewer looks than clips, and most sections are short.
        step = 1
        while start + step < len(clips) and clips[start + step].key[:2] == section:
            step *= 2
        beyond = (*section, _BEYOND_ALL_RANKS)
        end = bisect_left(clips, beyond, start, min(start + step, len(clips)), key=_key)
        rows.append(_header(section))
        rows += clips[start:end]
        sizes[section] = end - start
        start = end
    return rows, sizes


def _header(section: _SectionKey) -> Row:
    return Row((*section, Rank.HEAD.value, 0.0, 0.0, ""), RowKind.HEADER, "", clips=0)


_key: Final = cast("Callable[[Row], Key]", attrgetter("key"))
"""Faster than a function of ours, and that is what sorting takes its time for."""
