"""Which part of a video is sent: the rules behind the handles and the command line."""

from fractions import Fraction

import pytest

from omniflash_desktop.domain.reference_videos import rate_of_copy, size_of_copy
from omniflash_desktop.domain.video_trim import FrameTimes, Trim, WrongMomentError, trim_from


def even(frames: int = 48, rate: float = 24.0) -> FrameTimes:
    return FrameTimes(shown_at=tuple(n / rate for n in range(frames)), end=frames / rate)


def in_milliseconds(frames: int = 48, rate: float = 24.0) -> FrameTimes:
    """As a WebM tells them."""
    times = tuple(round(n / rate, 3) for n in range(frames))
    return FrameTimes(shown_at=times, end=frames / rate)


UNEVEN = FrameTimes(shown_at=(0.0, 0.1, 0.2, 1.2, 1.25, 3.0), end=3.5)


@pytest.mark.parametrize("times", [even(), in_milliseconds(), even(60, 30000 / 1001), UNEVEN])
def test_what_is_cut_from_frame_to_frame_keeps_exactly_these(times: FrameTimes) -> None:
    for first in range(times.last):
        for last in range(first, times.last + 1):
            trim = times.trim_to(first, last)
            assert times.kept_by(trim) == (first, last)
            if trim is not None:
                kept = [
                    n
                    for n, shown in enumerate(times.shown_at)
                    if not trim.is_too_early(shown) and not trim.is_too_late(shown)
                ]
                assert (kept[0], kept[-1]) == (first, last)


def test_all_of_a_video_is_no_part_of_it() -> None:
    assert even().trim_to(0, 47) is None
    assert even().kept_by(None) == (0, 47)


@pytest.mark.parametrize(
    ("seconds", "frame"), [(-1.0, 0), (0.0, 0), (1.0, 24), (0.99, 23), (9, 47)]
)
def test_the_frame_under_a_place_is_the_one_on_show(seconds: float, frame: int) -> None:
    assert even().frame_at(seconds) == frame


def test_handles_stay_half_a_second_apart() -> None:
    times = even()
    assert times.first_moved_to(40, last=30) == 19
    assert times.last_moved_to(3, first=10) == 21
    assert times.first_moved_to(-5, last=30) == 0
    assert times.last_moved_to(99, first=10) == 47


def test_handles_of_a_very_short_video_stay_at_its_ends() -> None:
    times = even(6)
    assert times.first_moved_to(3, last=5) == 0
    assert times.last_moved_to(2, first=0) == 5


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("1.5-4", 1.5, 4.0),
        ("-4", 0.0, 4.0),
        ("2-", 2.0, 10.0),
        ("0:01.12-0:04.00", 1.5, 4.0),
        ("0:01-0:04", 1.0, 4.0),
        (" 1 - 99 ", 1.0, 10.0),
    ],
)
def test_a_part_can_be_typed(text: str, start: float, end: float) -> None:
    assert trim_from(text, seconds=10.0, frame_rate=24.0) == Trim(start=start, end=end)


@pytest.mark.parametrize(
    "text",
    ["", "4", "4-1", "1-1.2", "12-14", "a-b", "1:70-1:80", "0:01.24-0:04", "-1-2", "nan-2", "²-4"],
)
def test_what_is_no_part_is_refused(text: str) -> None:
    with pytest.raises(WrongMomentError):
        trim_from(text, seconds=10.0, frame_rate=24.0)


def test_telephones_keep_a_constant_rate_and_screen_recorders_do_not() -> None:
    wobbling = tuple(n / 30 + (0.004 if n % 2 else 0.0) for n in range(100))
    assert not FrameTimes(shown_at=wobbling, end=4.0).is_variable
    assert not in_milliseconds().is_variable
    assert UNEVEN.is_variable


@pytest.mark.parametrize(
    ("told", "rate"),
    [
        (Fraction(24), Fraction(24)),
        (Fraction(30000, 1001), Fraction(30000, 1001)),
        (Fraction(23999, 1000), Fraction(24)),
        (Fraction(120), Fraction(60)),
        (Fraction(240), Fraction(60)),
        (Fraction(90000), Fraction(90000, 2048)),
        (None, Fraction(24)),
    ],
)
def test_a_copy_keeps_the_rate_up_to_sixty(told: Fraction | None, rate: Fraction) -> None:
    assert rate_of_copy(told, even()) == pytest.approx(rate, rel=1e-4)


def test_the_copy_of_a_screen_recording_keeps_its_quickest_motion() -> None:
    lengths = [1 / 60] * 30 + [0.5] * 10
    times = [sum(lengths[:n]) for n in range(len(lengths))]
    recording = FrameTimes(shown_at=tuple(times), end=sum(lengths))
    assert rate_of_copy(Fraction(7), recording) == 60


@pytest.mark.parametrize(
    ("size", "copy"),
    [
        ((3840, 2160), (1920, 1080)),
        ((2160, 3840), (1080, 1920)),
        ((1920, 1080), (1920, 1080)),
        ((1440, 1440), (1080, 1080)),
        ((97, 55), (96, 56)),
        ((1, 1), (2, 2)),
        ((4000, 500), (1920, 240)),
    ],
)
def test_a_copy_is_never_larger_than_needed(size: tuple[int, int], copy: tuple[int, int]) -> None:
    assert size_of_copy(size) == copy
