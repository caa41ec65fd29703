"""Where the rows of the library lie: tiles beside each other, all else on lines of its own.

Plain data, no Qt. Qt's own layout of a list asks for the size of every row after each change, a
quarter of a second for 100,000 of them. Tiles are all alike, so that a section is one sum.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from omniflash_desktop.ui.library.library_rows import Section
from omniflash_desktop.ui.library.row_sizes import HEADER_HEIGHT, RowSizes
from omniflash_desktop.ui.library.sectioned_rows import SectionSize


class Place(NamedTuple):
    """Where a row lies, in logical pixels from the top left of all rows."""

    left: int
    top: int
    width: int
    height: int


class RowLayout:
    """The places of all rows, found by binary searches."""

    def __init__(self) -> None:
        self._sizes: RowSizes | None = None
        self._sections: Sequence[SectionSize] = ()
        self._firsts: list[int] = []
        self._tops: list[int] = []
        self._lines: dict[int, list[int]] = {}
        self._count = 0
        self._height = 0

    @property
    def height(self) -> int:
        """Of everything, logical pixels."""
        return self._height

    def arrange(
        self, sections: Sequence[SectionSize], sizes: RowSizes, height_of: Callable[[int], int]
    ) -> None:
        """Lays everything out anew.

        Args:
            sections: From the top.
            sizes: Of tiles and lines.
            height_of: The height of a row that is no tile and no head, by its position.
        """
        self._sizes, self._sections = sizes, sections
        self._firsts, self._tops, self._lines = [], [], {}
        position = top = 0
        for number, section in enumerate(sections):
            self._firsts.append(position)
            self._tops.append(top)
            top += HEADER_HEIGHT
            if section.section is Section.DAY:
                top += -(-section.clips // sizes.columns) * sizes.cell_height
            else:
                lines = [top]
                for row in range(position + 1, position + 1 + section.clips):
                    lines.append(lines[-1] + height_of(row))
                self._lines[number] = lines
                top = lines[-1]
            position += 1 + section.clips
        self._count, self._height = position, top

    def place_of(self, position: int) -> Place | None:
        """Where a row lies."""
        sizes = self._sizes
        if sizes is None or not 0 <= position < self._count:
            return None
        number = bisect_right(self._firsts, position) - 1
        within = position - self._firsts[number] - 1
        top = self._tops[number]
        if within < 0:
            return Place(0, top, sizes.line, HEADER_HEIGHT)
        lines = self._lines.get(number)
        if lines is not None:
            return Place(0, lines[within], sizes.line, lines[within + 1] - lines[within])
        line, column = divmod(within, sizes.columns)
        left = column * sizes.cell_width
        top += HEADER_HEIGHT + line * sizes.cell_height
        return Place(left, top, sizes.cell_width, sizes.cell_height)

    def position_at(self, x: int, y: int) -> int | None:
        """The row at a point; `None` beside and below all rows."""
        first = self._first_at(y)
        if first is None:
            return None
        for position in range(first, first + self._columns(first)):
            place = self.place_of(position)
            if place is not None and place.left <= x < place.left + place.width:
                return position
        return None

    def positions_between(self, top: int, bottom: int) -> range:
        """All rows that show something between two heights."""
        first, last = self._first_at(max(0, top)), self._first_at(max(0, bottom))
        if first is None:
            return range(0)
        if last is None:
            return range(first, self._count)
        return range(first, last + self._columns(last))

    def line_of(self, position: int) -> range:
        """The rows on the same line, itself included."""
        place = self.place_of(position)
        if place is None:
            return range(0)
        first = self._first_at(place.top)
        assert first is not None
        return range(first, first + self._columns(first))

    def _first_at(self, y: int) -> int | None:
        """The first row of the line at a height."""
        sizes = self._sizes
        if sizes is None or not 0 <= y < self._height:
            return None
        number = bisect_right(self._tops, y) - 1
        below_head = y - self._tops[number] - HEADER_HEIGHT
        first = self._firsts[number]
        if below_head < 0:
            return first
        lines = self._lines.get(number)
        if lines is not None:
            return first + bisect_right(lines, y)
        return first + 1 + below_head // sizes.cell_height * sizes.columns

    def _columns(self, first: int) -> int:
        """How many rows the line has that begins with this one."""
        number = bisect_right(self._firsts, first) - 1
        if self._sizes is None or first == self._firsts[number] or number in self._lines:
            return 1
        left = self._firsts[number] + 1 + self._sections[number].clips - first
        return min(self._sizes.columns, left)
