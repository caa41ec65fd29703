"""Where every unit of the library stands while nothing is hidden, and in which order clips stand.

Plain data, no Qt. A unit is what one row shows, see `library_contents`.
"""

from collections.abc import Iterable
from operator import attrgetter

from omniflash_desktop.domain.listed_clip import ListedClip
from omniflash_desktop.domain.window_layout import Sort
from omniflash_desktop.ui.library.library_contents import LibraryContents
from omniflash_desktop.ui.library.library_rows import Row, Section, tile_row
from omniflash_desktop.ui.library.resting_order import days_in_order
from omniflash_desktop.ui.library.sectioned_rows import SectionedRows, parts_of
from omniflash_desktop.ui.library.slices import Steps


class RowPlaces:
    """Keeps all rows in order.

    Args:
        contents: Knows the clips.

    Attributes:
        rows: All rows.
    """

    def __init__(self, contents: LibraryContents) -> None:
        self._contents = contents
        self.rows = SectionedRows()
        # The rows of all others follow from their clips: it is these whose place time changes.
        self._above: dict[str, Row] = {}
        self._meanwhile: list[tuple[str, ListedClip | None]] | None = None

    def row_of(self, unit: str, sort: Sort) -> Row | None:
        """The row of a unit among rows in some order."""
        above = self._above.get(unit)
        line = self._contents.line_of(unit)
        return tile_row(line, sort) if above is None and line is not None else above

    def fill(self, sort: Sort) -> Steps[None]:
        """Places everything anew."""
        self._above = self._contents.rows_above()
        return self.sort_anew(sort)

    def sort_anew(self, sort: Sort) -> Steps[None]:
        """Places finished clips in another order. Until that is done, the rows stand as before."""
        self._meanwhile = []
        for unit in list(self._above):
            row = self._contents.row_of(unit)
            if row is not None and row.section is Section.DAY:
                # A failure stays on top for a day.
                del self._above[unit]
        days = yield from days_in_order(self._contents.at_rest(without=self._above), sort)
        meanwhile, self._meanwhile = self._meanwhile, None
        self._contents.sort = sort
        self.rows = SectionedRows(sort)
        self.rows.fill(parts_of(sorted(self._above.values(), key=attrgetter("key"))))
        self.rows.append(((Section.DAY.value, day), clips) for day, clips in days)
        for unit, before in meanwhile:
            self._place(unit, None if before is None else tile_row(before, sort))

    def place(self, unit: str, before: ListedClip | None) -> tuple[Row | None, Row | None]:
        """A unit is another one now, or came, or went: has it stand where it belongs.

        Args:
            unit: The unit.
            before: The line it had, where it had come to rest.

        Returns:
            Where it stood, and where it stands.
        """
        old = self._above.pop(unit, None)
        if old is None and before is not None:
            old = tile_row(before, self.rows.sort)
        if self._meanwhile is not None:
            self._meanwhile.append((unit, before))
        return old, self._place(unit, old)

    def add(self, clips: Iterable[ListedClip], *, hold_back: bool) -> list[Row]:
        """Places clips that came to rest and were read; returns their rows, in order.

        Args:
            clips: Lines of clips that have no row yet.
            hold_back: Leaves those of the days out: everything is placed anew later.
        """
        rows = [self._contents.row_at_rest(clip) for clip in clips]
        if self._meanwhile is not None:
            self._meanwhile += [(row.id, None) for row in rows]
        self._above.update((row.id, row) for row in rows if row.section is not Section.DAY)
        if hold_back:
            rows = [row for row in rows if row.section is not Section.DAY]
        rows.sort(key=attrgetter("key"))
        below = [row for row in rows if self.rows.stands_below(row)]
        for row in rows[: len(rows) - len(below)]:
            self.rows.put(row)
        self.rows.append(parts_of(below))
        return rows

    def _place(self, unit: str, old: Row | None) -> Row | None:
        new = self._contents.row_of(unit)
        if old is not None and (new is None or new.key != old.key):
            self.rows.take(old)
        if new is not None:
            if new.section is not Section.DAY:
                self._above[unit] = new
            self.rows.put(new)
        return new
