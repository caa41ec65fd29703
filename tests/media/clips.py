"""Small clips, made by code."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from PIL import Image

RATE = 24


def a_clip(
    path: Path,
    *,
    size: tuple[int, int] = (320, 180),
    seconds: float = 2.0,
    codec: str = "libx264",
    with_sound: bool = False,
    rotation: int = 0,
    black_frames: int = 0,
    frames_a_group: int = 250,
    flags: str = "faststart",
    pixels: str = "yuv420p",
    options: dict[str, str] | None = None,
    every: Callable[[int], int] | None = None,
) -> Path:
    """A clip that gets brighter: frame n has the gray value `gray_of(n)`.

    Where `every` is given, frame n is shown at its n-th value, in frames.
    """
    flagged = {"movflags": flags} if flags and path.suffix in (".mp4", ".mov") else {}
    with av.open(str(path), "w", options=flagged) as container:
        picture: Any = container.add_stream(codec, rate=RATE, options=options or {})
        picture.width, picture.height = size
        picture.pix_fmt = pixels
        picture.gop_size = frames_a_group
        if rotation:
            picture.set_display_rotation(rotation)
        sound: Any = container.add_stream("aac", rate=48_000) if with_sound else None
        for number in range(round(seconds * RATE)):
            gray = 0 if number < black_frames else gray_of(number)
            image = Image.new("RGB", size, (gray, gray, gray))
            # A bright upper left corner tells which way is up.
            if gray:
                image.paste((255, 255, 255), (0, 0, size[0] // 4, size[1] // 4))
            frame = av.VideoFrame.from_image(image)
            if every is not None:
                frame.pts, frame.time_base = every(number), Fraction(1, RATE)
            container.mux(picture.encode(frame))
        container.mux(picture.encode())
        if sound is not None:
            silence = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
            for plane in silence.planes:
                plane.update(bytes(plane.buffer_size))
            silence.sample_rate = 48_000
            for number in range(int(seconds * 48_000 / 1024)):
                silence.pts, silence.time_base = number * 1024, Fraction(1, 48_000)
                container.mux(sound.encode(silence))
            container.mux(sound.encode())
    return path


def gray_of(number: int) -> int:
    """Far enough apart that no codec mixes neighbours up, for up to 50 frames."""
    return 40 + 4 * number


def number_of(gray: float) -> int:
    """Which frame it is."""
    return round((gray - 40) / 4)


def sound_alone(path: Path) -> Path:
    with av.open(str(path), "w") as container:
        sound: Any = container.add_stream("aac", rate=48_000)
        silence = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
        for plane in silence.planes:
            plane.update(bytes(plane.buffer_size))
        silence.sample_rate = 48_000
        container.mux(sound.encode(silence))
        container.mux(sound.encode())
    return path
