"""Real clips for the stage's tests."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import pytest
from av.audio.frame import AudioFrame
from PIL import Image, ImageDraw

MakeClip = Callable[..., Path]


def _picture(number: int, count: int, width: int, height: int) -> Image.Image:
    """A frame that tells its own number: 8 bits as black and white bars."""
    picture = Image.new("RGB", (width, height), (60, 60, 160))
    draw = ImageDraw.Draw(picture)
    for bit in range(8):
        shade = "white" if number >> bit & 1 else "black"
        left = bit * width // 8
        draw.rectangle((left, 0, left + width // 8 - 1, height // 2), fill=shade)
    return picture


def number_in(image) -> int:
    """Which frame a shown picture is."""
    number = 0
    for bit in range(8):
        x = round((bit + 0.5) * image.width() / 8)
        if image.pixelColor(x, image.height() // 4).lightness() > 127:
            number |= 1 << bit
    return number


@pytest.fixture(scope="session")
def make_clip(tmp_path_factory) -> MakeClip:
    folder = tmp_path_factory.mktemp("clips")

    def make(
        name: str = "clip.mp4",
        *,
        frames: int = 36,
        rate: int = 24,
        size: tuple[int, int] = (320, 180),
        sound: bool = True,
        codec: str = "libx264",
        pixels: str = "yuv420p",
        every: Callable[[int], int] | None = None,
    ) -> Path:
        path = folder / name
        if path.exists():
            return path
        with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
            video = container.add_stream(codec, rate=rate)
            video.width, video.height, video.pix_fmt = *size, pixels
            video.options = {"preset": "12"} if codec == "libsvtav1" else {}
            if every is not None:
                # Of frames that change their order Qt leaves out the last ones at such a rate.
                video.options = {"bf": "0"}
            audio = container.add_stream("aac", rate=48000) if sound else None
            for number in range(frames):
                frame = av.VideoFrame.from_image(_picture(number, frames, *size))
                shown_at = number if every is None else every(number)
                frame.pts, frame.time_base = shown_at, Fraction(1, rate)
                container.mux(video.encode(frame))
            container.mux(video.encode(None))
            if audio is not None:
                for start in range(0, 48000 * frames // rate, 1024):
                    silence = AudioFrame(format="fltp", layout="stereo", samples=1024)
                    for plane in silence.planes:
                        plane.update(bytes(plane.buffer_size))
                    silence.sample_rate, silence.pts = 48000, start
                    silence.time_base = Fraction(1, 48000)
                    container.mux(audio.encode(silence))
                container.mux(audio.encode(None))
        return path

    return make


@pytest.fixture(scope="session")
def multimedia() -> None:
    """Skips where the system lacks what Qt's player is linked against."""
    try:
        import PySide6.QtMultimedia  # noqa: F401
    except ImportError as error:
        pytest.skip(f"no player on this system: {error}")
