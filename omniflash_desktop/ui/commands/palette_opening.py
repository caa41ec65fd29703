"""Opens the palette, searches beside the window's thread, and does what is taken."""

import asyncio
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.ui.clip_viewing import ClipViewing
from omniflash_desktop.ui.commands.command import Command
from omniflash_desktop.ui.commands.command_facts import keys_in_words, plain_words
from omniflash_desktop.ui.commands.commands import Commands, facts_of
from omniflash_desktop.ui.commands.palette import Palette
from omniflash_desktop.ui.commands.palette_entries import (
    FIRST_PROMPTS,
    MOST_PROMPTS,
    EntryKind,
    Found,
    PaletteEntry,
    PaletteIndex,
    clip_entry,
    prompt_entries,
)
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.workspace import Workspace

_REMEMBERED: Final = 3
"""So many commands that were taken last stand above all others."""


_OFFERED_FIRST: Final = (
    Action.USE_LAST_FRAME.value,
    Action.REUSE_SETTINGS.value,
    Action.SAVE_AS.value,
    Command.GENERATE.value,
    Command.ADD_REFERENCES.value,
    Command.SEARCH.value,
    Command.CLEAR.value,
    Command.PREFERENCES.value,
    Command.SHORTCUTS.value,
)
"""Before anything is typed, as far as they are possible."""


class PaletteOpening(QObject):
    """One palette for the whole run.

    Args:
        workspace: Whose commands, clips and composer it is about.
        viewing: Shows clips.
        tasks: Runs the searches.
        parent: The window.
    """

    def __init__(
        self, workspace: Workspace, viewing: ClipViewing, tasks: BackgroundTasks, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._workspace = workspace
        self._viewing = viewing
        self._tasks = tasks
        self._palette: Palette | None = None
        self._index = PaletteIndex((), ())
        self._is_searching = False
        self._wanted: str | None = None
        self._last: list[str] = []

    def open(self) -> None:
        """Opens it, or closes it where it is open."""
        if self._palette is not None and self._palette.isVisible():
            self._palette.reject()
            return
        if self._palette is None:
            self._palette = Palette(self._workspace.theme, self._window)
            self._palette.asked.connect(self._search)
            self._palette.taken.connect(self._do)
        self._workspace.commands.look_at()
        commands = self._entries_of(self._workspace.commands)
        self._index = PaletteIndex(commands, self._workspace.model.everything())
        self._palette.open_empty()

    def close(self) -> None:
        """Ends reading pictures: for the end of the app."""
        if self._palette is not None:
            self._palette.delegate.posters.wait()

    def _search(self, words: str) -> None:
        self._wanted = words
        if not self._is_searching:
            self._tasks.start(self._search_on(), name="search commands, clips and prompts")

    async def _search_on(self) -> None:
        """Searches until nothing else is wanted: one search at a time, the last words win."""
        self._is_searching = True
        try:
            while self._wanted is not None and self._palette is not None:
                words, self._wanted = self._wanted, None
                found = await asyncio.to_thread(self._index.search, words)
                self._palette.show_found(words, self._entries_for(words, found))
        finally:
            self._is_searching = False

    def _entries_for(self, words: str, found: Found) -> list[PaletteEntry]:
        # Some dozens at most are read from the library here, and most are at hand.
        read = self._workspace.model.generation
        clips = [clip for one in found.clips if (clip := read(one)) is not None]
        asked = [clip for one in found.asked_like_it if (clip := read(one)) is not None]
        most = MOST_PROMPTS if words.strip() else FIRST_PROMPTS
        return [
            *found.commands,
            *(clip_entry(clip) for clip in clips),
            *prompt_entries(asked, words, most),
        ]

    def _entries_of(self, commands: Commands) -> list[PaletteEntry]:
        entries: list[PaletteEntry] = []
        for command, action in commands:
            if command is Command.COMMANDS:
                continue
            facts, keys = facts_of(command), action.shortcuts()
            entries.append(
                PaletteEntry(
                    EntryKind.COMMAND,
                    command.value,
                    plain_words(action),
                    action.statusTip(),
                    keys_in_words(keys[0]) if keys else "",
                    facts.icon,
                    action.isEnabled(),
                )
            )
        entries.sort(key=self._when_used)
        return entries

    def _when_used(self, entry: PaletteEntry) -> int:
        order = (*self._last, *_OFFERED_FIRST)
        return order.index(entry.key) if entry.key in order else len(order)

    def _do(self, entry: PaletteEntry) -> None:
        # So that a command that leads somewhere leads there in this window.
        self._window.activateWindow()
        match entry.kind:
            case EntryKind.COMMAND:
                self._remember(entry.key)
                self._workspace.commands.named(entry.key).trigger()
            case EntryKind.CLIP:
                self._viewing.choose(entry.key)
            case EntryKind.PROMPT:
                assert entry.generation is not None
                self._workspace.composer.start_from(entry.generation.request.prompt)
                self._workspace.open_composer()

    def _remember(self, key: str) -> None:
        self._last = [key, *(one for one in self._last if one != key)][:_REMEMBERED]
