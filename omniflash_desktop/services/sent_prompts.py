"""The prompts that were sent, as the library remembers them: each once, the newest first.

There is no history of its own: who removes a clip removes its words.
"""

from collections.abc import Iterator
from typing import Final

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.services.ports import GenerationLibrary

_READ_AT_ONCE: Final = 64
"""Rows, two milliseconds: nobody walks through all of them."""

_LOOKED_THROUGH: Final = 3_000
"""Rows. Who searches for something older than that has the library's own search."""


class SentPrompts:
    """Reads as far as somebody asks."""

    def __init__(self, library: GenerationLibrary) -> None:
        self._library = library

    def newest(self) -> Iterator[Generation]:
        """For each prompt the newest generation that was asked for with it."""
        seen: set[str] = set()
        for after in range(0, _LOOKED_THROUGH, _READ_AT_ONCE):
            read = self._library.newest(_READ_AT_ONCE, after=after)
            for generation in read:
                words = generation.request.prompt.strip()
                if generation.request.is_known and words not in seen:
                    seen.add(words)
                    yield generation
            if len(read) < _READ_AT_ONCE:
                return
