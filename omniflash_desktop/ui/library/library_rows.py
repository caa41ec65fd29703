"""Which rows the library has, and in which order: sections, their heads, and clips in them.

Plain data, no Qt: `library_model` adapts it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import Enum, IntEnum
from typing import Final, NamedTuple, TypeAlias

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.ui.notices.state_words import is_held, needs_attention

_FAILURE_STAYS: Final = timedelta(days=1)
"""After that a failure nobody looked at is found among the clips of its day."""

Key: TypeAlias = tuple[int, int, int, float, float, str]
"""Section, day (newest first), rank in the section, place in the rank twice, id.

What is at work stands newest first; below it stands what waits in line, in the order in which it
will be sent.
"""


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


class RowKind(Enum):
    """How a row looks."""

    HEADER = "header"
    GUIDED = "guided"
    """A task row with guidance and actions."""
    TASK = "task"
    TILE = "tile"


class Row(NamedTuple):
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
    def day(self) -> date:
        """The day of its section; of no meaning outside `Section.DAY`."""
        return date.fromordinal(-self.key[1])


class Placed(NamedTuple):
    """What changed by placing a row: positions as `beginInsertRows` wants them.

    Attributes:
        position: Of the row.
        header_position: Of a head that came or went with it; `None` where none did.
    """

    position: int
    header_position: int | None


def row_for(generation: Generation, *, now: datetime, seen: bool = False) -> Row:
    """Where `generation` belongs at `now`.

    Args:
        generation: What the row shows.
        now: The moment (UTC).
        seen: Whether the user has looked at this failure already.
    """
    day, rank = 0, _CLIP
    first, second = -generation.created_at.timestamp(), 0.0
    if needs_attention(generation) and not _is_settled_failure(generation, now=now, seen=seen):
        section, kind = _ATTENTION, RowKind.GUIDED
    elif generation.is_finished:
        section, kind = _DAY, RowKind.TILE
        day = -generation.created_at.astimezone().date().toordinal()
    else:
        section, kind = _RUNNING, RowKind.TASK
        if is_held(generation, now=now):
            kind = RowKind.GUIDED
        if generation.state is State.QUEUED:
            rank = _IN_LINE
            first, second = generation.order, -first
    return Row((section, day, rank, first, second, generation.id), kind, generation.id)


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


def _is_settled_failure(generation: Generation, *, now: datetime, seen: bool) -> bool:
    if generation.state is not State.FAILED:
        return False
    return seen or now - generation.changed_at > _FAILURE_STAYS


class SectionedRows:
    """Rows in order, with a head before each section that is not empty."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._sizes: Counter[tuple[int, int]] = Counter()

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, position: int) -> Row:
        return self._rows[position]

    def fill(self, rows: Iterable[Row]) -> None:
        """Replaces everything. `rows` are clips, in any order."""
        clips = list(rows)
        self._sizes = Counter([row.key[:2] for row in clips])
        clips += [_header(section) for section in self._sizes]
        clips.sort()
        self._rows = clips

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
        del self._rows[position]


def header_of(row: Row) -> Row:
    """The head of the section that `row` belongs to."""
    return _header(row.key[:2])


def _header(section: tuple[int, int]) -> Row:
    return Row((*section, Rank.HEAD.value, 0.0, 0.0, ""), RowKind.HEADER, "", clips=0)


def _key(row: Row) -> Key:
    return row.key
