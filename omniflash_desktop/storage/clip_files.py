"""The folder of finished clips: plain files that the user opens, copies and backs up."""

import contextlib
import os
import re
import shutil
import time
from pathlib import Path
from typing import Final

from omniflash_desktop.domain.file_names import ENDING
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.recipe import SIDECAR_ENDING
from omniflash_desktop.storage.disk_trouble import problem_from

_PART: Final = re.compile(r"\.([0-9a-f]{12})\.part(\..+)?")
"""An unfinished download, and what is kept beside it: a validator, a copy with its recipe."""
_PROBE: Final = re.compile(r"\.writable-\d+")
_PICTURE: Final = re.compile(r"\..{1,40}-(\d+)\.part")
"""A poster or a strip that is not finished, with the number of the process that makes it."""
_AT_WORK_SECONDS: Final = 3600
"""A worker may be making a picture right now."""
_NAMELESS: Final[int | None] = getattr(os, "O_TMPFILE", None)
"""Linux alone has it, and not on every disk."""


class ClipFolder:
    """Clips in one folder, with their posters and strips in the cache."""

    def __init__(self, folder: Path, *, cache_folder: Path) -> None:
        self._folder = folder
        self._cache = cache_folder

    def keep_in(self, folder: Path) -> None:
        """Keeps clips in another folder from now on; downloads under way stay where they began."""
        self._folder = folder

    def part_file(self, generation_id: str) -> Path:
        """The unfinished download; in the clips' own folder, so that a rename is enough."""
        return self._folder / f".{generation_id}.part"

    def discard_part(self, generation_id: str) -> None:
        """Removes an unfinished download and what is kept beside it, where there is one."""
        part = self.part_file(generation_id)
        for path in (part, *part.parent.glob(f"{part.name}.*")):
            _remove(path)

    def whole_part(self, generation_id: str) -> Path | None:
        """A download that came to its end and was not kept yet; it may still be unplayable."""
        part = self.part_file(generation_id)
        # Its validator lies beside a download for as long as something of it is missing.
        is_unfinished = part.with_name(f"{part.name}.validator").exists()
        return None if is_unfinished or not part.is_file() else part

    def ids_with_parts(self) -> frozenset[str]:
        """Generations of which an unfinished download, or something beside one, is there."""
        found = (_PART.fullmatch(path.name) for path in _files_in(self._folder))
        return frozenset(part[1] for part in found if part is not None)

    def remove_debris(self) -> None:
        """Removes what belongs to no generation and was left by processes that died."""
        own_probe = _own_probe()
        for path in _files_in(self._folder):
            if _PROBE.fullmatch(path.name) and path.name != own_probe:
                _remove(path)
        for folder in (self._cache / "posters", self._cache / "strips"):
            for path in _files_in(folder):
                made_by = _PICTURE.fullmatch(path.name)
                if made_by and (_is_gone(int(made_by[1])) or _has_rested(path)):
                    _remove(path)

    def clips(self) -> list[Path]:
        """All clips in the folder, in the order of their names; empty where there is none."""
        found = _files_in(self._folder)
        return sorted(
            path
            for path in found
            if path.suffix.lower() == ENDING and not path.name.startswith(".")
        )

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

    def taken_names(self) -> frozenset[str]:
        """Names that no new clip may get, in `str.casefold`."""
        names = {path.name.casefold() for path in _files_in(self._folder)}
        # A recipe that lost its clip must not be taken for another one's.
        lost = {name.removesuffix(SIDECAR_ENDING) for name in names}
        return frozenset(names | lost)

    def kept_file(self, name: str) -> Path | None:
        """The file of that name, where there is one.

        An empty one was claimed by a process that died before it could rename its clip: it goes.
        """
        path = self._folder / name
        try:
            if path.stat().st_size == 0:
                path.unlink()
                return None
        except OSError:
            return None
        return path if path.is_file() else None

    def keep(self, part: Path, name: str) -> Path | Problem | None:
        """Gives a checked `part` its name for good. Never overwrites.

        After a crash between its steps it may be called again: the same file is then found under
        its new name.

        Args:
            part: The checked download.
            name: The file's name to be.

        Returns:
            The clip; why it cannot be kept; or `None` where another file has that name.
        """
        # The folder may have been changed since the download began.
        folder = part.parent
        target = folder / name
        try:
            _flush_to_disk(part)
            if _is_same_file(target, part):
                part.unlink()
            else:
                _move_without_overwriting(part, target)
            _flush_folder(folder)
        except FileExistsError:
            return None
        except OSError as error:
            return problem_from(error, subject=folder.name)
        return target

    def keep_recipe(self, clip: Path, recipe: str, *, generation_id: str) -> Problem | None:
        """Writes a recipe into a file beside its clip, where the clip itself cannot carry it."""
        target = clip.with_name(f"{clip.name}{SIDECAR_ENDING}")
        part = self.part_file(generation_id)
        unfinished = clip.with_name(f"{part.name}{SIDECAR_ENDING}")
        try:
            unfinished.write_text(recipe, encoding="utf-8")
            _flush_to_disk(unfinished)
            os.replace(unfinished, target)
        except OSError as error:
            _remove(unfinished)
            return problem_from(error, subject=clip.parent.name)
        return None


def _own_probe() -> str:
    return f".writable-{os.getpid()}"


def _write_a_byte(folder: Path) -> None:
    """Writes into a file without a name, where there are such: none stays if the app dies here."""
    with contextlib.suppress(OSError):
        if _NAMELESS is not None:
            handle = os.open(folder, _NAMELESS | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(b"\0")
            return
    probe = folder / _own_probe()
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


def _files_in(folder: Path) -> list[Path]:
    try:
        return [folder / name for name in os.listdir(folder)]
    except OSError:
        return []


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _is_gone(process: int) -> bool:
    """Whether a process has surely ended. Windows cannot be asked without harm."""
    if os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    return False


def _has_rested(path: Path) -> bool:
    """Whether nobody has written it for so long that nobody will."""
    try:
        return time.time() - path.stat().st_mtime > _AT_WORK_SECONDS
    except OSError:
        return False


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
