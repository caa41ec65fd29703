"""Messages come, wait for the reader, and go."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from omniflash_desktop.ui.notices.banner import Banner
from omniflash_desktop.ui.notices.toasts import MAX_TOASTS, ToastKind, Toasts
from omniflash_desktop.ui.theme.theme import Theme


@pytest.fixture
def stage(qtbot):
    widget = QWidget()
    widget.resize(800, 600)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_at_most_three_messages_stand_with_the_newest_below(stage):
    toasts = Toasts(Theme(), stage)
    for number in range(5):
        toasts.show(ToastKind.NOTE, f"Message {number}")
    assert len(toasts.shown) == MAX_TOASTS
    tops = [toast.y() for toast in toasts.shown]
    assert tops == sorted(tops)
    assert toasts.shown[-1].accessibleDescription() == "Message 4"
    middle = toasts.shown[-1].geometry().center().x()
    assert abs(middle - stage.width() // 2) <= 1


def test_an_error_stays_until_it_is_dismissed(stage, qtbot):
    toasts = Toasts(Theme(), stage)
    error = toasts.show(ToastKind.ERROR, "Disk full")
    assert not error.is_counting_down
    for number in range(4):
        toasts.show(ToastKind.NOTE, f"Message {number}")
    assert error in toasts.shown
    close = error.findChild(QPushButton, "toastClose")
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert error not in toasts.shown


def test_the_pointer_stops_the_clock_of_a_message(stage):
    toast = Toasts(Theme(), stage).show(ToastKind.DONE, "Clip ready", "Kite", action="Play")
    here = QPointF(5, 5)
    QApplication.sendEvent(toast, QEnterEvent(here, here, here))
    assert not toast.is_counting_down
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert toast.is_counting_down


def test_the_action_of_a_message_is_told_once_and_ends_it(stage, qtbot):
    toasts = Toasts(Theme(), stage)
    toast = toasts.show(ToastKind.DONE, "Clip ready", action="Play")
    with qtbot.waitSignal(toast.acted):
        button = toast.findChild(QPushButton, "toastAction")
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert toasts.shown == ()


def test_the_banner_is_forty_pixels_and_has_an_action(qtbot):
    banner = Banner(Theme())
    qtbot.addWidget(banner)
    assert not banner.isVisible()
    banner.tell("You are offline.", "Running clips continue.", action="Try now")
    banner.resize(900, banner.height())
    assert banner.isVisible()
    assert banner.height() == 40
    with qtbot.waitSignal(banner.acted):
        button = banner.findChild(QPushButton, "bannerActionButton")
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("width", [540, 800])
@pytest.mark.parametrize(
    "title",
    [
        "Report copied",
        "Four files were left out. Use JPEG, PNG, WebP or GIF images, or MP4, MOV or WebM videos. "
        "There is room for three images and one video.",
    ],
)
def test_a_message_of_one_sentence_is_read_whole(qtbot, title, width):
    stage = QWidget()
    stage.resize(width, 600)
    qtbot.addWidget(stage)
    stage.show()
    toast = Toasts(Theme(), stage).show(ToastKind.NOTE, title)
    (words,) = toast.findChildren(QLabel)
    assert toast.height() >= 40
    assert words.height() >= words.heightForWidth(words.width())
    assert stage.rect().contains(toast.geometry())


def test_a_dismissed_message_is_out_of_the_way_of_the_tab_key(stage, qtbot):
    before, after = QPushButton("before", stage), QPushButton("after", stage)
    before.show()
    after.show()
    toasts = Toasts(Theme(), stage)
    toast = toasts.show(ToastKind.ERROR, "Disk full", action="Show")
    close = toast.findChild(QPushButton, "toastClose")
    close.setFocus()
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    before.setFocus()
    visited = []
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        visited.append(QApplication.focusWidget())
    assert set(visited) <= {before, after}
