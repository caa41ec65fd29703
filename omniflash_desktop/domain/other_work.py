"""What else of ours could have moved the balance while one submit was looked into."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, assert_never

from omniflash_desktop.domain.charge_evidence import OtherWork
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.problems import Charged

BOOKED_WITHIN: Final = timedelta(seconds=15)  # our own guess: services book late
UNSEEN_TASK_ENDS_WITHIN: Final = timedelta(hours=1)
"""How long a task that nobody watches may still fail, and its price come back."""


def other_work_between(
    generations: Iterable[Generation], *, apart_from: Generation, since: datetime, until: datetime
) -> OtherWork:
    """The most that other generations can have done to the balance between two moments.

    Args:
        generations: All that were touched since then, and all that are unfinished.
        apart_from: The one whose charge is in question. Whatever token another was sent with, it
            counts: two tokens may spend from one account.
        since: The first reading (UTC).
        until: The second reading (UTC).
    """
    if until < since:
        # The clock was set back meanwhile, so that no moment says anything.
        return OtherWork.MOVED_MONEY
    others = [
        _work_of(other, since)
        for other in generations
        if other.id != apart_from.id and other.service == apart_from.service
    ]
    if OtherWork.MOVED_MONEY in others:
        return OtherWork.MOVED_MONEY
    return OtherWork.RUNNING if OtherWork.RUNNING in others else OtherWork.NONE


def _work_of(other: Generation, since: datetime) -> OtherWork:
    match other.state:
        case State.DRAFT | State.PREPARING | State.UPLOADING:
            return OtherWork.NONE
        case State.QUEUED:
            # It came back into the queue: refused, or failed and tried anew.
            has_been_away = other.changed_at > other.created_at
            return _if_recent(other.changed_at, since) if has_been_away else OtherWork.NONE
        case State.SUBMITTING:
            return OtherWork.MOVED_MONEY
        case State.WAITING:
            sent_at = other.submitted_at or other.changed_at
            return _if_recent(sent_at, since, otherwise=OtherWork.RUNNING)
        case State.UNCONFIRMED:
            return _of_an_unseen_task(other.changed_at, since)
        case State.DOWNLOADING:
            return _if_recent(other.changed_at, since)
        case State.READY | State.FAILED | State.CANCELLED:
            return _at_rest(other, since)
        case _:
            assert_never(other.state)


def _at_rest(other: Generation, since: datetime) -> OtherWork:
    was_sent = other.task_id is not None or other.charged is not Charged.NO
    if not was_sent:
        return OtherWork.NONE
    is_given_up = other.state is State.CANCELLED or other.charged is Charged.UNKNOWN
    if is_given_up:
        return _of_an_unseen_task(other.submitted_at or other.changed_at, since)
    return _if_recent(other.finished_at or other.changed_at, since)


def _of_an_unseen_task(sent_at: datetime, since: datetime) -> OtherWork:
    may_still_run = since - sent_at < UNSEEN_TASK_ENDS_WITHIN
    otherwise = OtherWork.RUNNING if may_still_run else OtherWork.NONE
    return _if_recent(sent_at, since, otherwise=otherwise)


def _if_recent(
    moment: datetime, since: datetime, *, otherwise: OtherWork = OtherWork.NONE
) -> OtherWork:
    return OtherWork.MOVED_MONEY if moment + BOOKED_WITHIN >= since else otherwise
