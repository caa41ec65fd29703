"""What a tile tells before anybody opens it: whether it is new, and what happens in it."""

from pathlib import Path

import msgspec
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.ui.library.library_model import LibraryModel
from omniflash_desktop.ui.library.library_panel import LibraryPanel
from omniflash_desktop.ui.stage.scrub_preview import STRIP_FRAMES
from omniflash_desktop.ui.theme.theme import Theme
from tests.builders import a_generation


@pytest.fixture
def panel(qtbot: QtBot, qapp) -> LibraryPanel:
    theme = Theme()
    theme.apply(qapp)
    made = LibraryPanel(theme, LibraryModel())
    qtbot.addWidget(made)
    made.resize(364, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made
    for reader in (made.delegate.posters, made.delegate.strips, made.delegate.presence):
        reader.wait()


def a_clip(folder: Path, size: tuple[int, int] = (32, 18)) -> Generation:
    """A clip that goes from black to white in its strip; its poster is red."""
    poster, strip = folder / "poster.png", folder / "strip.png"
    Image.new("RGB", (size[0] * 10, size[1] * 10), "#ff0000").save(poster)
    frames = Image.new("RGB", (size[0] * STRIP_FRAMES, size[1]))
    for place in range(STRIP_FRAMES):
        gray = place * 16
        frames.paste((gray, gray, gray), (place * size[0], 0, (place + 1) * size[0], size[1]))
    frames.save(strip)
    ready = a_generation().ready(poster)
    assert ready.clip is not None
    clip = msgspec.structs.replace(ready.clip, poster=poster, strip=strip)
    return ready.with_facts(clip=clip)


def picture_of(panel: LibraryPanel, clip: Generation) -> QRect:
    """Where the tile's picture lies in the view's viewport."""
    rect = panel.view.visualRect(panel.model.index_of(clip.id))
    sizes = panel.delegate.sizes
    return QRect(rect.left() + sizes.gap // 2, rect.top() + 3, sizes.tile_width, sizes.tile_height)


def seen(panel: LibraryPanel) -> QImage:
    return panel.view.viewport().grab().toImage()


def colour_at(panel: LibraryPanel, clip: Generation, x: float) -> QColor:
    picture = picture_of(panel, clip)
    place = picture.topLeft() + QPoint(round(picture.width() * x), picture.height() // 3)
    return seen(panel).pixelColor(place)


def test_the_pointer_leads_through_the_clip(panel, qtbot: QtBot, tmp_path: Path) -> None:
    clip = a_clip(tmp_path)
    panel.model = panel._model
    panel.model.set_generations([clip])
    with qtbot.waitSignal(panel.delegate.posters.loaded):
        seen(panel)
    assert colour_at(panel, clip, 0.9).red() > 240
    picture = picture_of(panel, clip)
    shades = []
    for share in (0.2, 0.5, 0.8):
        at = picture.topLeft() + QPoint(round(picture.width() * share), 40)
        qtbot.mouseMove(panel.view.viewport(), at)
        # A frame is gray, the poster red.
        qtbot.waitUntil(lambda: colour_at(panel, clip, 0.95).green() > 20)
        shades.append(colour_at(panel, clip, 0.95).green())
        # The line stands under the pointer.
        assert colour_at(panel, clip, share).lightness() > 240
    assert shades == sorted(shades)
    assert shades[0] != shades[-1]

    panel.view.leaveEvent(QEvent(QEvent.Type.Leave))
    assert colour_at(panel, clip, 0.9).red() > 240
    assert colour_at(panel, clip, 0.9).green() < 20


def test_a_clip_that_came_has_a_dot_until_it_is_looked_at(panel, qtbot: QtBot, tmp_path) -> None:
    ready = a_clip(tmp_path)
    model = panel.model = panel._model
    model.set_generations([ready.with_facts(state=a_generation().waiting().state, clip=None)])
    model.apply(ready)
    assert model.is_new(ready.id)
    with qtbot.waitSignal(panel.delegate.posters.loaded):
        seen(panel)
    picture = picture_of(panel, ready)
    dot = QPoint(picture.left() + 11, picture.bottom() - 10)
    assert seen(panel).pixelColor(dot).blue() > 200
    model.mark_seen(ready.id)
    assert seen(panel).pixelColor(dot).blue() < 20


@pytest.mark.usefixtures("qapp")
def test_clips_that_were_there_are_not_new(tmp_path: Path) -> None:
    model = LibraryModel()
    clip = a_clip(tmp_path)
    model.set_generations([clip])
    model.apply(clip.with_facts(favourite=True))
    assert not model.is_new(clip.id)


def test_a_tile_shows_its_poster_alone_where_that_is_wanted(
    panel, qtbot: QtBot, tmp_path: Path
) -> None:
    clip = a_clip(tmp_path)
    panel.model = panel._model
    panel.model.set_generations([clip])
    panel.delegate.previews_on_hover = False
    with qtbot.waitSignal(panel.delegate.posters.loaded):
        seen(panel)
    qtbot.mouseMove(panel.view.viewport(), picture_of(panel, clip).center())
    panel.delegate.strips.wait()
    assert colour_at(panel, clip, 0.95).green() < 20
