"""Renders clips in this process and looks at them; makes references to render from."""

import io
from dataclasses import dataclass
from pathlib import Path

import av
from PIL import Image, ImageDraw

from omniflash_desktop.sandbox.rendering.clip import render_clip
from omniflash_desktop.sandbox.rendering.jobs import Job

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Clip:
    """What is in a rendered file."""

    path: Path
    width: int
    height: int
    codec: str
    pixels: str
    rate: float
    frames: int
    seconds: float
    sound: str
    channels: int
    sound_seconds: float


def rendered(
    folder: Path,
    *,
    prompt: str = "a kite over the dunes",
    seconds: int = 4,
    size: tuple[int, int] = (320, 180),
    images: tuple[Path, ...] = (),
    video: Path | None = None,
) -> Path:
    path = folder / f"clip{len(list(folder.glob('clip*')))}.mp4"
    job = Job(prompt, seconds, *size, images, video, path, path.with_suffix(".jpg"))
    shown: list[float] = []
    render_clip(job, shown.append)
    assert shown == sorted(shown)
    assert shown[-1] == 1.0
    return path


def probed(path: Path) -> Clip:
    with av.open(str(path)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        assert video.duration is not None
        assert video.time_base is not None
        assert sound.duration is not None
        assert sound.time_base is not None
        assert video.average_rate is not None
        return Clip(
            path=path,
            width=video.width,
            height=video.height,
            codec=video.codec_context.name,
            pixels=video.codec_context.pix_fmt or "",
            rate=float(video.average_rate),
            frames=sum(1 for _ in container.decode(video)),
            seconds=float(video.duration * video.time_base),
            sound=sound.codec_context.name,
            channels=sound.channels,
            sound_seconds=float(sound.duration * sound.time_base),
        )


def pictures(path: Path, *shares: float) -> list[Image.Image]:
    """The frames at shares of the clip."""
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    return [frames[min(len(frames) - 1, int(share * len(frames)))].to_image() for share in shares]


def box_average(picture: Image.Image, left: float, top: float, right: float, low: float) -> Colour:
    """The average colour of a part of a picture; edges are shares of it."""
    width, height = picture.size
    box = (int(left * width), int(top * height), int(right * width), int(low * height))
    red, green, blue = picture.crop(box).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    return (red, green, blue)


def plain_picture(folder: Path, name: str, colour: Colour) -> Path:
    path = folder / f"{name}.png"
    Image.new("RGB", (300, 200), colour).save(path)
    return path


def moving_dot(seconds: float = 4.0, rate: int = 12) -> bytes:
    """A video of a white dot that goes from left to right over black."""
    out = io.BytesIO()
    count = round(seconds * rate)
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number in range(count):
            picture = Image.new("RGB", (320, 180), (0, 0, 0))
            x = 20 + 280 * number / max(1, count - 1)
            ImageDraw.Draw(picture).ellipse((x - 20, 70, x + 20, 110), fill=(255, 255, 255))
            for packet in stream.encode(av.VideoFrame.from_image(picture)):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return out.getvalue()


def brightest_column(picture: Image.Image) -> float:
    """Where the brightest column of the middle rows is, as a share of the width."""
    band = picture.convert("L").crop(
        (0, picture.height // 3, picture.width, picture.height * 2 // 3)
    )
    row = band.resize((picture.width, 1), Image.Resampling.BOX)
    values = list(row.tobytes())
    return values.index(max(values)) / picture.width
