"""Frames of a clip that is played by us, and when they are shown as long as nobody has looked."""

import msgspec

from omniflash_desktop.domain.video_trim import FrameTimes


class DecodedFrame(msgspec.Struct, frozen=True, kw_only=True):
    """One frame, upright.

    Attributes:
        number: From 0.
        width: Pixels.
        height: Pixels.
        rgb: Three bytes for each pixel, row by row without gaps.
    """

    number: int
    width: int
    height: int
    rgb: bytes


def even_times(seconds: float, frame_rate: float) -> FrameTimes:
    """Of a clip whose frames are of equal length.

    Args:
        seconds: Length of the picture.
        frame_rate: Frames a second; above 0.
    """
    count = max(1, round(seconds * frame_rate))
    shown_at = tuple(number / frame_rate for number in range(count))
    return FrameTimes(shown_at=shown_at, end=max(seconds, shown_at[-1]))
