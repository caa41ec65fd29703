"""Puts a rescued library in the place of a damaged one, in steps that a kill cannot spoil."""

import os
from datetime import datetime
from pathlib import Path

_PARTS = ("-wal", "-shm", "")
"""The library's own file goes last: its log must never be met by another library."""


def rescued_file(path: Path) -> Path:
    """Where a rescued library waits, complete, for the place of `path`."""
    return path.with_name(f"{path.stem}.rescued{path.suffix}")


def unread_clips_file(path: Path) -> Path:
    """Is there for as long as the clips' recipes have not been read after a rescue."""
    return path.with_name(f"{path.stem}.unread-clips")


def finish_swap(path: Path) -> str:
    """Sets `path` aside and puts the rescued library in its place, if there is one.

    Returns:
        The damaged file's new name; empty where nothing was to be done.

    Raises:
        OSError: A step could not be done; the next call goes on from there.
    """
    rescued = rescued_file(path)
    if not rescued.exists():
        return ""
    aside = _free_name(path)
    for part in _PARTS:
        old = path.with_name(path.name + part)
        if old.exists():
            os.rename(old, aside.with_name(aside.name + part))
    os.replace(rescued, path)
    return aside.name


def _free_name(path: Path) -> Path:
    day = datetime.now().astimezone().strftime("%Y-%m-%d")
    stem, number = f"{path.stem}.damaged-{day}", 1
    aside = path.with_name(f"{stem}{path.suffix}")
    while aside.exists():
        number += 1
        aside = path.with_name(f"{stem}-{number}{path.suffix}")
    return aside
