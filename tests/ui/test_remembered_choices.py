"""What a person has chosen is there again at the next start."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu

from omniflash_desktop.domain.preferences import Preferences, Theme
from omniflash_desktop.domain.service_facts import DEFAULT_BASE_URL
from tests.builders import a_generation
from tests.ui.opened_window import OpenedWindow, an_opened_window, entries_below, until
from tests.ui.small_clip import small_clip


def app_menu(opened: OpenedWindow) -> dict[str, QAction]:
    """What the menu behind the button holds."""
    opened.press("appMenuButton")
    (menu,) = [one for one in opened.window.findChildren(QMenu) if one.isVisible()]
    menu.close()
    return {entry.text(): entry for entry in entries_below(menu)}


async def test_loop_and_volume_are_kept(qapp: QApplication, tmp_path: Path) -> None:
    held = a_generation().ready(small_clip(tmp_path / "kite.mp4", frames=2))
    chosen = Preferences(use_sandbox=True)
    async with an_opened_window(qapp, tmp_path, preferences=chosen, held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        assert opened.part("loopButton").isChecked()
        opened.press("loopButton")
        opened.press("muteButton")
        opened.part("volumeSlider").setFocus()
        QTest.keyClick(opened.part("volumeSlider"), Qt.Key.Key_Home)
        assert opened.stage.playback.volume == 0.0
    kept = opened.settings.load().preferences
    assert (kept.loop, kept.volume, kept.use_sandbox) == (False, 0.0, True)


async def test_silence_is_kept_apart_from_the_volume(qapp: QApplication, tmp_path: Path) -> None:
    held = a_generation().ready(small_clip(tmp_path / "kite.mp4", frames=2))
    chosen = Preferences(use_sandbox=True, volume=0.5)
    async with an_opened_window(qapp, tmp_path, preferences=chosen, held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        opened.press("muteButton")
    kept = opened.settings.load().preferences
    assert (kept.volume, kept.muted) == (0.5, True)


async def test_the_player_starts_as_it_was_left(qapp: QApplication, tmp_path: Path) -> None:
    held = a_generation().ready(small_clip(tmp_path / "kite.mp4", frames=2))
    left = Preferences(use_sandbox=True, loop=False, volume=0.25, muted=True)
    async with an_opened_window(qapp, tmp_path, preferences=left, held=[held]) as opened:
        opened.parts.viewing.choose(held.id)
        playback = opened.stage.playback
        assert (playback.loop, playback.volume, playback.muted) == (False, 0.25, True)
        assert not opened.part("loopButton").isChecked()


async def test_the_theme_is_kept(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path) as opened:
        entries = app_menu(opened)
        themes = {words: one for words, one in entries.items() if "heme" in words}
        assert [text for text, entry in themes.items() if entry.isChecked()] == ["Dark theme"]
        themes["Light theme"].trigger()

        assert not opened.theme.is_dark
        assert [text for text, entry in themes.items() if entry.isChecked()] == ["Light theme"]
        header = opened.window.grab().toImage()
        assert header.pixelColor(700, 20).lightness() > 200
    assert opened.settings.load().preferences.theme is Theme.LIGHT


async def test_the_menu_changes_the_service(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        assert opened.parts.choice.service == DEFAULT_BASE_URL
        app_menu(opened)["Use the sandbox"].trigger()
        assert opened.part("sandboxBadge").isVisible()
        app_menu(opened)["Connect with a token…"].trigger()
        assert opened.part("welcomePanel").isVisible()
        await opened.settle()
    assert opened.settings.load().preferences.use_sandbox is True


async def test_the_menu_opens_the_clips_folder(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", links.append)
    async with an_opened_window(qapp, tmp_path) as opened:
        app_menu(opened)["Open the clips’ folder"].trigger()
        await until(lambda: links)
        assert links == [QUrl.fromLocalFile(str(opened.folders.clips_folder))]
        assert opened.folders.clips_folder.is_dir()


async def test_a_clips_folder_that_cannot_be_made_is_told(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", links.append)
    (tmp_path / "file").write_text("in the way")
    away = Preferences(clips_folder=tmp_path / "file" / "clips")
    async with an_opened_window(qapp, tmp_path, preferences=away) as opened:
        app_menu(opened)["Open the clips’ folder"].trigger()
        await until(lambda: opened.toasts)
        assert "cannot be reached" in opened.toasts[0]
        assert links == []


async def test_clips_are_kept_in_another_folder_from_now_on(
    qapp: QApplication, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    async with an_opened_window(qapp, tmp_path) as opened:
        app_menu(opened)["Keep clips in another folder…"].trigger()
        dialog = await opened.dialog(QFileDialog)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.setText(str(other))
        dialog.accept()
        await until(lambda: opened.toasts)
        assert opened.toasts == [f"New clips are kept in {other}"]
        assert opened.house.files.folder == other
    assert opened.settings.load().preferences.clips_folder == other


async def test_about_says_what_it_is(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path) as opened:
        app_menu(opened)["About Omniflash"].trigger()
        box = await opened.asked()
        assert DEFAULT_BASE_URL in box.words.text()
        await opened.answer("Close")
        await until(lambda: not opened.house.tasks.names())


async def test_quit_asks_the_window_to_close(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path) as opened:
        asked: list[bool] = []
        opened.window.close_asked.connect(lambda: asked.append(True))
        app_menu(opened)["Quit"].trigger()
        assert asked == [True]
        assert opened.window.isVisible()


async def test_everything_is_closed_in_order(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True) as opened:
        assert opened.closed == []
    assert opened.closed == ["transport", "media", "sandbox", "tokens", "bucket keys", "library"]
    assert opened.house.tasks.names() == []


async def test_a_later_start_brings_its_files(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True) as opened:
        opened.window.showMinimized()
        called = opened.parts._first_window
        assert called is not None
        called.called.emit([tmp_path / "walk.mp4"])
        await opened.settle()
        assert opened.composer.draft().video.path == tmp_path / "walk.mp4"
        assert not opened.window.isMinimized()
        assert opened.window.isVisible()
