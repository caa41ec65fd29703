"""The ledger's reading and writing, on whatever thread: each call has a connection of its own."""

import contextlib
import csv
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

from omniflash_desktop.domain.ledger import Charge, LedgerEntry
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.storage.disk_trouble import problem_from
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from omniflash_desktop.storage.library_connection import LibraryTroubleError

_T = TypeVar("_T")

_WITH_MARK: Final = "utf-8-sig"
"""Spreadsheets take a file without the byte order mark for one of the system's old encoding."""


class LedgerBooks:
    """The ledger of one library file. It never writes to that file.

    Args:
        library_file: The library; where there is none, the ledger is empty.
    """

    def __init__(self, library_file: Path) -> None:
        self._library_file = library_file

    def charges(self, *, since: datetime | None, until: datetime | None) -> list[Charge] | Problem:
        """The money of the clips sent from `since` on, and before `until`; the oldest first."""
        return self._read(lambda library: library.charges(since=since, until=until))

    def entries(
        self, *, since: datetime | None, until: datetime | None
    ) -> list[LedgerEntry] | Problem:
        """The ledger's lines, as `charges`."""
        return self._read(lambda library: library.entries(since=since, until=until))

    def write_table(self, path: Path, rows: Iterable[Sequence[str]]) -> Problem | None:
        """Writes a table as CSV (RFC 4180, UTF-8 with a mark); whole, or not at all.

        Args:
            path: The file; what was there is replaced.
            rows: The cells, as they are to be read back.
        """
        unfinished = path.with_name(f".{path.name}.part")
        try:
            with unfinished.open("w", encoding=_WITH_MARK, errors="replace", newline="") as file:
                csv.writer(file).writerows(rows)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, path)
        except OSError as error:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
            return problem_from(error, subject=path.name)
        return None

    def _read(self, question: Callable[[SqliteLibrary], _T]) -> _T | Problem:
        library = open_library(self._library_file, read_only=True)
        if isinstance(library, Problem):
            return library
        try:
            return question(library)
        except LibraryTroubleError as trouble:
            return trouble.problem
        finally:
            library.close()
