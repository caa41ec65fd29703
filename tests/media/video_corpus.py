"""Videos as people drop them, each with what becomes of it."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import picture_corpus as corpus
from clips import a_clip, sound_alone
from PIL import Image

Maker = Callable[[Path], Path]
SIZE = (96, 54)
HOW_MUCH = (0.02, 0.2, 0.5, 0.8, 0.97)
"""Shares of a file after which it is cut."""


@dataclass(frozen=True)
class Plays:
    """A video that is taken, and what it is.

    Attributes:
        codec: Of the picture.
        size: Upright, in pixels.
        seconds: Its length.
        has_sound: Whether it has sound.
        copied: Why a copy is sent; empty where the file itself is.
        sent_size: Of the copy, where it is another one than the video's own.
    """

    codec: str = "h264"
    size: tuple[int, int] = SIZE
    seconds: float = 1.0
    has_sound: bool = False
    copied: tuple[str, ...] = ()
    sent_size: tuple[int, int] | None = None


@dataclass(frozen=True)
class Video:
    """A file, and what becomes of it: it plays, or is refused for a reason."""

    make: Maker
    outcome: Plays | str
    name: str = "clip.mp4"


def clip(ending: str = ".mp4", **facts: Any) -> Maker:
    """A small clip, whatever its file is called: programs that write them go by the name."""

    def make(path: Path) -> Path:
        made = path.with_name(f"written{ending}")
        return a_clip(made, **{"size": SIZE, "seconds": 1.0, **facts}).rename(path)

    return make


def of_a_codec_unheard_of(path: Path) -> Path:
    made = clip()(path)
    made.write_bytes(made.read_bytes().replace(b"avc1", b"zzzz"))
    return made


def sound_with_a_cover(path: Path) -> Path:
    """A song with the picture of its record: a video stream that does not move."""
    cover = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(cover, "JPEG")
    bare = sound_alone(path.with_name("bare.m4a"))
    with av.open(str(bare)) as source, av.open(str(path), "w", format="mp4") as container:
        sound = container.add_stream_from_template(source.streams.audio[0])
        picture: Any = container.add_stream("mjpeg")
        picture.width, picture.height, picture.pix_fmt = 64, 64, "yuvj420p"
        picture.disposition = av.stream.Disposition.attached_pic
        for packet in source.demux(audio=0):
            if packet.dts is not None:
                packet.stream = sound
                container.mux(packet)
        packet = av.Packet(cover.getvalue())
        packet.stream, packet.pts, packet.dts = picture, 0, 0
        packet.time_base = picture.time_base
        container.mux(packet)
    bare.unlink()
    return path


def song(path: Path) -> Path:
    return sound_alone(path.with_name("written.mp4")).rename(path)


def a_picture(path: Path) -> Path:
    return corpus.saved(corpus.two_colors(), path, "JPEG")


def a_playlist(path: Path) -> Path:
    path.write_text("#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:2,\nsecret.mp4\n#EXT-X-ENDLIST\n")
    return path


def with_a_title(path: Path) -> Path:
    """Of an editor that knows nothing of UTF-8."""
    bare = a_clip(path.with_name("bare.mp4"), size=SIZE, seconds=1.0)
    with av.open(str(bare)) as source, av.open(str(path), "w", format="mp4") as container:
        container.metadata["title"] = "Cafe"
        picture = container.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = picture
                container.mux(packet)
    bare.unlink()
    path.write_bytes(path.read_bytes().replace(b"Cafe", "Café".encode("latin-1")))
    return path


def slower_and_slower(number: int) -> int:
    return number + number // 4


_X265 = {"x265-params": "log-level=none"}
_FAST_AV1 = {"preset": "12"}

_TAKEN: dict[str, Video] = {
    "h264": Video(clip(), Plays()),
    "h264 with sound": Video(clip(with_sound=True), Plays(has_sound=True)),
    "hevc": Video(clip(codec="libx265", options=_X265), Plays("hevc", copied=("codec",))),
    "hevc of 10 bits": Video(
        clip(codec="libx265", pixels="yuv420p10le", options=_X265),
        Plays("hevc", copied=("codec", "colors")),
    ),
    "av1": Video(clip(codec="libsvtav1", options=_FAST_AV1), Plays("av1", copied=("codec",))),
    "vp9 in mp4": Video(clip(codec="libvpx-vp9"), Plays("vp9", copied=("codec",))),
    "mpeg4": Video(clip(codec="mpeg4"), Plays("mpeg4", copied=("codec",))),
    "mov": Video(clip(".mov"), Plays(), "clip.MOV"),
    "mov of an editor": Video(
        clip(".mov", codec="prores_ks", pixels="yuv422p10le"),
        Plays("prores", copied=("codec", "colors")),
        "clip.mov",
    ),
    "mkv": Video(clip(".mkv"), Plays(copied=("container",)), "clip.mkv"),
    "webm": Video(
        clip(".webm", codec="libvpx-vp9"), Plays("vp9", copied=("container", "codec")), "clip.webm"
    ),
    "avi": Video(
        clip(".avi", codec="mpeg4"), Plays("mpeg4", copied=("container", "codec")), "clip.avi"
    ),
    "avi of an old camera": Video(
        clip(".avi", codec="mjpeg", pixels="yuvj420p"),
        Plays("mjpeg", copied=("container", "codec")),
        "clip.avi",
    ),
    "mpeg-ts": Video(clip(".ts"), Plays(copied=("container",)), "clip.ts"),
    "flv": Video(clip(".flv"), Plays(copied=("container",)), "clip.flv"),
    "turned left": Video(clip(rotation=90), Plays(size=SIZE[::-1])),
    "turned right": Video(clip(rotation=-90), Plays(size=SIZE[::-1])),
    "on its head": Video(clip(rotation=180), Plays()),
    "of a variable rate": Video(
        clip(every=slower_and_slower), Plays(seconds=29 / 24, copied=("variable_rate",))
    ),
    "moov at the end": Video(clip(flags=""), Plays()),
    "in pieces": Video(clip(flags="frag_keyframe+empty_moov", frames_a_group=12), Plays()),
    "4k": Video(clip(size=(3840, 2160), seconds=1 / 12), Plays(size=(3840, 2160), seconds=1 / 12)),
    "odd sizes": Video(
        clip(size=(97, 55), pixels="yuv444p"),
        Plays(size=(97, 55), copied=("colors",), sent_size=(96, 56)),
        "odd.mp4",
    ),
    "one frame": Video(clip(seconds=1 / 24), Plays(seconds=1 / 24)),
    "very small": Video(clip(size=(16, 16)), Plays(size=(16, 16))),
    "black": Video(clip(black_frames=99), Plays()),
    "under a picture's name": Video(clip(), Plays(), "holiday.jpg"),
    "under no name": Video(clip(), Plays(), ".mp4"),
    "with a title in Latin-1": Video(with_a_title, Plays(copied=("telling",))),
    "with words behind it": Video(
        lambda path: corpus.written(clip()(path).read_bytes() + b"words" * 20)(path), Plays()
    ),
    **{
        f"name {number}": Video(clip(), Plays(), name)
        for number, name in enumerate(
            (
                "🪁 kite.mp4",
                "two\nlines.mp4",
                "فيديو.mp4",
                "x" * 246 + ".mp4",
                "%03d.mp4",
                "http:x.mp4",
                "caf\udce9.mp4",
            )
        )
    },
}

_REFUSED: dict[str, Video] = {
    "nothing there": Video(lambda path: path, "missing"),
    "zero bytes": Video(corpus.written(b""), "empty"),
    "one byte": Video(corpus.written(b"\0"), "not_a_video"),
    "sound alone": Video(song, "no_picture"),
    "sound with a cover": Video(sound_with_a_cover, "no_picture", "song.m4a"),
    "an unknown codec": Video(of_a_codec_unheard_of, "no_decoder"),
    "a page": Video(corpus.written(b"<!doctype html><title>Sign in</title>" * 9), "not_a_video"),
    "a picture": Video(a_picture, "not_a_video"),
    "a playlist": Video(a_playlist, "not_a_video"),
    "a script": Video(corpus.written(b"ffconcat version 1.0\nfile x.mp4\n"), "not_a_video"),
    "a head alone": Video(corpus.written(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"), "damaged"),
    **{f"cut at {share}": Video(corpus.cut(clip(), share), "damaged") for share in HOW_MUCH},
    **{
        f"moov at the end, cut at {share}": Video(corpus.cut(clip(flags=""), share), "damaged")
        for share in (0.02, 0.2, 0.5, 0.8, 0.9)
    },
}

VIDEOS: dict[str, Video] = {**_TAKEN, **_REFUSED}
PLAYING = {name: one for name, one in VIDEOS.items() if isinstance(one.outcome, Plays)}
