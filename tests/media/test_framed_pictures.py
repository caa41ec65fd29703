"""Pictures brought into the clip's shape, and what the user wants to keep in them."""

from pathlib import Path

import picture_corpus as corpus
import pytest
from PIL import Image

from omniflash_desktop.domain.outcomes import PictureDetail, PreparedImage
from omniflash_desktop.domain.picture_framing import (
    Fit,
    Framing,
    Padding,
    PictureWishes,
    frame_of,
)
from omniflash_desktop.domain.service_facts import MAX_UPLOAD_BYTES
from omniflash_desktop.media.image_preparation import prepare_image

PORTRAIT = (9, 16)
CROP, PAD = Framing(fit=Fit.CROP), Framing(fit=Fit.PAD)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "source"


def prepared(source: Path, framing: Framing, shape: tuple[int, int] = (16, 9)) -> PreparedImage:
    wishes = PictureWishes(framing=framing, shape=shape)
    return prepare_image(source, source.parent / "cache", wishes)


def pixel(path: Path, x: float, y: float) -> tuple[int, ...]:
    with Image.open(path) as image:
        color = image.convert("RGBA").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(color, tuple)
    return tuple(map(int, color))


@pytest.mark.parametrize("format_name", ["PNG", "JPEG", "WEBP", "GIF", "HEIF", "TIFF"])
@pytest.mark.parametrize("fit", [Fit.CROP, Fit.PAD])
def test_what_is_sent_is_what_the_frame_showed(source: Path, format_name: str, fit: Fit) -> None:
    corpus.saved(corpus.two_colors(), source, format_name)
    frame = frame_of((320, 200), PORTRAIT, Framing(fit=fit))

    picture = prepared(source, Framing(fit=fit), PORTRAIT)

    assert (picture.width, picture.height) == (frame.canvas.width, frame.canvas.height)
    assert picture.fit is fit
    assert (picture.source_width, picture.source_height) == (320, 200)
    assert not picture.shrunk


@pytest.mark.parametrize(("focus", "color"), [(0.0, corpus.RED), (1.0, corpus.BLUE)])
def test_a_crop_keeps_what_the_user_pointed_at(
    source: Path, focus: float, color: tuple[int, int, int]
) -> None:
    corpus.saved(corpus.two_colors(), source, "PNG")

    picture = prepared(source, Framing(fit=Fit.CROP, focus_x=focus), PORTRAIT)

    expected = Image.new("RGB", (picture.width, picture.height), color)
    with Image.open(picture.path) as image:
        assert corpus.difference(image, expected) == 0


@pytest.mark.parametrize("format_name", ["JPEG", "TIFF", "PNG"])
def test_a_picture_on_its_side_is_turned_before_it_is_cut(source: Path, format_name: str) -> None:
    corpus.turned(source, format_name, 6)

    picture = prepared(source, CROP, PORTRAIT)

    assert (picture.width, picture.height) == (112, 200)
    assert pixel(picture.path, 0.1, 0.5)[0] > 200 > 60 > pixel(picture.path, 0.9, 0.5)[0]


@pytest.mark.parametrize("padding", Padding)
def test_a_padded_picture_is_whole_and_its_surroundings_do_not_shout(
    source: Path, padding: Padding
) -> None:
    corpus.saved(corpus.two_colors(), source, "PNG")

    picture = prepared(source, Framing(fit=Fit.PAD, padding=padding), PORTRAIT)

    assert (picture.width, picture.height) == (320, 569)
    with Image.open(picture.path) as image:
        middle = image.convert("RGB").crop((0, 184, 320, 384))
        assert corpus.difference(middle, corpus.two_colors()) == 0
    red, _, blue, _ = pixel(picture.path, 0.1, 0.02)
    if padding is Padding.PLAIN:
        assert (red, blue) == (0, 0)
    else:
        assert red > 150 > 100 > blue


def test_around_what_is_seen_through_there_is_nothing(source: Path) -> None:
    corpus.saved(corpus.see_through(), source, "PNG")

    picture = prepared(source, PAD, PORTRAIT)

    assert pixel(picture.path, 0.5, 0.02)[3] == 0
    assert pixel(picture.path, 0.1, 0.5) == (*corpus.RED, 120)


@pytest.mark.parametrize("fit", [Fit.CROP, Fit.PAD])
@pytest.mark.parametrize("size", [(1, 1), (30_000, 200), (2, 5000)])
def test_odd_shapes_are_framed_within_reason(source: Path, size: tuple[int, int], fit: Fit) -> None:
    corpus.saved(Image.new("RGB", size, corpus.RED), source, "PNG")

    picture = prepared(source, Framing(fit=fit), PORTRAIT)

    assert picture.width * picture.height <= 34_000_000
    assert picture.size_bytes <= MAX_UPLOAD_BYTES


@pytest.mark.parametrize("fit", Fit)
def test_a_picture_that_has_the_shape_goes_as_it_is(source: Path, fit: Fit) -> None:
    corpus.saved(corpus.two_colors(320, 180), source, "JPEG", quality=95)

    picture = prepared(source, Framing(fit=fit))

    assert picture.path == source
    assert picture.fit is Fit.AS_IS


def test_who_wants_to_keep_the_details_keeps_them(source: Path) -> None:
    tags = corpus.exif(with_place=True)
    corpus.saved(corpus.two_colors(), source, "JPEG", quality=95, exif=tags)
    wishes = PictureWishes(remove_details=False)

    picture = prepare_image(source, source.parent / "cache", wishes)

    assert picture.path == source
    assert picture.removed == ()
    assert picture.told == (PictureDetail.PLACE, PictureDetail.CAMERA, PictureDetail.NAMES)


def test_what_is_converted_tells_nothing_even_then(source: Path) -> None:
    corpus.turned(source, "HEIF", 6)
    wishes = PictureWishes(remove_details=False)

    picture = prepare_image(source, source.parent / "cache", wishes)

    assert picture.told == ()
    assert PictureDetail.PLACE in picture.removed
    assert b"Secret" not in picture.path.read_bytes()


def test_what_nobody_sees_goes_first_from_what_is_too_large(source: Path) -> None:
    corpus.heavy_photograph(source)
    wishes = PictureWishes(remove_details=False)

    picture = prepare_image(source, source.parent / "cache", wishes)

    assert picture.size_bytes < 100_000
    assert not picture.shrunk
    assert picture.removed == (PictureDetail.OTHER,)
