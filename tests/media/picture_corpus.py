"""Pictures as people have them, made by code."""

import io
import random
import struct
import zlib
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

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
