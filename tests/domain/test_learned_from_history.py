"""What earlier clips tell about the next one: its price and its time."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omniflash_desktop.domain.prices import LearnedPrice, price_from, tariff_changed
from omniflash_desktop.domain.references import VideoReference
from omniflash_desktop.domain.request import Mode
from omniflash_desktop.domain.time_bands import (
    SAMPLES_OF_A_BAND,
    RenderTime,
    band_for,
)
from tests.builders import a_request


def of(*costs: str) -> LearnedPrice:
    return price_from([Decimal(cost) for cost in costs])


@pytest.mark.parametrize(
    ("costs", "samples"),
    [
        (("0.35",), 1),
        (("0.35", "0.35", "0.30", "0.35"), 2),
        (("0.35", "0.3501", "0.345", "0.3449"), 3),
    ],
)
def test_the_newest_cost_counts_and_those_in_a_row_that_agree(
    costs: tuple[str, ...], samples: int
) -> None:
    assert of(*costs) == LearnedPrice(amount=Decimal("0.35"), samples=samples)


def test_without_a_clip_nothing_is_learned() -> None:
    assert of() == LearnedPrice(amount=None, samples=0)


@pytest.mark.parametrize(
    ("before", "now", "is_change"),
    [
        (("0.30", "0.30"), "0.35", True),
        (("0.30", "0.30"), "0.25", True),
        (("0.30", "0.30"), "0.305", False),
        (("0.30",), "0.35", False),
        (("0.35", "0.30", "0.30"), "0.30", False),
        ((), "0.35", False),
    ],
)
def test_a_tariff_changed_when_two_clips_agreed_and_the_next_does_not(
    before: tuple[str, ...], now: str, is_change: bool
) -> None:
    assert tariff_changed(of(*before), of(now, *before)) is is_change


def times(*elapsed: float, mode: Mode = Mode.TEXT_TO_VIDEO, seconds: int | None = 6):
    return [RenderTime(mode, seconds, one) for one in elapsed]


def test_a_band_spans_from_the_quick_to_the_slow_without_the_odd_ones() -> None:
    band = band_for(a_request(), times(*range(10, 120, 10)))
    assert band is not None
    assert (band.low_seconds, band.high_seconds, band.samples) == (30, 100, 11)


def test_two_clips_are_no_habit() -> None:
    assert band_for(a_request(), times(60, 70)) is None


def test_clips_like_it_count_before_others_of_its_size() -> None:
    others = times(*[500.0] * 20, mode=Mode.IMAGE_TO_VIDEO) + times(*[900.0] * 20, seconds=10)
    band = band_for(a_request(), [*others, *times(60, 60, 60)])
    assert band is not None
    assert (band.low_seconds, band.samples) == (60, 3)


def test_too_few_like_it_lets_all_of_its_size_speak() -> None:
    band = band_for(a_request(), times(60, 60) + times(90, 90, mode=Mode.IMAGE_TO_VIDEO))
    assert band is not None
    assert band.samples == 4


def test_a_clip_with_a_video_is_like_others_with_one_whatever_their_length() -> None:
    request = a_request(video=VideoReference(url="https://example.test/walk.mp4"))
    alike = times(80, 80, 80, mode=Mode.MOTION_REFERENCE, seconds=None)
    band = band_for(request, times(20, 20, 20) + alike)
    assert band is not None
    assert band.low_seconds == 80


def test_what_was_long_ago_no_longer_counts() -> None:
    band = band_for(a_request(), times(*[30.0] * SAMPLES_OF_A_BAND, *[900.0] * 100))
    assert band is not None
    assert (band.low_seconds, band.high_seconds) == (30, 30)


@settings(deadline=None)
@given(st.lists(st.floats(0.1, 100_000), min_size=3))
def test_a_band_never_leaves_what_was_measured(elapsed: list[float]) -> None:
    band = band_for(a_request(), times(*elapsed))
    assert band is not None
    assert min(elapsed) <= band.low_seconds * (1 + 1e-9)
    assert band.low_seconds <= band.high_seconds * (1 + 1e-9)
    assert band.high_seconds <= max(elapsed) * (1 + 1e-9)
