"""The player by keys, wheel and mouse: the jog of K with J or L, and the whole screen."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from omniflash_desktop.domain.generation import SANDBOX, Clip, Generation, State
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.ui.stage.full_screen import FullScreen
from omniflash_desktop.ui.stage.stage_panel import StagePanel
from omniflash_desktop.ui.theme.theme import Theme
from tests.ui.stage.conftest import number_in

FRAMES, RATE = 36, 24


@pytest.fixture
def stage(qtbot, qapp, make_clip, multimedia):
    theme = Theme()
    theme.apply(qapp)
    made = StagePanel(theme)
    qtbot.addWidget(made)
    made.resize(856, 952)
    made.show()
    qtbot.waitExposed(made)
    now = datetime.now(UTC)
    clip = Clip(
        path=make_clip(frames=FRAMES, rate=RATE),
        width=320,
        height=180,
        seconds=FRAMES / RATE,
        frame_rate=RATE,
        size_bytes=1,
        sha256="",
    )
    made.show_generation(
        Generation(
            id="1" * 12,
            service=SANDBOX,
            request=GenerationRequest(prompt="A kite"),
            state=State.READY,
            created_at=now,
            changed_at=now,
            idempotency_key="5b0c",
            clip=clip,
        )
    )
    view = made.clip_page.player.view
    qtbot.waitUntil(lambda: view.frames_painted > 0)
    view.setFocus()
    yield made
    made.release_file()


def shown(stage: StagePanel) -> int:
    return number_in(stage.clip_page.player.view.image)


def turn_wheel(widget: QWidget, units: int) -> None:
    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(widget.mapToGlobal(widget.rect().center())),
        QPoint(),
        QPoint(0, units),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_k_held_with_j_or_l_steps_a_frame(stage, qtbot):
    view, playback = stage.clip_page.player.view, stage.playback
    QTest.keyPress(view, Qt.Key.Key_K)
    for key, frame in ((Qt.Key.Key_L, 1), (Qt.Key.Key_L, 2), (Qt.Key.Key_J, 1)):
        QTest.keyClick(view, key)
        qtbot.waitUntil(lambda frame=frame: shown(stage) == frame)
    assert not playback.is_playing
    QTest.keyRelease(view, Qt.Key.Key_K)
    QTest.keyClick(view, Qt.Key.Key_L)
    assert playback.is_playing
    QTest.keyClick(view, Qt.Key.Key_K)
    assert not playback.is_playing


def test_k_is_not_held_any_more_once_the_focus_is_elsewhere(stage):
    view = stage.clip_page.player.view
    QTest.keyPress(view, Qt.Key.Key_K)
    stage.clip_page.player.transport.play.setFocus()
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_L)
    assert stage.playback.is_playing
    stage.playback.pause()


def test_l_again_is_faster_and_the_speed_says_so(stage):
    view, speed = stage.clip_page.player.view, stage.clip_page.player.transport.speed
    said = []
    for _ in range(4):
        QTest.keyClick(view, Qt.Key.Key_L)
        said.append(speed.text())
    QTest.keyClick(view, Qt.Key.Key_K)
    assert [*said, speed.text()] == ["1×", "2×", "4×", "4×", "1×"]


def test_the_wheel_over_the_bar_goes_frame_by_frame(stage, qtbot):
    bar = stage.clip_page.player.transport.scrub
    turn_wheel(bar, -120)
    qtbot.waitUntil(lambda: shown(stage) == 1)
    turn_wheel(bar, -60)
    turn_wheel(bar, -60)
    qtbot.waitUntil(lambda: shown(stage) == 2)
    turn_wheel(bar, 240)
    qtbot.waitUntil(lambda: shown(stage) == 0)


def test_the_wheel_over_the_volume_is_heard(stage):
    stage.playback.set_volume(0.5)
    turn_wheel(stage.clip_page.player.transport.volume, 120)
    assert stage.playback.volume == 0.55


def move_mouse_over(widget: QWidget) -> None:
    place, button = QPointF(90, 90), Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        widget.mapToGlobal(place),
        button,
        button,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, moved)


@pytest.fixture
def full_screen(stage, qtbot):
    QTest.keyClick(stage.clip_page.player.view, Qt.Key.Key_F)
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, FullScreen))
    qtbot.waitExposed(window)
    yield window
    stage.clip_page.player.close_full_screen()


def test_the_whole_screen_begins_with_the_picture_and_is_never_black(full_screen):
    assert number_in(full_screen.view.image) == 0
    grabbed = full_screen.grab().toImage()
    # The lower half of the test picture is blue all over.
    place = grabbed.pixelColor(grabbed.width() // 2, grabbed.height() * 3 // 4)
    assert abs(place.blue() - QColor(60, 60, 160).blue()) < 20


def test_controls_come_with_the_mouse_and_keys_go_on_working(full_screen, stage, qtbot):
    assert not full_screen.shows_controls
    move_mouse_over(full_screen.view)
    assert full_screen.shows_controls
    QTest.keyClick(full_screen.view, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: number_in(full_screen.view.image) == 1)
    QTest.keyClick(full_screen.view, Qt.Key.Key_M)
    assert stage.playback.muted
    mute = stage.clip_page.player.transport.mute
    assert mute.accessibleDescription() == "Muted"


def test_escape_leaves_the_whole_screen_with_the_frame_that_was_on(full_screen, stage, qtbot):
    QTest.keyClick(full_screen.view, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: number_in(full_screen.view.image) == 1)
    with qtbot.waitSignal(full_screen.closed):
        QTest.keyClick(full_screen.view, Qt.Key.Key_Escape)
    assert shown(stage) == 1
