"""Which frame of a clip is meant, and which of its last ones is worth going on from.

Clips tend to end badly: with a fade, a black frame, or a frame smeared by the encoder. Whoever goes
on from the last frame wants the last good one, so the tail is judged here, by numbers that can be
measured at any frame.
"""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from statistics import median
from typing import Final, TypeAlias

import msgspec

LOOK_BACK_SECONDS: Final = 1.0
"""A tail that is black or blurred for longer is how the clip ends: its true last frame is taken."""

BLACK_MEAN: Final = 12.0
"""Mean brightness, 0 to 255, up to which a frame shows nothing. Dark scenes lie above 20."""
BLACK_SPREAD: Final = 8.0
"""Standard deviation up to which a dark frame is empty: stars and lamps by night lie far above."""
FADED_SHARE: Final = 0.75
"""Of the second's brightest frame. Before a black end, what is darker belongs to the fade."""
BLURRED_SHARE: Final = 0.3
"""Of the sharpness that is usual in the same second. Blur that people see takes it below a fifth;
compression and motion leave it above a half."""
LEAST_SHARPNESS: Final = 20.0
"""Of the second: below it there is nothing sharp to compare with, as in fog or on a plain wall."""
BLURRED_SECONDS: Final = 0.25
"""What is soft for longer is a scene, such as a sky after a cut, and no accident."""


class AtTime(msgspec.Struct, frozen=True, tag=True):
    """The frame that is shown at a moment; past the end, the last one.

    Attributes:
        seconds: From the beginning of the picture.
    """

    seconds: float


class AtNumber(msgspec.Struct, frozen=True, tag=True):
    """A frame by its place in the order of showing.

    Attributes:
        number: From 0.
    """

    number: int


class LastGood(msgspec.Struct, frozen=True, tag=True):
    """The last frame that is neither black nor blurred, see `last_worth_keeping`."""


FrameWish: TypeAlias = AtTime | AtNumber | LastGood


class Passed(StrEnum):
    """Why frames at the end were passed over."""

    BLACK = "black"
    BLURRED = "blurred"


class TakenFrame(msgspec.Struct, frozen=True, kw_only=True):
    """A frame that was saved as a picture.

    Attributes:
        path: The PNG.
        width: Pixels, upright.
        height: Pixels, upright.
        seconds: When it is shown.
        before_end: Seconds from it to the true last frame, where the last good one was wanted.
        passed: What the frames behind it are that were passed over.
    """

    path: Path
    width: int
    height: int
    seconds: float
    before_end: float = 0.0
    passed: tuple[Passed, ...] = ()


class FrameLook(msgspec.Struct, frozen=True, kw_only=True):
    """What is measured of a frame in order to judge it, on a small grey copy.

    Attributes:
        seconds: When it is shown.
        mean: Brightness, 0 (black) to 255.
        spread: Standard deviation of the brightness.
        sharpness: Variance of the Laplacian: how much detail there is.
    """

    seconds: float
    mean: float
    spread: float
    sharpness: float

    @property
    def is_black(self) -> bool:
        """Whether it shows nothing."""
        return self.mean <= BLACK_MEAN and self.spread <= BLACK_SPREAD


def last_worth_keeping(looks: Sequence[FrameLook]) -> tuple[int, tuple[Passed, ...]]:
    """Judges the end of a clip.

    Args:
        looks: The frames of its last second in their order; at least one.

    Returns:
        The place of the last good frame, and why those behind it were passed over. Where none is
        good, the last one.
    """
    last = len(looks) - 1
    kept = _before_black(looks)
    sharp = _before_blur(looks[: kept + 1])
    if sharp < 0:
        return last, ()
    passed = [Passed.BLACK] if kept < last else []
    if sharp < kept:
        passed.append(Passed.BLURRED)
    return sharp, tuple(passed)


def _before_black(looks: Sequence[FrameLook]) -> int:
    """The last frame before a black end and the fade to it; -1 where all are black."""
    place = len(looks) - 1
    while place >= 0 and looks[place].is_black:
        place -= 1
    if place == len(looks) - 1:
        return place
    brightest = max(look.mean for look in looks)
    bright = place
    while bright >= 0 and looks[bright].mean < FADED_SHARE * brightest:
        bright -= 1
    return bright


def _before_blur(looks: Sequence[FrameLook]) -> int:
    """The last frame before a blurred end; -1 for no frames."""
    place = len(looks) - 1
    shown = [look.sharpness for look in looks if not look.is_black]
    usual = median(shown) if shown else 0.0
    if usual < LEAST_SHARPNESS:
        return place
    while place >= 0 and looks[place].sharpness < BLURRED_SHARE * usual:
        place -= 1
    if looks[-1].seconds - looks[place].seconds > BLURRED_SECONDS:
        return len(looks) - 1
    return place
