"""The theme as the window lives with it: chosen, switched, followed."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain import preferences
from omniflash_desktop.ui.controls.elided_label import Label
from omniflash_desktop.ui.controls.segmented import SegmentedControl
from omniflash_desktop.ui.theme import tokens
from omniflash_desktop.ui.theme.theme import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme()
    made.set_choice(preferences.Theme.DARK)
    made.apply(qapp)
    yield made
    qapp.setStyleSheet("")


def test_another_theme_shows_at_once_in_widgets_that_are_open(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    label = Label(theme, "Duration", role="text2")
    control = SegmentedControl(theme)
    control.add_segment(4, "4 s")
    column.addWidget(label)
    column.addWidget(control)
    window.show()
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == tokens.DARK.text2
    with qtbot.waitSignal(theme.changed):
        theme.set_choice(preferences.Theme.LIGHT)
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == tokens.LIGHT.text2
    picture = control.grab().toImage()
    corner_free = picture.pixelColor(picture.width() // 2, picture.height() - 2)
    assert corner_free.name().upper() == tokens.LIGHT.seg


class Desktop(QObject):
    """A desktop whose colours can be switched: Qt's offscreen platform has none."""

    colorSchemeChanged = Signal(object)  # noqa: N815

    scheme = Qt.ColorScheme.Unknown

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802
        return self.scheme

    def switch(self, scheme: Qt.ColorScheme) -> None:
        self.scheme = scheme
        self.colorSchemeChanged.emit(scheme)


def test_the_system_is_followed_only_when_asked_for(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = Desktop()
    monkeypatch.setattr(QGuiApplication, "styleHints", staticmethod(lambda: desktop))
    theme = Theme()
    assert theme.is_dark
    desktop.switch(Qt.ColorScheme.Light)
    assert not theme.is_dark
    desktop.switch(Qt.ColorScheme.Dark)
    assert theme.is_dark
    theme.set_choice(preferences.Theme.LIGHT)
    desktop.switch(Qt.ColorScheme.Dark)
    assert not theme.is_dark


def test_icons_are_as_sharp_as_the_screen(theme: Theme) -> None:
    icon = theme.icon("list", size=18)
    sizes = icon.availableSizes()
    ratio = QGuiApplication.instance().devicePixelRatio()
    assert [size.width() for size in sizes] == [round(18 * ratio)]


def test_times_and_prices_use_digits_of_equal_width(theme: Theme) -> None:
    font = theme.font(tokens.CAPTION, tokens.STRONG, tabular=True)
    assert font.pixelSize() == 12
    assert [tag.toString() for tag in font.featureTags()] == [b"tnum"]


def test_more_contrast_shows_at_once_and_goes_again(qtbot: QtBot, theme: Theme) -> None:
    quiet = Label(theme, "1 of 3 images", role="text3")
    qtbot.addWidget(quiet)
    with qtbot.waitSignal(theme.changed):
        theme.set_contrast(True)
    ink = quiet.palette().color(QPalette.ColorRole.WindowText).name().upper()
    assert ink == tokens.DARK.text2
    assert theme.colours.line == theme.colours.line_strong == tokens.DARK.line_ctl
    theme.set_contrast(False)
    assert theme.colours == tokens.DARK
