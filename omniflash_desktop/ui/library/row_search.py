"""Finds rows by their words, fast enough to follow each key in a library of 100,000 clips."""

from collections.abc import Iterable, Mapping
from operator import attrgetter

from omniflash_desktop.ui.library.library_contents import LibraryContents
from omniflash_desktop.ui.library.library_filter import Filter, Query
from omniflash_desktop.ui.library.library_rows import Row, Section


class RowSearch:
    """Keeps all rows in order, each beside its words, until one of them is another.

    Args:
        contents: Knows the words.
    """

    def __init__(self, contents: LibraryContents) -> None:
        self._contents = contents
        self._is_fresh = False
        self._above: list[Row] = []
        self._rows: list[Row] = []
        self._texts: list[bytes] = []
        self._last: tuple[tuple[bytes, ...], list[int]] | None = None

    def forget(self) -> None:
        """Rows are others now."""
        self._is_fresh = False

    def found(self, places: Mapping[str, Row], query: Query) -> list[Row]:
        """The rows that a search and a filter let through, in order."""
        if not self._is_fresh:
            self._put_in_order(places)
        contents, rows = self._contents, self._rows
        if query.lets_all_through:
            return self._above + rows
        above = [row for row in self._above if contents.passes(row.group or row.id, query)]
        if query.words:
            rows = [rows[place] for place in self._places_with(query.words)]
        if query.filter is not Filter.ALL:
            rows = [row for row in rows if contents.passes(row.id, query)]
        return above + rows

    def _put_in_order(self, places: Mapping[str, Row]) -> None:
        """Nearly all rows are of clips that came to rest; the few others stand above them."""
        rows = sorted(places.values(), key=attrgetter("key"))
        few = next((n for n, row in enumerate(rows) if row.section is Section.DAY), len(rows))
        self._above, self._rows = rows[:few], rows[few:]
        self._texts, self._last = [], None
        self._is_fresh = True

    def _places_with(self, words: tuple[bytes, ...]) -> list[int]:
        """The places of the rows in which all words occur."""
        if not self._texts:
            self._texts = [self._contents.words_of(row) for row in self._rows]
        texts = self._texts
        places: Iterable[int] = range(len(texts))
        if self._last is not None and _narrows(words, self._last[0]):
            places = self._last[1]
        for word in words:
            # No call in this loop: it is what the time is spent on.
            places = [place for place in places if word in texts[place]]
        found = list(places)
        self._last = words, found
        return found


def _narrows(words: tuple[bytes, ...], before: tuple[bytes, ...]) -> bool:
    """Whether somebody has typed on: each word of before is still in one of these."""
    return all(any(old in new for new in words) for old in before)
