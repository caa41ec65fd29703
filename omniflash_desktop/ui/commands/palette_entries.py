"""What the palette can find: commands, clips, and prompts of clips that were made."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.listed_clip import ListedClip, encoded_words
from omniflash_desktop.ui.commands.fuzzy import ALL_WORDS, holds_all, rank
from omniflash_desktop.ui.library.poster_cache import poster_of

MOST_COMMANDS: Final = 12
MOST_CLIPS: Final = 24
ENOUGH_CLIPS: Final = 4
"""With fewer, titles count as well that only have the letters in order."""
MOST_PROMPTS: Final = 12
FIRST_COMMANDS: Final = 6
FIRST_CLIPS: Final = 5
FIRST_PROMPTS: Final = 3
"""What is shown before anything is typed."""
_BY_PURPOSE: Final = 20
"""Ranks behind all that are found by what they are called."""


class EntryKind(StrEnum):
    """What Enter does to an entry."""

    COMMAND = "command"
    CLIP = "clip"
    PROMPT = "prompt"


class PaletteEntry(msgspec.Struct, frozen=True):
    """One thing to be found.

    Attributes:
        kind: What it is.
        key: Of a command its value, else the id of the generation.
        title: What it is called.
        note: What it is for, or why it is not possible now; of a clip nothing.
        keys: Its keys in words.
        icon: A name of `theme.icons`.
        is_possible: Whether it can be done now.
        generation: The clip, or the newest clip with this prompt.
    """

    kind: EntryKind
    key: str
    title: str
    note: str = ""
    keys: str = ""
    icon: str = ""
    is_possible: bool = True
    generation: Generation | None = None

    @property
    def poster(self) -> Path | None:
        """The picture that stands for a clip."""
        return None if self.generation is None else poster_of(self.generation)


class Found(msgspec.Struct, frozen=True):
    """What answers to some words.

    Attributes:
        commands: The best first.
        clips: Ids of generations, the best first.
        asked_like_it: Ids of the clips whose prompts may be wanted, the newest first.
    """

    commands: list[PaletteEntry]
    clips: list[str]
    asked_like_it: list[str]


class PaletteIndex:
    """Finds commands and clips, in any thread, one search at a time.

    Args:
        commands: All of them; those to be offered first come first.
        clips: The lines of all clips.
    """

    def __init__(self, commands: Sequence[PaletteEntry], clips: Sequence[ListedClip]) -> None:
        self._commands = commands
        self._clips = clips
        self._newest: list[tuple[ListedClip, str]] | None = None

    def search(self, text: str) -> Found:
        """What answers to `text`, as it was typed; without any, what is offered at first."""
        if self._newest is None:
            newest = sorted(self._clips, key=_when_asked_for, reverse=True)
            self._newest = [(clip, clip.title.decode("utf-8", "replace")) for clip in newest]
        query = " ".join(text.casefold().split())
        if not query:
            possible = [one for one in self._commands if one.is_possible]
            first = [clip.id for clip, _ in self._newest[:FIRST_CLIPS]]
            return Found(possible[:FIRST_COMMANDS], first, first)
        commands = _commands(query, self._commands)
        words = [encoded_words(word) for word in query.split()]
        with_words = self._newest
        for word in words:
            # No call in this loop: it is what the time is spent on.
            with_words = [one for one in with_words if word in one[0].words]
        ranked = [(_rank_of(query, title), clip.id) for clip, title in with_words]
        if len(ranked) < ENOUGH_CLIPS:
            known = {clip.id for clip, _ in with_words}
            like_it = ((rank(query, title), clip.id) for clip, title in self._newest)
            ranked += [(place, one) for place, one in like_it if place and one not in known]
        # The sort is stable: what is found equally well stays the newest first.
        ranked.sort(key=_place)
        clips = [one for _, one in ranked[:MOST_CLIPS]]
        return Found(commands, clips, [clip.id for clip, _ in with_words[:MOST_CLIPS]])


def _commands(query: str, commands: Sequence[PaletteEntry]) -> list[PaletteEntry]:
    found: list[tuple[int, PaletteEntry]] = []
    for entry in commands:
        place = rank(query, entry.title.casefold())
        if place is None and query in entry.note.casefold():
            place = _BY_PURPOSE
        if place is not None:
            found.append((place + (0 if entry.is_possible else 1), entry))
    found.sort(key=_place)
    return [entry for _, entry in found[:MOST_COMMANDS]]


def prompt_entries(clips: Iterable[Generation], words: str, most: int) -> list[PaletteEntry]:
    """The prompts of some clips, each once, in which all words stand.

    Args:
        clips: Those whose prompts may be meant, the newest first.
        words: As they were typed; empty for any prompt.
        most: No more than so many.
    """
    wanted = words.casefold().split()
    entries: dict[str, PaletteEntry] = {}
    for clip in clips:
        prompt = clip.request.prompt.strip()
        if not prompt or prompt in entries or not holds_all(wanted, prompt.casefold()):
            continue
        line = " ".join(prompt.split())
        kind = EntryKind.PROMPT
        entries[prompt] = PaletteEntry(kind, clip.id, line, icon="quotes", generation=clip)
        if len(entries) == most:
            break
    return list(entries.values())


def clip_entry(clip: Generation) -> PaletteEntry:
    """The entry of a clip."""
    return PaletteEntry(EntryKind.CLIP, clip.id, clip.name, icon="film-strip", generation=clip)


def _rank_of(query: str, title: str) -> int:
    place = rank(query, title)
    return ALL_WORDS if place is None else place


def _place(found: tuple[int, object]) -> int:
    return found[0]


def _when_asked_for(clip: ListedClip) -> tuple[float, str]:
    return clip.created, clip.id
