"""Looks at what was dropped, on the disk: what is in a folder, what a file without an ending is.

Works for as long as the disk needs and is called in a thread of its own. No Qt in here.
"""

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final
from uuid import uuid4

import msgspec

from omniflash_desktop.ui.compose.dropped_media import DroppedFile
from omniflash_desktop.ui.compose.media_kinds import (
    HEAD_BYTES,
    MediaKind,
    kind_of_bytes,
    kind_of_name,
)

MOST_FILES: Final = 300
"""So many of a folder are shown to choose from; more would be a search, not a choice."""

MOST_ENTRIES: Final = 20_000
"""So much of a folder is looked through, so that a whole disk is not."""

DEEPEST: Final = 12

_FLEETING_FOLDERS: Final = re.compile(
    # Firefox; macOS' screenshots and promises; archives that are looked into.
    r"dnd_file.*|TemporaryItems|NSIRD_.*|Temp\d+_.*\.zip|7zO.*|Rar\$.*|\.fr-.*|Content\.Outlook",
    re.IGNORECASE,
)
_HIDDEN_ON_WINDOWS: Final = getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 2)
_NUMBERS: Final = re.compile(r"(\d{1,18})")


class FoundFiles(msgspec.Struct, frozen=True, kw_only=True):
    """What there is.

    Attributes:
        files: Images and videos: those that were named in their order, those of folders by name.
        others: How many files that were named are of another type.
        hidden: How many images and videos are hidden.
        unreadable: How many files and folders cannot be read, or are not there.
        empty_folders: How many named folders hold no image and no video.
        has_more: Whether a folder holds more than is looked through.
    """

    files: tuple[DroppedFile, ...] = ()
    others: int = 0
    hidden: int = 0
    unreadable: int = 0
    empty_folders: int = 0
    has_more: bool = False

    @property
    def left_out(self) -> int:
        """How many things that were seen are not taken."""
        return self.others + self.hidden + self.unreadable + self.empty_folders


def found_files(
    paths: Iterable[Path], *, is_wanted: Callable[[], bool] = lambda: True
) -> FoundFiles:
    """Looks at files and into folders. Never fails.

    Args:
        paths: What was dropped.
        is_wanted: Asked now and then; once it is false, the looking ends where it is.
    """
    look = _Look(is_wanted)
    for path in paths:
        look.at(path)
    return FoundFiles(
        files=tuple(look.files),
        others=look.others,
        hidden=look.hidden,
        unreadable=look.unreadable,
        empty_folders=look.empty_folders,
        has_more=look.has_more,
    )


def is_fleeting(path: Path) -> bool:
    """Whether a file lies where programs put what they take away again."""
    if any(_FLEETING_FOLDERS.fullmatch(part) for part in path.parts[:-1]):
        return True
    return os.name == "nt" and path.parent == Path(tempfile.gettempdir())


def kept_copy(path: Path, folder: Path) -> Path | None:
    """Copies a file that may be gone in a moment; `None` where it is gone already.

    Its name stays, in a folder of its own below `folder`.
    """
    target = folder / f"dropped-{uuid4().hex[:8]}" / path.name
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        target.parent.mkdir(parents=True)
        shutil.copyfile(path, target)
    except (OSError, ValueError):
        # An empty folder does no harm, half a picture would.
        target.unlink(missing_ok=True)
        return None
    return target


class _Look:
    def __init__(self, is_wanted: Callable[[], bool]) -> None:
        self.files: list[DroppedFile] = []
        self.others = self.hidden = self.unreadable = self.empty_folders = 0
        self.has_more = False
        self._is_wanted = is_wanted
        self._entries = 0

    def at(self, path: Path) -> None:
        """Looks at one thing that was named: a link may lead to it, and it may be hidden."""
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError):
            self.unreadable += 1
            return
        if stat.S_ISDIR(mode):
            before = len(self.files), self.hidden, self.unreadable
            self._into(path, depth=0)
            if before == (len(self.files), self.hidden, self.unreadable):
                self.empty_folders += 1
        elif stat.S_ISREG(mode):
            self._take(path, kind_of_file(path))
        else:
            # Reading from a pipe would wait for ever.
            self.others += 1

    def _take(self, path: Path, kind: MediaKind | None) -> None:
        if kind is not None:
            self.files.append(DroppedFile(path, kind))
        elif os.access(path, os.R_OK):
            self.others += 1
        else:
            self.unreadable += 1

    def _into(self, folder: Path, *, depth: int) -> None:
        try:
            with os.scandir(folder) as entries:
                ordered = sorted(self._bounded(entries), key=_by_name)
        except OSError:
            self.unreadable += 1
            return
        folders: list[os.DirEntry[str]] = []
        for entry in ordered:
            # Links to folders are not followed: they may lead back, or out of the folder.
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry)
            else:
                self._take_entry(entry)
        for entry in folders:
            if _is_hidden(entry):
                continue
            if depth + 1 >= DEEPEST or len(self.files) >= MOST_FILES:
                self.has_more = True
                return
            self._into(Path(entry.path), depth=depth + 1)

    def _bounded(self, entries: Iterable[os.DirEntry[str]]) -> Iterator[os.DirEntry[str]]:
        for entry in entries:
            self._entries += 1
            if self._entries > MOST_ENTRIES or not self._is_wanted():
                self.has_more = True
                return
            yield entry

    def _take_entry(self, entry: os.DirEntry[str]) -> None:
        path = Path(entry.path)
        kind = kind_of_name(path)
        # What else lies in a folder beside its pictures was never meant.
        if kind is None:
            return
        try:
            if not stat.S_ISREG(entry.stat().st_mode):
                return
        except OSError:
            self.unreadable += 1
            return
        if _is_hidden(entry):
            self.hidden += 1
        elif not os.access(path, os.R_OK):
            self.unreadable += 1
        elif len(self.files) >= MOST_FILES:
            self.has_more = True
        else:
            self.files.append(DroppedFile(path, kind))


def kind_of_file(path: Path) -> MediaKind | None:
    """What kind of reference a file can be: by its ending, otherwise by its first bytes."""
    known = kind_of_name(path)
    if known is not None:
        return known
    try:
        with path.open("rb") as file:
            return kind_of_bytes(file.read(HEAD_BYTES))
    except (OSError, ValueError):
        return None


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return True
    if os.name != "nt":
        return False
    try:
        attributes = getattr(entry.stat(), "st_file_attributes", 0)
    except OSError:
        return False
    return bool(attributes & _HIDDEN_ON_WINDOWS)


def _by_name(entry: os.DirEntry[str]) -> tuple[list[tuple[int, int, str]], str]:
    """As a file manager sorts: 2 before 10, whatever the case."""
    pieces = _NUMBERS.split(entry.name.casefold())
    key = [(0, int(p), "") if place % 2 else (1, 0, p) for place, p in enumerate(pieces)]
    return key, entry.name
