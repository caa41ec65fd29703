"""The controls as a hand on the keyboard and a hand on the mouse meet them."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.preferences import TextSize
from omniflash_desktop.ui.accessible_names import ACCESSIBLE_NAMES, name
from omniflash_desktop.ui.controls.buttons import Button, ButtonKind
from omniflash_desktop.ui.controls.chip import Chip
from omniflash_desktop.ui.controls.elided_label import ElidedLabel, Label
from omniflash_desktop.ui.controls.progress_ring import ProgressRing
from omniflash_desktop.ui.controls.segmented import SegmentedControl
from omniflash_desktop.ui.controls.stepper import Stepper
from omniflash_desktop.ui.theme.theme import Theme


def durations(theme: Theme) -> SegmentedControl:
    control = SegmentedControl(theme)
    for seconds in (4, 6, 8, 10):
        control.add_segment(seconds, f"{seconds} s")
    control.set_value(6)
    return control


def window_with(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    window = QWidget()
    column = QVBoxLayout(window)
    for widget in widgets:
        column.addWidget(widget)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_a_segmented_control_is_one_tab_stop_and_its_arrows_choose(
    qtbot: QtBot, qapp: QApplication
) -> None:
    control = durations(Theme())
    before, after = QLineEdit(), QLineEdit()
    window = window_with(qtbot, before, control, after)
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert qapp.focusWidget() is control.segments()[1]
    with qtbot.waitSignal(control.chosen) as told:
        QTest.keyClick(control.segments()[1], Qt.Key.Key_Right)
    assert told.args == [8]
    assert control.value == 8
    QTest.keyClick(control.segments()[2], Qt.Key.Key_Tab)
    assert qapp.focusWidget() is after
    window.close()


def test_what_a_screen_reader_toggles_is_chosen(qtbot: QtBot) -> None:
    control = durations(Theme())
    with qtbot.waitSignal(control.chosen) as told:
        # Qt's action on a radio button, which is no click.
        control.segments()[0].toggle()
    assert told.args == [4]
    with qtbot.assertNotEmitted(control.chosen):
        control.set_value(10)


def test_a_chip_of_larger_words_keeps_them_off_its_edge(qtbot: QtBot) -> None:
    theme = Theme()
    theme.set_text_size(TextSize.LARGER)
    chip = Chip(theme, "Camera", icon="plus", height=22)
    window = window_with(qtbot, chip)
    picture = chip.grab().toImage()
    middle = picture.height() // 2
    edge = {picture.pixel(x, middle) for x in range(picture.width() - 6, picture.width() - 2)}
    assert len(edge) == 1
    window.close()


def test_what_a_named_label_says_is_told_too(qtbot: QtBot) -> None:
    label = Label(Theme(), "$0.30")
    qtbot.addWidget(label)
    name(label, "clipCost")
    assert label.accessibleDescription() == "$0.30"
    label.setText("$0.60")
    assert label.accessibleDescription() == "$0.60"


def test_segments_are_equally_wide(qtbot: QtBot) -> None:
    control = durations(Theme())
    window = window_with(qtbot, control)
    window.resize(300, 80)
    qtbot.waitUntil(lambda: control.width() > 250)
    widths = [segment.width() for segment in control.segments()]
    assert max(widths) - min(widths) <= 1


def test_nothing_can_be_chosen_and_then_something_again(qtbot: QtBot) -> None:
    control = durations(Theme())
    qtbot.addWidget(control)
    control.set_value(None)
    assert control.value is None
    assert not any(segment.isChecked() for segment in control.segments())
    control.set_value(10)
    assert [segment.isChecked() for segment in control.segments()] == [False, False, False, True]


def test_a_stepper_stops_at_its_ends(qtbot: QtBot) -> None:
    stepper = Stepper(Theme(), 1, 8)
    qtbot.addWidget(stepper)
    assert not stepper.fewer.isEnabled()
    for _ in range(9):
        stepper.more.click()
    assert stepper.value == 8
    assert not stepper.more.isEnabled()


def test_a_wheel_that_scrolls_the_panel_does_not_change_the_number(qtbot: QtBot) -> None:
    stepper, other = Stepper(Theme(), 1, 8), QLineEdit()
    window = window_with(qtbot, other, stepper)
    other.setFocus()
    turn_wheel_up(stepper.field)
    assert stepper.value == 1
    stepper.field.setFocus()
    turn_wheel_up(stepper.field)
    assert stepper.value == 2
    window.close()


def turn_wheel_up(widget: QWidget) -> None:
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(widget.rect().center())),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_a_ring_eases_to_each_value_and_never_runs_backwards(qtbot: QtBot) -> None:
    ring = ProgressRing(Theme(), side=40)
    qtbot.addWidget(ring)
    ring.show()
    ring.set_percent(60)
    full = lit_pixels(ring)
    qtbot.waitUntil(lambda: lit_pixels(ring) > full)
    most = 0

    def grown() -> bool:
        nonlocal most
        before, most = most, max(most, lit_pixels(ring))
        return before == most and most > full + 50

    qtbot.waitUntil(grown)
    ring.set_percent(20)
    QTest.qWait(1)
    assert lit_pixels(ring) >= most


def lit_pixels(ring: ProgressRing) -> int:
    picture = ring.grab().toImage()
    columns, rows = range(picture.width()), range(picture.height())
    colours = (picture.pixelColor(x, y) for x in columns for y in rows)
    return sum(colour.blue() - colour.green() > 40 for colour in colours)


def test_a_long_text_is_elided_and_the_tooltip_tells_all(qtbot: QtBot) -> None:
    label = ElidedLabel(Theme(), "task_01KS1HXYZ0123456789SHTKA")
    window = window_with(qtbot, label)
    window.resize(90, 40)
    qtbot.waitUntil(label.is_elided)
    label.grab()
    assert label.toolTip() == label.text()


def test_a_chip_does_not_change_its_width_when_it_is_chosen(qtbot: QtBot) -> None:
    chip = Chip(Theme(), "Running", checkable=True)
    qtbot.addWidget(chip)
    before = chip.sizeHint()
    chip.setChecked(True)
    assert chip.sizeHint() == before


def test_a_button_with_too_little_room_gives_up_its_keys_first(qtbot: QtBot) -> None:
    button = Button(Theme(), "Generate", kind=ButtonKind.PRIMARY, keys="Ctrl", height=44)
    holder = QWidget()
    qtbot.addWidget(holder)
    QHBoxLayout(holder).addWidget(button)
    button.setFixedWidth(400)
    wide = button.grab().toImage()
    button.setFixedWidth(button.sizeHint().width())
    narrow = button.grab().toImage()
    assert white_columns(wide) > white_columns(narrow) > 10


def white_columns(picture: object) -> int:
    assert hasattr(picture, "pixelColor")
    columns, rows = range(picture.width()), range(picture.height())
    return sum(any(picture.pixelColor(x, y).green() > 200 for y in rows) for x in columns)


def test_every_name_is_given_and_spoken(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    name(widget, "durationGroup")
    assert widget.objectName() == "durationGroup"
    assert widget.accessibleName() == "Duration: 4, 6, 8, 10 seconds"
    assert all(ACCESSIBLE_NAMES.values())
