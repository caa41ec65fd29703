"""Which clips a search and a filter let through."""

from collections.abc import Collection
from enum import StrEnum
from typing import Self, assert_never

import msgspec

from omniflash_desktop.domain.generation import RUNNING_STATES, Generation, State
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
        words: Lower-case words that all must occur.
        filter: What else must hold.
    """

    words: tuple[str, ...] = ()
    filter: Filter = Filter.ALL

    @property
    def lets_all_through(self) -> bool:
        """Whether nothing is hidden."""
        return not self.words and self.filter is Filter.ALL


def searchable_text(generation: Generation) -> str:
    """What a search looks through: prompt, title, task id and file name, in lower case."""
    parts = [generation.request.prompt, generation.title, generation.task_id or ""]
    if generation.clip is not None:
        parts.append(generation.clip.path.name)
    return "\n".join(parts).casefold()


def passes(generation: Generation, chosen: Filter) -> bool:
    """Whether `generation` belongs to the filter."""
    match chosen:
        case Filter.ALL:
            return True
        case Filter.RUNNING:
            return is_running(generation)
        case Filter.READY:
            return generation.state is State.READY
        case Filter.FAILED:
            return generation.state is State.FAILED
        case Filter.FAVOURITES:
            return generation.favourite
        case _:
            assert_never(chosen)


def is_running(generation: Generation) -> bool:
    """Whether something happens to it by itself."""
    return generation.state in RUNNING_STATES and not needs_attention(generation)


def query_from(text: str, chosen: Filter) -> Query:
    """What was typed and chosen, as a query."""
    return Query(tuple(text.casefold().split()), chosen)


class LibraryCounts(msgspec.Struct, frozen=True):
    """How many clips there are, for the head of the panel and the filters."""

    all: int = 0
    running: int = 0
    failed: int = 0

    def plus(self, generation: Generation, step: int) -> Self:
        """These counts with `generation` counted `step` more times."""
        return msgspec.structs.replace(
            self,
            all=self.all + step,
            running=self.running + step * is_running(generation),
            failed=self.failed + step * (generation.state is State.FAILED),
        )


def counts_of(generations: Collection[Generation]) -> LibraryCounts:
    """How many clips there are of each kind."""
    return LibraryCounts(
        len(generations),
        sum(map(is_running, generations)),
        sum(one.state is State.FAILED for one in generations),
    )
