"""What moves when somebody wants no motion: progress only."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractAnimation
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from omniflash_desktop.ui.controls.motion import Growing, HoverGlow, Motion
from omniflash_desktop.ui.theme import tokens


@pytest.fixture
def reduced() -> Iterator[None]:
    Motion.reduced = True
    yield
    Motion.reduced = False


@pytest.fixture
def widget(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.mark.usefixtures("reduced")
def test_without_motion_a_hover_is_there_at_once(widget: QWidget) -> None:
    glow = HoverGlow(widget)
    glow.turn(True)
    assert glow.currentValue() == 1.0
    assert glow.state() is QAbstractAnimation.State.Stopped


def test_with_motion_a_hover_comes_slowly(widget: QWidget) -> None:
    glow = HoverGlow(widget)
    glow.turn(True)
    assert glow.currentValue() == 0.0
    assert glow.duration() == tokens.HOVER_MS
    glow.stop()


@pytest.mark.usefixtures("reduced")
def test_without_motion_progress_still_moves(widget: QWidget) -> None:
    growing = Growing(widget)
    growing.grow_to(0.5)
    assert growing.state() is QAbstractAnimation.State.Running
    assert growing.duration() == tokens.PROGRESS_MS
    growing.stop()
