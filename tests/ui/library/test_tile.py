"""A tile as it is painted."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from omniflash_desktop.domain.preferences import Theme as ThemeChoice
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.ui.library.tile import BADGE_HEIGHT, TileLook, paint_tile
from omniflash_desktop.ui.notices.problem_words import words_for
from omniflash_desktop.ui.theme.theme import Theme

_BADGE_TOP = 6


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("width", "height"), [(132, 74), (160, 90)])
def test_the_icon_of_a_failure_is_clear_of_the_badge(width: int, height: int) -> None:
    theme = Theme()
    theme.set_choice(ThemeChoice.DARK)
    words = words_for(Problem(kind=ProblemKind.MODERATION)).row
    assert words == "Moderation", "two long words do not fit a small tile"
    look = TileLook(
        trouble_icon="warning-octagon", trouble=words, is_failure=True, sandbox="Sandbox"
    )
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(theme.colour("panel"))
    painter = QPainter(image)
    paint_tile(painter, theme, QRect(0, 0, width, height), look, captioned=False)
    painter.end()
    middle = range(width // 2 - 9, width // 2 + 9)
    inked = [y for y in range(height) if any(_is_red(image.pixelColor(x, y)) for x in middle)]
    assert inked
    assert min(inked) > _BADGE_TOP + BADGE_HEIGHT
    assert max(inked) < height - _BADGE_TOP


def _is_red(colour: QColor) -> bool:
    """Red, and not the amber of the badge, whose green is far above its blue."""
    return colour.red() > 130 and abs(colour.green() - colour.blue()) < 25
