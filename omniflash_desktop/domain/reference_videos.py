"""What becomes of a reference video: whether it goes as it is, and what may be odd about it.

The service tells no limits for videos. So nothing is refused here that a service could take;
what is unusual is brought into the form that every service reads, and what is odd is said.
"""

from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Final

import msgspec

from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.domain.video_trim import FrameTimes, Trim

MAX_SIDES: Final = (1920, 1080)
"""Long and short side of a copy, pixels: most clips of the service are no larger."""
MAX_RATE: Final = 60
"""Frames a second of a copy."""

MAX_SENT_SECONDS: Final = 3600.0
MAX_SENT_BYTES: Final = 5_000_000_000
"""Our own bounds for what is sent: beyond them there is a mistake, or a film to be trimmed."""

LONG_SECONDS: Final = 60.0
SHORT_SECONDS: Final = 1.0
LARGE_BYTES: Final = 200_000_000
SMALL_SIDE: Final = 240
SLOW_RATE: Final = 12.0
FAST_RATE: Final = 61.0

_COMMON_CONTAINER: Final = "mov"
_COMMON_CODEC: Final = "h264"
_COMMON_PIXELS: Final = frozenset({"yuv420p", "yuvj420p", "nv12"})
_USUAL_RATES: Final = (
    *(Fraction(rate) for rate in (12, 15, 20, 24, 25, 30, 48, 50, 60)),
    *(Fraction(rate * 1000, 1001) for rate in (24, 30, 48, 60)),
)
_SAME_RATE: Final = Fraction(1, 100)


class CopyReason(StrEnum):
    """Why a copy is sent and not the file itself."""

    TRIMMED = "trimmed"
    CONTAINER = "container"
    CODEC = "codec"
    COLORS = "colors"
    """More than 8 bits, more than half of the colours' resolution, or HDR."""
    VARIABLE_RATE = "variable_rate"
    TELLING = "telling"
    """Its file tells more than is seen and heard, such as a place: the copy does not."""
    CUT_OFF = "cut_off"
    """Its end is missing or damaged: what plays of it is sent."""


class VideoWarning(StrEnum):
    """What may be odd about a video. It can be sent in spite of it."""

    LONG = "long"
    SHORT = "short"
    LARGE = "large"
    SMALL = "small"
    SLOW = "slow"
    FAST = "fast"
    SOUND_UNREADABLE = "sound_unreadable"
    CUT_OFF = "cut_off"


class SendableVideo(msgspec.Struct, frozen=True, kw_only=True):
    """A reference video ready to be sent.

    Attributes:
        path: The file to send; the user's own where it can go as it is.
        facts: Of the file to send.
        source: Of the file as the user gave it.
        reasons: Why a copy is sent; empty where there is none.
    """

    path: Path
    facts: VideoFacts
    source: VideoFacts
    reasons: tuple[CopyReason, ...] = ()


ENCODED_AS_IT_IS: Final = (CopyReason.TELLING,)
"""The reasons of a copy whose picture and sound are those of the file, bit by bit."""


def copy_reasons(facts: VideoFacts, trim: Trim | None) -> tuple[CopyReason, ...]:
    """Why a video cannot go as it is; empty where it can."""
    found = {
        CopyReason.TRIMMED: trim is not None,
        CopyReason.CONTAINER: facts.container != _COMMON_CONTAINER,
        CopyReason.CODEC: facts.codec != _COMMON_CODEC,
        CopyReason.COLORS: facts.pixel_format not in _COMMON_PIXELS or facts.is_hdr,
        CopyReason.VARIABLE_RATE: facts.is_variable,
        CopyReason.TELLING: facts.is_telling,
        CopyReason.CUT_OFF: facts.is_cut_off,
    }
    return tuple(reason for reason, applies in found.items() if applies)


def warnings_for(facts: VideoFacts, trim: Trim | None) -> tuple[VideoWarning, ...]:
    """What may be odd about a video as it would be sent."""
    seconds = facts.seconds if trim is None else trim.seconds
    is_sent_itself = copy_reasons(facts, trim) in ((), ENCODED_AS_IT_IS)
    found = {
        VideoWarning.CUT_OFF: facts.is_cut_off,
        VideoWarning.LONG: seconds > LONG_SECONDS,
        VideoWarning.SHORT: seconds < SHORT_SECONDS,
        VideoWarning.LARGE: is_sent_itself and facts.size_bytes > LARGE_BYTES,
        VideoWarning.SMALL: min(facts.width, facts.height) < SMALL_SIDE,
        VideoWarning.SLOW: 0 < facts.frame_rate < SLOW_RATE,
        VideoWarning.FAST: is_sent_itself and facts.frame_rate > FAST_RATE,
        VideoWarning.SOUND_UNREADABLE: facts.has_sound and not facts.sound_plays,
    }
    return tuple(warning for warning, applies in found.items() if applies)


def size_of_copy(size: tuple[int, int]) -> tuple[int, int]:
    """Width and height of a copy, even as its codec wants them; never enlarged.

    Args:
        size: Of the video, upright, in square pixels.
    """
    long, short = max(size), min(size)
    factor = min(Fraction(1), Fraction(MAX_SIDES[0], long), Fraction(MAX_SIDES[1], short))
    return _even(size[0] * factor), _even(size[1] * factor)


def rate_of_copy(told: Fraction | None, beginning: FrameTimes) -> Fraction:
    """Frames a second of a copy, which keeps them constant; at most `MAX_RATE`.

    Args:
        told: The average that the file tells.
        beginning: Some of the video's first frames.
    """
    rate = told if told is not None and told > 0 else Fraction(24)
    if beginning.is_variable:
        # By its shorter frames, or whatever moves there would stutter.
        shown = beginning.shown_at
        lengths = sorted(after - before for before, after in pairwise(shown))
        shorter = max(lengths[len(lengths) // 10], 1 / MAX_RATE)
        rate = Fraction(1 / shorter).limit_denominator(1001)
    while rate > MAX_RATE + _SAME_RATE * MAX_RATE:
        rate /= 2
    usual = min(_USUAL_RATES, key=lambda one: abs(one - rate))
    # Containers that count in milliseconds tell 23.98 or 24.04 for 24.
    return usual if abs(usual - rate) <= rate * _SAME_RATE / 20 else rate.limit_denominator(1001)


def _even(side: Fraction) -> int:
    return max(2, 2 * round(side / 2))
