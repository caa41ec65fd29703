"""Pictures as they are sent: right in shape and color, small enough, and silent about people."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import picture_corpus as corpus
import pytest
from PIL import Image

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
    with Image.open(file) as image, Image.open(picture.path) as sent:
        assert corpus.difference(sent, image) == 0


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "TIFF"])
def test_a_turned_picture_is_sent_upright(source: Path, orientation: int, format_name: str):
    options = {"quality": 95} if format_name == "JPEG" else {}
    picture = prepared(corpus.turned(source, format_name, orientation, **options))
    with Image.open(picture.path) as sent:
        assert sent.size == (320, 200)
        assert corpus.difference(sent, corpus.two_colors()) < 3


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


@pytest.mark.parametrize(("format_name", "sent"), [("JPEG", "image/jpeg"), ("PNG", "image/jpeg")])
def test_more_pixels_than_services_take_are_made_fewer(
    source: Path, monkeypatch: pytest.MonkeyPatch, format_name: str, sent: str
):
    for module in (picture_packing, sendable_picture):
        monkeypatch.setattr(module, "MAX_UPLOAD_PIXELS", 16_000)
    monkeypatch.setattr(picture_packing, "_WORTH_A_PNG", 0)
    corpus.saved(corpus.two_colors(), source, format_name)
    picture = prepared(source)
    assert (picture.source_width, picture.source_height) == (320, 200)
    assert (picture.width, picture.height) == (160, 100)
    assert picture.shrunk
    assert picture.content_type == sent


def test_a_picture_longer_than_the_formats_take_is_taken(source: Path):
    picture = prepared(corpus.saved(Image.new("RGB", (70_000, 2), corpus.RED), source, "BMP"))
    assert (picture.width, picture.height) == (70_000, 2)


def test_the_same_picture_twice_is_one_file_in_the_cache(source: Path, tmp_path: Path):
    first = prepared(corpus.saved(corpus.two_colors(), source, "BMP"))
    second = prepared(corpus.saved(corpus.two_colors(), tmp_path / "other", "BMP"))
    assert first == second
    assert len([file for file in first.path.parent.iterdir() if file.is_file()]) == 1


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
