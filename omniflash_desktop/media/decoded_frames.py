"""The frames of one clip by their numbers, also backwards, in bounded memory.

Video can only be decoded forwards, from one of the few frames that stand on their own. To go
backwards a stretch is decoded as a whole and kept; while it is shown, the stretch before it is
decoded.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from av.video.frame import VideoFrame

from omniflash_desktop.domain.decoded_frames import DecodedFrame
from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.video_files import (
    VIDEO_ERRORS,
    OpenVideo,
    picture_of,
    size_within,
    upright_size,
)
from omniflash_desktop.media.video_times import readable_frame_times_of

MEMORY: Final = 192 * 1024**2
"""Bytes of decoded frames that are kept at most, the decoder's own not counted."""
_NEAR: Final = 12
"""Frames. So far ahead it is quicker to go on decoding than to jump."""
_BEHIND: Final = 2
"""Frames that stay though they have been shown: the user may turn round."""


class DecodedFrames:
    """Decodes what is asked for, and in idle moments what will be asked for next.

    Args:
        video: Open; nobody else reads it.
        memory: Bytes of frames that are kept at most, but for two frames.
    """

    def __init__(self, video: OpenVideo, *, memory: int = MEMORY) -> None:
        self._video = video
        self._memory = memory
        self.times = readable_frame_times_of(video)
        self._kept: dict[int, DecodedFrame] = {}
        self._long_side = 0
        self._stretch = 1
        self._asked = 0
        self._backwards = False
        self._running: _Pass | None = None
        self._frames: Iterator[VideoFrame] | None = None
        self._next = 0

    @property
    def kept_bytes(self) -> int:
        """How much memory the decoded frames take."""
        return sum(len(frame.rgb) for frame in self._kept.values())

    def frame(self, number: int, *, backwards: bool, long_side: int) -> DecodedFrame:
        """One frame.

        Args:
            number: From 0.
            backwards: Whether the frames before it will be asked for next.
            long_side: Pixels; a smaller frame is not enlarged.

        Raises:
            UnusableError: It cannot be decoded.
        """
        if long_side != self._long_side:
            self._start_anew(long_side)
        self._asked, self._backwards = number, backwards
        if number not in self._kept:
            if self._running is None or not self._running.first <= number <= self._running.last:
                self._running = self._pass_for(number)
            while number not in self._kept and self._decode_one():
                pass
        if number not in self._kept:
            raise UnusableError(Unusable.DAMAGED)
        self._drop_what_was_shown()
        return self._kept[number]

    def look_ahead(self) -> bool:
        """Decodes one frame of those that come next; `False` where enough of them are there."""
        if self._running is None:
            self._running = self._pass_ahead()
        return self._running is not None and self._decode_one()

    def _start_anew(self, long_side: int) -> None:
        self._long_side = long_side
        self._kept.clear()
        self._running = None
        width, height = size_within(self._video.size, long_side)
        self._stretch = max(1, self._memory // (2 * width * height * 3))

    def _pass_for(self, number: int) -> "_Pass":
        if self._backwards:
            return _Pass(max(0, number - self._stretch + 1), number)
        return _Pass(number, min(self.times.last, number + self._stretch - 1))

    def _pass_ahead(self) -> "_Pass | None":
        """The stretch after the one that is being shown."""
        step = -1 if self._backwards else 1
        edge = self._asked
        while edge + step in self._kept:
            edge += step
        if abs(edge - self._asked) >= self._stretch or self._asked not in self._kept:
            return None
        following = edge + step
        return self._pass_for(following) if 0 <= following <= self.times.last else None

    def _decode_one(self) -> bool:
        """Goes on with the pass; `False` where it is over."""
        wanted = self._running
        if wanted is None:
            return False
        if not wanted.has_begun:
            wanted.has_begun = True
            if self._frames is None or not 0 <= wanted.first - self._next <= _NEAR:
                self._jump_to(wanted.first)
        frame = self._next_frame()
        if frame is None:
            self._running = None
            return False
        number = self._number_of(frame)
        self._next = number + 1
        if wanted.first <= number <= wanted.last:
            self._keep(number, frame)
        if number >= wanted.last:
            self._running = None
        return True

    def _jump_to(self, number: int) -> None:
        seconds = self.times.shown_at[number]
        for start in (seconds, 0.0):
            try:
                self._video.seek(start)
            except VIDEO_ERRORS:
                continue
            self._frames = self._video.frames()
            first = self._next_frame()
            if first is not None and self._number_of(first) <= number:
                # It has been taken from the decoder: it goes back to the front of the line.
                self._frames = _with_first(first, self._frames)
                self._next = self._number_of(first)
                return
            # Some containers jump too far: then all is decoded from the beginning.
        self._frames = None

    def _next_frame(self) -> VideoFrame | None:
        if self._frames is None:
            return None
        try:
            frame = next(self._frames, None)
        except VIDEO_ERRORS:
            frame = None
        if frame is None:
            self._frames = None
        return frame

    def _number_of(self, frame: VideoFrame) -> int:
        moment = self._video.time_of(frame)
        # The very times of the packets: half a tick cannot be taken for a neighbour.
        return max(0, bisect_right(self.times.shown_at, math.nextafter(moment, math.inf)) - 1)

    def _keep(self, number: int, frame: VideoFrame) -> None:
        image = picture_of(frame, size_within(upright_size(frame), self._long_side))
        self._kept[number] = DecodedFrame(
            number=number, width=image.width, height=image.height, rgb=image.tobytes()
        )

    def _drop_what_was_shown(self) -> None:
        lowest, highest = self._asked - _BEHIND, self._asked + _BEHIND
        reach = 2 * self._stretch
        if self._backwards:
            lowest = self._asked - reach
        else:
            highest = self._asked + reach
        for number in [one for one in self._kept if not lowest <= one <= highest]:
            del self._kept[number]


class _Pass:
    """A stretch of frames that is being decoded, the last one included."""

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last
        self.has_begun = False


def _with_first(first: VideoFrame, rest: Iterator[VideoFrame] | None) -> Iterator[VideoFrame]:
    yield first
    if rest is not None:
        yield from rest
