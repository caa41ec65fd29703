"""The rows of the list, by their sections: what stands at which position. Plain data, no Qt."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from omniflash_desktop.domain.listed_clip import ListedClip
from omniflash_desktop.domain.window_layout import Sort
from omniflash_desktop.ui.library.library_rows import (
    Row,
    RowKind,
    Section,
    SectionKey,
    header_of,
)
from omniflash_desktop.ui.library.resting_order import Place, place_by

Entry: TypeAlias = Row | ListedClip
"""What is kept of a row: of a tile only the line of its clip."""
Part: TypeAlias = tuple[SectionKey, Sequence[Entry]]
"""A section and its rows, in order."""

_SECTIONS: Final = tuple(Section)


class Placed(NamedTuple):
    """What changes by placing a row: positions as `beginInsertRows` wants them.

    Attributes:
        position: Of the row.
        header_position: Of a head that comes with it; `None` where none does.
    """

    position: int
    header_position: int | None


class SectionSize(NamedTuple):
    """A section as the layout wants to know it.

    Attributes:
        section: Which part of the list it is.
        clips: How many rows stand below its head.
    """

    section: Section
    clips: int


class SectionedRows:
    """Rows in order, with a head before each section.

    The rows of a section are a sequence that never changes: a change puts another one in its place.
    So all rows, what a search found of them, and a search under way share what they have in common.

    Args:
        sort: How finished clips stand.
    """

    def __init__(self, sort: Sort = Sort.NEWEST) -> None:
        self.sort = sort
        self._place_by_sort = place_by(sort)
        self._keys: list[SectionKey] = []
        self._parts: list[Sequence[Entry]] = []
        self._heads: list[int] = []
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, position: int) -> Row:
        number, entry = self._at(position)
        if entry is None:
            return header_of(self._keys[number])
        if isinstance(entry, Row):
            return entry
        key = (*self._keys[number], *self._place_by_sort(entry))
        return Row(key, RowKind.TILE, entry.id, line=entry)

    def kind_at(self, position: int) -> RowKind:
        """How a row looks."""
        _, entry = self._at(position)
        if entry is None:
            return RowKind.HEADER
        return entry.kind if isinstance(entry, Row) else RowKind.TILE

    def id_at(self, position: int) -> str:
        """The generation that a row shows; empty for a head."""
        _, entry = self._at(position)
        return "" if entry is None else entry.id

    def ids_from(self, start: int) -> Iterator[tuple[int, str]]:
        """Positions with what they show, from `start` to the end and on from the top; no heads."""
        yield from self._ids_between(start, self._length)
        yield from self._ids_between(0, start)

    @property
    def parts(self) -> list[Part]:
        """All sections at this moment, from the top."""
        return list(zip(self._keys, self._parts, strict=True))

    @property
    def sections(self) -> list[SectionSize]:
        """How large they are."""
        sizes = map(len, self._parts)
        return [
            SectionSize(_SECTIONS[key[0]], size)
            for key, size in zip(self._keys, sizes, strict=True)
        ]

    def fill(self, parts: Iterable[Part]) -> None:
        """Replaces everything."""
        self._keys, self._parts, self._length = [], [], 0
        self.append(parts)

    def append(self, parts: Iterable[Part]) -> None:
        """Puts sections below all others; the first one may go on with the last that is there."""
        for key, part in parts:
            if self._keys and self._keys[-1] == key:
                self._parts[-1] = [*self._parts[-1], *part]
                self._length += len(part)
            else:
                self._keys.append(key)
                self._parts.append(part)
                self._length += 1 + len(part)
        self._heads = []

    def rows_in(self, parts: Sequence[Part]) -> int:
        """How many rows `append` would add, heads included."""
        goes_on = bool(parts) and self._keys[-1:] == [parts[0][0]]
        return sum(1 + len(part) for _, part in parts) - goes_on

    def stands_below(self, row: Row) -> bool:
        """Whether a row belongs below all others."""
        if not self._keys or self._keys[-1] != row.section_key:
            return not self._keys or self._keys[-1] < row.section_key
        return self._place(self._parts[-1][-1]) < row.key[2:]

    def positions_until(self, section: Section) -> range:
        """The positions of all rows up to the end of `section`."""
        number = bisect_left(self._keys, (section.value + 1,))
        return range(self._head_of(number))

    def clips_below(self, header: Row) -> int:
        """How many clips the section of `header` shows."""
        part = self._parts[bisect_left(self._keys, header.section_key)]
        if header.section is not Section.RUNNING:
            return len(part)
        # Here rows may stand for several clips; a handful of rows, seldom some hundreds.
        return sum(entry.clips for entry in part if isinstance(entry, Row))

    def number_of(self, position: int) -> int:
        """Which one of all the clips a row is that is no head; from 1."""
        return position - bisect_left(self._head_positions(), position) + 1

    @property
    def clip_rows(self) -> int:
        """How many rows are no heads."""
        return self._length - len(self._keys)

    def position_of(self, row: Row) -> int | None:
        """Where `row` stands, or `None`."""
        number = self._number_of(row.section_key)
        if number is None:
            return None
        if row.kind is RowKind.HEADER:
            return self._head_of(number)
        part, place = self._parts[number], row.key[2:]
        within = bisect_left(part, place, key=self._place)
        if within < len(part) and self._place(part[within]) == place:
            return self._head_of(number) + 1 + within
        return None

    def place_for(self, row: Row) -> Placed:
        """Where `row` would be inserted, once the head it needs stands at its own place."""
        number = bisect_left(self._keys, row.section_key)
        head = self._head_of(number)
        if self._number_of(row.section_key) is None:
            return Placed(head + 1, head)
        within = bisect_left(self._parts[number], row.key[2:], key=self._place)
        return Placed(head + 1 + within, None)

    def insert_header(self, section: SectionKey) -> None:
        """Puts the head of a section to where it belongs."""
        number = bisect_left(self._keys, section)
        self._keys.insert(number, section)
        self._change(number, (), is_new=True)

    def insert(self, row: Row, position: int) -> None:
        """Puts `row` to `position`, below a head that stands already."""
        number = bisect_left(self._keys, row.section_key)
        part, within = self._parts[number], position - self._head_of(number) - 1
        self._change(number, [*part[:within], row.line or row, *part[within:]])

    def replace(self, row: Row, position: int) -> None:
        """Puts `row` in the place of one with the same key."""
        number = bisect_left(self._keys, row.section_key)
        part, within = self._parts[number], position - self._head_of(number) - 1
        self._change(number, [*part[:within], row.line or row, *part[within + 1 :]])

    def remove(self, position: int) -> None:
        """Takes the clip at `position` away; its head stays."""
        number = bisect_right(self._head_positions(), position) - 1
        part, within = self._parts[number], position - self._head_of(number) - 1
        self._change(number, [*part[:within], *part[within + 1 :]])

    def empty_header_of(self, row: Row) -> int | None:
        """The place of the head that lost its last clip, `row`."""
        number = self._number_of(row.section_key)
        return None if number is None or self._parts[number] else self._head_of(number)

    def remove_header(self, position: int) -> None:
        """Takes the head at `position`, of an empty section, away."""
        number = bisect_left(self._head_positions(), position)
        del self._keys[number], self._parts[number]
        self._length -= 1
        self._heads = []

    def put(self, row: Row) -> None:
        """Has `row` stand where it belongs, in the place of one with the same key."""
        position = self.position_of(row)
        if position is not None:
            self.replace(row, position)
            return
        place = self.place_for(row)
        if place.header_position is not None:
            self.insert_header(row.section_key)
        self.insert(row, place.position)

    def take(self, row: Row) -> None:
        """Takes a row away where it stands here, with the head that it leaves alone."""
        position = self.position_of(row)
        if position is None:
            return
        self.remove(position)
        header = self.empty_header_of(row)
        if header is not None:
            self.remove_header(header)

    # Inside.

    def _ids_between(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        for head, part in zip(self._head_positions(), self._parts, strict=True):
            if head + len(part) >= start:
                for position, entry in enumerate(part, head + 1):
                    if start <= position < end:
                        yield position, entry.id

    def _at(self, position: int) -> tuple[int, Entry | None]:
        """The number of the section, and what stands there; `None` for its head."""
        heads = self._head_positions()
        number = bisect_right(heads, position) - 1
        within = position - heads[number] - 1
        return number, None if within < 0 else self._parts[number][within]

    def _number_of(self, section: SectionKey) -> int | None:
        number = bisect_left(self._keys, section)
        return number if self._keys[number : number + 1] == [section] else None

    def _head_of(self, number: int) -> int:
        """Where the head of a section stands, or would, behind the last one."""
        return self._head_positions()[number] if number < len(self._keys) else self._length

    def _head_positions(self) -> list[int]:
        if not self._heads:
            position = 0
            for part in self._parts:
                self._heads.append(position)
                position += 1 + len(part)
        return self._heads

    def _place(self, entry: Entry) -> Place:
        return entry.key[2:] if isinstance(entry, Row) else self._place_by_sort(entry)

    def _change(self, number: int, part: Sequence[Entry], *, is_new: bool = False) -> None:
        if is_new:
            self._parts.insert(number, part)
            self._length += 1
        else:
            self._length += len(part) - len(self._parts[number])
            self._parts[number] = part
        self._heads = []


def parts_of(rows: Iterable[Row]) -> list[Part]:
    """Rows that are in order, by their sections."""
    parts: list[tuple[SectionKey, list[Entry]]] = []
    for row in rows:
        if not parts or parts[-1][0] != row.section_key:
            parts.append((row.section_key, []))
        parts[-1][1].append(row.line or row)
    return list(parts)
