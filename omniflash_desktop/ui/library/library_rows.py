"""Which rows the library has, and in which order: sections, their heads, and clips in them.

Plain data, no Qt: `library_model` adapts it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import Enum, IntEnum
from typing import Final, NamedTuple, TypeAlias

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.ui.notices.state_words import needs_attention

_FAILURE_STAYS: Final = timedelta(days=1)
"""After that a failure nobody looked at is found among the clips of its day."""

Key: TypeAlias = tuple[int, int, int, float, str]
"""Section, day (newest first), head before clips, click (newest first), id."""


class Section(IntEnum):
    """The parts of the list, from the top."""

    ATTENTION = 0
    RUNNING = 1
    DAY = 2


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
        id: The generation.
    """

    key: Key
    kind: RowKind
    id: str

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
    day = 0
    if needs_attention(generation) and not _is_settled_failure(generation, now=now, seen=seen):
        section, kind = Section.ATTENTION, RowKind.GUIDED
    elif generation.is_finished:
        section, kind = Section.DAY, RowKind.TILE
        day = -generation.created_at.astimezone().date().toordinal()
    else:
        section, kind = Section.RUNNING, RowKind.TASK
    key = (section.value, day, 1, -generation.created_at.timestamp(), generation.id)
    return Row(key, kind, generation.id)


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

    def size_of(self, row: Row) -> int:
        """How many clips the section of `row` has."""
        return self._sizes[row.key[:2]]

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


def _header(section: tuple[int, int]) -> Row:
    return Row((*section, 0, 0.0, ""), RowKind.HEADER, "")


def _key(row: Row) -> Key:
    return row.key
