"""Every state that is drawn, at both sizes and in both themes: its words can be read."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.preferences import TextSize, Theme
from omniflash_desktop.ui.controls.chip import Chip
from omniflash_desktop.ui.library.filter_row import FilterRow
from tests.ui.legibility import all_faults, cut_off, hard_to_read, one_over_another
from tests.ui.shot_scenes import make_small_clips
from tests.ui.shot_studio import Studio
from tests.ui.shots import SHOTS, SIZES


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    make_small_clips(folder)
    return folder


def _looks() -> Iterator[object]:
    """Each size and each theme in every run; by name, each with each."""
    for size in SIZES:
        for theme in ("dark", "light"):
            is_usual = (size == SIZES[0]) == (theme == "dark")
            marks = () if is_usual else (pytest.mark.slow,)
            yield pytest.param((size, theme), marks=marks, id=f"{size[0]}-{theme}")


@pytest.fixture(params=_looks())
def studio(qapp: QApplication, made: Path, request: pytest.FixtureRequest) -> Iterator[Studio]:
    size, theme = request.param
    studio = Studio(qapp, made, size, theme)
    yield studio
    studio.close()


@pytest.mark.parametrize("name", SHOTS)
async def test_all_words_can_be_read(qapp: QApplication, studio: Studio, name: str) -> None:
    async with SHOTS[name](studio) as widget:
        assert cut_off(widget) == []
        assert one_over_another(widget) == []
        # What the veil dims while something is dragged is not to be read just then.
        assert name == "04-drag-over" or hard_to_read(widget) == []


# Those that are fullest: what fits into them fits into the others.
FULL = [
    *("01-main", "05-first-run", "06-errors", "10-portrait", "13-sandbox"),
    *("14-framing", "15-video-slot"),
    *(name for name in SHOTS if name.startswith("08-")),
]

AT_SCALE = ["01-main", "06-errors", "08-storage"]


@pytest.mark.parametrize("name", FULL)
async def test_the_largest_words_fit_into_the_smaller_window(
    qapp: QApplication, made: Path, name: str
) -> None:
    studio = Studio(qapp, made, SIZES[1], "dark", TextSize.LARGER)
    async with SHOTS[name](studio) as widget:
        assert all_faults(widget) == []
        studio.show_in(Theme.LIGHT)
        assert all_faults(widget) == []
    studio.close()


async def test_the_filters_stand_in_one_line(qapp: QApplication, made: Path) -> None:
    studio = Studio(qapp, made, SIZES[1], "dark", TextSize.LARGER)
    async with SHOTS["01-main"](studio) as widget:
        row = widget.findChild(FilterRow)
        chips = row.findChildren(Chip)
        assert {chip.y() for chip in chips} == {0}
        assert max(chip.geometry().right() for chip in chips) < row.width()
    studio.close()


def test_a_system_scale_of_two_cuts_nothing_off(made: Path) -> None:
    # Qt takes its scale from the surroundings, once for each process.
    scaled = {**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-m", "tests.ui.faults_at_scale", str(made), *AT_SCALE]
    found = subprocess.run(words, env=scaled, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    assert found.stdout.splitlines() == [f"{name} at 2.0" for name in AT_SCALE]
