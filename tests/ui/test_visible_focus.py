"""Whoever goes through the window with Tab sees where they are: each stop has its ring."""

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.builders import a_generation
from tests.ui.opened_window import OpenedWindow, an_opened_window, until
from tests.ui.small_clip import small_clip

LEAST_PIXELS = 30
"""Of a ring of two pixels around the knob of a slider."""
_AROUND = 14
"""Logical pixels: the prompt's ring is that of the field around it."""


async def test_every_stop_of_tab_has_its_ring(qapp: QApplication, tmp_path: Path) -> None:
    held = a_generation().ready(small_clip(tmp_path / "kite.mp4", frames=2))
    async with an_opened_window(qapp, tmp_path, sandbox=True, held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        await until(lambda: opened.part("taskIdValue").isVisible())
        rings = [opened.theme.colour(role).rgb() for role in ("focus", "text")]
        opened.composer.focus_prompt()
        first = opened.window.focusWidget()
        before = opened.window.grab().toImage()
        without: list[str] = []
        stop = first
        for _ in range(100):
            QTest.keyClick(opened.window.focusWidget(), Qt.Key.Key_Tab)
            stop = opened.window.focusWidget()
            assert stop is not None
            now = opened.window.grab().toImage()
            if coming(rings, before, now, where(opened, stop)) < LEAST_PIXELS:
                without.append(stop.objectName() or type(stop).__name__)
            before = now
            if stop is first:
                break
        assert stop is first
        assert without == []


def where(opened: OpenedWindow, stop: QWidget) -> QRect:
    return QRect(stop.mapTo(opened.window, QPoint(0, 0)), stop.size())


def coming(rings: list[int], before: QImage, now: QImage, place: QRect) -> int:
    """How many pixels in and around a control have come to be those of a ring."""
    around = place.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND).intersected(now.rect())
    pixels = (
        (before.pixel(x, y), now.pixel(x, y))
        for y in range(around.top(), around.bottom() + 1)
        for x in range(around.left(), around.right() + 1)
    )
    return sum(then != here and is_ring(rings, here) for then, here in pixels)


def is_ring(rings: list[int], pixel: int) -> bool:
    colour = QColor(pixel)
    return any(
        abs(colour.red() - ring.red()) + abs(colour.green() - ring.green()) < 16
        for ring in map(QColor, rings)
    )
