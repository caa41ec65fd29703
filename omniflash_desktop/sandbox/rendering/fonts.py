"""Finds fonts that can write a prompt: no character is shown as a box while some font has it."""

from __future__ import annotations

import functools
import os
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from PIL import ImageFont

from omniflash_desktop.sandbox.rendering.pillow_calls import glyph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.ImageFont import FreeTypeFont

FontFile: TypeAlias = Path | None  # None is the font that comes with Pillow

# By the beginning of the file name, best first. Pillow's own is a fine Latin face.
_PREFERRED: Final = (
    "inter-medium",
    "inter",
    "sfns",
    "helveticaneue",
    "segoeui.",
    "notosans-medium",
    "notosans-regular",
    "ubuntu-r",
    "cantarell",
    "roboto-medium",
    "roboto-regular",
    "opensans-regular",
    "",
    "notosanscjk-medium",
    "notosanscjk-regular",
    "notosanscjk",
    "sourcehansans",
    "pingfang",
    "hiragino sans gb",
    "ヒラギノ角ゴシック w4",
    "hiraginosans",
    "applesdgothicneo",
    "stheiti medium",
    "msyh.",
    "yugothm",
    "meiryo.",
    "malgun.",
    "simhei",
    "wqy-microhei",
    "wqy-zenhei",
    "droidsansfallback",
    "arial unicode",
    "dejavusans.",
    "liberationsans-regular",
)
_SUFFIXES: Final = frozenset({".ttf", ".otf", ".ttc", ".otc"})
_MOST_FONTS: Final = 600  # looked into for one character
_PROBE_SIZE: Final = 24  # pixels
_NO_CHARACTER: Final = "\U0010fffe"  # which no font has


def _folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        return [windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts"]
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    data_home = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    data = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return [data_home / "fonts", home / ".fonts", *(Path(one) / "fonts" for one in data.split(":"))]


@functools.cache
def _fonts() -> tuple[FontFile, ...]:
    """List the fonts of this machine, best first."""
    found: dict[Path, int] = {}
    for folder in _folders():
        for parent, _, names in os.walk(folder):
            for name in names:
                if os.path.splitext(name)[1].lower() in _SUFFIXES:
                    found.setdefault(Path(parent, name), _rank(name))
    ranked: list[tuple[int, str, FontFile]] = [
        (rank, path.name, path) for path, rank in found.items()
    ]
    ranked.append((_PREFERRED.index(""), "", None))
    ranked.sort(key=lambda one: one[:2])
    return tuple(font for _, _, font in ranked[:_MOST_FONTS])


def _rank(name: str) -> int:
    low = name.lower()
    for rank, beginning in enumerate(_PREFERRED):
        if beginning and low.startswith(beginning):
            return rank
    # Of the others, upright text faces first: they come in no order otherwise.
    odd = any(word in low for word in ("italic", "oblique", "mono", "serif", "condensed"))
    return len(_PREFERRED) + odd


@functools.cache
def font(file: FontFile, size: int) -> FreeTypeFont:
    """Load a font.

    Args:
        file: Its file.
        size: Height of the characters in pixels.

    Raises:
        OSError: If it cannot be read.
    """
    if file is None:
        return cast("FreeTypeFont", ImageFont.load_default(size))
    return ImageFont.truetype(str(file), size)


@functools.cache
def _has(file: FontFile, character: str) -> bool:
    try:
        probe = font(file, _PROBE_SIZE)
        drawn = glyph(probe, character)
    except (OSError, ValueError):
        return False
    return drawn[0] != (0, 0) and drawn != glyph(probe, _NO_CHARACTER)


def fonts_for(text: str) -> tuple[str, Sequence[FontFile]]:
    """Choose a font for every character of a text, one for all where there is one.

    Args:
        text: Any text.

    Returns:
        The text without what no font can write, and the font of each of its characters.
    """
    wanted = [one for one in text if one == " " or unicodedata.category(one)[0] not in "CZ"]
    needed = sorted({one for one in wanted if not unicodedata.combining(one)} - {" "})
    for file in _fonts():
        if all(_has(file, one) for one in needed):
            return "".join(wanted), [file] * len(wanted)
    chosen = {one: _first_with(one) for one in needed}
    kept: list[str] = []
    files: list[FontFile] = []
    for one in wanted:
        before: FontFile = files[-1] if files else None
        file = chosen.get(one, (before,))
        if file is not None:
            kept.append(one)
            files.append(file[0])
    return "".join(kept), files


def _first_with(character: str) -> tuple[FontFile] | None:
    for file in _fonts():
        if _has(file, character):
            return (file,)
    return None


def runs(text: str, files: Sequence[FontFile]) -> Iterator[tuple[str, FontFile]]:
    """Split a text where its font changes."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or files[end] != files[start]:
            yield text[start:end], files[start]
            start = end
