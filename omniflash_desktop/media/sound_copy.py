"""The sound of a copy: AAC in stereo, cut to the sample, in step with the picture."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import OutputContainer
from av.error import FFmpegError

from omniflash_desktop.media.video_files import OpenVideo

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.packet import Packet

_RATE: Final = 48_000
_LAYOUT: Final = "stereo"
_BYTES_A_SAMPLE: Final = 8
"""Two channels of 32-bit floats, side by side."""
_NO_GAP: Final = _RATE // 50
"""Samples: what lies closer together than a fiftieth of a second is one sound."""


class SoundCopy:
    """Decodes, cuts and encodes one sound; does nothing where there is none to be read."""

    def __init__(
        self,
        container: OutputContainer,
        video: OpenVideo,
        begins_at: float,
        ends_at: float,
        *,
        is_there: bool,
    ) -> None:
        """Adds a stream to the container where there is a sound.

        Args:
            container: Of the copy.
            video: Tells when the sound is heard.
            begins_at: Seconds from the picture's beginning.
            ends_at: As `begins_at`.
            is_there: Whether there is a sound that can be decoded.
        """
        self.is_whole = not is_there
        self._container: Any = container
        self._video = video
        self._begins_at = begins_at
        self._samples = max(0, round((ends_at - begins_at) * _RATE))
        self._written = 0
        self._side_by_side = AudioResampler("flt", _LAYOUT, _RATE)
        self._stream: Any = None
        if is_there:
            self._stream = self._container.add_stream("aac", rate=_RATE, layout=_LAYOUT)
            self._in_frames = AudioResampler("fltp", _LAYOUT, _RATE, frame_size=1024)

    def take(self, packet: "Packet[AudioStream]") -> None:
        """The next packet; one that cannot be decoded becomes silence."""
        if self.is_whole:
            return
        try:
            decoded = packet.decode()
        except (FFmpegError, EOFError):
            return
        for frame in decoded:
            heard_at = self._video.time_of(frame)
            for part in self._side_by_side.resample(frame):
                self._add(part, round((heard_at - self._begins_at) * _RATE))
                heard_at += part.samples / _RATE

    def finish(self) -> None:
        """Writes what is kept."""
        if self._stream is None:
            return
        if self._written == 0:
            # Nothing lay in this part; a stream without content would disturb players.
            self._write_silence(self._samples)
        for frame in self._in_frames.resample(None):
            self._container.mux(self._stream.encode(frame))
        self._container.mux(self._stream.encode())

    def _add(self, part: AudioFrame, place: int) -> None:
        """Adds samples at their place, which counts from the copy's beginning."""
        content = bytes(part.planes[0])[: part.samples * _BYTES_A_SAMPLE]
        gap = place - self._written
        if gap < 0 and (self._written == 0 or -gap > _NO_GAP):
            content = content[-gap * _BYTES_A_SAMPLE :]
        elif gap > _NO_GAP or (self._written == 0 and gap > 0):
            self._write_silence(min(gap, self._samples - self._written))
        room = self._samples - self._written
        self._write(content[: max(0, room) * _BYTES_A_SAMPLE])
        self.is_whole = self._written >= self._samples

    def _write_silence(self, samples: int) -> None:
        while samples > 0:
            step = min(samples, _RATE)
            self._write(bytes(step * _BYTES_A_SAMPLE))
            samples -= step

    def _write(self, content: bytes) -> None:
        samples = len(content) // _BYTES_A_SAMPLE
        if samples == 0 or self._stream is None:
            return
        frame = AudioFrame(format="flt", layout=_LAYOUT, samples=samples, align=1)
        frame.planes[0].update(content)
        frame.sample_rate, frame.time_base = _RATE, Fraction(1, _RATE)
        frame.pts = self._written
        self._written += samples
        for whole in self._in_frames.resample(frame):
            self._container.mux(self._stream.encode(whole))
