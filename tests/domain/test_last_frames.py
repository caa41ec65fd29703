"""Which of a clip's last frames is the last good one, and how frames are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniflash_desktop.domain.clip_frames import FrameLook, Passed, last_worth_keeping
from omniflash_desktop.domain.file_names import MAX_NAME_BYTES, frame_file_name

looks = st.builds(
    FrameLook,
    seconds=st.just(0.0),
    mean=st.floats(0, 255),
    spread=st.floats(0, 128),
    sharpness=st.floats(0, 10_000),
)


def a_second(*frames: tuple[float, float]) -> list[FrameLook]:
    """Frames of a second at 24 a second, each with its brightness and its sharpness."""
    return [
        FrameLook(seconds=place / 24, mean=mean, spread=mean / 4, sharpness=sharpness)
        for place, (mean, sharpness) in enumerate(frames)
    ]


def test_one_frame_is_the_last_whatever_it_shows():
    assert last_worth_keeping(a_second((0.0, 0.0))) == (0, ())


def test_a_second_of_black_is_how_the_clip_ends():
    assert last_worth_keeping(a_second(*[(0.0, 0.0)] * 24)) == (23, ())


def test_black_at_the_end_is_passed_over():
    frames = a_second(*[(120.0, 900.0)] * 20, (0.0, 0.0), (0.0, 0.0))
    assert last_worth_keeping(frames) == (19, (Passed.BLACK,))


def test_black_in_the_middle_is_nobodys_business():
    frames = a_second(*[(0.0, 0.0)] * 20, (120.0, 900.0))
    assert last_worth_keeping(frames) == (20, ())


def test_fog_has_nothing_sharp_to_be_blurred_against():
    frames = a_second(*[(120.0, 15.0)] * 20, (120.0, 2.0))
    assert last_worth_keeping(frames) == (20, ())


@given(st.lists(looks, min_size=1, max_size=60))
def test_whatever_is_measured_some_frame_is_taken(measured: list[FrameLook]):
    place, passed = last_worth_keeping(measured)
    assert 0 <= place < len(measured)
    assert bool(passed) == (place < len(measured) - 1)


@pytest.mark.parametrize(
    ("seconds", "rate", "name"),
    [
        (0.0, 24.0, "kite_00m00s00.png"),
        (23 / 24, 24.0, "kite_00m00s23.png"),
        (61 + 1 / 3, 24.0, "kite_01m01s08.png"),
        (1.9999999, 24.0, "kite_00m02s00.png"),
        (1.25, 0.0, "kite_00m01s25.png"),
    ],
)
def test_a_frame_is_called_after_its_moment(seconds: float, rate: float, name: str):
    assert frame_file_name("kite", seconds=seconds, frame_rate=rate) == name


def test_the_longest_name_of_a_clip_leaves_room_for_the_moment():
    name = frame_file_name("海" * 80, seconds=1.0, frame_rate=24.0)
    assert name.endswith("_00m01s00.png")
    assert len(name.encode()) <= MAX_NAME_BYTES
