"""Writes a video anew as H.264 in MP4: a part of it, exact to the frame, or all.

Frames pass through one by one, so that the memory it takes does not grow with the length.
"""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import av
from av.container import OutputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange

from omniflash_desktop.domain.outcomes import VideoFacts
from omniflash_desktop.domain.reference_videos import MAX_SENT_SECONDS, rate_of_copy
from omniflash_desktop.domain.video_trim import Trim
from omniflash_desktop.media.jobs import Unusable, UnusableError
from omniflash_desktop.media.sound_copy import SoundCopy
from omniflash_desktop.media.upright_frames import UprightFrames
from omniflash_desktop.media.video_files import MAX_THREADS, OpenVideo, length_of, opened_video
from omniflash_desktop.media.video_times import first_frame_times_of

if TYPE_CHECKING:
    from collections.abc import Callable

_WITHOUT_LOSS_TO_THE_EYE: Final = {"crf": "18", "preset": "veryfast"}
_KEY_FRAME_SECONDS: Final = 2
_STEPS_BACK: Final = (0.0, 1.0, 5.0, 30.0)
"""Seconds: containers that jump too far are asked for an earlier place."""
_SAME_MOMENT: Final = 0.0006
_TOLD_STEP: Final = 0.01


def write_copy(
    source: Path,
    target: Path,
    *,
    trim: Trim | None,
    facts: VideoFacts,
    tell: "Callable[[float], None]",
) -> None:
    """Writes the copy.

    Args:
        source: Any video.
        target: The file to write, whatever its name.
        trim: The part that is kept; `None` for all.
        facts: Of the source.
        tell: Told how much is done, 0.0 to 1.0, at most a hundred times.

    Raises:
        UnusableError: Nothing can be decoded, or nothing lies in the part.
    """
    part = trim or Trim(start=0.0, end=facts.seconds + MAX_SENT_SECONDS)
    end = min(part.end, facts.seconds)
    with opened_video(source) as video:
        rate = rate_of_copy(video.told_rate, first_frame_times_of(video))
        entry, first = _entry(video, part)
        video.seek(entry)
        options = {"movflags": "faststart"}
        with av.open(f"file:{target}", "w", format="mp4", options=options) as container:
            begins_at = video.time_of(first)
            upright = UprightFrames(video.pixel_shape)
            pictures = _PictureCopy(container, upright, rate, first, begins_at)
            sound = SoundCopy(container, video, begins_at, end, is_there=facts.sound_plays)
            _pass_through(video, part, end, pictures, sound, tell)
            pictures.finish(end if trim is not None else None)
            sound.finish()


def _entry(video: OpenVideo, part: Trim) -> tuple[float, VideoFrame]:
    """From where to decode, and the first frame of the part."""
    for back in (*_STEPS_BACK, part.start):
        place = max(0.0, part.start - back)
        video.seek(place)
        passed_over = False
        for frame in video.frames():
            shown_at = video.time_of(frame)
            if part.is_too_early(shown_at):
                passed_over = True
                continue
            if part.is_too_late(shown_at):
                raise UnusableError(Unusable.NOTHING_KEPT)
            if passed_over or place == 0.0 or abs(shown_at - part.start) <= _SAME_MOMENT:
                return place, frame
            break
        else:
            if place == 0.0:
                raise UnusableError(Unusable.NOTHING_KEPT if passed_over else Unusable.DAMAGED)
    raise UnusableError(Unusable.DAMAGED)


def _pass_through(
    video: OpenVideo,
    part: Trim,
    end: float,
    pictures: "_PictureCopy",
    sound: SoundCopy,
    tell: "Callable[[float], None]",
) -> None:
    told = 0.0
    packets = video.packets_with_sound()
    while not (pictures.is_whole and sound.is_whole):
        try:
            packet = next(packets, None)
            if packet is None:
                return
            if packet.stream is video.sound:
                sound.take(packet)
                continue
            decoded: Any = packet.decode()
        except (FFmpegError, EOFError):
            # What can be read of a damaged video is worth sending. A file that cannot be read on
            # has no further packets; a picture that cannot be decoded is passed over.
            continue
        for frame in decoded:
            shown_at = video.time_of(frame)
            if part.is_too_early(shown_at):
                continue
            if part.is_too_late(shown_at):
                pictures.is_whole = True
                break
            pictures.take(frame, shown_at, length_of(frame, video.frame_rate))
            share = (shown_at - pictures.begins_at) / max(end - pictures.begins_at, _TOLD_STEP)
            if share >= told + _TOLD_STEP:
                told = min(share, 1.0)
                tell(told)


class _PictureCopy:
    """Puts frames of any length onto the ticks of a constant rate.

    A frame is kept until the next one comes, which tells how many ticks it lasts. The first and
    the last frame always get one.
    """

    def __init__(
        self,
        container: OutputContainer,
        upright: UprightFrames,
        rate: Fraction,
        first: VideoFrame,
        begins_at: float,
    ) -> None:
        """Adds a stream to the container.

        Args:
            container: Of the copy.
            upright: Makes its frames.
            rate: Frames a second.
            first: The first frame, which is to come once more through `take`.
            begins_at: When that one is shown.
        """
        self.begins_at = begins_at
        self.is_whole = False
        self._container: Any = container
        self._upright = upright
        self._rate = rate
        self._held: VideoFrame | None = None
        self._tick = 0
        self._held_ends_at = begins_at
        like = upright.made_of(first)
        self._stream: Any = self._container.add_stream(
            "libx264", rate, options=_WITHOUT_LOSS_TO_THE_EYE
        )
        stream = self._stream
        stream.width, stream.height, stream.pix_fmt = like.width, like.height, "yuv420p"
        stream.time_base, stream.thread_count = 1 / rate, MAX_THREADS
        stream.gop_size = max(1, round(_KEY_FRAME_SECONDS * rate))
        context = stream.codec_context
        context.colorspace, context.color_range = like.colorspace, ColorRange.MPEG
        context.color_primaries, context.color_trc = like.color_primaries, like.color_trc

    def take(self, frame: VideoFrame, shown_at: float, seconds: float) -> None:
        """The next frame, in the order in which they are shown."""
        upright = self._upright.made_of(frame)
        tick = round((shown_at - self.begins_at) * self._rate)
        self._held_ends_at = shown_at + seconds
        if self._held is not None and (tick > self._tick or self._tick == 0):
            self._write_held(until=max(tick, 1))
        self._held = upright

    def finish(self, end: float | None) -> None:
        """Writes what is kept.

        Args:
            end: When the last frame ends; `None` for when it would end by itself.

        Raises:
            UnusableError: There was no frame.
        """
        if self._held is None:
            raise UnusableError(Unusable.DAMAGED)
        ends_at = self._held_ends_at if end is None else end
        self._write_held(until=round((ends_at - self.begins_at) * self._rate))
        self._container.mux(self._stream.encode())

    def _write_held(self, *, until: int) -> None:
        """Shows the kept frame up to a tick, at least for one."""
        assert self._held is not None
        if until > MAX_SENT_SECONDS * self._rate:
            raise UnusableError(Unusable.TOO_LONG)
        while True:
            self._held.pts, self._held.time_base = self._tick, 1 / self._rate
            self._container.mux(self._stream.encode(self._held))
            self._tick += 1
            if self._tick >= until:
                return
