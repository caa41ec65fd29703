"""Empties the folder of references' copies of what nobody needs any more.

Pictures that were pasted, dropped by a browser or taken out of clips exist nowhere else, and clips,
drafts and saved prompts name them by their paths. So in doubt everything stays.
"""

import contextlib
import logging
import os
import sqlite3
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.library_connection import connect_for_reading
from omniflash_desktop.storage.paths_in_text import decode_path

_log = logging.getLogger(__name__)

KEPT_FOR: Final = timedelta(days=7)
"""Since a file came: what was taken back into the composer meanwhile may be wanted again."""
_SET_ASIDE_FOR: Final = timedelta(days=30)
"""So long somebody may bring back a library, a draft or prompts that were set aside."""
_SET_ASIDE: Final = ("broken", "damaged")
"""What the names of such files hold."""


class KeptReferences:
    """The copies of one profile. Blocks; for a thread.

    Args:
        folders: Where they lie, and what may name them.
    """

    def __init__(self, folders: ProfileFolders) -> None:
        self._folders = folders

    def remove_unused(self, *, now: datetime) -> list[Path]:
        """Removes files that are older than a week and that nothing names.

        Args:
            now: UTC.

        Returns:
            What was removed; nothing where anything that may name files cannot be read.
        """
        old = [path for path in self._files() if _came_before(path, now - KEPT_FOR)]
        if not old or self._something_is_set_aside(now):
            return []
        used = self._used()
        if used is None:
            return []
        removed = [path for path in old if _real(path) not in used and _remove(path)]
        for folder in {path.parent for path in removed}:
            if folder.parent != self._folders.references_folder:
                # Not where others lie, or are being put just now.
                with contextlib.suppress(OSError):
                    folder.rmdir()
        return removed

    def _files(self) -> list[Path]:
        root = self._folders.references_folder
        # A link leads to what is not ours.
        return [Path(at) / name for at, _, names in os.walk(root) for name in names]

    def _something_is_set_aside(self, now: datetime) -> bool:
        own = self._folders
        aside = [
            one
            for path in (own.library_file, own.draft_file, own.prompts_file)
            for mark in _SET_ASIDE
            for one in path.parent.glob(f"{path.stem}.{mark}-*")
        ]
        return any(not _came_before(one, now - _SET_ASIDE_FOR) for one in aside)

    def _used(self) -> set[str] | None:
        """All paths that stand anywhere; also in what this release does not understand."""
        try:
            named = [
                *_texts_in(_read_json(self._folders.draft_file)),
                *_texts_in(_read_toml(self._folders.prompts_file)),
                *self._texts_of_clips(),
            ]
        except (OSError, ValueError, sqlite3.Error) as error:
            _log.warning("references stay, as it is not known which are needed: %s", error)
            return None
        return {_real(text) for text in named if os.path.isabs(text)}

    def _texts_of_clips(self) -> Iterator[str]:
        if not self._folders.library_file.exists():
            raise FileNotFoundError(self._folders.library_file)
        # All rows would be many. A path that is no text stands there as base64.
        marks = ["base64", *os.listdir(self._folders.references_folder)]
        where = " OR ".join(["instr(facts, ?)"] * len(marks))
        connection = connect_for_reading(self._folders.library_file)
        try:
            rows = connection.execute(f"SELECT facts FROM generations WHERE {where}", marks)
            for (facts,) in rows:
                yield from _texts_in(msgspec.json.decode(facts))
        finally:
            connection.close()


def _read_json(path: Path) -> Any:
    try:
        return msgspec.json.decode(path.read_bytes())
    except FileNotFoundError:
        return None


def _read_toml(path: Path) -> Any:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return None


def _texts_in(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case {"base64": str()}:
            yield str(decode_path(Path, value))
        case dict():
            for one in cast("dict[str, Any]", value).values():
                yield from _texts_in(one)
        case list():
            for one in cast("list[Any]", value):
                yield from _texts_in(one)
        case _:
            return


def _came_before(path: Path, moment: datetime) -> bool:
    try:
        facts = path.lstat()
    except OSError:
        return False
    # A copy has the time of its source; when it came here, the system knows.
    return max(facts.st_mtime, facts.st_ctime) < moment.timestamp()


def _real(path: Path | str) -> str:
    return os.path.normcase(os.path.realpath(path))


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except OSError as error:
        _log.warning("%s is not needed and stays: %s", path.name, error)
        return False
    return True
