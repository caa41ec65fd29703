"""The system's bin: files go there, and come back. Both may take long: call them in a thread."""

import contextlib
import os
import shutil
from pathlib import Path

import msgspec
from PySide6.QtCore import QFile

_NOTES: tuple[str, str] = ("info", ".trashinfo")
"""Where Linux's bin notes what a file was: a folder beside the one of the files, and an ending."""


class BinnedFile(msgspec.Struct, frozen=True):
    """A file in the bin.

    Attributes:
        original: Where it was.
        place: Where it is now; `None` where the system does not tell, and nobody can take it back.
    """

    original: Path
    place: Path | None


def put_into_bin(path: Path) -> BinnedFile | None:
    """Moves a file into the bin; `None` where the system does not take it."""
    file = QFile(str(path))
    if not file.moveToTrash():
        return None
    place = Path(file.fileName())
    return BinnedFile(path, place if place != path and place.exists() else None)


def take_out_of_bin(binned: BinnedFile) -> bool:
    """Moves a file back to where it was. Another file that lies there by now is left alone."""
    place, original = binned.place, binned.original
    if place is None or original.exists():
        return False
    try:
        original.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(place, original)
    except OSError:
        return False
    folder, ending = _NOTES
    note = place.parent.parent / folder / f"{place.name}{ending}"
    with contextlib.suppress(OSError):
        note.unlink(missing_ok=True)
    return True


def delete_for_good(path: Path) -> OSError | None:
    """Removes a file; one that is not there is no trouble."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        return error
    return None
