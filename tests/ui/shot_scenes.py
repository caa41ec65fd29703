"""What the pictures of the app show: painted scenes, and clips that the sandbox made of them."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pillow_heif
from PIL import Image, ImageDraw, ImageFilter

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.request import AspectRatio, Resolution
from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from tests.builders import a_generation
from tests.ui.small_clip import RATE, small_clip

_LANDSCAPE = (1280, 720)
_PORTRAIT = (720, 1280)
_Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Scene:
    """One clip of the sample library.

    Attributes:
        title: The prompt's first sentence.
        paint: Draws what the clip begins with.
        seconds: Its length.
        portrait: Whether it is 9:16.
    """

    title: str
    paint: Callable[[ImageDraw.ImageDraw, int, int], None]
    seconds: int = 4
    portrait: bool = False


def picture_named(folder: Path, name: str) -> Path:
    """The painted picture whose scene's title begins with `name`."""
    return folder / f"{name.lower()}.png"


def of_a_telephone(folder: Path) -> Path:
    """The bottle as a telephone would have taken it: in HEIC, and telling its place."""
    path = folder / "img_2041.heic"
    if not path.exists():
        pillow_heif.register_heif_opener()
        details = Image.Exif()
        details[0x010F] = "Telephone"
        details[0x013B] = "Ada"
        details.get_ifd(0x8825)[1] = "N"
        details.get_ifd(0x8825)[2] = (59.0, 20.0, 0.0)
        with Image.open(picture_named(folder, "Amber")) as picture:
            picture.crop((160, 0, 1120, 720)).save(path, "HEIF", exif=details)
    return path


def make_clips(folder: Path) -> None:
    """Lets the sandbox make every scene's clip, unless it was done before."""
    folder.mkdir(parents=True, exist_ok=True)
    known = {clip.request.prompt for clip in made_clips(folder)}
    for scene in SCENES:
        if scene.title in known:
            continue
        picture = picture_named(folder, scene.title.split()[0])
        _paint(scene, picture)
        words = [
            sys.executable,
            "-m",
            "omniflash_desktop.cli",
            "--profile",
            str(folder / "profile"),
        ]
        words += ["--sandbox", "generate", scene.title, "--image", str(picture), "--json"]
        words += ["--duration", str(scene.seconds), "--resolution", "1080p"]
        words += ["--aspect-ratio", "9:16" if scene.portrait else "16:9"]
        subprocess.run(words, env=os.environ, stdout=subprocess.DEVNULL, check=True)


def make_small_clips(folder: Path) -> None:
    """Makes tiny clips of the same names and lengths here and now: for where words count only."""
    folders = ProfileFolders.under(folder / "profile")
    assert folders.create() is None
    library = open_library(folders.library_file)
    assert isinstance(library, SqliteLibrary)
    for number, scene in enumerate(SCENES):
        picture = picture_named(folder, scene.title.split()[0])
        _paint(scene, picture)
        path = folder / f"{number}.mp4"
        small_clip(path, frames=scene.seconds * RATE)
        sides = (1080, 1920) if scene.portrait else (1920, 1080)
        made = a_generation().with_prompt(scene.title).with_images(picture).in_sandbox()
        ready = made.with_facts(id=f"{number + 90:012x}").ready(path)
        assert ready.clip is not None
        clip = msgspec.structs.replace(
            ready.clip,
            width=sides[0],
            height=sides[1],
            seconds=float(scene.seconds),
            poster=picture,
        )
        aspect = AspectRatio.PORTRAIT if scene.portrait else AspectRatio.LANDSCAPE
        request = msgspec.structs.replace(
            ready.request,
            aspect_ratio=aspect,
            duration=scene.seconds,
            resolution=Resolution.HD_1080,
        )
        library.save(ready.with_facts(clip=clip, request=request, elapsed_seconds=221.0))
    library.close()


def made_clips(folder: Path) -> list[Generation]:
    """What was made, the oldest first."""
    folders = ProfileFolders.under(folder / "profile")
    folders.create()
    library = open_library(folders.library_file)
    assert isinstance(library, SqliteLibrary)
    try:
        return library.all()[::-1]
    finally:
        library.close()


def _paint(scene: Scene, path: Path) -> None:
    width, height = _PORTRAIT if scene.portrait else _LANDSCAPE
    image = Image.new("RGB", (width, height))
    scene.paint(ImageDraw.Draw(image), width, height)
    image.filter(ImageFilter.GaussianBlur(1.2)).save(path)


def _sky(paint: ImageDraw.ImageDraw, width: int, height: int, top: _Colour, low: _Colour) -> None:
    for y in range(height):
        share = y / height
        colour = tuple(round(a + (b - a) * share) for a, b in zip(top, low, strict=True))
        paint.line((0, y, width, y), fill=(colour[0], colour[1], colour[2]))


def _bottle(paint: ImageDraw.ImageDraw, width: int, height: int) -> None:
    _sky(paint, width, height, (140, 156, 158), (214, 178, 128))
    for row in range(9):
        base = height * (0.46 + row * 0.065)
        shade = (228 - row * 11, 170 - row * 9, 106 - row * 6)
        hump = [(0, height), (0, base + 18 * (row % 3))]
        hump += [(width * n / 6, base + (26 if n % 2 else -14)) for n in range(1, 6)]
        paint.polygon([*hump, (width, base), (width, height)], fill=shade)
    paint.polygon(
        [
            (0, 210),
            (420, 330),
            (900, 300),
            (1280, 150),
            (1280, 260),
            (880, 380),
            (380, 400),
            (0, 300),
        ],
        fill=(226, 120, 104),
    )
    paint.rounded_rectangle((470, 240, 760, 600), 46, fill=(176, 84, 20))
    paint.rounded_rectangle((500, 330, 730, 580), 30, fill=(226, 126, 34))
    paint.rectangle((545, 190, 685, 245), fill=(120, 88, 44))
    paint.rounded_rectangle((525, 70, 705, 195), 14, fill=(196, 158, 92))
    paint.rectangle((560, 430, 670, 520), fill=(244, 206, 140))


def _dunes(paint: ImageDraw.ImageDraw, width: int, height: int) -> None:
    _sky(paint, width, height, (98, 120, 132), (236, 190, 132))
    for row in range(7):
        base = height * (0.42 + row * 0.09)
        peak = width * ((row * 37 % 80) / 80)
        shade = (206 - row * 20, 138 - row * 14, 74 - row * 8)
        paint.polygon(
            [(0, height), (0, base + 60), (peak, base), (width, base + 80), (width, height)],
            fill=shade,
        )


def _silk(paint: ImageDraw.ImageDraw, width: int, height: int) -> None:
    _sky(paint, width, height, (196, 62, 84), (126, 22, 48))
    for wave in range(12):
        y = wave * height / 10 - 40
        glow = (226 - wave * 6, 96 + wave * 3, 116)
        paint.arc((-300, y, width + 200, y + 260), 190, 340, fill=glow, width=16)


def _neon(paint: ImageDraw.ImageDraw, width: int, height: int) -> None:
    _sky(paint, width, height, (22, 26, 56), (10, 10, 22))
    lights = ((236, 110, 190), (120, 190, 250), (250, 214, 150), (150, 240, 220), (180, 130, 250))
    for number in range(46):
        left = (number * 97) % width
        top = (number * 53) % int(height * 0.62)
        side = 10 + number % 4 * 9
        colour = lights[number % len(lights)]
        paint.rectangle((left, top, left + side * 2, top + side * 3), fill=colour)
        faint = (colour[0] // 3, colour[1] // 3, colour[2] // 3)
        paint.rectangle((left, height - top // 2 - side, left + side * 2, height), fill=faint)
    middle = width // 2
    paint.ellipse((middle - 90, height * 0.5, middle + 90, height * 0.57), fill=(150, 34, 44))
    paint.rectangle((middle - 26, height * 0.54, middle + 26, height * 0.8), fill=(14, 12, 20))


def _lighthouse(paint: ImageDraw.ImageDraw, width: int, height: int) -> None:
    _sky(paint, width, height, (60, 70, 92), (246, 196, 128))
    paint.rectangle((0, height * 0.7, width, height), fill=(44, 52, 66))
    paint.polygon([(180, height), (240, 420), (430, 380), (520, height)], fill=(16, 16, 20))
    paint.polygon([(310, 400), (325, 170), (365, 170), (380, 400)], fill=(26, 24, 26))
    paint.ellipse((322, 130, 368, 180), fill=(255, 238, 190))
    paint.polygon([(800, height), (860, 330), (980, 290), (1100, height)], fill=(22, 20, 24))


def _iceberg(paint: ImageDraw.ImageDraw, width: int, height: int) -> None:
    _sky(paint, width, height, (122, 164, 190), (214, 226, 228))
    paint.polygon(
        [(260, 520), (430, 210), (560, 330), (690, 120), (900, 420), (1060, 520)],
        fill=(238, 246, 250),
    )
    paint.polygon([(690, 120), (900, 420), (1060, 520), (720, 520)], fill=(190, 216, 230))
    paint.rectangle((0, 515, width, height), fill=(64, 104, 128))
    paint.polygon([(300, 520), (1020, 520), (760, 660), (480, 630)], fill=(120, 166, 188))


def _planet(paint: ImageDraw.ImageDraw, width: int, height: int) -> None:
    _sky(paint, width, height, (8, 8, 14), (20, 16, 22))
    paint.ellipse((420, 130, 860, 570), fill=(214, 160, 118))
    for band in range(5):
        paint.rectangle(
            (440 + band * 6, 210 + band * 66, 840 - band * 6, 230 + band * 66), fill=(176, 118, 84)
        )
    paint.arc((200, 280, 1080, 460), 0, 180, fill=(236, 208, 168), width=22)


SCENES = (
    Scene("Ringed planet, slow reveal", _planet),
    Scene("Iceberg drifting, calm sea", _iceberg),
    Scene("Lighthouse before the storm", _lighthouse, 6),
    Scene("雨夜红伞 霓虹街道", _neon, 6, portrait=True),
    Scene("Neon crossing in the rain", _neon),
    Scene("Dunes at golden hour", _dunes),
    Scene("Silk in slow waves", _silk),
    Scene("Amber bottle, rose silk, golden hour", _bottle, 8),
)
"""From the oldest to the newest."""
