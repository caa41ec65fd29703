"""Which part of a reference video is sent, exact to the frame.

The window's handles, the command line and the worker that cuts all go by these rules.
"""

from bisect import bisect_right
from itertools import pairwise
from typing import Final

import msgspec

LEAST_SECONDS: Final = 0.5
"""Our own: nothing shorter shows a motion. The service tells no limit."""

_ROUNDED_AWAY: Final = 0.0006
"""Seconds. Moments are typed and told in milliseconds; no frame of a video is that short."""


class Trim(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a video that is sent. Seconds count from the first frame of the picture.

    Attributes:
        start: Where it begins: the first frame that is shown at this moment or later.
        end: Where it ends: the last frame is the last one whose turn comes before this moment.
    """

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.end - self.start

    def is_all_of(self, seconds: float) -> bool:
        """Whether a video of that length is kept whole."""
        return self.start <= 0 and self.end >= seconds - _ROUNDED_AWAY

    def is_too_early(self, shown_at: float) -> bool:
        """Whether a frame that is shown at that moment comes before the part."""
        return shown_at < self.start - _ROUNDED_AWAY

    def is_too_late(self, shown_at: float) -> bool:
        """Whether a frame that is shown at that moment comes after the part."""
        return shown_at >= self.end - _ROUNDED_AWAY


class FrameTimes(msgspec.Struct, frozen=True, kw_only=True):
    """When each frame of a video is shown; of any rate, also of a variable one.

    Attributes:
        shown_at: Seconds from the first frame, which is at 0.0; rising, at least one.
        end: When the last frame ends.
    """

    shown_at: tuple[float, ...]
    end: float

    @property
    def last(self) -> int:
        """The number of the last frame; the first one is 0."""
        return len(self.shown_at) - 1

    def frame_at(self, seconds: float) -> int:
        """The frame that is on show at a moment; before the first one it is the first."""
        return max(0, bisect_right(self.shown_at, seconds + _ROUNDED_AWAY) - 1)

    def end_of(self, frame: int) -> float:
        """When a frame makes way for the next one."""
        return self.end if frame >= self.last else self.shown_at[frame + 1]

    def middle_of(self, frame: int) -> float:
        """The moment of a frame that no rounding can take for a neighbour's."""
        return (self.shown_at[frame] + self.end_of(frame)) / 2

    def trim_to(self, first: int, last: int) -> Trim | None:
        """The part from frame to frame, both kept; `None` where that is all of the video."""
        if first <= 0 and last >= self.last:
            return None
        return Trim(start=self.shown_at[first], end=self.end_of(last))

    def kept_by(self, trim: Trim | None) -> tuple[int, int]:
        """The first and the last frame of a part, as far as the video goes."""
        if trim is None:
            return 0, self.last
        first = next(
            (n for n, shown in enumerate(self.shown_at) if not trim.is_too_early(shown)), self.last
        )
        last = bisect_right(self.shown_at, trim.end - _ROUNDED_AWAY) - 1
        return first, max(first, last)

    def first_moved_to(self, frame: int, *, last: int) -> int:
        """The nearest frame that may be the first one while `last` is the last."""
        latest = self.frame_at(max(0.0, self.end_of(last) - LEAST_SECONDS))
        return min(max(frame, 0), latest)

    def last_moved_to(self, frame: int, *, first: int) -> int:
        """The nearest frame that may be the last one while `first` is the first."""
        wanted = self.shown_at[first] + LEAST_SECONDS - _ROUNDED_AWAY
        earliest = next((n for n in range(first, self.last) if self.end_of(n) >= wanted), self.last)
        return max(min(frame, self.last), earliest)

    @property
    def is_variable(self) -> bool:
        """Whether more than a few frames are of another length than most."""
        lengths = sorted(after - before for before, after in pairwise(self.shown_at))
        if not lengths:
            return False
        usual = lengths[len(lengths) // 2]
        others = sum(abs(length - usual) > _JITTER * usual for length in lengths)
        return others > _A_FEW * len(lengths)


_JITTER: Final = 0.25
"""Share of a frame's length. Telephones keep their rate no better, and count as constant."""
_A_FEW: Final = 0.05


class WrongMomentError(ValueError):
    """A text that is no moment of a video."""


def trim_from(text: str, *, seconds: float, frame_rate: float) -> Trim:
    """The part that was typed as `START-END`; either side may be left out.

    Args:
        text: Moments in seconds (`1.25`) or as minutes, seconds and frames (`0:01.06`).
        seconds: Length of the video.
        frame_rate: Its frames a second; 0.0 where it is not known.

    Raises:
        WrongMomentError: It is something else, or no part of the video that can be sent.
    """
    before, dash, after = text.strip().partition("-")
    if not dash:
        raise WrongMomentError("no dash")
    start = _moment(before, frame_rate) if before.strip() else 0.0
    end = _moment(after, frame_rate) if after.strip() else seconds
    trim = Trim(start=start, end=min(end, seconds))
    if trim.start >= seconds:
        raise WrongMomentError("behind the end")
    if trim.seconds < LEAST_SECONDS - _ROUNDED_AWAY:
        raise WrongMomentError("too short")
    return trim


def _moment(text: str, frame_rate: float) -> float:
    minutes, colon, rest = text.strip().partition(":")
    if not colon:
        return _number(text)
    whole, dot, frames = rest.partition(".")
    if dot and (frame_rate <= 0 or _number(frames) >= max(1.0, round(frame_rate))):
        raise WrongMomentError("no such frame")
    if _number(whole) >= 60:
        raise WrongMomentError("no such second")
    place = _number(frames) / frame_rate if dot else 0.0
    return _number(minutes) * 60 + _number(whole) + place


def _number(text: str) -> float:
    digits = text.strip()
    if not digits.replace(".", "", 1).isascii() or not digits.replace(".", "", 1).isdecimal():
        raise WrongMomentError("no number")
    return float(digits)
