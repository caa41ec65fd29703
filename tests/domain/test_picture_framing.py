"""What the model sees of a picture: the frame that the window draws and the worker cuts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniflash_desktop.domain.picture_framing import Fit, Framing, Rectangle, frame_of

LANDSCAPE, PORTRAIT = (16, 9), (9, 16)
sides = st.integers(1, 40_000)
anything = st.floats(allow_nan=True, allow_infinity=True)


def rectangle(left: int, top: int, width: int, height: int) -> Rectangle:
    return Rectangle(left=left, top=top, width=width, height=height)


@pytest.mark.parametrize(
    ("focus", "seen"),
    [
        ({}, rectangle(0, 350, 1600, 900)),
        ({"focus_y": 0.0}, rectangle(0, 0, 1600, 900)),
        ({"focus_y": 0.4}, rectangle(0, 190, 1600, 900)),
        ({"focus_y": 0.99, "focus_x": 0.1}, rectangle(0, 700, 1600, 900)),
        ({"focus_y": 7.0}, rectangle(0, 700, 1600, 900)),
    ],
)
def test_a_crop_follows_its_focus_and_stays_in_the_picture(
    focus: dict[str, Any], seen: Rectangle
) -> None:
    frame = frame_of((1600, 1600), LANDSCAPE, Framing(fit=Fit.CROP, **focus))

    assert frame.seen == frame.canvas == seen


def test_a_padded_picture_is_seen_whole_in_the_middle_of_a_larger_one() -> None:
    frame = frame_of((900, 900), PORTRAIT, Framing(fit=Fit.PAD))

    assert frame.seen == rectangle(0, 0, 900, 900)
    assert frame.canvas == rectangle(0, -350, 900, 1600)


@pytest.mark.parametrize("fit", Fit)
def test_a_picture_that_has_the_shape_is_seen_whole(fit: Fit) -> None:
    frame = frame_of((1920, 1080), LANDSCAPE, Framing(fit=fit))

    assert frame.seen == frame.canvas == rectangle(0, 0, 1920, 1080)


@given(size=st.tuples(sides, sides), shape=st.sampled_from([LANDSCAPE, PORTRAIT]))
def test_a_padded_canvas_has_the_shape_and_holds_the_picture(
    size: tuple[int, int], shape: tuple[int, int]
) -> None:
    frame = frame_of(size, shape, Framing(fit=Fit.PAD))

    canvas = frame.canvas
    assert canvas.left <= 0
    assert canvas.top <= 0
    assert canvas.right >= size[0]
    assert canvas.bottom >= size[1]
    assert_has_shape(canvas, shape)


@given(size=st.tuples(sides, sides), x=anything, y=anything)
def test_a_crop_has_the_shape_and_lies_within_the_picture(
    size: tuple[int, int], x: float, y: float
) -> None:
    frame = frame_of(size, LANDSCAPE, Framing(fit=Fit.CROP, focus_x=x, focus_y=y))

    seen = frame.seen
    assert seen.left >= 0
    assert seen.top >= 0
    assert seen.right <= size[0]
    assert seen.bottom <= size[1]
    assert_has_shape(seen, LANDSCAPE)
    assert seen.width == size[0] or seen.height == size[1]


def assert_has_shape(seen: Rectangle, shape: tuple[int, int]) -> None:
    """To the pixel: of the two sides, one follows from the other."""
    across, down = shape
    off_width = abs(seen.width - seen.height * across / down)
    off_height = abs(seen.height - seen.width * down / across)
    assert min(off_width, off_height) <= 1.0
