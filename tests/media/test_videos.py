"""Videos: what they are, whether they play, and the pictures that are taken from them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from clips import RATE, a_clip, gray_of, number_of
from PIL import Image

from omniflash_desktop.domain.clip_frames import AtTime
from omniflash_desktop.media.frames import save_frame
from omniflash_desktop.media.strip import FRAMES, make_strip
from omniflash_desktop.media.thumbnails import make_thumbnail
from omniflash_desktop.media.video_probe import check_clip, inspect_video

Maker = Callable[[Path], Path]


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return tmp_path / "clip.mp4"


def gray_in(image: Image.Image, x: float, y: float) -> float:
    pixel = image.convert("L").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(pixel, int)
    return pixel


@pytest.mark.parametrize("read", [inspect_video, check_clip])
def test_the_facts_of_a_clip_are_read(clip: Path, read: Callable[[Path], object]):
    facts = read(a_clip(clip, with_sound=True))
    assert facts == inspect_video(clip)
    facts = inspect_video(clip)
    assert (facts.width, facts.height) == (320, 180)
    assert facts.seconds == pytest.approx(2.0, abs=0.05)
    assert facts.frame_rate == pytest.approx(24)
    assert facts.codec == "h264"
    assert facts.has_sound
    assert facts.size_bytes == clip.stat().st_size


@pytest.mark.parametrize("rotation", [90, 180, -90])
def test_a_clip_that_was_filmed_on_its_side_is_upright_everywhere(clip: Path, rotation: int):
    a_clip(clip, rotation=rotation)
    size = (320, 180) if rotation == 180 else (180, 320)
    facts = check_clip(clip)
    assert (facts.width, facts.height) == size
    frame = save_frame(clip, clip.parent, AtTime(0.0))
    make_thumbnail(clip, clip.with_suffix(".jpg"), long_side=160)
    bright_corner = {90: (0.1, 0.9), 180: (0.9, 0.9), -90: (0.9, 0.1)}[rotation]
    for picture in (frame.path, clip.with_suffix(".jpg")):
        with Image.open(picture) as image:
            assert (image.width > image.height) == (size[0] > size[1])
            assert gray_in(image, *bright_corner) > 220


def test_a_clip_in_pieces_is_read_to_its_end(clip: Path):
    a_clip(clip, flags="frag_keyframe+empty_moov", frames_a_group=12)
    assert check_clip(clip).seconds == pytest.approx(2.0, abs=0.05)


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (240, 240)])
@pytest.mark.parametrize("frames_a_group", [4, 250])
def test_a_strip_shows_the_clip_from_left_to_right(
    clip: Path, size: tuple[int, int], frames_a_group: int
):
    a_clip(clip, size=size, frames_a_group=frames_a_group)
    target = clip.with_suffix(".jpg")
    make_strip(clip, target)
    with Image.open(target) as strip:
        assert max(strip.width // FRAMES, strip.height) == 192
        assert strip.width % FRAMES == 0
        grays = [gray_in(strip, (place + 0.8) / FRAMES, 0.8) for place in range(FRAMES)]
    for place, gray in enumerate(grays):
        wanted = (place + 0.5) * 2.0 / FRAMES * RATE
        assert number_of(gray) == pytest.approx(wanted, abs=3)


def test_a_poster_passes_over_black_frames(clip: Path):
    a_clip(clip, black_frames=10)
    target = clip.parent / "new folder" / "poster.jpg"
    make_thumbnail(clip, target, long_side=160)
    with Image.open(target) as poster:
        assert poster.size == (160, 90)
        assert gray_in(poster, 0.8, 0.8) == pytest.approx(gray_of(10), abs=4)


def test_a_clip_that_is_black_all_over_has_a_black_poster(clip: Path):
    a_clip(clip, black_frames=1000)
    make_thumbnail(clip, clip.with_suffix(".jpg"), long_side=160)
    with Image.open(clip.with_suffix(".jpg")) as poster:
        assert gray_in(poster, 0.5, 0.5) < 10
