"""A second memory of paid work, beside the library: what was sent, and the ids that came back.

The library is one file, and one file may be lost. So each request is written here too, before it
leaves, and each task id before the library has it. Lines are only added; a start leaves out what
has ended. Whoever writes into the library writes here first, see `SqliteLibrary.save`.
"""

import contextlib
import logging
import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TypeAlias

import msgspec

from omniflash_desktop.domain.generation import UNSENT_STATES, Generation, State
from omniflash_desktop.domain.problems import Charged
from omniflash_desktop.storage.rows import UnreadableRowError, facts_of, generation_from

_log = logging.getLogger(__name__)

_AT_THE_SERVICE: Final = frozenset({State.SUBMITTING, State.UNCONFIRMED, State.WAITING})
_WORTH_A_LINE: Final = _AT_THE_SERVICE | {State.DOWNLOADING}
_GIVEN_UP: Final = frozenset({State.FAILED, State.CANCELLED})
_GIVEN_UP_KEPT: Final = timedelta(days=7)
"""Their task ids; a result's link is dead long before."""


_Noted: TypeAlias = tuple[State, str | None, str]
"""What a line is worth writing for: the state, the task's id and the file's name to be."""


class _Line(msgspec.Struct, omit_defaults=True):
    """One of the two; `unsent` belongs to `ended`, for what is in the queue again."""

    sent: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    ended: str = ""
    unsent: bool = False


class SentRecord:
    """The record of one library. It never stands in the way: trouble with it is only logged."""

    def __init__(self, path: Path) -> None:
        """Reads nothing yet.

        Args:
            path: The record's own file.
        """
        self._path = path
        self._known: dict[str, _Noted] = {}

    @classmethod
    def of_library(cls, library_file: Path) -> "SentRecord":
        """The record that lies beside a library."""
        return cls(library_file.with_name(f"{library_file.stem}.sent.jsonl"))

    @property
    def is_there(self) -> bool:
        """Whether a library was in use beside it."""
        return self._path.exists()

    def note(self, generation: Generation) -> None:
        """Writes down what a move of `generation` means for the money, if it is news.

        On return a request that is about to leave, and a task id, are on the disk itself.
        """
        if _is_worth_a_line(generation):
            self.note_all((generation,))
        else:
            self._end(generation.id, unsent=generation.state in UNSENT_STATES)

    def note_all(self, generations: Iterable[Generation]) -> None:
        """As `note`, at the cost of one, for many that are at the service."""
        news = [
            one
            for one in generations
            if _is_worth_a_line(one) and self._known.get(one.id) != _noted(one)
        ]
        is_money = any(one.state in _AT_THE_SERVICE for one in news)
        if news and self._append(b"".join(map(_line_of, news)), flushed=is_money):
            self._known.update((one.id, _noted(one)) for one in news)

    def forget(self, generation_id: str) -> None:
        """It is home, was never sent, or its user does not want to hear of it any more."""
        self._end(generation_id, unsent=False)

    def _end(self, generation_id: str, *, unsent: bool) -> None:
        if self._known.pop(generation_id, None) is not None:
            line = msgspec.json.encode(_Line(ended=generation_id, unsent=unsent)) + b"\n"
            # What may be sent again must not be thought sent after a power cut.
            self._append(line, flushed=unsent)

    def entries(self) -> list[Generation]:
        """What has not ended, as it was last written down; oldest first.

        Lines that a dying process or disk left unreadable are passed over.
        """
        return self._entries_and_ended()[0]

    def ended_entries(self) -> list[Generation]:
        """What was sent and has ended since the last `compact`, as it was before its end."""
        return self._entries_and_ended()[1]

    def _entries_and_ended(self) -> tuple[list[Generation], list[Generation]]:
        found: dict[str, Generation] = {}
        ended: dict[str, Generation] = {}
        for text in self._lines():
            try:
                line = msgspec.json.decode(text, type=_Line)
                if line.ended:
                    last = found.pop(line.ended, None)
                    if last is not None and not line.unsent:
                        ended[last.id] = last
                elif line.sent is not msgspec.UNSET:
                    generation = generation_from(bytes(line.sent))
                    found[generation.id] = generation
                    ended.pop(generation.id, None)
            except (msgspec.DecodeError, UnicodeError, UnreadableRowError, RecursionError):
                _log.warning("a line of %s is not readable", self._path.name)
        return list(found.values()), list(ended.values())

    def compact(self) -> list[Generation]:
        """Leaves out what has ended; to be called once, before the first `note`.

        Returns:
            What is left, see `entries`.
        """
        latest = datetime.now(UTC) - _GIVEN_UP_KEPT
        kept = [one for one in self.entries() if not _has_long_been_given_up(one, latest)]
        self._known = {one.id: _noted(one) for one in kept}
        if len(self._lines()) > len(kept):
            self._write_anew(kept)
        return kept

    def remove(self) -> None:
        """Removes the record of a library that was never used."""
        self._path.unlink(missing_ok=True)

    def _write_anew(self, kept: Iterable[Generation]) -> None:
        unfinished = self._path.with_name(f"{self._path.name}.part")
        try:
            with unfinished.open("wb") as file:
                file.writelines(map(_line_of, kept))
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, self._path)
        except OSError as error:
            # What is there stays good; it only holds more than is needed.
            _log.warning("%s stays as it is: %s", self._path.name, error)
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)

    def _append(self, lines: bytes, *, flushed: bool) -> bool:
        try:
            with self._path.open("ab") as file:
                # The first end of line closes what a process may have left in the middle.
                file.write(b"\n" + lines)
                file.flush()
                if flushed:
                    os.fsync(file.fileno())
        except OSError as error:
            _log.warning("not written into %s: %s", self._path.name, error)
            return False
        return True

    def _lines(self) -> list[bytes]:
        try:
            return [line for line in self._path.read_bytes().splitlines() if line.strip()]
        except FileNotFoundError:
            return []
        except OSError as error:
            _log.warning("%s cannot be read: %s", self._path.name, error)
            return []


def _line_of(generation: Generation) -> bytes:
    line = _Line(sent=msgspec.Raw(facts_of(generation).encode()))
    return msgspec.json.encode(line) + b"\n"


def _is_worth_a_line(generation: Generation) -> bool:
    if generation.state in _GIVEN_UP:
        return generation.task_id is not None or generation.charged is not Charged.NO
    return generation.state in _WORTH_A_LINE


def _noted(generation: Generation) -> _Noted:
    return generation.state, generation.task_id, generation.file_name


def _has_long_been_given_up(generation: Generation, latest: datetime) -> bool:
    return generation.state in _GIVEN_UP and generation.changed_at < latest
