"""What the library knows: generations, their progress, the takes that share a row, the line.

Plain data, no Qt: `library_model` shows it. A unit is what one row shows: a generation, by its id,
or the takes of one click that are under way, by their group.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from omniflash_desktop.domain.generation import Generation, Progress, State
from omniflash_desktop.ui.library.library_filter import Query, passes, searchable_text
from omniflash_desktop.ui.library.library_rows import (
    Row,
    row_for,
    row_for_takes,
    shared_row_of,
)
from omniflash_desktop.ui.library.waiting_line import WaitingLine
from omniflash_desktop.ui.lost_services import LostServices
from omniflash_desktop.ui.notices.state_words import RowWords, row_words
from omniflash_desktop.ui.notices.takes_words import TakesUnderWay, takes_words

if TYPE_CHECKING:
    from omniflash_desktop.services.time_bands import TimeBands


class LibraryContents:
    """All generations, and what a row says of them.

    Args:
        now: The moment (UTC).
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.generations: dict[str, Generation] = {}
        self.line = WaitingLine()
        self.lost = LostServices()
        self.bands: TimeBands | None = None
        self._now = now
        self._progress: dict[str, Progress] = {}
        self._texts: dict[str, str] = {}
        self._takes: dict[str, set[str]] = {}
        self._seen: set[str] = set()

    def fill(self, generations: Iterable[Generation]) -> dict[str, Row]:
        """Replaces everything; returns the row of each unit."""
        self.generations = {one.id: one for one in generations}
        everything = self.generations.values()
        self.line.fill(everything)
        self._progress.clear()
        self._texts.clear()
        self._takes = {}
        now, seen = self._now(), self._seen
        rows: dict[str, Row] = {}
        groups: set[str] = set()
        for one in everything:
            if _is_one_of_many(one):
                self._takes.setdefault(one.group_id, set()).add(one.id)
                group = shared_row_of(one)
                if group:
                    groups.add(group)
                    continue
            rows[one.id] = row_for(one, now=now, seen=one.id in seen)
        for group in groups:
            rows[group] = row_for_takes(self._sharing(group), now=now)
        return rows

    def note(self, generation: Generation, progress: Progress | None) -> Generation | None:
        """Takes news of a generation; returns what was known of it."""
        known = self.generations.get(generation.id)
        self.generations[generation.id] = generation
        if generation.state is State.WAITING:
            self.lost.note_news(generation.id, self._now())
        else:
            self.lost.forget(generation.id)
        if progress is not None:
            self._progress[generation.id] = progress
        elif known is None or known.state is not generation.state:
            self._progress.pop(generation.id, None)
        if known != generation:
            self._texts.pop(generation.id, None)
            self.line.change(known, generation)
            if _is_one_of_many(generation):
                self._takes.setdefault(generation.group_id, set()).add(generation.id)
        return known

    def forget(self, generation_id: str) -> Generation | None:
        """Forgets a generation; returns what was known of it."""
        gone = self.generations.pop(generation_id, None)
        if gone is not None:
            self._progress.pop(generation_id, None)
            self._texts.pop(generation_id, None)
            self.lost.forget(generation_id)
            self.line.change(gone, None)
            if _is_one_of_many(gone):
                self._takes[gone.group_id].discard(gone.id)
        return gone

    def mark_seen(self, generation_id: str) -> bool:
        """The user has looked at a failure; tells whether it is one."""
        generation = self.generations.get(generation_id)
        if generation is None or generation.state is not State.FAILED:
            return False
        self._seen.add(generation_id)
        return True

    def row_of(self, unit: str) -> Row | None:
        """Where a unit belongs now; `None` where there is no such unit any more."""
        generation = self.generations.get(unit)
        if generation is None:
            takes = self._sharing(unit)
            return row_for_takes(takes, now=self._now()) if takes else None
        if shared_row_of(generation):
            return None
        return row_for(generation, now=self._now(), seen=unit in self._seen)

    def sharing_a_row(self, generation_id: str) -> tuple[Generation, ...]:
        """The takes that share a row with a generation, itself included, in their order."""
        generation = self.generations.get(generation_id)
        if generation is None:
            return ()
        group = shared_row_of(generation)
        return self._sharing(group) if group else (generation,)

    def passes(self, unit: str, query: Query) -> bool:
        """Whether a search and a filter let a unit through."""
        if query.lets_all_through:
            return True
        generation = self.generations.get(unit)
        if generation is not None:
            return self._passes(generation, query)
        return any(self._passes(one, query) for one in self._sharing(unit))

    def words(self, row: Row) -> RowWords:
        """What a row says."""
        now = self._now()
        if row.group:
            takes = self._takes_under_way(row.group)
            unseen_for = self.lost.unseen_for(takes.takes[0], now)
            return takes_words(takes, now=now, unseen_for=unseen_for)
        generation = self.generations[row.id]
        return row_words(
            generation,
            self._progress.get(row.id),
            now=now,
            ahead=self.line.ahead_of(generation),
            band=None
            if self.bands is None
            else self.bands.band_for(generation.request, service=generation.service),
            unseen_for=self.lost.unseen_for(generation, now),
        )

    def progress_of(self, row: Row) -> Progress | None:
        """How far a row is; of several takes their mean."""
        if row.group:
            return self._takes_under_way(row.group).mean
        return self._progress.get(row.id)

    def _sharing(self, group: str) -> tuple[Generation, ...]:
        takes = [self.generations[one] for one in self._takes.get(group, ())]
        return tuple(sorted((one for one in takes if shared_row_of(one)), key=_take_and_id))

    def _takes_under_way(self, group: str) -> TakesUnderWay:
        takes = self._sharing(group)
        ready = sum(self.generations[one].state is State.READY for one in self._takes[group])
        return TakesUnderWay(takes, ready, tuple(self._progress.get(one.id) for one in takes))

    def _passes(self, generation: Generation, query: Query) -> bool:
        if not passes(generation, query.filter):
            return False
        if not query.words:
            return True
        text = self._texts.get(generation.id)
        if text is None:
            text = self._texts[generation.id] = searchable_text(generation)
        return all(word in text for word in query.words)


def unit_of(generation: Generation) -> str:
    """Under what its row is found: its own id, or the group of the takes that share the row."""
    return shared_row_of(generation) or generation.id


def _is_one_of_many(generation: Generation) -> bool:
    return generation.takes > 1 and bool(generation.group_id)


def _take_and_id(generation: Generation) -> tuple[int, str]:
    return generation.take, generation.id
