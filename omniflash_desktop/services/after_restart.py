"""Where a restart finds what was under way. Architecture, section 3."""

from datetime import datetime
from typing import assert_never

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.services.generation_journal import GenerationJournal
from omniflash_desktop.services.submission import NOBODY_KNOWS


def where_a_restart_leaves(generation: Generation, journal: GenerationJournal) -> Generation:
    """Writes down what the end of the last run means for an unfinished clip."""
    match generation.state:
        case State.SUBMITTING:
            return journal.move(
                generation.id, State.UNCONFIRMED, durably=True, problem=NOBODY_KNOWS
            )
        case State.PREPARING | State.UPLOADING:
            return journal.move(generation.id, State.QUEUED)
        case (
            State.DRAFT
            | State.QUEUED
            | State.WAITING
            | State.DOWNLOADING
            | State.READY
            | State.UNCONFIRMED
            | State.FAILED
            | State.CANCELLED
        ):
            return generation
        case _:
            assert_never(generation.state)


def rest_of_hold(generation: Generation, *, now: datetime, at_most: float) -> float | None:
    """Seconds that a clip is still held after a restart; `None` where it was not held.

    Args:
        generation: It may have been held when the last run ended.
        now: The moment (UTC).
        at_most: How long a click of now would be held. The clock may have been set meanwhile.
    """
    if generation.held_until is None:
        return None
    left = (generation.held_until - now).total_seconds()
    return max(0.0, min(left, at_most))
