"""Prompts that the user keeps under a name."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol, TypeVar
from uuid import uuid4

import msgspec

from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.saved_prompt import PromptContent, SavedPrompt, tidy_name
from omniflash_desktop.services.ports import Clock

_Answer = TypeVar("_Answer")


class PromptsFile(Protocol):
    """Where they are kept. Blocks; used by one thread at a time."""

    def load(self) -> list[SavedPrompt] | Problem:
        """All of them, or why they cannot be read."""
        ...

    def put(self, prompt: SavedPrompt) -> Problem | None:
        """Adds a prompt, or replaces the one with its id."""
        ...

    def remove(self, prompt_id: str) -> Problem | None:
        """Removes a prompt."""
        ...


class SavedPrompts:
    """Reads anew whenever it is asked: the file may have come from another computer meanwhile."""

    def __init__(self, file: PromptsFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock
        self._turn = asyncio.Lock()

    async def all(self) -> list[SavedPrompt] | Problem:
        """All of them, in no order; or why they cannot be read."""
        return await self._in_turn(self._file.load)

    async def save(self, name: str, content: PromptContent) -> SavedPrompt | Problem:
        """Keeps a prompt under a name, which others may have too.

        Args:
            name: With at least one character that is no space.
            content: What goes into the composer when it is used.
        """
        prompt = SavedPrompt(
            id=uuid4().hex[:12], name=tidy_name(name), content=content, saved_at=self._clock.now()
        )
        return await self.put(prompt) or prompt

    async def rename(self, prompt: SavedPrompt, name: str) -> Problem | None:
        """Gives it another name; one without any character changes nothing."""
        tidy = tidy_name(name)
        return await self._in_turn(lambda: self._change(prompt, name=tidy)) if tidy else None

    async def note_use(self, prompt: SavedPrompt) -> Problem | None:
        """It was used just now."""
        now = self._clock.now()
        return await self._in_turn(lambda: self._change(prompt, used_at=now))

    async def put(self, prompt: SavedPrompt) -> Problem | None:
        """Keeps it as it is, such as one that was removed a moment ago."""
        return await self._in_turn(lambda: self._file.put(prompt))

    async def remove(self, prompt: SavedPrompt) -> Problem | None:
        """Removes it; `put` brings it back."""
        return await self._in_turn(lambda: self._file.remove(prompt.id))

    def _change(self, prompt: SavedPrompt, **facts: Any) -> Problem | None:
        """Changes it as it is by now; one that is gone by now does not come back."""
        known = self._file.load()
        if isinstance(known, Problem):
            return known
        still_there = (one for one in known if one.id == prompt.id)
        changed = (msgspec.structs.replace(one, **facts) for one in still_there)
        return next((self._file.put(one) for one in changed), None)

    async def _in_turn(self, work: Callable[[], _Answer]) -> _Answer:
        async with self._turn:
            return await asyncio.to_thread(work)
