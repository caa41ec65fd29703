"""A row of the list of prompts, and which rows there are. No widgets in here."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Self, assert_never

import msgspec

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.saved_prompt import PromptContent, SavedPrompt


class Shelf(StrEnum):
    """Which prompts are shown."""

    SAVED = "saved"
    SENT = "sent"


class Order(StrEnum):
    """How saved prompts are sorted; sent ones have the newest first."""

    LAST_USE = "last_use"
    NAME = "name"


class PromptEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One prompt.

    Attributes:
        key: Tells it from all others.
        title: Its name, or its first line.
        content: What goes into the composer.
        moment: When it was last used, saved or sent (UTC).
        saved: `None` for one that was only sent.
    """

    key: str
    title: str
    content: PromptContent
    moment: datetime
    saved: SavedPrompt | None = None

    @classmethod
    def of_saved(cls, prompt: SavedPrompt) -> Self:
        """The row of a saved prompt."""
        return cls(
            key=prompt.id,
            title=prompt.name,
            content=prompt.content,
            moment=prompt.touched_at,
            saved=prompt,
        )

    @classmethod
    def of_sent(cls, generation: Generation) -> Self:
        """The row of a prompt that a clip was asked for with."""
        return cls(
            key=generation.id,
            title=generation.name,
            content=PromptContent.of(generation.request),
            moment=generation.created_at,
        )


def shown(entries: Iterable[PromptEntry], search: str, order: Order) -> Sequence[PromptEntry]:
    """The entries in which each word of `search` occurs, as a part of a word too, in their order.

    Args:
        entries: Those of one shelf.
        search: What was typed.
        order: Counts for saved prompts.
    """
    words = search.casefold().split()
    found = [entry for entry in entries if all(word in _text_of(entry) for word in words)]
    match order:
        case Order.NAME:
            found.sort(key=_name_key)
        case Order.LAST_USE:
            found.sort(key=_moment_key, reverse=True)
        case _:
            assert_never(order)
    return found


def _text_of(entry: PromptEntry) -> str:
    return f"{entry.title}\n{entry.content.prompt}".casefold()


def _name_key(entry: PromptEntry) -> tuple[str, str]:
    return entry.title.casefold(), entry.key


def _moment_key(entry: PromptEntry) -> datetime:
    return entry.moment
