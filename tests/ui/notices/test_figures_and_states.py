"""Figures read as people write them, and rows tell how a clip stands."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from omniflash_desktop.domain.generation import Generation, Progress, State
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.time_bands import TimeBand
from omniflash_desktop.ui.notices import figures
from omniflash_desktop.ui.notices.state_words import Tone, cancelled_words, row_words

pytestmark = pytest.mark.usefixtures("qapp")
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def a_generation(state: State, **facts: object) -> Generation:
    return Generation(
        id="0123456789ab",
        service="https://api.example",
        request=GenerationRequest(prompt="A kite over the sea", duration=8),
        state=state,
        created_at=NOW - timedelta(seconds=128),
        changed_at=NOW,
        idempotency_key="5b0c",
        **facts,
    )


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0.35", "$0.35"),
        ("24.8", "$24.80"),
        ("0", "$0.00"),
        ("0.004", "$0.004"),
        ("0.084", "$0.08"),
        ("-1.5", "-$1.50"),
    ],
)
def test_money_has_two_places_unless_they_would_hide_it(amount: str, shown: str):
    assert figures.money(Decimal(amount)) == shown


@pytest.mark.parametrize(
    ("seconds", "rate", "shown"),
    [
        (0.0, 24, "00:00.00"),
        (3 + 4 / 24, 24, "00:03.04"),
        (0.041666, 24, "00:00.01"),
        (61.5, 30, "01:01.15"),
        (8.0, 24, "00:08.00"),
    ],
)
def test_a_timecode_counts_frames_at_the_rate_of_the_clip(seconds: float, rate: float, shown: str):
    assert figures.timecode(seconds, rate) == shown


def test_lengths_sizes_and_transfers():
    assert figures.stopwatch(24) == "0:24"
    assert figures.stopwatch(3728) == "1:02:08"
    assert figures.length_words(221) == "3 min 41 s"
    assert figures.length_words(12.4) == "12 s"
    assert figures.done_of_total(21_000_000, 26_000_000) == "21 of 26 MB"


def test_days_have_names_while_they_are_near():
    assert figures.moment_words(NOW, now=NOW).startswith("Today, ")
    assert figures.day_words(NOW - timedelta(days=1), now=NOW) == "Yesterday"
    assert "2026" in figures.day_words(NOW - timedelta(days=9), now=NOW)


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_words(state: State):
    assert row_words(a_generation(state), None, now=NOW).state


def test_a_running_clip_tells_how_long_and_about_how_much_longer():
    waiting = a_generation(State.WAITING, service_status="processing")
    words = row_words(waiting, Progress(percent=64), now=NOW)
    assert (words.state, words.fact) == ("Processing", "720p · 8 s")
    assert words.third == "2:08 · about 1 min left"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (41.0, 68.0, "usually 40\u201370 s"),
        (58.0, 61.0, "usually about 60 s"),
        (0.4, 1.0, "usually about 5 s"),
        (62.0, 130.0, "usually 1\u20132 min"),
        (110.0, 125.0, "usually about 2 min"),
        (20.0, 400.0, "usually 1\u20137 min"),
    ],
)
def test_a_waiting_clip_tells_how_long_clips_like_it_took(low: float, high: float, words: str):
    band = TimeBand(low_seconds=low, high_seconds=high, samples=5)
    waiting = a_generation(State.WAITING)
    assert row_words(waiting, None, now=NOW, band=band).third == f"2:08 · {words}"


def test_a_clip_is_not_slow_while_clips_like_it_take_as_long():
    later = NOW + timedelta(minutes=5)
    band = TimeBand(low_seconds=300, high_seconds=600, samples=5)
    words = row_words(a_generation(State.WAITING), None, now=later, band=band)
    assert words.third.endswith("usually 5\u201310 min")


def test_after_five_minutes_a_clip_is_said_to_be_slow():
    words = row_words(a_generation(State.WAITING), None, now=NOW + timedelta(minutes=5))
    assert words.third.endswith("longer than usual")


def test_a_clip_in_line_tells_how_many_are_before_it():
    words = row_words(a_generation(State.QUEUED), None, now=NOW, ahead=2)
    assert (words.state, words.fact) == ("In line", "2 before it")


def test_a_paused_clip_waits_and_says_for_what():
    paused = a_generation(State.QUEUED, problem=Problem(kind=ProblemKind.TOKEN_REJECTED))
    words = row_words(paused, None, now=NOW)
    assert (words.state, words.tone, words.guided) == ("Waiting", Tone.WARNING, True)


def test_cancelling_a_clip_that_was_sent_is_not_called_free():
    assert cancelled_words(a_generation(State.CANCELLED)) == "Nothing was billed."
    sent = a_generation(State.CANCELLED, task_id="task_1")
    assert "still billed" in cancelled_words(sent)
