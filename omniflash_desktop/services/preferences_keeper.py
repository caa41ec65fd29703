"""Holds the preferences, and has them written when they change."""

import asyncio
import threading
from typing import Any, Protocol

import msgspec

from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.services.ports import Clock

_WRITTEN_AFTER_SECONDS = 0.5


class PreferencesFile(Protocol):
    """Where preferences are kept."""

    def save(self, preferences: Preferences) -> Problem | None:
        """Writes them as a whole."""
        ...


class PreferencesKeeper:
    """The preferences of this run. A volume slider makes many changes: they are written as one."""

    def __init__(
        self,
        preferences: Preferences,
        file: PreferencesFile,
        tasks: BackgroundTasks,
        clock: Clock,
    ) -> None:
        self._preferences = preferences
        self._file = file
        self._tasks = tasks
        self._clock = clock
        self._writer: asyncio.Task[None] | None = None
        self._written = preferences
        self._writing = threading.Lock()

    @property
    def current(self) -> Preferences:
        """As they are now."""
        return self._preferences

    def change(self, **facts: Any) -> None:
        """Changes some of them, now, and on the disk soon."""
        changed = msgspec.structs.replace(self._preferences, **facts)
        if changed == self._preferences:
            return
        self._preferences = changed
        if self._writer is None or self._writer.done():
            self._writer = self._tasks.start(self._write_soon(), name="write preferences")

    def write_now(self) -> None:
        """Writes what is not written yet: the app is ending."""
        self._write()

    async def _write_soon(self) -> None:
        # A change that comes while the file is written is written as well.
        is_written = True
        while is_written and self._written != self._preferences:
            await self._clock.sleep(_WRITTEN_AFTER_SECONDS)
            is_written = await asyncio.to_thread(self._write)

    def _write(self) -> bool:
        # A write that began before the app ended may still be at work: the last word wins.
        with self._writing:
            preferences = self._preferences
            if preferences != self._written:
                if self._file.save(preferences) is not None:
                    # Tried again with the next change, and at the end.
                    return False
                self._written = preferences
            return True
