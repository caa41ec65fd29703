"""The rows that a search lets through, in the order that is wanted, brought up in slices.

A search shows its first screens as soon as it has them, and the rest at its end; the rows stand in
their order until another one is known. What happens meanwhile is kept, and comes last.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from omniflash_desktop.domain.listed_clip import ListedClip
from omniflash_desktop.domain.window_layout import Sort
from omniflash_desktop.ui.library.library_contents import LibraryContents
from omniflash_desktop.ui.library.library_filter import Query
from omniflash_desktop.ui.library.resting_order import AT_ONCE
from omniflash_desktop.ui.library.row_places import RowPlaces
from omniflash_desktop.ui.library.row_search import looked_through
from omniflash_desktop.ui.library.sectioned_rows import Entry, Part
from omniflash_desktop.ui.library.shown_rows import ShownRows
from omniflash_desktop.ui.library.slices import Slices, Steps

if TYPE_CHECKING:
    from omniflash_desktop.ui.library.library_rows import Row, SectionKey

_FIRST_SCREENS: Final = 400
"""Rows. What a search shows at once: more than the largest screen has room for."""


class FoundRows(ShownRows):
    """Shows what passes a query of what some contents hold.

    Args:
        contents: All clips.
        parent: Owner.
    """

    def __init__(self, contents: LibraryContents, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._contents = contents
        self._places = RowPlaces(contents)
        self._slices = Slices(self)
        self._sort = Sort.NEWEST
        self._is_sorting = False
        self._query = Query()
        self._shown_query = Query()
        self._is_all_shown = True
        self._late_news: list[tuple[Row | None, str]] = []
        self._late_rows: list[Row] = []
        self._is_more_expected = False
        self._is_holding_back = False

    @property
    def query(self) -> Query:
        """What is searched for."""
        return self._query

    def set_query(self, query: Query) -> None:
        """Shows what `query` lets through: the first screens soon, the rest in a moment."""
        if query != self._query:
            self._query = query
            if not self._is_sorting:
                goes_on = self._is_all_shown and query.narrows(self._shown_query)
                self._slices.begin(self._find(among_shown=goes_on))

    def set_sort(self, sort: Sort) -> None:
        """Places finished clips in another order; the rows stand as before until it is known."""
        if sort is not self._sort:
            self._sort = sort
            self._is_holding_back = self._is_more_expected and not sort.has_days
            self._sort_anew()

    @property
    def sorted_by(self) -> Sort:
        """How finished clips stand, or will in a moment."""
        return self._sort

    @property
    def is_arranging(self) -> bool:
        """Whether more rows will follow by themselves, or others."""
        return self._is_sorting or not self._is_all_shown

    # For the model.

    def _fill(self) -> None:
        """The contents are others: shows them, however long it takes."""
        self._slices.finish(self._show_sorted(self._places.fill(self._sort)))

    def _expect_more(self, more: bool) -> None:
        """Whether pages of clips follow: the first one by title is known when all titles are."""
        was_holding_back, self._is_more_expected = self._is_holding_back, more
        self._is_holding_back = more and not self._sort.has_days
        if was_holding_back and not more:
            self._sort_anew()

    def _add(self, clips: Iterable[ListedClip]) -> None:
        """Shows clips that were read, where they pass."""
        rows = self._places.add(clips, hold_back=self._is_holding_back)
        if not self._is_all_shown:
            self._late_rows += rows
        elif shown := [row for row in rows if self._passes(row.id)]:
            self._show_more(shown)
            self.rearranged.emit()

    def _put(self, unit: str, before: ListedClip | None) -> bool:
        """Shows a unit where it belongs now; tells whether a row came, went or moved."""
        old, new = self._places.place(unit, before)
        if not self._is_all_shown:
            self._late_news.append((old, unit))
            return False
        return self._show_instead(old, new if self._passes(unit) else None)

    # Inside.

    def _sort_anew(self) -> None:
        self._slices.begin(self._show_sorted(self._places.sort_anew(self._sort)))

    def _show_sorted(self, sorting: Steps[None]) -> Steps[None]:
        self._is_sorting = True
        yield from sorting
        self._is_sorting = False
        yield from self._find()

    def _find(self, *, among_shown: bool = False) -> Steps[None]:
        """Shows what the search lets through, and keeps what happens meanwhile for the end.

        Args:
            among_shown: Whether all of that is shown already.
        """
        query, parts, known = self._query, self._places.rows.parts, None
        if among_shown:
            parts, known = self._rows.parts, self._shown_query
        self._is_all_shown = False
        self._late_news, self._late_rows = [], []
        if query.lets_all_through:
            self._answer(query, parts)
        else:
            found = looked_through(parts, query, self._contents, known=known)
            yield from self._show_found(found, query)
        self._is_all_shown = True
        self._show_more([row for row in self._late_rows if self._passes(row.id)])
        for old, unit in self._late_news:
            new = self._places.row_of(unit, self._rows.sort)
            self._show_instead(old, new if self._passes(unit) else None)
        self.rearranged.emit()

    def _show_found(self, found: Iterable[tuple[int, Part]], query: Query) -> Steps[None]:
        kept: dict[SectionKey, list[Entry]] = {}
        looked_at = count = 0
        is_begun = False
        for some, (section, rows) in found:
            if rows:
                kept.setdefault(section, []).extend(rows)
            looked_at, count = looked_at + some, count + len(rows)
            if looked_at < AT_ONCE:
                continue
            looked_at = 0
            if not is_begun and count >= _FIRST_SCREENS:
                is_begun = True
                self._answer(query, list(kept.items()))
                kept = {}
                self.rearranged.emit()
                yield True
            else:
                yield False
        if is_begun:
            self._show_below(list(kept.items()))
        else:
            self._answer(query, list(kept.items()))

    def _answer(self, query: Query, parts: Sequence[Part]) -> None:
        self._shown_query = query
        self._show(parts, self._places.rows.sort)

    def _passes(self, unit: str) -> bool:
        return self._contents.passes(unit, self._shown_query)
