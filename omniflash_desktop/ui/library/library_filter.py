"""Which clips a search and a filter let through."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Self, assert_never

import msgspec

from omniflash_desktop.domain.generation import RUNNING_STATES, Generation, State
from omniflash_desktop.domain.listed_clip import ListedClip, encoded_words
from omniflash_desktop.ui.notices.state_words import needs_attention


class Filter(StrEnum):
    """The filters beside the search."""

    ALL = "all"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    FAVOURITES = "favourites"


class Query(msgspec.Struct, frozen=True):
    """A search together with a filter.

    Attributes:
        words: Lower-case words that all must occur, as `encoded_words` gives them.
        filter: What else must hold.
    """

    words: tuple[bytes, ...] = ()
    filter: Filter = Filter.ALL

    @property
    def lets_all_through(self) -> bool:
        """Whether nothing is hidden."""
        return not self.words and self.filter is Filter.ALL

    def narrows(self, before: Self) -> bool:
        """Whether nothing passes that did not pass `before`, as while somebody types on."""
        return before.filter in (Filter.ALL, self.filter) and all(
            any(old in new for new in self.words) for old in before.words
        )


def passes(clip: ListedClip, query: Query, *, running: bool) -> bool:
    """Whether a search and a filter let a clip through.

    Args:
        clip: The clip.
        query: Search and filter.
        running: As `is_running` tells.
    """
    match query.filter:
        case Filter.ALL:
            fits = True
        case Filter.RUNNING:
            fits = running
        case Filter.READY:
            fits = clip.state is State.READY
        case Filter.FAILED:
            fits = clip.state is State.FAILED
        case Filter.FAVOURITES:
            fits = clip.favourite
        case _:
            assert_never(query.filter)
    return fits and all(word in clip.words for word in query.words)


def kept_by(chosen: Filter, clips: Sequence[ListedClip]) -> Sequence[ListedClip]:
    """The clips that came to rest and pass a filter."""
    match chosen:
        case Filter.ALL:
            return clips
        case Filter.RUNNING:
            return ()
        case Filter.READY:
            return [clip for clip in clips if clip.state is State.READY]
        case Filter.FAILED:
            return [clip for clip in clips if clip.state is State.FAILED]
        case Filter.FAVOURITES:
            return [clip for clip in clips if clip.favourite]
        case _:
            assert_never(chosen)


def is_running(generation: Generation) -> bool:
    """Whether something happens to it by itself."""
    return generation.state in RUNNING_STATES and not needs_attention(generation)


def query_from(text: str, chosen: Filter) -> Query:
    """What was typed and chosen, as a query."""
    return Query(tuple(encoded_words(word) for word in text.casefold().split()), chosen)


class LibraryCounts(msgspec.Struct, frozen=True):
    """How many clips there are, for the head of the panel and the filters."""

    all: int = 0
    running: int = 0
    failed: int = 0

    def plus(self, state: State, step: int, *, running: bool) -> Self:
        """These counts with a clip in `state` counted `step` more times."""
        return msgspec.structs.replace(
            self,
            all=self.all + step,
            running=self.running + step * running,
            failed=self.failed + step * (state is State.FAILED),
        )
