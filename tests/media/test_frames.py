"""Frames that become pictures: exactly the one that was meant, in its own colours, and kept."""

import errno
import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from av.video.reformatter import ColorRange, Colorspace
from clips import RATE, a_clip, number_of
from PIL import Image, ImageFilter

from omniflash_desktop.domain.clip_frames import (
    AtNumber,
    AtTime,
    FrameWish,
    LastGood,
    Passed,
    TakenFrame,
)
from omniflash_desktop.media.frames import save_frame
from omniflash_desktop.media.jobs import Unusable, UnusableError

Painter = Callable[[int], Image.Image]


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return tmp_path / "kite.mp4"


def number_in(picture: Path) -> int:
    """Which frame of `a_clip` it is."""
    with Image.open(picture) as image:
        gray = image.convert("L").getpixel((int(0.8 * image.width), int(0.8 * image.height)))
    assert isinstance(gray, int)
    return number_of(gray)


def taken(clip: Path, wish: FrameWish) -> TakenFrame:
    return save_frame(clip, clip.parent / "frames", wish)


@pytest.mark.parametrize(
    ("seconds", "number"),
    [
        (0.0, 0),
        (-1.0, 0),
        (1.0, 24),
        (1 / 24, 1),
        (0.041, 1),  # a player's whole milliseconds
        (0.040, 0),
        (1.99, 47),
        (2.0, 47),
        (99.0, 47),
    ],
)
@pytest.mark.parametrize("frames_a_group", [12, 250])
def test_a_frame_is_exactly_the_one_that_is_shown(
    clip: Path, seconds: float, number: int, frames_a_group: int
):
    a_clip(clip, frames_a_group=frames_a_group)
    frame = taken(clip, AtTime(seconds))
    assert (frame.width, frame.height) == (320, 180)
    assert number_in(frame.path) == number
    assert frame.seconds == pytest.approx(number / RATE, abs=1e-6)


KINDS: dict[str, dict[str, Any]] = {
    "with B-frames": {"options": {"bf": "3", "b-pyramid": "normal"}},
    "of a variable rate": {"every": lambda number: number + number // 4},
    "hevc": {"codec": "libx265", "options": {"x265-params": "log-level=none"}},
    "of 10 bits": {
        "codec": "libx265",
        "pixels": "yuv420p10le",
        "options": {"x265-params": "log-level=none"},
    },
    "av1": {"codec": "libsvtav1", "options": {"preset": "12"}},
    "vp9": {"codec": "libvpx-vp9"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_is_found_by_its_number_and_by_its_moment(clip: Path, kind: str):
    a_clip(clip, seconds=1.0, **KINDS[kind])
    for number in (0, 7, 17, 23):
        frame = taken(clip, AtNumber(number))
        assert number_in(frame.path) == number
        assert number_in(taken(clip, AtTime(frame.seconds)).path) == number
    assert number_in(taken(clip, LastGood()).path) == 23


def test_there_is_no_frame_behind_the_last_one(clip: Path):
    a_clip(clip, seconds=0.5)
    for number in (12, -1):
        with pytest.raises(UnusableError) as trouble:
            taken(clip, AtNumber(number))
        assert trouble.value.reason is Unusable.NO_SUCH_FRAME


def test_a_clip_that_was_filmed_on_its_side_gives_upright_frames(clip: Path):
    frame = taken(a_clip(clip, rotation=90, seconds=0.5), LastGood())
    assert (frame.width, frame.height) == (180, 320)
    with Image.open(frame.path) as image:
        assert image.size == (180, 320)


# Colours.

PATCHES = ((220, 40, 40), (40, 200, 60), (50, 60, 210), (128, 128, 128), (255, 255, 255), (0, 0, 0))


def colored_clip(
    path: Path, size: tuple[int, int], matrix: Colorspace, full: bool, *, told: bool
) -> Path:
    """Stripes of `PATCHES`, coded by a matrix and a range that the file tells, or does not."""
    image = Image.new("RGB", size)
    width = size[0] // len(PATCHES)
    for place, color in enumerate(PATCHES):
        image.paste(color, (place * width, 0, (place + 1) * width, size[1]))
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=RATE, options={"crf": "4"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv444p"
        coded = av.VideoFrame.from_image(image).reformat(
            format="yuv444p",
            dst_colorspace=matrix,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.JPEG if full else ColorRange.MPEG,
        )
        numbers = {Colorspace.ITU709: 1, Colorspace.ITU601: 6}
        for part in (coded, stream.codec_context):
            part.colorspace = numbers[matrix] if told else 2
            part.color_range = (ColorRange.JPEG if full else ColorRange.MPEG) if told else 0
        coded.pts, coded.time_base = 0, Fraction(1, RATE)
        container.mux(stream.encode(coded))
        container.mux(stream.encode())
    return path


@pytest.mark.parametrize(
    ("size", "matrix", "full", "told"),
    [
        ((1280, 720), Colorspace.ITU709, False, True),
        ((1280, 720), Colorspace.ITU601, False, True),
        ((1280, 720), Colorspace.ITU709, True, True),
        ((1280, 720), Colorspace.ITU709, False, False),
        ((640, 360), Colorspace.ITU709, False, True),
        ((640, 360), Colorspace.ITU601, False, False),
    ],
)
def test_colors_are_those_that_a_player_shows(
    clip: Path, size: tuple[int, int], matrix: Colorspace, full: bool, told: bool
):
    colored_clip(clip, size, matrix, full, told=told)
    with Image.open(taken(clip, AtTime(0.0)).path) as image:
        width = image.width // len(PATCHES)
        for place, color in enumerate(PATCHES):
            got = image.getpixel((place * width + width // 2, image.height // 2))
            assert isinstance(got, tuple)
            assert all(abs(a - b) <= 2 for a, b in zip(got, color, strict=True)), (color, got)


# The last one that is worth going on from.


def painted_clip(path: Path, paint: Painter, *, frames: int = 48) -> Path:
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=RATE, options={"crf": "12"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number in range(frames):
            container.mux(stream.encode(av.VideoFrame.from_image(paint(number))))
        container.mux(stream.encode())
    return path


def scene(number: int) -> Image.Image:
    """Sharp stripes that wander."""
    image = Image.new("RGB", (320, 180), (90, 120, 150))
    for left in range(number % 20, 320, 20):
        image.paste((230, 210, 180), (left, 0, left + 8, 180))
    return image


def darkened(image: Image.Image, share: float) -> Image.Image:
    return image.point([int(value * share) for value in range(256)] * 3)


def ends_black(number: int) -> Image.Image:
    return scene(number) if number < 44 else Image.new("RGB", (320, 180))


def fades_out(number: int) -> Image.Image:
    return darkened(scene(number), max(0.0, min(1.0, (46 - number) / 12)))


def ends_blurred(number: int) -> Image.Image:
    image = scene(number)
    return image if number < 45 else image.filter(ImageFilter.GaussianBlur(8))


def blurred_then_black(number: int) -> Image.Image:
    return ends_blurred(number) if number < 47 else Image.new("RGB", (320, 180))


def night_with_lamps(number: int) -> Image.Image:
    image = Image.new("RGB", (320, 180), (4, 4, 6))
    for left in range(20 + number % 5, 320, 60):
        image.paste((250, 230, 160), (left, 60, left + 6, 66))
    return image


def the_light_goes_out_slowly(number: int) -> Image.Image:
    return darkened(scene(number), 1 - number / 96)


def cut_to_a_sky(number: int) -> Image.Image:
    return scene(number) if number < 38 else Image.new("RGB", (320, 180), (120, 170, 230))


def black_for_long(number: int) -> Image.Image:
    return scene(number) if number < 20 else Image.new("RGB", (320, 180))


@pytest.mark.parametrize(
    ("paint", "number", "passed"),
    [
        (scene, 47, ()),
        (ends_black, 43, (Passed.BLACK,)),
        (fades_out, 36, (Passed.BLACK,)),
        (ends_blurred, 44, (Passed.BLURRED,)),
        (blurred_then_black, 44, (Passed.BLACK, Passed.BLURRED)),
        (night_with_lamps, 47, ()),
        (the_light_goes_out_slowly, 47, ()),
        (cut_to_a_sky, 47, ()),
        (black_for_long, 47, ()),
    ],
)
def test_the_last_frame_is_the_last_good_one(
    clip: Path, paint: Painter, number: int, passed: tuple[Passed, ...]
):
    frame = taken(painted_clip(clip, paint), LastGood())
    # Fading frames differ by little, so one more or less of them is as good.
    slack = 1.5 if paint is fades_out else 0.1
    assert frame.seconds == pytest.approx(number / RATE, abs=slack / RATE)
    assert frame.passed == passed
    assert frame.before_end == pytest.approx(47 / RATE - frame.seconds, abs=1e-4)


# The file.


def test_a_frame_is_named_after_its_clip_and_its_moment(tmp_path: Path):
    clip = a_clip(tmp_path / "kite over 海.mp4", seconds=2.0)
    assert taken(clip, AtNumber(29)).path.name == "kite-over-海_00m01s05.png"


def test_the_same_frame_saved_twice_is_one_picture(clip: Path):
    a_clip(clip, seconds=0.5)
    first, second = taken(clip, LastGood()), taken(clip, LastGood())
    assert first.path == second.path
    assert len(list(first.path.parent.iterdir())) == 1


@pytest.mark.parametrize("links_work", [True, False])
def test_a_frame_never_takes_another_files_place(
    clip: Path, links_work: bool, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_paths: object) -> None:
        raise OSError(errno.EPERM, "no links on this disk")

    if not links_work:
        monkeypatch.setattr(os, "link", refuse)
    a_clip(clip, seconds=0.5)
    folder = clip.parent / "frames"
    folder.mkdir()
    (folder / "kite_00m00s11.png").write_text("precious")
    frame = taken(clip, LastGood())
    assert frame.path.name == "kite_00m00s11_2.png"
    assert number_in(frame.path) == 11
    assert (folder / "kite_00m00s11.png").read_text() == "precious"
    assert len(list(folder.iterdir())) == 2
