"""The window's panes: their shape by its size, the keys that fold them, and its first picture."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.preferences import Theme as ThemeChoice
from omniflash_desktop.ui.compose.composer_panel import RAIL_WIDTH
from omniflash_desktop.ui.layout_keeper import LayoutKeeper
from omniflash_desktop.ui.main_window import SMALLEST_SIZE, MainWindow
from omniflash_desktop.ui.media_thumbnails import MediaThumbnails
from omniflash_desktop.ui.notices.actions import OFFERED
from omniflash_desktop.ui.theme.theme import Theme
from omniflash_desktop.ui.workspace import Workspace

if TYPE_CHECKING:
    from omniflash_desktop.domain.window_layout import WindowLayout


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme()
    made.set_choice(ThemeChoice.DARK)
    made.apply(qapp)
    yield made
    qapp.setStyleSheet("")


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> MainWindow:
    made = MainWindow(theme)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def workspace(window: MainWindow, theme: Theme, tmp_path: Path) -> Workspace:
    made = Workspace(
        theme,
        window,
        thumbnails=MediaThumbnails(tmp_path),
        pasted_folder=tmp_path,
        actions=OFFERED,
    )
    window.fill(made)
    return made


def shown_at(window: MainWindow, width: int, height: int = 1000) -> None:
    window.resize(width, height)
    window.show()


def widths(workspace: Workspace) -> tuple[int, int]:
    """Of composer and library; 0 for one that is hidden."""
    composer, library = workspace.composer, workspace.library
    return composer.width(), library.width() if library.isVisible() else 0


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (1600, (380, 364)),
        (1360, (380, 364)),
        (1359, (344, 304)),
        (1280, (344, 304)),
        (1180, (344, 304)),
        (1179, (344, 0)),
        (1100, (344, 0)),
        (1000, (344, 0)),
        (999, (RAIL_WIDTH, 0)),
        (980, (RAIL_WIDTH, 0)),
    ],
)
def test_panes_follow_the_width(
    window: MainWindow, workspace: Workspace, width: int, expected: tuple[int, int]
) -> None:
    shown_at(window, width)
    composer, library = widths(workspace)
    assert (composer, library) == (
        pytest.approx(expected[0], abs=2),
        pytest.approx(expected[1], abs=2),
    )
    assert workspace.composer.is_collapsed is (expected[0] == RAIL_WIDTH)
    # Nothing hangs over the edge, and the stage is never too small for the player.
    assert workspace.panes.width() == window.width()
    assert workspace.stage.width() >= 520


def test_growing_and_shrinking_lead_back(window: MainWindow, workspace: Workspace) -> None:
    shown_at(window, 1600)
    before = widths(workspace)
    for width in (1280, 1100, 980, 1100, 1280, 1600):
        window.resize(width, 1000)
    assert widths(workspace) == before


def test_low_windows_use_the_low_tray(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    shown_at(window, 1280, 760)
    slot = workspace.composer.tray.findChild(object, "videoSlot")
    image = workspace.composer.tray.findChild(object, "imageSlot1")
    assert slot is not None
    assert image is not None
    assert slot.y() > image.y()
    window.resize(1280, 759)
    qtbot.waitUntil(
        lambda: slot.mapTo(workspace, QPoint()).y() == image.mapTo(workspace, QPoint()).y()
    )


def test_f9_folds_the_composer(qtbot: QtBot, window: MainWindow, workspace: Workspace) -> None:
    shown_at(window, 1600)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert workspace.composer.is_collapsed
    assert widths(workspace)[0] == RAIL_WIDTH
    # Between the breakpoints the user's own choice stays.
    window.resize(1500, 1000)
    assert workspace.composer.is_collapsed
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert widths(workspace)[0] == pytest.approx(380, abs=2)


def test_f10_hides_the_library(qtbot: QtBot, window: MainWindow, workspace: Workspace) -> None:
    shown_at(window, 1600)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F10)
    assert widths(workspace)[1] == 0
    window.resize(1500, 1000)
    assert widths(workspace)[1] == 0
    QTest.keyClick(window, Qt.Key.Key_F10)
    assert widths(workspace)[1] == pytest.approx(364, abs=2)


def test_the_header_s_buttons_do_the_same(window: MainWindow, workspace: Workspace) -> None:
    shown_at(window, 1100)
    library = window.findChild(object, "toggleLibraryButton")
    composer = window.findChild(object, "toggleComposerButton")
    QTest.mouseClick(library, Qt.MouseButton.LeftButton)
    assert widths(workspace)[1] > 0
    QTest.mouseClick(composer, Qt.MouseButton.LeftButton)
    assert workspace.composer.is_collapsed


def test_the_rail_opens_the_composer(window: MainWindow, workspace: Workspace) -> None:
    shown_at(window, 980)
    opener = window.findChild(object, "openComposerButton")
    QTest.mouseClick(opener, Qt.MouseButton.LeftButton)
    assert not workspace.composer.is_collapsed


def test_keys_lead_to_prompt_and_search(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    shown_at(window, 1600)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert workspace.library.search.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert workspace.composer.prompt.editor.hasFocus()


def test_the_keys_reach_panes_that_are_folded(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    shown_at(window, 980)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert workspace.library.isVisible()
    assert workspace.library.search.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not workspace.composer.is_collapsed
    assert workspace.composer.prompt.editor.hasFocus()


def test_the_frame_is_painted_before_there_is_content(qtbot: QtBot, window: MainWindow) -> None:
    shown_at(window, 1600)
    with qtbot.waitSignal(window.painted):
        window.update()
    frame = window.grab().toImage()

    def colour(x: int, y: int) -> str:
        return frame.pixelColor(x, y).name().upper()

    # Header, composer, stage, library: where they will be.
    assert colour(700, 20) == "#0E0F12"
    assert colour(190, 500) == "#14161A"
    assert colour(800, 500) == "#0A0B0D"
    assert colour(1500, 500) == "#14161A"


def test_the_panes_come_where_the_frame_was(
    window: MainWindow, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    shown_at(window, 1600)
    before = window.grab().toImage()
    made = Workspace(
        theme, window, thumbnails=MediaThumbnails(tmp_path), pasted_folder=tmp_path, actions=OFFERED
    )
    window.fill(made)
    after = window.grab().toImage()
    for x in (2, 378, 382, 800, 1232, 1240, 1598):
        y = 990
        assert before.pixelColor(x, y) == after.pixelColor(x, y), x


def test_the_first_picture_is_told_once(qtbot: QtBot, window: MainWindow) -> None:
    told: list[bool] = []
    window.painted.connect(lambda: told.append(True))
    with qtbot.waitSignal(window.painted):
        shown_at(window, 1600)
    for _ in range(3):
        window.repaint()
    assert told == [True]


def test_the_window_waits_for_leave_to_close(window: MainWindow) -> None:
    shown_at(window, 1600)
    asked: list[bool] = []
    window.close_asked.connect(lambda: asked.append(True))
    assert not window.close()
    assert window.isVisible()
    assert asked == [True]
    window.close_for_good()
    assert not window.isVisible()
    assert asked == [True]


def test_the_window_has_a_smallest_size(window: MainWindow, workspace: Workspace) -> None:
    shown_at(window, 100, 100)
    assert (window.width(), window.height()) == SMALLEST_SIZE
    assert workspace.panes.width() == SMALLEST_SIZE[0]


def test_a_crash_of_ours_is_told_over_the_stage(window: MainWindow, workspace: Workspace) -> None:
    shown_at(window, 1600)
    workspace.tell_of_crash("ZeroDivisionError in the window")
    (toast,) = workspace.stage.toasts.shown
    assert "ZeroDivisionError in the window" in toast.accessibleDescription()
    assert not toast.is_counting_down


def pulled(workspace: Workspace, line: int, by: int) -> None:
    """Pulls at the line before a pane, with the mouse."""
    handle = workspace.panes.handle(line)
    start = handle.rect().center()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(handle, left, pos=start)
    QTest.mouseMove(handle, start + QPoint(by, 0))
    QTest.mouseRelease(handle, left, pos=start + QPoint(by, 0))


def test_the_line_between_panes_is_caught_beside_it(
    window: MainWindow, workspace: Workspace
) -> None:
    shown_at(window, 1600)
    for beside in (-4, 4):
        place = QPoint(workspace.composer.width() + beside, 300)
        assert workspace.panes.childAt(place) is workspace.panes.handle(1)
    painted = workspace.panes.handle(1).mask().boundingRect()
    assert painted.width() == 1


def test_widths_that_the_user_chose_stay(window: MainWindow, workspace: Workspace) -> None:
    shown_at(window, 1600)
    pulled(workspace, 1, by=60)
    pulled(workspace, 2, by=-80)
    composer, library = widths(workspace)
    assert composer == pytest.approx(440, abs=6)
    assert library == pytest.approx(444, abs=6)
    for width in (1280, 980, 1600):
        window.resize(width, 1000)
    assert widths(workspace) == (composer, library)


def test_a_pane_that_the_user_folded_stays_folded(window: MainWindow, workspace: Workspace) -> None:
    shown_at(window, 1600)
    workspace.toggle_composer()
    workspace.toggle_library()
    window.resize(1280, 900)
    window.resize(1600, 1000)
    assert widths(workspace) == (RAIL_WIDTH, 0)


def test_the_next_window_is_arranged_as_the_last_one(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, theme: Theme, tmp_path: Path
) -> None:
    shown_at(window, 1500, 900)
    pulled(workspace, 1, by=40)
    workspace.toggle_library()
    kept: list[WindowLayout] = []
    LayoutKeeper(window, workspace, kept.append).close()

    later = MainWindow(theme, kept[0])
    qtbot.addWidget(later)
    again = Workspace(
        theme,
        later,
        thumbnails=MediaThumbnails(tmp_path),
        pasted_folder=tmp_path,
        actions=OFFERED,
    )
    later.fill(again)
    again.arrange(kept[0].panes)
    later.show()
    # The screen of tests is small: what was larger is brought onto it.
    assert later.height() <= later.screen().size().height()
    later.resize(1500, 900)
    assert widths(again) == widths(workspace)
    assert again.library.isHidden()

    again.reset_panes()
    assert widths(again) == (pytest.approx(380, abs=2), pytest.approx(364, abs=2))


def test_a_pull_is_written_down_once_it_is_over(
    qtbot: QtBot, window: MainWindow, workspace: Workspace
) -> None:
    shown_at(window, 1600)
    kept: list[WindowLayout] = []
    keeper = LayoutKeeper(window, workspace, kept.append)
    pulled(workspace, 1, by=20)
    pulled(workspace, 1, by=20)
    qtbot.waitUntil(lambda: bool(kept))
    assert len(kept) == 1
    assert kept[0].panes.composer_width == workspace.composer.width()
    keeper.close()
