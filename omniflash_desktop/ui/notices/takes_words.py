"""What the one row of several takes says: how many came home, and what the others are at."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import assert_never

import msgspec
from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.generation import UNSENT_STATES, Generation, Progress, State
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.state_words import (
    RowWords,
    Tone,
    dotted,
    held_words,
    is_held,
    request_fact,
    unseen_words,
)
from omniflash_desktop.ui.notices.truth_words import truth_words

translate = QCoreApplication.translate


class TakesUnderWay(msgspec.Struct, frozen=True):
    """The takes of one click that share a row.

    Attributes:
        takes: Those under way, in their order; never empty.
        ready: How many came home.
        progress: How far each of `takes` is, where that is known.
    """

    takes: tuple[Generation, ...]
    ready: int
    progress: tuple[Progress | None, ...]

    @property
    def together(self) -> int:
        """How many clips the row counts: those under way, and those that came home."""
        return len(self.takes) + self.ready

    @property
    def mean(self) -> Progress | None:
        """The mean progress of all; `None` as long as nothing is known of any."""
        percents = [
            0 if progress is None or take.state is not State.WAITING else progress.percent or 0
            for take, progress in zip(self.takes, self.progress, strict=True)
        ]
        done = sum(percents) + 100 * sum(one.state is State.DOWNLOADING for one in self.takes)
        if not done and not self.ready:
            return None
        return Progress(percent=(done + 100 * self.ready) // self.together)


class _Doing(Enum):
    """What a take is at, in the order in which a row tells it."""

    SAVING = "saving"
    PROCESSING = "processing"
    SENDING = "sending"
    IN_LINE = "in line"


def takes_words(
    group: TakesUnderWay, *, now: datetime, unseen_for: float | None = None
) -> RowWords:
    """What the row of `group` says at `now`; `unseen_for` as in `row_words`."""
    first, count = group.takes[0], len(group.takes)
    settings = request_fact(first.request)
    truth = _truth_of_takes(group.takes, now=now)
    held = [one.held_until for one in group.takes if is_held(one, now=now)]
    until = min((moment for moment in held if moment is not None), default=None)
    if until is not None and len(held) == count:
        return RowWords(
            state=held_words(until, now=now),
            tone=Tone.ACTIVE,
            icon="timer",
            fact=translate("State", "{n} takes").format(n=count),
            third=settings,
            actions=(Action.UNDO_SEND, Action.SEND_NOW),
            truth=truth,
        )
    is_lost = unseen_for is not None and any(one.state is State.WAITING for one in group.takes)
    is_line = all(one.state is State.QUEUED for one in group.takes)
    return RowWords(
        state=translate("State", "{n} of {all} ready").format(n=group.ready, all=first.takes),
        tone=Tone.QUIET if is_line else Tone.ACTIVE,
        icon="clock" if is_line else "",
        fact=settings,
        third=unseen_words(unseen_for or 0) if is_lost else _what_they_are_at(group.takes),
        truth=truth,
    )


def _what_they_are_at(takes: Sequence[Generation]) -> str:
    counts = Counter(_doing(one.state) for one in takes)
    return dotted(*(_counted(doing, counts[doing]) for doing in _Doing if counts[doing]))


def _doing(state: State) -> _Doing:
    match state:
        case State.DRAFT | State.QUEUED:
            return _Doing.IN_LINE
        case State.PREPARING | State.UPLOADING | State.SUBMITTING:
            return _Doing.SENDING
        case State.WAITING:
            return _Doing.PROCESSING
        case State.DOWNLOADING:
            return _Doing.SAVING
        case State.READY | State.UNCONFIRMED | State.FAILED | State.CANCELLED:
            # Nothing of it is under way: such takes have rows of their own.
            raise AssertionError(state)
        case _:
            assert_never(state)


def _counted(doing: _Doing, count: int) -> str:
    match doing:
        case _Doing.SAVING:
            return translate("State", "{n} downloading").format(n=count)
        case _Doing.PROCESSING:
            return translate("State", "{n} processing").format(n=count)
        case _Doing.SENDING:
            return translate("State", "{n} being sent").format(n=count)
        case _Doing.IN_LINE:
            return translate("State", "{n} in line").format(n=count)
        case _:
            assert_never(doing)


def _truth_of_takes(takes: Sequence[Generation], *, now: datetime) -> str:
    unsent = [one for one in takes if one.state in UNSENT_STATES]
    if unsent and len(unsent) < len(takes):
        return translate("Truth", "{n} not sent yet, free to cancel").format(n=len(unsent))
    # Of several that are charged, the one that stands longest tells enough.
    return truth_words(takes[-1] if unsent else takes[0], now=now)
