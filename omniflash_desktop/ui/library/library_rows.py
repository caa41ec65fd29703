"""Which row a clip has, and where it belongs. Plain data, no Qt."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import Enum, IntEnum
from typing import Final, TypeAlias

import msgspec

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.listed_clip import ListedClip
from omniflash_desktop.domain.window_layout import Sort
from omniflash_desktop.ui.library.resting_order import Rank, day_by, place_by
from omniflash_desktop.ui.notices.state_words import is_held, needs_attention

_FAILURE_STAYS: Final = 86_400.0
"""Seconds. After that a failure nobody looked at is found among the clips of its day."""

Key: TypeAlias = tuple[int, int, int, float | bytes, float, str]
"""Section, day (in the order of the sections), rank in the section, place in the rank twice, id.

What is at work stands newest first; below it stands what waits in line, in the order in which it
will be sent. Finished clips stand as the user wants them sorted; only titles are bytes, and they
are compared among themselves.
"""
SectionKey: TypeAlias = tuple[int, int]
"""The first two of a `Key`."""


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


class Row(msgspec.Struct, frozen=True, gc=False):
    """One row. A header has no id.

    Attributes:
        key: Its place.
        kind: How it looks.
        id: The generation; of several takes that share the row, the first one under way.
        group: The group of those takes; empty for a row of one clip.
        clips: How many clips it shows.
        line: Of a tile: its clip's line, which is all that is kept of the row.
    """

    key: Key
    kind: RowKind
    id: str
    group: str = ""
    clips: int = 1
    line: ListedClip | None = None

    @property
    def section(self) -> Section:
        """Which part of the list it is in."""
        return Section(self.key[0])

    @property
    def section_key(self) -> SectionKey:
        """What all rows of its section have in common."""
        return self.key[:2]

    @property
    def day(self) -> date | None:
        """The day of its section; `None` where the section is not about one."""
        # Below zero where the newest day comes first.
        return date.fromordinal(abs(self.key[1])) if self.key[1] else None


def row_for(generation: Generation, *, now: datetime) -> Row:
    """Where a generation belongs at `now` that did not come to rest.

    Args:
        generation: What the row shows.
        now: The moment (UTC).
    """
    rank = Rank.CLIP
    first, second = -generation.created_at.timestamp(), 0.0
    if needs_attention(generation):
        section, kind = Section.ATTENTION, RowKind.GUIDED
    else:
        section, kind = Section.RUNNING, RowKind.TASK
        if is_held(generation, now=now):
            kind = RowKind.GUIDED
        if generation.state is State.QUEUED:
            rank = Rank.IN_LINE
            first, second = generation.order, -first
    key = (section.value, 0, rank.value, first, second, generation.id)
    return Row(key, kind, generation.id)


def row_at_rest(clip: ListedClip, *, now: float, seen: bool, sort: Sort) -> Row:
    """Where a generation belongs that came to rest.

    Args:
        clip: What the row shows.
        now: The moment, in seconds since 1970.
        seen: Whether the user has looked at this failure already.
        sort: How finished clips stand.
    """
    if clip.state is State.FAILED and not seen and now - clip.changed <= _FAILURE_STAYS:
        key = (Section.ATTENTION.value, 0, Rank.CLIP.value, clip.order, 0.0, clip.id)
        return Row(key, RowKind.GUIDED, clip.id)
    return tile_row(clip, sort)


def tile_row(clip: ListedClip, sort: Sort) -> Row:
    """The row of a clip among the clips of its day, or of its order."""
    key = (Section.DAY.value, day_by(clip, sort), *place_by(sort)(clip))
    return Row(key, RowKind.TILE, clip.id, line=clip)


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


def header_of(section: SectionKey) -> Row:
    """The head of a section."""
    return Row((*section, Rank.HEAD.value, 0.0, 0.0, ""), RowKind.HEADER, "", clips=0)
