"""What the library knows: generations, their progress, the takes that share a row, the line.

Plain data, no Qt: `library_model` shows it. A unit is what one row shows: a generation, by its id,
or the takes of one click that are under way, by their group.
"""

from collections.abc import Callable, Container, Iterable
from datetime import datetime
from heapq import nlargest
from typing import TYPE_CHECKING

import msgspec

from omniflash_desktop.domain.generation import Generation, Progress, State
from omniflash_desktop.domain.listed_clip import ListedClip, listed
from omniflash_desktop.domain.window_layout import Sort
from omniflash_desktop.ui.library.clip_shelf import ClipShelf
from omniflash_desktop.ui.library.library_filter import (
    LibraryCounts,
    Query,
    is_running,
    passes,
)
from omniflash_desktop.ui.library.library_rows import (
    Row,
    Section,
    row_at_rest,
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


class Known(msgspec.Struct, frozen=True):
    """What was known of a generation before there was news of it.

    Attributes:
        unit: Under what its row was found.
        line: Its line in the list, where it had come to rest; else `None`.
    """

    unit: str
    line: ListedClip | None


class LibraryContents:
    """All generations, and what a row says of them.

    Args:
        now: The moment (UTC).

    Attributes:
        counts: How many there are.
        sort: How finished clips stand; `RowPlaces` changes it, and places all rows anew.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.shelf = ClipShelf()
        self.line = WaitingLine()
        self.lost = LostServices()
        self.bands: TimeBands | None = None
        self.counts = LibraryCounts()
        self.sort = Sort.NEWEST
        self._now = now
        self._listed: dict[str, ListedClip] = {}
        self._live: dict[str, Generation] = {}
        self._progress: dict[str, Progress] = {}
        self._takes: dict[str, set[str]] = {}
        self._seen: set[str] = set()
        self._new: set[str] = set()

    def __contains__(self, generation_id: str) -> bool:
        return generation_id in self._listed

    def __len__(self) -> int:
        return len(self._listed)

    def get(self, generation_id: str) -> Generation | None:
        """The generation; `None` where there is none, or it cannot be read."""
        if generation_id not in self._listed:
            return None
        return self._live.get(generation_id) or self.shelf.get(generation_id)

    def state_of(self, generation_id: str) -> State | None:
        """Where a generation stands; `None` where there is none."""
        known = self._listed.get(generation_id)
        return None if known is None else known.state

    def title_of(self, generation_id: str) -> bytes:
        """As `ListedClip.title`; empty where there is none."""
        known = self._listed.get(generation_id)
        return b"" if known is None else known.title

    def everything(self) -> tuple[ListedClip, ...]:
        """The lines of all generations at this moment, in no order."""
        return tuple(self._listed.values())

    def newest_ready(self, count: int) -> list[Generation]:
        """Finished clips, the newest first."""
        ready = (one for one in self._listed.values() if one.state is State.READY)
        newest = nlargest(count, ready, key=_when_asked_for)
        return [one for clip in newest if (one := self.get(clip.id)) is not None]

    # News.

    def fill(self, generations: Iterable[Generation]) -> None:
        """Replaces everything."""
        for known in (self._listed, self._live, self._progress, self._takes):
            known.clear()
        self.shelf.clear()
        self.counts = LibraryCounts()
        everything = list(generations)
        self.line.fill(everything)
        for one in everything:
            self._list(listed(one), running=is_running(one))
            self._hold(one)
        for one in everything:
            if _is_one_of_many(one):
                self._takes.setdefault(one.group_id, set()).add(one.id)

    def add_page(self, clips: Iterable[ListedClip]) -> list[ListedClip]:
        """Takes clips that came to rest, as they are read; returns those that are new."""
        added: list[ListedClip] = []
        for clip in clips:
            if clip.id in self._listed:
                # What was told meanwhile is newer.
                continue
            self._list(clip, running=False)
            takes = self._takes.get(clip.group)
            if takes is not None:
                takes.add(clip.id)
            added.append(clip)
        return added

    def note(self, generation: Generation, progress: Progress | None) -> Known | None:
        """Takes news of a generation; returns what was known of it."""
        known = self._listed.get(generation.id)
        told = None if known is None else self._known(known)
        if generation.state is State.WAITING:
            self.lost.note_news(generation.id, self._now())
        else:
            self.lost.forget(generation.id)
        if progress is not None:
            self._progress[generation.id] = progress
        elif known is None or known.state is not generation.state:
            self._progress.pop(generation.id, None)
        if not self.is_told_already(generation):
            self._take_in(generation, known)
        return told

    def _take_in(self, generation: Generation, known: ListedClip | None) -> None:
        before = self._live.get(generation.id)
        if known is not None:
            self.counts = self.counts.plus(known.state, -1, running=_runs(before))
            if generation.state is State.READY and known.state is not State.READY:
                self._new.add(generation.id)
        self._list(listed(generation), running=is_running(generation))
        self._hold(generation)
        self.line.change(before, generation)
        if _is_one_of_many(generation):
            self._takes_of(generation.group_id).add(generation.id)

    def is_told_already(self, generation: Generation) -> bool:
        """Whether nothing of it is news."""
        at_hand = self._live.get(generation.id) or self.shelf.at_hand(generation.id)
        return at_hand == generation

    def forget(self, generation_id: str) -> Known | None:
        """Forgets a generation; returns what was known of it."""
        known = self._listed.get(generation_id)
        if known is None:
            return None
        told = self._known(known)
        del self._listed[generation_id]
        gone = self._live.pop(generation_id, None)
        self._new.discard(generation_id)
        self.shelf.take_away(generation_id)
        self._progress.pop(generation_id, None)
        self.lost.forget(generation_id)
        self.line.change(gone, None)
        self.counts = self.counts.plus(known.state, -1, running=_runs(gone))
        if known.group in self._takes:
            self._takes[known.group].discard(generation_id)
        return told

    def is_new(self, generation_id: str) -> bool:
        """Whether a clip came while the app ran, and nobody has looked at it."""
        return generation_id in self._new

    def forget_new(self, generation_id: str) -> None:
        """Somebody has looked at it."""
        self._new.discard(generation_id)

    def mark_seen(self, generation_id: str) -> bool:
        """The user has looked at a failure; tells whether it is one."""
        known = self._listed.get(generation_id)
        if known is None or known.state is not State.FAILED:
            return False
        self._seen.add(generation_id)
        return True

    # Rows.

    def rows_above(self) -> dict[str, Row]:
        """The rows of the units that stand above the clips of the days."""
        rows = {unit: row for unit in self._live_units() if (row := self.row_of(unit)) is not None}
        for clip in [one for one in self._listed.values() if one.state is State.FAILED]:
            row = self.row_at_rest(clip)
            if row.section is not Section.DAY:
                rows[clip.id] = row
        return rows

    def at_rest(self, *, without: Container[str]) -> list[ListedClip]:
        """All clips that came to rest, in no order, but for some ids."""
        live = self._live
        return [
            clip for clip in self._listed.values() if clip.id not in live and clip.id not in without
        ]

    def line_of(self, generation_id: str) -> ListedClip | None:
        """The line of a clip that came to rest."""
        return None if generation_id in self._live else self._listed.get(generation_id)

    def row_at_rest(self, clip: ListedClip) -> Row:
        """Where a clip belongs that came to rest."""
        now, seen = self._now().timestamp(), clip.id in self._seen
        return row_at_rest(clip, now=now, seen=seen, sort=self.sort)

    def row_of(self, unit: str) -> Row | None:
        """Where a unit belongs now; `None` where there is no such unit any more."""
        clip = self._listed.get(unit)
        if clip is None:
            takes = self._sharing(unit)
            return row_for_takes(takes, now=self._now()) if takes else None
        live = self._live.get(unit)
        if live is None:
            return self.row_at_rest(clip)
        return None if shared_row_of(live) else row_for(live, now=self._now())

    def sharing_a_row(self, generation_id: str) -> tuple[Generation, ...]:
        """The takes that share a row with a generation, itself included, in their order."""
        live = self._live.get(generation_id)
        group = "" if live is None else shared_row_of(live)
        if group:
            return self._sharing(group)
        generation = self.get(generation_id)
        return () if generation is None else (generation,)

    def passes(self, unit: str, query: Query) -> bool:
        """Whether a search and a filter let a unit through."""
        if query.lets_all_through:
            return True
        clip = self._listed.get(unit)
        if clip is not None:
            return passes(clip, query, running=_runs(self._live.get(unit)))
        takes = self._sharing(unit)
        return any(passes(self._listed[one.id], query, running=_runs(one)) for one in takes)

    def words(self, row: Row, *, is_missing: bool = False) -> RowWords | None:
        """What a row says; `None` where its clip cannot be read.

        Args:
            row: The row.
            is_missing: Whether its file is not where it was.
        """
        now = self._now()
        if row.group:
            takes = self._takes_under_way(row.group)
            unseen_for = self.lost.unseen_for(takes.takes[0], now)
            return takes_words(takes, now=now, unseen_for=unseen_for)
        generation = self.get(row.id)
        if generation is None:
            return None
        return row_words(
            generation,
            self._progress.get(row.id),
            now=now,
            ahead=self.line.ahead_of(generation),
            band=None
            if self.bands is None
            else self.bands.band_for(generation.request, service=generation.service),
            unseen_for=self.lost.unseen_for(generation, now),
            is_missing=is_missing,
        )

    def progress_of(self, row: Row) -> Progress | None:
        """How far a row is; of several takes their mean."""
        if row.group:
            return self._takes_under_way(row.group).mean
        return self._progress.get(row.id)

    # Inside.

    def _known(self, clip: ListedClip) -> Known:
        return Known(self.unit_of_id(clip.id), self.line_of(clip.id))

    def _live_units(self) -> dict[str, None]:
        return dict.fromkeys(unit_of(one) for one in self._live.values())

    def _list(self, clip: ListedClip, *, running: bool) -> None:
        self._listed[clip.id] = clip
        self.counts = self.counts.plus(clip.state, 1, running=running)

    def _hold(self, generation: Generation) -> None:
        if generation.is_finished:
            self._live.pop(generation.id, None)
            self.shelf.put(generation)
        else:
            self.shelf.take_away(generation.id)
            self._live[generation.id] = generation

    def unit_of_id(self, generation_id: str) -> str:
        """Under what the row of a generation, or of a group of takes, is found."""
        live = self._live.get(generation_id)
        return generation_id if live is None else unit_of(live)

    def _takes_of(self, group: str) -> set[str]:
        """All takes of a click. Nobody keeps those in mind of which none is under way."""
        takes = self._takes.get(group)
        if takes is None:
            takes = {one.id for one in self._listed.values() if one.group == group}
            self._takes[group] = takes
        return takes

    def _sharing(self, group: str) -> tuple[Generation, ...]:
        takes = (self._live.get(one) for one in self._takes.get(group, ()))
        sharing = (one for one in takes if one is not None and shared_row_of(one))
        return tuple(sorted(sharing, key=_take_and_id))

    def _takes_under_way(self, group: str) -> TakesUnderWay:
        takes = self._sharing(group)
        ready = sum(self._listed[one].state is State.READY for one in self._takes[group])
        return TakesUnderWay(takes, ready, tuple(self._progress.get(one.id) for one in takes))


def unit_of(generation: Generation) -> str:
    """Under what its row is found: its own id, or the group of the takes that share the row."""
    return shared_row_of(generation) or generation.id


def _runs(generation: Generation | None) -> bool:
    return generation is not None and is_running(generation)


def _is_one_of_many(generation: Generation) -> bool:
    return generation.takes > 1 and bool(generation.group_id)


def _take_and_id(generation: Generation) -> tuple[int, str]:
    return generation.take, generation.id


def _when_asked_for(clip: ListedClip) -> tuple[float, str]:
    return clip.created, clip.id
