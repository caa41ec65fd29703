"""How things stand with a clip's money and file, in the words of the command line.

The window has the same words in `ui.notices.truth_words`; a test holds that both have all.
"""

from datetime import UTC, datetime, timedelta
from typing import assert_never

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.truth import Truth, truth_of


def truth_sentence(generation: Generation, *, now: datetime | None = None) -> str:
    """What is true of `generation`: `Charged, cannot be stopped`.

    Args:
        generation: What it is about.
        now: The moment, which decides whether a deadline needs its day; `None` for this one.
    """
    cost = "Free" if generation.in_sandbox else "Charged"
    truth = truth_of(generation)
    match truth:
        case Truth.NOT_SENT:
            return "Not sent yet, free to cancel"
        case Truth.BEING_SENT:
            return "Being sent"
        case Truth.CHARGED:
            return f"{cost}, cannot be stopped"
        case Truth.CHARGED_UNTIL:
            return f"{cost}, link dies at {_deadline(generation, now or datetime.now(UTC))}"
        case Truth.SAFE:
            return "Safe on disk"
        case Truth.NOT_CHARGED:
            return "Not charged"
        case Truth.UNCONFIRMED:
            return "Unconfirmed"
        case Truth.CHARGED_AND_GONE:
            return f"{cost}, but gone"
        case _:
            assert_never(truth)


def _deadline(generation: Generation, now: datetime) -> str:
    assert generation.result_expires_at is not None
    until, today = generation.result_expires_at.astimezone(), now.astimezone().date()
    if until.date() == today:
        return f"{until:%H:%M}"
    if until.date() == today + timedelta(days=1):
        return f"{until:%H:%M} tomorrow"
    return f"{until:%H:%M} on {until:%Y-%m-%d}"
