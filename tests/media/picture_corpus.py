"""Pictures as people have them, made by code."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import color_profiles
import pillow_heif
from PIL import Image, ImageChops, ImageCms, PngImagePlugin

pillow_heif.register_heif_opener()

RED, BLUE = (220, 30, 30), (30, 30, 220)


def two_colors(width: int = 320, height: int = 200) -> Image.Image:
    """The left half red, the right half blue: shows turns, swaps and shifts."""
    image = Image.new("RGB", (width, height), BLUE)
    image.paste(RED, (0, 0, width // 2, height))
    return image


def saved(image: Image.Image, path: Path, format_name: str, **options: Any) -> Path:
    image.save(path, format_name, **options)
    return path


def exif(*, orientation: int = 1, with_place: bool = False) -> Image.Exif:
    """EXIF as a telephone writes it."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    if with_place:
        tags[0x010F] = "SecretCameraMaker"
        tags[0x9C9D] = "SecretAuthor".encode("utf-16-le")
        tags.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 29.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    return tags


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """What no format can pack."""
    size = width * height * len(mode)
    return Image.frombytes(mode, (width, height), random.Random(7).randbytes(size))


def png_of_sixteen_bits(path: Path, *, color: bool) -> Path:
    """A PNG with 16 bits a channel; half of full brightness. Pillow writes gray ones only."""
    pixel = struct.pack(">HHH", 0x8080, 0x8080, 0x8080) if color else struct.pack(">H", 0x8080)
    rows = (b"\0" + pixel * 8) * 8
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 8, 8, 16, 2 if color else 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    content = b"\x89PNG\r\n\x1a\n"
    for kind, body in parts:
        content += struct.pack(">I", len(body)) + kind + body
        content += struct.pack(">I", zlib.crc32(kind + body))
    path.write_bytes(content)
    return path


def swapped_profile() -> bytes:
    """A profile of a device whose red is everybody's green, and the other way round."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace("sRGB".encode("utf-16-be"), "odd1".encode("utf-16-be"))
    profile = profile.replace(b"rXYZ", b"-XYZ").replace(b"gXYZ", b"rXYZ")
    return profile.replace(b"-XYZ", b"gXYZ").replace(b"sRGB", b"odd1")


def animation(path: Path, format_name: str) -> Path:
    """Two frames; the first one is `two_colors`."""
    return saved(
        two_colors(),
        path,
        format_name,
        save_all=True,
        append_images=[Image.new("RGB", (320, 200), "green")],
    )


def png_with_words(path: Path) -> Path:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "SecretAuthor")
    words.add_itxt("XML:com.adobe.xmp", "<x>SecretPlace</x>")
    return saved(two_colors(), path, "PNG", pnginfo=words, exif=exif(with_place=True))


def jpeg_with_a_tail(path: Path) -> Path:
    """As telephones write "motion photos": a video behind the end of the picture."""
    packed = io.BytesIO()
    two_colors().save(packed, "JPEG", quality=95, comment=b"SecretComment")
    path.write_bytes(packed.getvalue() + b"\0\0\0\x18ftypmp42SecretVideo" * 10)
    return path


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""What EXIF's turns undo: how a picture lies in its file."""


def turned(path: Path, format_name: str, orientation: int, **options: Any) -> Path:
    """`two_colors` as a camera on its side writes it."""
    as_it_was_taken = two_colors().transpose(TURNS[orientation])
    # Bytes: the HEIC writer looks for the turn in them, and writes it down as telephones do.
    tags = exif(orientation=orientation, with_place=True).tobytes()
    return saved(as_it_was_taken, path, format_name, exif=tags, **options)


def press_print(path: Path, format_name: str, **options: Any) -> Path:
    """Full inks in two halves, with the profile of the press."""
    image = Image.new("CMYK", (320, 200), (255, 255, 0, 0))
    image.paste((0, 255, 255, 0), (0, 0, 160, 200))
    return saved(image, path, format_name, icc_profile=color_profiles.press(), **options)


def press_colors() -> Image.Image:
    """How `press_print` looks."""
    image = Image.new("RGB", (320, 200), color_profiles.ink_color(1, 1, 0, 0))
    image.paste(color_profiles.ink_color(0, 1, 1, 0), (0, 0, 160, 200))
    return image


def in_profile(path: Path, format_name: str, icc_profile: bytes, **options: Any) -> Path:
    """`two_colors`, stored as a device with that profile stores them."""
    image = color_profiles.converted_to(two_colors(), icc_profile)
    return saved(image, path, format_name, icc_profile=icc_profile, **options)


def see_through() -> Image.Image:
    image = two_colors().convert("RGBA")
    image.putalpha(120)
    return image


def see_through_palette(path: Path, format_name: str) -> Path:
    image = two_colors().quantize(4)
    return saved(image, path, format_name, transparency=3)


def archive_behind(path: Path) -> Path:
    """A picture to those who look at its head, an archive to those who look at its end."""
    saved(two_colors(), path, "JPEG", quality=95)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Secret.txt", "SecretWords")
    path.write_bytes(path.read_bytes() + packed.getvalue())
    return path


def page_inside(path: Path) -> Path:
    """A GIF whose comment is a page."""
    return saved(two_colors(), path, "GIF", comment=b"<script>Secret</script>")


def heavy(path: Path) -> Path:
    """25 MB that no packing makes smaller."""
    return saved(noise(2900, 2900), path, "PNG", compress_level=0)


def heavy_photograph(path: Path) -> Path:
    """A photograph of 25 MB: what a camera's maker puts into a file is not all picture."""
    saved(two_colors(), path, "JPEG", quality=95)
    content = path.read_bytes()
    note = b"\xff\xe5" + struct.pack(">H", 65_535) + b"Secret" + bytes(65_527)
    path.write_bytes(content[:2] + note * 400 + content[2:])
    return path


def cut(make: Callable[[Path], Path], share: float) -> Callable[[Path], Path]:
    """The beginning of a file."""

    def cut_off(path: Path) -> Path:
        content = make(path).read_bytes()
        path.write_bytes(content[: max(1, int(len(content) * share))])
        return path

    return cut_off


def written(content: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return write


def difference(image: Image.Image, expected: Image.Image) -> float:
    """Mean difference of the channels, 0 to 255; what is seen through is seen on white."""
    pixels = ImageChops.difference(_on_white(image), _on_white(expected))
    histogram = pixels.histogram()
    total = sum((place % 256) * count for place, count in enumerate(histogram))
    return total / (pixels.width * pixels.height * 3)


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    pixels = image.convert("RGBA")
    white = Image.new("RGBA", pixels.size, "white")
    return Image.alpha_composite(white, pixels).convert("RGB")
