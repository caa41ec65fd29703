"""The folder of finished clips: plain files that the user opens, copies and backs up."""

import contextlib
import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import Final

from omniflash_desktop.domain.file_names import clip_file_name
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.storage.disk_trouble import problem_from

_NAMELESS: Final[int | None] = getattr(os, "O_TMPFILE", None)
"""Linux alone has it, and not on every disk."""


class ClipFolder:
    """Clips in one folder, with their posters and strips in the cache."""

    def __init__(self, folder: Path, *, cache_folder: Path) -> None:
        self._folder = folder
        self._cache = cache_folder

    def part_file(self, generation_id: str) -> Path:
        """The unfinished download; in the clips' own folder, so that a rename is enough."""
        return self._folder / f".{generation_id}.part"

    def discard_part(self, generation_id: str) -> None:
        """Removes an unfinished download and what is kept beside it, where there is one."""
        part = self.part_file(generation_id)
        for path in (part, *part.parent.glob(f"{part.name}.*")):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def poster_file(self, generation_id: str) -> Path:
        """Cache: the first frame, a JPEG."""
        return self._cache / "posters" / f"{generation_id}.jpg"

    def strip_file(self, generation_id: str) -> Path:
        """Cache: frames side by side, a JPEG."""
        return self._cache / "strips" / f"{generation_id}.jpg"

    def problem_with_folder(self) -> Problem | None:
        """Why no clip could be written now: the folder is missing, read-only or on a full disk.

        Makes the folder where that is its place: an ancestor that is not there may be a disk that
        is not plugged in, and clips must not land beneath its mount point. The user's own folder
        for videos (`~/Videos`) is made if need be.
        """
        home = Path(os.path.expanduser("~"))
        try:
            self._folder.mkdir(parents=self._folder.is_relative_to(home), exist_ok=True)
            # Asking for permissions answers wrongly on network shares and for administrators.
            _write_a_byte(self._folder)
        except FileNotFoundError:
            return Problem(
                kind=ProblemKind.FOLDER_UNWRITABLE, subject=self._folder.name, detail="missing"
            )
        except OSError as error:
            return problem_from(error, subject=self._folder.name)
        return None

    def free_bytes(self) -> int | None:
        """Room on the clips' disk; `None` where the system does not tell."""
        try:
            return shutil.disk_usage(self._folder).free
        except OSError:
            return None

    def keep(self, part: Path, *, prompt: str, made_at: datetime) -> Path | Problem:
        """Gives a checked `part` its name for good. Never overwrites.

        After a crash between its steps it may be called again: the same file is then found under
        its new name.

        Args:
            part: The checked download.
            prompt: What the clip shows.
            made_at: The click, in any time zone; the name tells the local time.
        """
        try:
            _flush_to_disk(part)
            kept = self._already_kept(part)
            if kept is None:
                kept = self._claim_a_name(part, prompt=prompt, made_at=made_at.astimezone())
            else:
                part.unlink()
            _flush_folder(self._folder)
        except OSError as error:
            return problem_from(error, subject=self._folder.name)
        return kept

    def _already_kept(self, part: Path) -> Path | None:
        if part.stat().st_nlink < 2:
            return None
        others = (self._folder / name for name in os.listdir(self._folder) if name != part.name)
        return next((other for other in others if _is_same_file(other, part)), None)

    def _claim_a_name(self, part: Path, *, prompt: str, made_at: datetime) -> Path:
        lost_to_another: set[str] = set()
        while True:
            taken = {name.casefold() for name in os.listdir(self._folder)} | lost_to_another
            name = clip_file_name(
                prompt=prompt, made_at=made_at, exists=lambda n, t=taken: n.casefold() in t
            )
            target = self._folder / name
            try:
                _move_without_overwriting(part, target)
            except FileExistsError:
                lost_to_another.add(name.casefold())
            else:
                return target


def _write_a_byte(folder: Path) -> None:
    """Writes into a file without a name, where there are such: none stays if the app dies here."""
    with contextlib.suppress(OSError):
        if _NAMELESS is not None:
            handle = os.open(folder, _NAMELESS | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(b"\0")
            return
    probe = folder / f".writable-{os.getpid()}"
    try:
        with probe.open("wb") as file:
            file.write(b"\0")
    finally:
        probe.unlink(missing_ok=True)


def _move_without_overwriting(part: Path, target: Path) -> None:
    """Renames `part`; raises `FileExistsError` where `target` came to be meanwhile."""
    try:
        # A plain rename overwrites on POSIX; a second link does not, anywhere.
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:
        # No hard links on this disk (exFAT, many shares): an empty file claims the name.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        try:
            os.replace(part, target)
        except OSError:
            target.unlink(missing_ok=True)
            raise
    else:
        part.unlink()


def _is_same_file(path: Path, other: Path) -> bool:
    try:
        return os.path.samefile(path, other)
    except OSError:
        return False


def _flush_to_disk(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    # Windows cannot open a folder; some file systems cannot flush one.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
