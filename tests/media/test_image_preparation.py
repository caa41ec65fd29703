"""Pictures as they are sent: right in shape and color, small enough, and silent about people."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import picture_corpus as corpus
import pytest
from PIL import Image, ImageChops

from omniflash_desktop.domain.outcomes import PreparedImage
from omniflash_desktop.domain.service_facts import MAX_UPLOAD_BYTES, UPLOAD_CONTENT_TYPES
from omniflash_desktop.media import picture_packing, sendable_picture
from omniflash_desktop.media.image_preparation import prepare_image
from omniflash_desktop.media.jobs import UnusableError

Maker = Callable[[Path], Path]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "source"


def prepared(source: Path) -> PreparedImage:
    """Prepares, and checks what must hold for every picture that is sent."""
    before = source.read_bytes()
    picture = prepare_image(source, source.parent / "cache" / "pictures")
    assert source.read_bytes() == before
    content = picture.path.read_bytes()
    assert picture.content_type in UPLOAD_CONTENT_TYPES
    assert picture.size_bytes == len(content) <= MAX_UPLOAD_BYTES
    assert picture.sha256 == hashlib.sha256(content).hexdigest()
    assert b"Secret" not in content
    with Image.open(picture.path) as image:
        assert image.size == (picture.width, picture.height)
        assert Image.MIME[image.format or ""] == picture.content_type
        assert image.getexif().get(0x0112, 1) == 1
        assert not image.getexif().get_ifd(0x8825)
    return picture


def difference(path: Path, expected: Image.Image) -> float:
    """Mean difference of the channels, 0 to 255."""
    with Image.open(path) as image:
        pixels = ImageChops.difference(image.convert("RGB"), expected.convert("RGB"))
    histogram = pixels.histogram()
    total = sum((place % 256) * count for place, count in enumerate(histogram))
    return total / (pixels.width * pixels.height * 3)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_plain_picture_goes_as_it_is_whatever_its_name_says(source: Path, format_name: str):
    file = corpus.saved(corpus.two_colors(), source.with_suffix(".txt"), format_name)
    picture = prepared(file)
    assert picture.path == file
    assert picture.converted_from == ""
    assert not picture.shrunk


SILENCED: dict[str, Maker] = {
    "jpeg of a telephone": lambda p: corpus.saved(
        corpus.two_colors(), p, "JPEG", exif=corpus.exif(with_place=True), quality=95
    ),
    "jpeg with xmp": lambda p: corpus.saved(
        corpus.two_colors(), p, "JPEG", xmp=b"<x>SecretPlace</x>", quality=95
    ),
    "jpeg with a video behind it": corpus.jpeg_with_a_tail,
    "jpeg with a preview": lambda p: corpus.saved(
        corpus.two_colors(), p, "MPO", save_all=True, append_images=[corpus.two_colors()]
    ),
    "png with words": corpus.png_with_words,
    "webp of a telephone": lambda p: corpus.saved(
        corpus.two_colors(),
        p,
        "WEBP",
        lossless=True,
        exif=corpus.exif(with_place=True),
        xmp=b"<x>SecretPlace</x>",
    ),
    "gif with a comment": lambda p: corpus.saved(
        corpus.two_colors(), p, "GIF", comment=b"SecretComment"
    ),
}


@pytest.mark.parametrize("make", SILENCED.values(), ids=SILENCED.keys())
def test_what_tells_of_people_and_places_is_left_out_and_no_pixel_changes(
    source: Path, make: Maker
):
    file = make(source)
    picture = prepared(file)
    assert picture.path != file
    assert picture.converted_from == ""
    with Image.open(file) as image:
        assert difference(picture.path, image) == 0


CONVERTED: dict[str, tuple[Maker, str, str]] = {
    "heic": (lambda p: corpus.saved(corpus.two_colors(), p, "HEIF"), "HEIF", "image/jpeg"),
    "avif": (lambda p: corpus.saved(corpus.two_colors(), p, "AVIF"), "AVIF", "image/jpeg"),
    "tiff": (lambda p: corpus.saved(corpus.two_colors(), p, "TIFF"), "TIFF", "image/png"),
    "bmp": (lambda p: corpus.saved(corpus.two_colors(), p, "BMP"), "BMP", "image/png"),
    "cmyk": (
        lambda p: corpus.saved(corpus.two_colors().convert("CMYK"), p, "JPEG", quality=95),
        "CMYK JPEG",
        "image/jpeg",
    ),
    "cmyk tiff": (
        lambda p: corpus.saved(corpus.two_colors().convert("CMYK"), p, "TIFF"),
        "TIFF",
        "image/png",
    ),
    "gif": (lambda p: corpus.animation(p, "GIF"), "animated GIF", "image/png"),
    "webp": (lambda p: corpus.animation(p, "WEBP"), "animated WEBP", "image/jpeg"),
    "apng": (lambda p: corpus.animation(p, "PNG"), "animated PNG", "image/png"),
}


@pytest.mark.parametrize(
    ("make", "converted_from", "content_type"), CONVERTED.values(), ids=CONVERTED
)
def test_other_pictures_are_converted_and_look_the_same(
    source: Path, make: Maker, converted_from: str, content_type: str
):
    picture = prepared(make(source))
    assert picture.converted_from == converted_from
    assert picture.content_type == content_type
    assert not picture.shrunk
    assert difference(picture.path, corpus.two_colors()) < 6


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "TIFF"])
def test_a_turned_picture_is_sent_upright(source: Path, orientation: int, format_name: str):
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = corpus.two_colors()
    as_it_was_taken = upright.transpose(turns[orientation])
    options = {"quality": 95} if format_name == "JPEG" else {}
    tags = corpus.exif(orientation=orientation, with_place=True)
    file = corpus.saved(as_it_was_taken, source, format_name, exif=tags, **options)
    picture = prepared(file)
    assert (picture.width, picture.height) == upright.size
    assert difference(picture.path, upright) < 3


@pytest.mark.parametrize("color", [False, True])
def test_sixteen_bits_become_eight_and_no_darker(source: Path, color: bool):
    picture = prepared(corpus.png_of_sixteen_bits(source, color=color))
    assert picture.converted_from in ("16-bit PNG", "I;16 PNG")
    with Image.open(picture.path) as image:
        assert image.convert("L").getpixel((0, 0)) == pytest.approx(128, abs=1)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_the_colors_of_another_profile_are_translated(source: Path, format_name: str):
    red_here = Image.new("RGB", (16, 16), (250, 0, 0))
    file = corpus.saved(red_here, source, format_name, icc_profile=corpus.swapped_profile())
    picture = prepared(file)
    with Image.open(picture.path) as image:
        red, green, _ = image.convert("RGB").getpixel((8, 8))
    assert green > 200 > 60 > red


def test_what_is_seen_through_stays_so(source: Path):
    image = corpus.two_colors().convert("RGBA")
    image.putalpha(120)
    picture = prepared(corpus.saved(image, source, "TIFF"))
    assert picture.content_type == "image/png"
    with Image.open(picture.path) as sent:
        assert sent.getpixel((0, 0)) == (*corpus.RED, 120)


def test_a_picture_over_the_limit_gives_up_quality(source: Path):
    file = corpus.saved(corpus.noise(2700, 2700), source, "PNG", compress_level=1)
    assert file.stat().st_size > MAX_UPLOAD_BYTES
    picture = prepared(file)
    assert picture.shrunk
    assert (picture.width, picture.height) == (2700, 2700)
    assert picture.size_bytes > MAX_UPLOAD_BYTES // 2


@pytest.mark.parametrize("format_name", ["TIFF", "JPEG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_when_quality_is_not_enough_pixels_go_too(
    source: Path, monkeypatch: pytest.MonkeyPatch, format_name: str, mode: str
):
    limit = 60_000
    for module in (picture_packing, sendable_picture):
        monkeypatch.setattr(module, "MAX_UPLOAD_BYTES", limit)
    if format_name == "JPEG":
        mode = "RGB"
    picture = prepared(corpus.saved(corpus.noise(400, 300, mode), source, format_name))
    assert picture.shrunk
    assert limit // 4 < picture.size_bytes <= limit
    assert picture.width / picture.height == pytest.approx(4 / 3, abs=0.02)
    with Image.open(picture.path) as sent:
        assert sent.has_transparency_data == (mode == "RGBA")


@pytest.mark.parametrize("size", [(1, 1), (30_000, 200), (70_000, 2)])
def test_odd_shapes_are_taken(source: Path, size: tuple[int, int]):
    picture = prepared(corpus.saved(Image.new("RGB", size, corpus.RED), source, "BMP"))
    assert (picture.width, picture.height) == size


def test_the_same_picture_twice_is_one_file_in_the_cache(source: Path, tmp_path: Path):
    first = prepared(corpus.saved(corpus.two_colors(), source, "BMP"))
    second = prepared(corpus.saved(corpus.two_colors(), tmp_path / "other", "BMP"))
    assert first == second
    assert len([file for file in first.path.parent.iterdir() if file.is_file()]) == 1


@pytest.mark.parametrize(
    "name",
    ["🪁.jpg", "a\nb.jpg", "عربي.jpg", "x" * 240 + ".jpg", ".jpg", "caf\udce9.jpg", "a'\".jpg"],
)
def test_odd_names_are_no_obstacle(tmp_path: Path, name: str):
    packed = corpus.saved(corpus.two_colors(), tmp_path / "packed", "BMP")
    try:
        file = packed.rename(tmp_path / name)
    except OSError:
        pytest.skip("this disk does not take the name")
    assert prepared(file).width == 320


def cut(make: Maker, share: float) -> Maker:
    def cut_off(path: Path) -> Path:
        content = make(path).read_bytes()
        path.write_bytes(content[: int(len(content) * share)])
        return path

    return cut_off


def written(content: bytes) -> Maker:
    def write(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return write


def a_bomb(path: Path) -> Path:
    return corpus.saved(Image.new("1", (12_000, 12_000)), path, "PNG")


def a_folder(path: Path) -> Path:
    path.mkdir()
    return path


def a_noise(format_name: str) -> Maker:
    return lambda path: corpus.saved(corpus.noise(200, 200), path, format_name)


REFUSED: dict[str, tuple[Maker, str]] = {
    "nothing there": (lambda path: path, "missing"),
    "a folder": (a_folder, "not_a_file"),
    "zero bytes": (written(b""), "empty"),
    "a page": (written(b"<html><img src=x></html>"), "not_an_image"),
    "a pdf": (written(b"%PDF-1.7 " * 50), "not_an_image"),
    "a postscript": (written(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"), "not_an_image"),
    "a jpeg's first bytes": (written(b"\xff\xd8\xff\xe0"), "damaged"),
    "a png's first bytes": (written(b"\x89PNG\r\n\x1a\n"), "damaged"),
    "a bomb": (a_bomb, "too_many_pixels"),
    **{
        f"{format_name} cut at {share}": (cut(a_noise(format_name), share), "damaged")
        for format_name in ("JPEG", "PNG", "WEBP", "BMP", "HEIF", "AVIF")
        for share in (0.5, 0.95)
    },
}


@pytest.mark.parametrize(("make", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_sent_is_refused_with_the_reason(source: Path, make: Maker, reason: str):
    with pytest.raises(UnusableError) as refusal:
        prepare_image(make(source), source.parent / "cache")
    assert refusal.value.reason == reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_a_pipe_is_not_waited_for(source: Path):
    os.mkfifo(source)
    with pytest.raises(UnusableError, match="not_a_file"):
        prepare_image(source, source.parent)


def test_a_cache_that_cannot_be_written_is_told(source: Path, tmp_path: Path):
    (tmp_path / "cache").write_bytes(b"a file in its place")
    corpus.saved(corpus.two_colors(), source, "BMP")
    with pytest.raises(UnusableError, match="unwritable"):
        prepare_image(source, tmp_path / "cache")
