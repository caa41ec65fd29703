"""The generations at hand: those under way, and finished ones that were looked at lately."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from omniflash_desktop.domain.generation import Generation

_LATELY: Final = 400
"""Finished clips; several screens full of the smallest tiles."""


class ClipShelf:
    """Reads a finished clip when somebody looks at it, and forgets it when nobody does any more.

    Without a library to read from, everything stays at hand.
    """

    def __init__(self) -> None:
        self._read: Callable[[str], Generation | None] | None = None
        self._held: dict[str, Generation] = {}
        self._lately: OrderedDict[str, Generation] = OrderedDict()

    def use(self, read: Callable[[str], Generation | None]) -> None:
        """Reads finished clips from a library from now on."""
        self._read = read

    def put(self, generation: Generation) -> None:
        """Takes news of a generation."""
        self.take_away(generation.id)
        if self._read is not None and generation.is_finished:
            self._remember(generation)
        else:
            self._held[generation.id] = generation

    def at_hand(self, generation_id: str) -> Generation | None:
        """The generation, unless it would have to be read."""
        return self._held.get(generation_id) or self._lately.get(generation_id)

    def get(self, generation_id: str) -> Generation | None:
        """The generation; `None` where the library does not know it, or not any more."""
        held = self._held.get(generation_id)
        if held is not None:
            return held
        known = self._lately.get(generation_id)
        if known is not None:
            self._lately.move_to_end(generation_id)
            return known
        found = None if self._read is None else self._read(generation_id)
        if found is not None:
            self._remember(found)
        return found

    def take_away(self, generation_id: str) -> Generation | None:
        """Forgets a generation; returns it where it was at hand."""
        held = self._held.pop(generation_id, None)
        lately = self._lately.pop(generation_id, None)
        return held or lately

    def clear(self) -> None:
        """Forgets all."""
        self._held.clear()
        self._lately.clear()

    def _remember(self, generation: Generation) -> None:
        self._lately[generation.id] = generation
        while len(self._lately) > _LATELY:
            self._lately.popitem(last=False)
