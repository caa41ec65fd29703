"""In which order clips stand that came to rest. Plain data, no Qt.

Only a clip's line is kept: its place is worked out when somebody asks, which a binary search does
some twenty times. Sorting all of them is work for `Slices`.
"""

from collections.abc import Callable, Sequence
from datetime import date
from enum import IntEnum
from functools import lru_cache
from heapq import merge
from itertools import islice
from math import inf
from typing import Final, TypeAlias, assert_never

from omniflash_desktop.domain.listed_clip import ListedClip
from omniflash_desktop.domain.window_layout import Sort
from omniflash_desktop.ui.library.slices import Steps

Place: TypeAlias = tuple[int, float | bytes, float, str]
"""Within a section: rank, place in the rank twice, id. Only titles are bytes."""

AT_ONCE: Final = 1000
"""Clips. So many are looked through, or placed, without a pause: about a millisecond."""
_RUN: Final = 4000
"""Clips that are sorted without a pause: longer runs would be seen, shorter ones merge slowly."""
_QUARTER: Final = 900
"""Seconds. Every time zone's days begin with a quarter of an hour."""


class Rank(IntEnum):
    """What comes first within a section."""

    HEAD = 0
    CLIP = 1
    IN_LINE = 2


_CLIP: Final = Rank.CLIP.value
"""Looking a member's value up takes as long as the rest of a place, and a library has 100,000."""


def place_by(sort: Sort) -> Callable[[ListedClip], Place]:
    """What tells the place of a clip within its section."""
    match sort:
        case Sort.NEWEST:
            return _newest_first
        case Sort.OLDEST:
            return _oldest_first
        case Sort.TITLE:
            return _by_title
        case Sort.LONGEST:
            return _longest_first
        case Sort.COSTLIEST:
            return _costliest_first
        case _:
            assert_never(sort)


def day_by(clip: ListedClip, sort: Sort) -> int:
    """The day whose section a clip is in, below zero where the newest comes first; 0 for none."""
    if not sort.has_days:
        return 0
    day = _day_of(clip.created // _QUARTER)
    return day if sort is Sort.OLDEST else -day


def days_in_order(
    clips: Sequence[ListedClip], sort: Sort
) -> Steps[list[tuple[int, list[ListedClip]]]]:
    """All clips, by the days of their sections, in order."""
    if not sort.has_days:
        return [(0, (yield from _in_order(clips, place_by(sort))))] if clips else []
    days: dict[int, list[ListedClip]] = {}
    for start in range(0, len(clips), AT_ONCE):
        if start:
            yield False
        for clip in clips[start : start + AT_ONCE]:
            days.setdefault(day_by(clip, sort), []).append(clip)
    ordered: list[tuple[int, list[ListedClip]]] = []
    placed = 0
    for day in sorted(days):
        ordered.append((day, (yield from _in_order(days[day], place_by(sort)))))
        placed += len(days[day])
        if placed >= AT_ONCE:
            placed = 0
            yield False
    return ordered


def _in_order(
    clips: Sequence[ListedClip], place: Callable[[ListedClip], Place]
) -> Steps[list[ListedClip]]:
    if len(clips) <= _RUN:
        return sorted(clips, key=place)
    runs: list[list[ListedClip]] = []
    for start in range(0, len(clips), _RUN):
        runs.append(sorted(clips[start : start + _RUN], key=place))
        yield False
    merged = merge(*runs, key=place)
    ordered: list[ListedClip] = []
    while following := list(islice(merged, AT_ONCE)):
        ordered += following
        yield False
    return ordered


def _newest_first(clip: ListedClip) -> Place:
    return _CLIP, clip.order, 0.0, clip.id


def _oldest_first(clip: ListedClip) -> Place:
    return _CLIP, -clip.order, 0.0, clip.id


def _by_title(clip: ListedClip) -> Place:
    return _CLIP, clip.title, clip.order, clip.id


def _longest_first(clip: ListedClip) -> Place:
    return _CLIP, -clip.seconds, clip.order, clip.id


def _costliest_first(clip: ListedClip) -> Place:
    return _CLIP, inf if clip.cost is None else -clip.cost, clip.order, clip.id


@lru_cache(maxsize=4096)
def _day_of(quarter: float) -> int:
    return date.fromtimestamp(quarter * _QUARTER).toordinal()
