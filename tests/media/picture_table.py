"""Pictures as people drop them, each with what becomes of it."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import color_profiles as profiles
import picture_corpus as corpus
from PIL import Image

from omniflash_desktop.domain.outcomes import PictureDetail

JPEG, PNG, WEBP, GIF = "image/jpeg", "image/png", "image/webp", "image/gif"
HOW_MUCH = (0.02, 0.2, 0.5, 0.8, 0.97)
"""Shares of a file after which it is cut."""

Maker = Callable[[Path], Path]
Look = Callable[[], Image.Image]


@dataclass(frozen=True)
class Sent:
    """A picture that is taken.

    Attributes:
        content_type: Of what arrives.
        looks: What arrives looks like that.
        converted_from: The word for what was unusual.
        removed: What it told besides the picture.
        turned: Whether it lay on its side.
        profile: Of its colours, where they were others.
        shrunk: Whether something had to be given up.
        size: Of what arrives, in pixels; `None` for that of `looks`.
        most: The largest difference to `looks`, see `picture_corpus.difference`.
    """

    content_type: str
    looks: Look = corpus.two_colors
    converted_from: str = ""
    removed: tuple[PictureDetail, ...] = ()
    turned: bool = False
    profile: str = ""
    shrunk: bool = False
    most: float = 5.0


@dataclass(frozen=True)
class Picture:
    """A file, and what becomes of it: it is sent, or refused for a reason."""

    make: Maker
    outcome: Sent | str
    name: str = "source"


def plain(format_name: str, mode: str = "RGB", **options: object) -> Maker:
    return lambda path: corpus.saved(
        corpus.two_colors().convert(mode), path, format_name, **options
    )


def look(mode: str) -> Look:
    return lambda: corpus.two_colors().convert(mode)


def flat(width: int, height: int) -> Look:
    return lambda: Image.new("RGB", (width, height), corpus.RED)


def image_file(make: Look, format_name: str, **options: object) -> Maker:
    return lambda path: corpus.saved(make(), path, format_name, **options)


def gray16() -> Image.Image:
    return Image.new("I;16", (320, 200), 0x8080)


def noise() -> Image.Image:
    return corpus.noise(200, 200)


def half_gray(width: int = 8, height: int = 8) -> Image.Image:
    return Image.new("RGB", (width, height), (128, 128, 128))


def a_bomb(path: Path) -> Path:
    return corpus.saved(Image.new("1", (12_000, 12_000)), path, "PNG")


def a_promised_bomb(path: Path) -> Path:
    """A few bytes that promise four thousand million pixels."""
    corpus.png_of_sixteen_bits(path, color=False)
    content = path.read_bytes()
    head = b"IHDR" + struct.pack(">II", 65_535, 65_535) + content[24:29]
    check = struct.pack(">I", zlib.crc32(head))
    return corpus.written(content[:12] + head + check + content[33:])(path)


def two_pages(path: Path) -> Path:
    return corpus.saved(
        corpus.two_colors(), path, "TIFF", save_all=True, append_images=[flat(320, 200)()]
    )


def a_folder(path: Path) -> Path:
    path.mkdir()
    return path


_PLACE = (PictureDetail.PLACE, PictureDetail.CAMERA, PictureDetail.NAMES)
_WORDS = (PictureDetail.WORDS,)

_JPEGS: dict[str, Picture] = {
    "jpeg": Picture(plain("JPEG", quality=95), Sent(JPEG)),
    "jpeg progressive": Picture(plain("JPEG", progressive=True, quality=95), Sent(JPEG)),
    "jpeg gray": Picture(plain("JPEG", "L", quality=95), Sent(JPEG, look("L"))),
    "jpeg packed hard": Picture(plain("JPEG", quality=60), Sent(JPEG)),
    "jpeg of a telephone": Picture(
        plain("JPEG", exif=corpus.exif(with_place=True), quality=95), Sent(JPEG, removed=_PLACE)
    ),
    "jpeg with xmp": Picture(
        plain("JPEG", xmp=b"<x><exif:GPSLatitude>Secret</exif:GPSLatitude></x>", quality=95),
        Sent(JPEG, removed=(PictureDetail.PLACE,)),
    ),
    "jpeg with a comment": Picture(
        plain("JPEG", comment=b"SecretWords", quality=95), Sent(JPEG, removed=_WORDS)
    ),
    "jpeg with a video behind it": Picture(
        corpus.jpeg_with_a_tail,
        Sent(JPEG, removed=(PictureDetail.WORDS, PictureDetail.ATTACHED)),
    ),
    "jpeg with an archive behind it": Picture(
        corpus.archive_behind, Sent(JPEG, removed=(PictureDetail.ATTACHED,))
    ),
    "jpeg with a second picture": Picture(
        lambda path: corpus.saved(
            corpus.two_colors(), path, "MPO", save_all=True, append_images=[corpus.two_colors()]
        ),
        Sent(JPEG, removed=(PictureDetail.ATTACHED,)),
    ),
    "jpeg of 25 MB": Picture(corpus.heavy_photograph, Sent(JPEG, removed=(PictureDetail.OTHER,))),
    **{
        f"jpeg turned {orientation}": Picture(
            lambda path, orientation=orientation: corpus.turned(
                path, "JPEG", orientation, quality=95
            ),
            Sent(JPEG, removed=_PLACE, turned=True),
        )
        for orientation in corpus.TURNS
    },
    "jpeg cmyk": Picture(plain("JPEG", "CMYK", quality=95), Sent(JPEG, converted_from="CMYK JPEG")),
    "jpeg of a press": Picture(
        lambda path: corpus.press_print(path, "JPEG", quality=95),
        Sent(JPEG, corpus.press_colors, converted_from="CMYK JPEG", profile="A press"),
    ),
    "jpeg in adobe rgb": Picture(
        lambda path: corpus.in_profile(path, "JPEG", profiles.adobe_rgb(), quality=95),
        Sent(JPEG, converted_from="JPEG with a profile", profile="Adobe RGB (1998)"),
    ),
    "jpeg in a camera's srgb": Picture(
        plain("JPEG", icc_profile=profiles.srgb_of_a_camera(), quality=95), Sent(JPEG)
    ),
    "jpeg in a press's gray": Picture(
        plain("JPEG", "L", icc_profile=profiles.gray_profile(), quality=95),
        Sent(JPEG, look("L"), converted_from="JPEG with a profile", profile="Dot Gain", most=40.0),
    ),
}

_PNGS: dict[str, Picture] = {
    "png": Picture(plain("PNG"), Sent(PNG)),
    "png palette": Picture(plain("PNG", "P"), Sent(PNG, look("P"))),
    "png black and white": Picture(plain("PNG", "1"), Sent(PNG, look("1"))),
    "png gray": Picture(plain("PNG", "L"), Sent(PNG, look("L"))),
    "png see-through": Picture(
        image_file(corpus.see_through, "PNG"), Sent(PNG, corpus.see_through)
    ),
    "png see-through gray": Picture(
        image_file(lambda: corpus.see_through().convert("LA"), "PNG"),
        Sent(PNG, lambda: corpus.see_through().convert("LA")),
    ),
    "png see-through palette": Picture(
        lambda path: corpus.see_through_palette(path, "PNG"), Sent(PNG, most=200.0)
    ),
    "png of 16 bits": Picture(
        lambda path: corpus.png_of_sixteen_bits(path, color=True),
        Sent(PNG, half_gray, converted_from="16-bit PNG"),
    ),
    "png of 16 gray bits": Picture(
        lambda path: corpus.png_of_sixteen_bits(path, color=False),
        Sent(PNG, half_gray, converted_from="I;16 PNG"),
    ),
    "png with words": Picture(
        corpus.png_with_words, Sent(PNG, removed=(*_PLACE, PictureDetail.OTHER))
    ),
    "png turned": Picture(
        lambda path: corpus.turned(path, "PNG", 6), Sent(PNG, removed=_PLACE, turned=True)
    ),
    "png that moves": Picture(
        lambda path: corpus.animation(path, "PNG"), Sent(PNG, converted_from="animated PNG")
    ),
    "png in display p3": Picture(
        lambda path: corpus.in_profile(path, "PNG", profiles.display_p3()),
        Sent(PNG, converted_from="PNG with a profile", profile="Display P3"),
    ),
    "png in a false srgb": Picture(
        lambda path: corpus.in_profile(path, "PNG", profiles.linear_srgb()),
        Sent(PNG, converted_from="PNG with a profile", profile="sRGB linear"),
    ),
    "png with a broken profile": Picture(
        plain("PNG", icc_profile=b"no profile at all" * 20),
        Sent(PNG, converted_from="PNG with a profile"),
    ),
    "png of 25 MB": Picture(
        corpus.heavy, Sent(JPEG, lambda: corpus.noise(2900, 2900), shrunk=True, most=12.0)
    ),
}

_OTHERS: dict[str, Picture] = {
    "webp": Picture(plain("WEBP", quality=95), Sent(WEBP)),
    "webp lossless": Picture(plain("WEBP", lossless=True), Sent(WEBP)),
    "webp see-through": Picture(
        image_file(corpus.see_through, "WEBP", lossless=True), Sent(WEBP, corpus.see_through)
    ),
    "webp of a telephone": Picture(
        plain("WEBP", lossless=True, exif=corpus.exif(with_place=True), xmp=b"<Secret/>"),
        Sent(WEBP, removed=(*_PLACE, PictureDetail.OTHER)),
    ),
    "webp turned": Picture(
        lambda path: corpus.turned(path, "WEBP", 8, quality=95),
        Sent(JPEG, removed=_PLACE, turned=True),
    ),
    "webp that moves": Picture(
        lambda path: corpus.animation(path, "WEBP"), Sent(JPEG, converted_from="animated WEBP")
    ),
    "gif": Picture(plain("GIF"), Sent(GIF)),
    "gif see-through": Picture(
        lambda path: corpus.see_through_palette(path, "GIF"), Sent(GIF, most=200.0)
    ),
    "gif that moves": Picture(
        lambda path: corpus.animation(path, "GIF"), Sent(PNG, converted_from="animated GIF")
    ),
    "gif with a page inside": Picture(corpus.page_inside, Sent(GIF, removed=_WORDS)),
    "heic": Picture(plain("HEIF"), Sent(JPEG, converted_from="HEIF")),
    "heic of a telephone": Picture(
        plain("HEIF", exif=corpus.exif(with_place=True)),
        Sent(JPEG, converted_from="HEIF", removed=_PLACE),
    ),
    **{
        f"heic turned {orientation}": Picture(
            lambda path, orientation=orientation: corpus.turned(path, "HEIF", orientation),
            # Its own boxes turn it; EXIF repeats that, and must not turn it once more.
            Sent(JPEG, converted_from="HEIF", removed=_PLACE),
        )
        for orientation in (3, 5, 6, 8)
    },
    "heic see-through": Picture(
        image_file(corpus.see_through, "HEIF"),
        Sent(PNG, corpus.see_through, converted_from="HEIF"),
    ),
    "heic in display p3": Picture(
        lambda path: corpus.in_profile(path, "HEIF", profiles.display_p3()),
        Sent(JPEG, converted_from="HEIF", profile="Display P3"),
    ),
    "avif": Picture(plain("AVIF"), Sent(JPEG, converted_from="AVIF")),
    "avif turned": Picture(
        lambda path: corpus.turned(path, "AVIF", 6),
        Sent(JPEG, converted_from="AVIF", removed=_PLACE, turned=True),
    ),
    "avif that moves": Picture(
        lambda path: corpus.animation(path, "AVIF"), Sent(JPEG, converted_from="AVIF")
    ),
    "tiff": Picture(plain("TIFF"), Sent(PNG, converted_from="TIFF")),
    "tiff packed": Picture(plain("TIFF", compression="tiff_lzw"), Sent(PNG, converted_from="TIFF")),
    "tiff cmyk": Picture(plain("TIFF", "CMYK"), Sent(PNG, converted_from="TIFF")),
    "tiff of a press": Picture(
        lambda path: corpus.press_print(path, "TIFF"),
        Sent(PNG, corpus.press_colors, converted_from="TIFF", profile="A press"),
    ),
    "tiff of 16 bits": Picture(
        image_file(gray16, "TIFF"),
        Sent(PNG, lambda: half_gray(320, 200), converted_from="TIFF"),
    ),
    "tiff of floats": Picture(
        image_file(lambda: Image.new("F", (320, 200), 0.5), "TIFF"),
        Sent(PNG, lambda: half_gray(320, 200), converted_from="TIFF"),
    ),
    "tiff of two pages": Picture(two_pages, Sent(PNG, converted_from="TIFF")),
    "tiff turned": Picture(
        lambda path: corpus.turned(path, "TIFF", 5),
        Sent(PNG, converted_from="TIFF", removed=_PLACE, turned=True),
    ),
    "bmp": Picture(plain("BMP"), Sent(PNG, converted_from="BMP")),
    "bmp palette": Picture(plain("BMP", "P"), Sent(PNG, look("P"), converted_from="BMP")),
    "one pixel": Picture(image_file(flat(1, 1), "PNG"), Sent(PNG, flat(1, 1))),
    "one pixel of heic": Picture(
        image_file(flat(1, 1), "HEIF"), Sent(JPEG, flat(1, 1), converted_from="HEIF")
    ),
    "a thread of a picture": Picture(
        image_file(flat(30_000, 200), "JPEG"), Sent(JPEG, flat(30_000, 200))
    ),
    "a thread of a bmp": Picture(
        image_file(flat(200, 30_000), "BMP"),
        Sent(PNG, flat(200, 30_000), converted_from="BMP"),
    ),
}

NAMES = (
    "🪁 kite.jpg",
    "two\nlines.jpg",
    "صورة.jpg",
    "\u202egpj.exe",
    "x" * 246 + ".jpg",
    ".jpg",
    "caf\udce9.jpg",
    "a'\"%s$(b).jpg",
    "a jpeg.png",
    "a jpeg.mp4",
    " .jpg",
)

_NAMED: dict[str, Picture] = {
    f"name {number}": Picture(plain("JPEG", quality=95), Sent(JPEG), name)
    for number, name in enumerate(NAMES)
}

_REFUSED: dict[str, Picture] = {
    "nothing there": Picture(lambda path: path, "missing"),
    "a folder": Picture(a_folder, "not_a_file"),
    "zero bytes": Picture(corpus.written(b""), "empty", "empty.jpg"),
    "one byte": Picture(corpus.written(b"\xff"), "not_an_image", "one.jpg"),
    "a page": Picture(corpus.written(b"<html><img src=x></html>"), "not_an_image", "picture.jpg"),
    "a pdf": Picture(corpus.written(b"%PDF-1.7 " * 50), "not_an_image", "picture.png"),
    "a postscript": Picture(
        corpus.written(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
        "not_an_image",
        "picture.jpg",
    ),
    "a drawing": Picture(
        corpus.written(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "not_an_image", "x.svg"
    ),
    "a program": Picture(corpus.written(b"MZ\x90\0" + bytes(500)), "not_an_image", "photo.jpg"),
    "a jpeg's first bytes": Picture(corpus.written(b"\xff\xd8\xff\xe0"), "damaged"),
    "a png's first bytes": Picture(corpus.written(b"\x89PNG\r\n\x1a\n"), "damaged"),
    "a heic's first bytes": Picture(
        corpus.written(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "damaged"
    ),
    "a bomb": Picture(a_bomb, "too_many_pixels"),
    "a promised bomb": Picture(a_promised_bomb, "too_many_pixels"),
    **{
        f"{format_name} cut at {share}": Picture(
            corpus.cut(image_file(noise, format_name), share), "damaged"
        )
        for format_name in ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "HEIF", "AVIF")
        for share in HOW_MUCH
    },
}

PICTURES: dict[str, Picture] = {**_JPEGS, **_PNGS, **_OTHERS, **_NAMED, **_REFUSED}
TAKEN = {name: one for name, one in PICTURES.items() if isinstance(one.outcome, Sent)}
