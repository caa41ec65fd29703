"""The header as it tells how things stand."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from omniflash_desktop.ui.header_bar import ConnectionLook, HeaderBar
from omniflash_desktop.ui.theme.theme import Theme


def shown_header(qtbot: QtBot) -> HeaderBar:
    header = HeaderBar(Theme())
    qtbot.addWidget(header)
    header.resize(1280, 48)
    header.show()
    return header


def part(header: HeaderBar, object_name: str) -> QWidget:
    found = header.findChild(QWidget, object_name)
    assert found is not None
    return found


def test_nothing_runs_so_nothing_is_said(qtbot: QtBot) -> None:
    header = shown_header(qtbot)
    header.show_activity(2, 40)
    assert part(header, "activityPill").isVisible()
    header.show_activity(0, None)
    assert not part(header, "activityPill").isVisible()


def test_the_badge_shows_in_the_sandbox_only(qtbot: QtBot) -> None:
    header = shown_header(qtbot)
    assert not part(header, "sandboxBadge").isVisible()
    header.show_sandbox(True)
    assert part(header, "sandboxBadge").isVisible()


def test_the_pill_tells_state_and_balance_in_words(qtbot: QtBot) -> None:
    header = shown_header(qtbot)
    pill = part(header, "connectionPill")
    assert isinstance(pill, QPushButton)
    said = set()
    for look in ConnectionLook:
        header.show_connection(look)
        said.add(pill.text())
    assert len(said) == len(ConnectionLook)
    header.show_connection(ConnectionLook.CONNECTED, "$0.31", warning="low")
    assert pill.accessibleDescription() == "Connected, $0.31, low"
    assert pill.accessibleName() == "Connection and balance"


def test_a_menu_button_without_a_menu_is_not_shown(qtbot: QtBot) -> None:
    header = shown_header(qtbot)
    button = part(header, "appMenuButton")
    assert not button.isVisible()
    menu = QMenu(header)
    menu.addAction("Quit")
    header.set_menu(menu)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert menu.isVisible()
    menu.close()


def test_presses_are_passed_on(qtbot: QtBot) -> None:
    header = shown_header(qtbot)
    header.show_activity(1, None)
    for object_name, signal in (
        ("toggleComposerButton", header.composer_toggled),
        ("toggleLibraryButton", header.library_toggled),
        ("activityPill", header.activity_clicked),
        ("connectionPill", header.connection_clicked),
    ):
        with qtbot.waitSignal(signal):
            QTest.mouseClick(part(header, object_name), Qt.MouseButton.LeftButton)
