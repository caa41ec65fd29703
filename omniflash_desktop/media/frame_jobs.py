"""What the app asks of a frame server: first the clip's times, then one frame after the other."""

from pathlib import Path
from typing import Final, TypeAlias

import msgspec

LONGEST_SIDE: Final = 4096
"""Pixels of a frame that may be asked for."""
LARGEST_FRAME: Final = LONGEST_SIDE * LONGEST_SIDE * 3 + 4096
"""Bytes of an answer."""


class OpenClip(msgspec.Struct, frozen=True, tag=True):
    """The first job, and once only. Answered with `FrameTimes`."""

    source: Path


class GiveFrame(msgspec.Struct, frozen=True, tag=True):
    """Answered with a `DecodedFrame`; see `DecodedFrames.frame`."""

    number: int
    backwards: bool
    long_side: int


FrameJob: TypeAlias = OpenClip | GiveFrame
