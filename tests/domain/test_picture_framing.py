"""What the model sees of a picture: the frame that the window draws and the worker cuts."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniflash_desktop.domain.picture_framing import (
    MAX_ZOOM,
    Fit,
    Framing,
    Padding,
    PictureWishes,
    Rectangle,
    frame_of,
    moved,
    zoomed,
)

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
        ({"zoom": 2.0}, rectangle(400, 575, 800, 450)),
        ({"zoom": 2.0, "focus_x": 1.0, "focus_y": 0.0}, rectangle(800, 0, 800, 450)),
        ({"zoom": 99.0}, rectangle(700, 744, 200, 112)),
        ({"zoom": float("nan")}, rectangle(0, 350, 1600, 900)),
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


@given(
    size=st.tuples(sides, sides),
    shape=st.sampled_from([LANDSCAPE, PORTRAIT]),
    x=anything,
    y=anything,
    zoom=anything,
)
def test_a_crop_has_the_shape_and_lies_within_the_picture(
    size: tuple[int, int], shape: tuple[int, int], x: float, y: float, zoom: float
) -> None:
    frame = frame_of(size, shape, Framing(fit=Fit.CROP, focus_x=x, focus_y=y, zoom=zoom))

    seen = frame.seen
    assert seen.left >= 0
    assert seen.top >= 0
    assert seen.right <= size[0]
    assert seen.bottom <= size[1]
    assert_has_shape(seen, shape)


@pytest.mark.parametrize(
    ("by", "left"), [((100.0, 0.0), 100), ((-100.0, 0.0), 0), ((5000.0, 0.0), 800)]
)
def test_a_dragged_frame_stops_at_the_edge_and_comes_back_at_once(
    by: tuple[float, float], left: int
) -> None:
    size, begin = (2400, 900), Framing(fit=Fit.CROP, focus_x=0.0)

    there = moved(begin, size, LANDSCAPE, by)
    and_back = moved(there, size, LANDSCAPE, (-10.0, 0.0))

    assert frame_of(size, LANDSCAPE, there).seen.left == left
    assert frame_of(size, LANDSCAPE, and_back).seen.left == max(0, left - 10)


def test_a_frame_is_enlarged_and_made_small_only_so_far() -> None:
    assert zoomed(Framing(fit=Fit.CROP), 1000.0).zoom == MAX_ZOOM
    assert zoomed(Framing(fit=Fit.CROP, zoom=2.0), 0.01).zoom == 1.0


def test_wishes_that_make_no_difference_do_not_count() -> None:
    cut = PictureWishes(framing=Framing(fit=Fit.CROP, focus_x=0.2))
    plain = Framing(focus_x=0.2, padding=Padding.PLAIN)

    assert PictureWishes(framing=plain, shape=PORTRAIT).that_count == PictureWishes()
    assert PictureWishes(remove_details=False).that_count != PictureWishes()
    assert cut.that_count != msgspec.structs.replace(cut, shape=PORTRAIT).that_count


def assert_has_shape(seen: Rectangle, shape: tuple[int, int]) -> None:
    """To the pixel: of the two sides, one follows from the other."""
    across, down = shape
    off_width = abs(seen.width - seen.height * across / down)
    off_height = abs(seen.height - seen.width * down / across)
    assert min(off_width, off_height) <= 1.0
