"""Makes a clip as the service makes them, but of a plain picture."""

from pathlib import Path

import av
from PIL import Image, ImageDraw


def made_clip(
    path: Path, number: int, *, size: tuple[int, int] = (1280, 720), seconds: int = 6
) -> Path:
    """A disc that wanders; `number` chooses the colour."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for position in range(seconds * 24):
            image = Image.new("RGB", size, (40 + 60 * number, 80, 120))
            ImageDraw.Draw(image).ellipse(
                (position * 6, 200, position * 6 + 300, 500), fill="white"
            )
            container.mux(stream.encode(av.VideoFrame.from_image(image)))
        container.mux(stream.encode())
    return path
