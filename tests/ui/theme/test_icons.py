"""The icon table against the package that brings the fonts."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from omniflash_desktop.ui.theme import icons

UI = Path(icons.__file__).parents[1]


def charmap(font_file: str) -> dict[str, int]:
    stem, version = font_file.removesuffix(".ttf").rsplit("-", 1)
    path = icons.icon_fonts_folder() / f"{stem}-charmap-{version}.json"
    return {name: int(code, 16) for name, code in json.loads(path.read_text()).items()}


@pytest.mark.parametrize(
    ("font_file", "table"),
    [(icons.PHOSPHOR_FILE, icons.PHOSPHOR), (icons.MATERIAL_FILE, icons.MATERIAL)],
)
def test_every_icon_is_where_the_package_says(font_file: str, table: dict[str, int]) -> None:
    known = charmap(font_file)
    assert {name: known.get(name) for name in table} == table


def test_every_icon_has_an_outline_inside_its_square(qapp: QApplication) -> None:
    for name in (*icons.PHOSPHOR, *icons.MATERIAL, "aspect-wide", "aspect-tall"):
        box = icons.icon_outline(name).boundingRect()
        assert not box.isEmpty(), name
        assert -0.5 <= box.left() < box.right() <= 0.5, name
        assert -0.5 <= box.top() < box.bottom() <= 0.5, name


def test_every_icon_named_in_the_code_is_in_the_table() -> None:
    known = {*icons.PHOSPHOR, *icons.MATERIAL, "aspect-wide", "aspect-tall"}
    places = r"(?:icon=|IconButton\(\s*theme,\s*|set_icon_name\(\s*)"
    wanted = re.compile(places + '"([a-z][a-z-]+)"')
    used = {name for file in UI.rglob("*.py") for name in wanted.findall(file.read_text("utf-8"))}
    assert used
    assert used <= known


def test_nothing_slow_is_imported_before_the_first_paint() -> None:
    code = (
        "import sys, omniflash_desktop.ui.compose.window_drops, omniflash_desktop.ui.header_bar;"
        "print(*sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    slow = {"qtawesome", "PIL", "httpx", "PySide6.QtMultimedia", "PySide6.QtSvg", "urllib.request"}
    assert not slow & set(answer.stdout.split())
