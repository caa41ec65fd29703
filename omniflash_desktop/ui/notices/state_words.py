"""What a row says about a clip: its state, one fact, a third line, and what can be done.

"Cancelled" is told as it is: a clip that was sent is still billed, and fetched if it arrives.
"""

from datetime import datetime
from enum import StrEnum
from math import ceil
from typing import Final, assert_never

import msgspec
from PySide6.QtCore import QCoreApplication

from omniflash_desktop.domain.generation import Generation, Progress, State
from omniflash_desktop.domain.problems import Charged, ProblemKind
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.service_facts import SLOW_TASK_AFTER
from omniflash_desktop.domain.time_bands import TimeBand
from omniflash_desktop.ui.mode_words import mode_words
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.notices.figures import done_of_total, seconds_words, stopwatch
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.notices.truth_words import truth_words

translate = QCoreApplication.translate

MAX_ROW_ACTIONS: Final = 2
HOLDS_THE_LINE: Final = frozenset(
    {
        ProblemKind.PAUSED_BY_USER,
        ProblemKind.DAILY_CAP_REACHED,
        ProblemKind.SAME_FAILURE_AGAIN,
    }
)
"""What the app's own queue waits for: the banner tells it once, and the rows stay in line."""

_HOLDS_A_CLIP_BACK: Final = frozenset({ProblemKind.DISK_FULL, ProblemKind.FOLDER_UNWRITABLE})
"""The clip is finished, and only the user can make room for it before its link dies."""

_ON_ITS_WAY_AGAIN: Final = frozenset(
    {State.QUEUED, State.PREPARING, State.UPLOADING, State.SUBMITTING, State.WAITING}
)

_LEAST_PERCENT_TO_GUESS_FROM: Final = 10
_MINUTE: Final = 60.0
_TOLD_IN_MINUTES_FROM: Final = 90.0
_QUEUED_WORDS: Final = frozenset(
    {"submitted", "pending", "queued", "queueing", "not_start", "in_queue"}
)


class Tone(StrEnum):
    """The colour of a state's word; its icon and word tell the same."""

    QUIET = "text2"
    ACTIVE = "accent_text"
    WARNING = "warning"
    DANGER = "danger"


class RowWords(msgspec.Struct, frozen=True, kw_only=True):
    """What a row says.

    Attributes:
        state: One word.
        tone: The colour role of that word, by its value.
        icon: What stands in the ring; empty where the percentage does.
        fact: What belongs to the state.
        third: The third line, or guidance of some lines where something went wrong.
        guided: Whether `third` is guidance that has to be shown whole.
        actions: Buttons below the text, of which a row shows two.
        truth: How things stand with money and file; a row under the pointer says it.
    """

    state: str
    tone: Tone
    icon: str = ""
    fact: str = ""
    third: str = ""
    guided: bool = False
    actions: tuple[Action, ...] = ()
    truth: str = ""


def settings_words(request: GenerationRequest) -> list[str]:
    """The settings of a clip, one word each: `3-image fusion`, `8 s`, `1080p`, `16:9`."""
    words = [mode_words(request.mode)]
    if request.sent_duration is not None:
        words.append(seconds_words(request.sent_duration))
    return [*words, request.resolution.label, request.aspect_ratio.value]


def dotted(*parts: str) -> str:
    """Facts side by side: `1080p · 8 s`."""
    return " · ".join(part for part in parts if part)


def request_fact(request: GenerationRequest) -> str:
    """Resolution and length, as rows show them."""
    length = "" if request.sent_duration is None else seconds_words(request.sent_duration)
    return dotted(request.resolution.label, length)


def is_queued_at_service(generation: Generation, progress: Progress | None) -> bool:
    """Whether the service has the task, but does not work on it yet."""
    if progress is not None and progress.percent:
        return False
    return (generation.service_status or "submitted") in _QUEUED_WORDS


def needs_attention(generation: Generation) -> bool:
    """Whether it stands still until the user, or the world, does something."""
    if generation.state in (State.UNCONFIRMED, State.FAILED):
        return True
    if generation.problem is None or generation.problem.kind in HOLDS_THE_LINE:
        return False
    if generation.state is State.DOWNLOADING:
        return generation.problem.kind in _HOLDS_A_CLIP_BACK
    # While the service has it, trouble on the way is no trouble of the clip.
    return generation.state in (
        State.QUEUED,
        State.PREPARING,
        State.UPLOADING,
        State.SUBMITTING,
    )


def is_held(generation: Generation, *, now: datetime) -> bool:
    """Whether its click can still be undone before it is sent."""
    until = generation.held_until
    return generation.state is State.QUEUED and until is not None and until > now


def held_words(until: datetime, *, now: datetime) -> str:
    """How long a clip is still held back: `Sending in 4 s`."""
    left = max(1, ceil((until - now).total_seconds()))
    return translate("State", "Sending in {s} s").format(s=left)


def unseen_words(unseen_for: float) -> str:
    """When there was last news of a clip whose service is away: `Seen 0:12 ago`."""
    return dotted(
        translate("State", "Seen {time} ago").format(time=stopwatch(unseen_for)),
        translate("State", "resumes online"),
    )


def row_words(
    generation: Generation,
    progress: Progress | None,
    *,
    now: datetime,
    ahead: int | None = 0,
    band: TimeBand | None = None,
    unseen_for: float | None = None,
    is_missing: bool = False,
) -> RowWords:
    """What the row of `generation` says at `now`.

    Args:
        generation: What the row shows.
        progress: How far it is.
        now: The moment (UTC).
        ahead: How many clips stand before it in the app's own queue; `None` where nobody counts.
        band: How long clips like it usually take, see `TimeBands`.
        unseen_for: Seconds since its service was last heard of; `None` while that answers.
        is_missing: Whether its file is not where it was.
    """
    words = _words_of_state(generation, progress, now=now, ahead=ahead, band=band)
    if unseen_for is not None and generation.state is State.WAITING:
        words = msgspec.structs.replace(
            words, fact=request_fact(generation.request), third=unseen_words(unseen_for)
        )
    if generation.first_try is not None and generation.state in _ON_ITS_WAY_AGAIN:
        words = msgspec.structs.replace(
            words,
            fact=words.third if generation.state is State.WAITING else words.fact,
            third=second_try_words(),
            guided=True,
        )
    return msgspec.structs.replace(
        words, truth=truth_words(generation, now=now, is_missing=is_missing)
    )


def second_try_words() -> str:
    """Why a clip was sent twice, and what that means for the money."""
    return translate(
        "State",
        "The service could not fetch a reference. It was uploaded again and sent once more. "
        "The first try was not charged.",
    )


def _words_of_state(
    generation: Generation,
    progress: Progress | None,
    *,
    now: datetime,
    ahead: int | None,
    band: TimeBand | None,
) -> RowWords:
    settings = request_fact(generation.request)
    match generation.state:
        case State.FAILED | State.UNCONFIRMED:
            return _stopped_words(generation)
        case State.CANCELLED:
            return RowWords(
                state=translate("State", "Cancelled"),
                tone=Tone.QUIET,
                icon="x-circle",
                third=cancelled_words(generation),
            )
        case _ if needs_attention(generation):
            return _stopped_words(generation)
        case State.DRAFT:
            return RowWords(
                state=translate("State", "Draft"),
                tone=Tone.QUIET,
                icon="pencil-simple",
                fact=settings,
            )
        case State.QUEUED:
            return _in_line_words(generation, now=now, ahead=ahead)
        case State.PREPARING:
            return RowWords(
                state=translate("State", "Preparing"),
                tone=Tone.QUIET,
                fact=settings,
                third=translate("State", "Reading references"),
            )
        case State.UPLOADING:
            return RowWords(
                state=translate("State", "Uploading"),
                tone=Tone.ACTIVE,
                icon="arrow-up",
                fact=_uploading_fact(generation, progress) or settings,
                third=translate("State", "Then queued automatically"),
            )
        case State.SUBMITTING:
            return RowWords(
                state=translate("State", "Sending"),
                tone=Tone.ACTIVE,
                icon="arrow-up",
                fact=settings,
                third=translate("State", "Waiting for the answer"),
            )
        case State.WAITING:
            return _waiting_words(generation, progress, now=now, band=band)
        case State.DOWNLOADING:
            return _downloading_words(generation, progress)
        case State.READY:
            return RowWords(
                state=translate("State", "Ready"),
                tone=Tone.QUIET,
                icon="check-circle",
                fact=settings,
                third=translate("State", "Saved to the library"),
            )
        case _:
            assert_never(generation.state)


def cancelled_words(generation: Generation) -> str:
    """What cancelling meant for the money and for the clip."""
    if generation.in_sandbox or generation.charged is Charged.NO:
        return translate("State", "Nothing was billed.")
    if generation.charged is Charged.UNKNOWN:
        return translate("State", "It may be billed.")
    return translate("State", "No longer watched. It is still billed, and fetched if it arrives.")


def _stopped_words(generation: Generation) -> RowWords:
    problem = generation.problem
    if generation.state is State.FAILED:
        state, tone, icon = translate("State", "Failed"), Tone.DANGER, "warning-octagon-fill"
    elif generation.state is State.UNCONFIRMED:
        state, tone, icon = translate("State", "Unconfirmed"), Tone.WARNING, "question-fill"
    else:
        state, tone, icon = translate("State", "Waiting"), Tone.WARNING, "hourglass-medium"
    if problem is None:
        return RowWords(state=state, tone=tone, icon=icon)
    words = words_for(problem, generation)
    return RowWords(
        state=state,
        tone=tone,
        icon=icon,
        fact=words.row,
        third=words.hint,
        guided=True,
        actions=words.actions,
    )


def _in_line_words(generation: Generation, *, now: datetime, ahead: int | None) -> RowWords:
    settings = request_fact(generation.request)
    until = generation.held_until
    if until is not None and is_held(generation, now=now):
        return RowWords(
            state=held_words(until, now=now),
            tone=Tone.ACTIVE,
            icon="timer",
            third=settings,
            actions=(Action.UNDO_SEND, Action.SEND_NOW),
        )
    place = translate("State", "{n} before it").format(n=ahead) if ahead else ""
    state = translate("State", "In line")
    if generation.problem is not None:
        # Told in full by the banner, once for all of them.
        words = words_for(generation.problem, generation)
        return RowWords(
            state=state,
            tone=Tone.QUIET,
            icon="pause",
            fact=dotted(words.row, place),
            third=words.hint,
        )
    return RowWords(
        state=state,
        tone=Tone.QUIET,
        icon="clock",
        fact=place or settings,
        third=settings if place else translate("State", "Next") if ahead == 0 else "",
    )


def _downloading_words(generation: Generation, progress: Progress | None) -> RowWords:
    took = generation.elapsed_seconds
    fact = request_fact(generation.request)
    if progress is not None and progress.done_bytes is not None:
        fact = done_of_total(progress.done_bytes, progress.total_bytes)
    third = ""
    if generation.problem is not None:
        # The clip waits for its folder, or for its link: nothing is lost by that.
        third = words_for(generation.problem, generation).row
    elif took is not None:
        third = translate("State", "Rendered in {time}").format(time=stopwatch(took))
    return RowWords(
        state=translate("State", "Downloading"),
        tone=Tone.ACTIVE,
        icon="arrow-down",
        fact=fact,
        third=third,
    )


def _uploading_fact(generation: Generation, progress: Progress | None) -> str:
    if progress is None:
        return ""
    if progress.item is not None and progress.items is not None:
        if progress.item > sum(one.path is not None for one in generation.request.images):
            return translate("State", "video")
        return translate("State", "image {n} of {all}").format(n=progress.item, all=progress.items)
    if progress.done_bytes is not None:
        return done_of_total(progress.done_bytes, progress.total_bytes)
    return ""


def usual_words(band: TimeBand | None) -> str:
    """How long a clip usually takes: `usually 40-70 s`, `usually about 2 min`.

    It stands behind the passed time in a row of the library, where 28 letters have room.
    """
    if band is None:
        return translate("State", "usually 1\u20135 min")
    if band.high_seconds < _TOLD_IN_MINUTES_FROM:
        low, high = (max(5, round(end / 5) * 5) for end in (band.low_seconds, band.high_seconds))
        if low == high:
            return translate("State", "usually about {n} s").format(n=high)
        return translate("State", "usually {low}\u2013{high} s").format(low=low, high=high)
    low, high = (max(1, round(end / _MINUTE)) for end in (band.low_seconds, band.high_seconds))
    if low == high:
        return translate("State", "usually about {n} min").format(n=high)
    return translate("State", "usually {low}\u2013{high} min").format(low=low, high=high)


def _waiting_words(
    generation: Generation, progress: Progress | None, *, now: datetime, band: TimeBand | None
) -> RowWords:
    since = generation.submitted_at or generation.created_at
    passed = max(0.0, (now - since).total_seconds())
    elapsed = stopwatch(passed)
    settings = request_fact(generation.request)
    if generation.problem is not None:
        words = words_for(generation.problem, generation)
        return RowWords(
            state=translate("State", "Processing"),
            tone=Tone.ACTIVE,
            fact=words.row,
            third=dotted(elapsed, translate("State", "not lost, still asking")),
        )
    if passed >= max(SLOW_TASK_AFTER, 0.0 if band is None else band.high_seconds):
        rest = translate("State", "longer than usual")
    else:
        rest = _time_left(progress, passed) or usual_words(band)
    queued = is_queued_at_service(generation, progress)
    return RowWords(
        state=translate("State", "Queued") if queued else translate("State", "Processing"),
        tone=Tone.QUIET if queued else Tone.ACTIVE,
        icon="clock" if queued else "",
        fact=settings,
        third=dotted(elapsed, rest),
    )


def _time_left(progress: Progress | None, passed: float) -> str:
    """A guess from the share that is done; the service's own announcements are unreliable."""
    percent = None if progress is None else progress.percent
    if percent is None or not _LEAST_PERCENT_TO_GUESS_FROM <= percent < 100:
        return ""
    left = passed * (100 - percent) / percent
    if left >= _MINUTE:
        return translate("State", "about {n} min left").format(n=round(left / _MINUTE))
    # In steps of five seconds, so that the line does not flicker.
    return translate("State", "about {n} s left").format(n=max(5, round(left / 5) * 5))
