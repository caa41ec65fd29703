"""A small real clip, made by code."""

from pathlib import Path

import av
from PIL import Image

RATE = 24


def small_clip(
    path: Path, *, frames: int = 24, size: tuple[int, int] = (160, 90), black_from: int = 1000
) -> Path:
    """A silent clip whose frame n is of the gray value `gray_of(n)`, and black at its end."""
    path.parent.mkdir(exist_ok=True)
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number in range(frames):
            gray = gray_of(number) if number < black_from else 0
            picture = Image.new("RGB", size, (gray, gray, gray))
            container.mux(stream.encode(av.VideoFrame.from_image(picture)))
        container.mux(stream.encode(None))
    return path


def gray_of(number: int) -> int:
    return 40 + 6 * number


def number_of(picture: Path) -> int:
    """Which frame of a small clip a picture is."""
    with Image.open(picture) as opened:
        gray = opened.convert("L").resize((1, 1)).getpixel((0, 0))
    assert isinstance(gray, int)
    return round((gray - 40) / 6)
