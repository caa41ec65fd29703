"""Small pictures of pictures, for the tray."""

from pathlib import Path

import picture_corpus as corpus
import pytest
from PIL import Image

from omniflash_desktop.media.jobs import UnusableError
from omniflash_desktop.media.thumbnails import make_thumbnail


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "source"


def thumbnail_of(source: Path, long_side: int = 100) -> Image.Image:
    target = source.with_name("thumbnail.jpg")
    make_thumbnail(source, target, long_side=long_side)
    with Image.open(target) as image:
        assert image.format == "JPEG"
        assert image.mode == "RGB"
        assert not image.getexif()
        image.load()
        return image


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF", "TIFF"])
def test_a_picture_becomes_small_and_keeps_its_shape(source: Path, format_name: str):
    corpus.saved(corpus.two_colors(1600, 960), source, format_name)
    image = thumbnail_of(source)
    assert image.size == (100, 60)
    red, _, blue = image.getpixel((10, 10))
    assert red > 180 > 80 > blue


def test_a_turned_picture_is_upright(source: Path):
    corpus.saved(corpus.two_colors(400, 240), source, "JPEG", exif=corpus.exif(orientation=6))
    assert thumbnail_of(source).size == (60, 100)


def test_a_small_picture_is_not_enlarged(source: Path):
    corpus.saved(corpus.two_colors(40, 20), source, "PNG")
    assert thumbnail_of(source).size == (40, 20)


def test_what_is_seen_through_lies_on_white(source: Path):
    corpus.saved(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), source, "PNG")
    assert thumbnail_of(source).getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"<html>", "not_a_video"), (b"\xff\xd8\xff\xe0rest", "damaged")],
)
def test_what_is_no_picture_leaves_no_file(source: Path, content: bytes, reason: str):
    source.write_bytes(content)
    with pytest.raises(UnusableError, match=reason):
        make_thumbnail(source, source.with_name("thumbnail.jpg"), long_side=100)
    assert [entry.name for entry in source.parent.iterdir()] == ["source"]
