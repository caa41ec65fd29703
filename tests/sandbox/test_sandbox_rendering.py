"""The clips themselves: exact sizes and lengths, and a picture that shows what was asked for."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from rendered_clips import (
    box_average,
    brightest_column,
    moving_dot,
    pictures,
    plain_picture,
    probed,
    rendered,
)
from running_sandbox import CHECKOUT

from omniflash_desktop.sandbox.rendering.captions import TITLE, badge, caption
from omniflash_desktop.sandbox.rendering.fonts import fonts_for
from omniflash_desktop.sandbox.rendering.layered_waves import layered_waves
from omniflash_desktop.sandbox.rendering.references import UnreadableReferenceError

RED, GREEN, BLUE = (220, 30, 30), (30, 200, 40), (30, 40, 220)


def assert_exact(path: Path, size: tuple[int, int], seconds: float) -> None:
    clip = probed(path)
    assert (clip.width, clip.height) == size
    assert (clip.codec, clip.pixels, clip.rate) == ("h264", "yuv420p", 24.0)
    assert clip.frames == round(seconds * 24)
    assert clip.seconds == pytest.approx(seconds, abs=0.001)
    assert (clip.sound, clip.channels) == ("aac", 2)
    assert clip.sound_seconds == pytest.approx(seconds, abs=0.03)
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")  # playable from its beginning


def test_a_text_clip_is_exact_in_size_and_length(tmp_path: Path) -> None:
    assert_exact(rendered(tmp_path, size=(1280, 720)), (1280, 720), 4)


@pytest.mark.slow
@pytest.mark.parametrize("portrait", [False, True])
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("seconds", [4, 6, 8, 10])
def test_every_size_and_length_is_exact(
    tmp_path: Path, size: tuple[int, int], seconds: int, portrait: bool
) -> None:
    wanted = size[::-1] if portrait else size
    assert_exact(rendered(tmp_path, size=wanted, seconds=seconds), wanted, seconds)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs resource usage of children")
@pytest.mark.parametrize(("size", "budget"), [((1280, 720), 4.0), ((3840, 2160), 40.0)])
def test_a_clip_keeps_its_budget_of_cpu(
    tmp_path: Path, size: tuple[int, int], budget: float
) -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests/sandbox')\n"
        "from pathlib import Path; from rendered_clips import rendered\n"
        f"rendered(Path({str(tmp_path)!r}), size={size!r})\n"
        "import resource; used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(used.ru_utime + used.ru_stime)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert float(done.stdout) <= budget


def test_the_picture_moves_and_comes_back_to_its_beginning(tmp_path: Path) -> None:
    start, middle, end = pictures(rendered(tmp_path), 0.0, 0.5, 1.0)

    def apart(one: Image.Image, other: Image.Image) -> int:
        difference = ImageChops.difference(one, other).convert("L")
        return sum(value * count for value, count in enumerate(difference.histogram()))

    assert apart(start, middle) > 4 * apart(start, end)


def first_frame(prompt: str) -> Image.Image:
    return next(layered_waves(prompt, (320, 180), 24)).to_image()


def test_prompts_have_pictures_of_their_own_and_always_the_same() -> None:
    skies = {
        box_average(first_frame(prompt), 0.0, 0.0, 1.0, 0.2)
        for prompt in ("a kite", "a boat", "a city at night", "")
    }
    assert len(skies) == 4
    assert first_frame("a kite").tobytes() == first_frame("a kite").tobytes()


def lit_share(picture: Image.Image) -> float:
    """The share of a caption that is written on."""
    ink = picture.getchannel("A").point([255 * (value > 200) for value in range(256)])
    return ink.histogram()[255] / (picture.width * picture.height)


def test_the_words_are_in_the_frame() -> None:
    words = caption("a red paper boat drifts on a pond", (1280, 720), TITLE)
    assert words is not None
    assert 0.02 < lit_share(words.picture) < 0.4
    assert words.left + words.picture.width <= 1280
    assert words.top + words.picture.height <= 720


@pytest.mark.parametrize(
    "text", ["一只红色的纸船漂在池塘上", "赤い紙の船が池に浮かぶ", "연못 위의 종이배"]
)
def test_words_of_east_asia_are_in_the_frame_and_no_boxes(text: str) -> None:
    written, files = fonts_for(text)
    if not written.strip():
        # With no font that has them they are left out: never a row of boxes.
        assert caption(text, (1280, 720), TITLE) is None
        pytest.skip("no font on this machine has these characters")
    assert written == text
    assert len(files) == len(text)
    words = caption(text, (1280, 720), TITLE)
    assert words is not None
    assert lit_share(words.picture) > 0.02


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280)])
@pytest.mark.parametrize(
    "text",
    [
        "x",
        "word " * 400,
        "Donaudampfschifffahrtsgesellschaftskapitän" * 8,
        "多" * 500,
        "a\u0000b\u200d\ufe0f 🎈 c\u0301",
        "\n\t ",
        "",
    ],
)
def test_any_words_fit(text: str, size: tuple[int, int]) -> None:
    words = caption(text, size, TITLE)
    if words is not None:
        assert words.left >= 0
        assert words.top >= 0
        assert words.left + words.picture.width <= size[0]
        assert words.top + words.picture.height <= size[1]


def test_the_badge_lies_in_the_lower_left_corner(tmp_path: Path) -> None:
    mark = badge((1280, 720))
    assert mark.left < 60
    assert 720 - 60 < mark.top + mark.picture.height <= 720
    frame = pictures(rendered(tmp_path, size=(640, 360)), 0.5)[0]
    left, top = badge((640, 360)).left, badge((640, 360)).top
    right, low = left + badge((640, 360)).picture.width, top + badge((640, 360)).picture.height
    red, green, blue = (
        channel.getextrema()[1] for channel in frame.crop((left, top, right, low)).split()
    )
    assert red > 170
    assert green > 130
    assert blue < red - 40


def test_one_picture_fills_the_frame_and_is_moved_over(tmp_path: Path) -> None:
    chequers = Image.new("RGB", (600, 400), RED)
    for x in range(0, 600, 100):
        for y in range(0, 400, 100):
            chequers.paste(BLUE, (x, y, x + 50, y + 50))
    path = tmp_path / "chequers.png"
    chequers.save(path)
    start, end = pictures(rendered(tmp_path, images=(path,)), 0.0, 1.0)
    assert ImageChops.difference(start, end).convert("L").getextrema()[1] > 60
    red, green, blue = box_average(start, 0.0, 0.0, 1.0, 0.7)
    assert red > blue > green


@pytest.mark.parametrize("size", [(320, 180), (180, 320)])
def test_three_pictures_are_all_seen_through_the_whole_clip(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    images = tuple(
        plain_picture(tmp_path, name, colour)
        for name, colour in (("red", RED), ("green", GREEN), ("blue", BLUE))
    )
    for frame in pictures(rendered(tmp_path, images=images, size=size), 0.0, 0.5, 1.0):
        for place, channel in enumerate(range(3)):
            near, far = place / 3 + 0.12, place / 3 + 0.21
            across = size[0] > size[1]
            box = (near, 0.1, far, 0.6) if across else (0.3, near, 0.7, far)
            colour = box_average(frame, *box)
            assert max(range(3), key=lambda one: colour[one]) == channel


def test_a_reference_video_drives_the_motion_and_the_length(tmp_path: Path) -> None:
    video = tmp_path / "dot.mp4"
    video.write_bytes(moving_dot(5.0))
    path = rendered(tmp_path, video=video)
    assert_exact(path, (320, 180), 5)
    places = [brightest_column(frame) for frame in pictures(path, 0.1, 0.5, 0.9)]
    assert places[0] < 0.3 < places[1] < 0.7 < places[2]


def test_a_video_filmed_on_its_side_is_seen_upright(tmp_path: Path) -> None:
    data = bytearray(moving_dot(4.0))
    matrix = data.index(b"tkhd") + 4 + 40  # after version, times, id, duration, layer, volume
    quarter = [0, 1 << 16, 0, -(1 << 16) & 0xFFFFFFFF, 0, 0, 0, 0, 1 << 30]
    data[matrix : matrix + 36] = b"".join(one.to_bytes(4, "big") for one in quarter)
    video = tmp_path / "dot.mp4"
    video.write_bytes(data)
    frames = pictures(rendered(tmp_path, video=video, size=(180, 320)), 0.2, 0.8)
    # From left to right has become from above to below.
    heights = [brightest_column(one.transpose(Image.Transpose.ROTATE_90)) for one in frames]
    assert heights[0] < 0.4 < 0.6 < heights[1]


def test_a_short_reference_starts_over_and_pictures_lie_over_it(tmp_path: Path) -> None:
    video = tmp_path / "dot.mp4"
    video.write_bytes(moving_dot(1.0))
    image = plain_picture(tmp_path, "green", GREEN)
    path = rendered(tmp_path, video=video, images=(image,))
    assert_exact(path, (320, 180), 4)
    early, late = (
        brightest_column(one.crop((0, 0, 190, 180))) for one in pictures(path, 0.03, 0.27)
    )
    assert abs(early - late) < 0.2
    red, green, blue = box_average(pictures(path, 0.5)[0], 0.72, 0.35, 0.88, 0.65)
    assert green > 2 * max(red, blue)


@pytest.mark.parametrize("kind", ["empty", "text", "cut", "bomb", "playlist", "video"])
def test_a_hostile_picture_is_found_out_quickly(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "image.png"
    good = plain_picture(tmp_path, "good", RED).read_bytes()
    if kind == "bomb":
        Image.new("1", (20_000, 20_000)).save(path)
    else:
        path.write_bytes(
            {
                "empty": b"",
                "text": b"<svg/>",
                "cut": good[:80],
                "playlist": b"#EXTM3U\nfile:///etc/passwd\n",
                "video": moving_dot(0.5),
            }[kind]
        )
    started = time.monotonic()
    with pytest.raises(UnreadableReferenceError) as caught:
        rendered(tmp_path, images=(path,))
    assert caught.value.kind == "image"
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("kind", ["empty", "text", "cut", "playlist", "picture of sound"])
def test_a_hostile_video_is_found_out_quickly(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "video.mp4"
    path.write_bytes(
        {
            "empty": b"",
            "text": b"not a video" * 50,
            "cut": moving_dot(0.5)[:600],
            "playlist": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
            "picture of sound": b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(40),
        }[kind]
    )
    started = time.monotonic()
    with pytest.raises(UnreadableReferenceError) as caught:
        rendered(tmp_path, video=path)
    assert caught.value.kind == "video"
    assert time.monotonic() - started < 10
