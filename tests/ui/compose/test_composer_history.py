"""Undo of everything in the composer, through one history."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.picture_framing import Fit, Framing
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import GenerationRequest, Resolution
from omniflash_desktop.ui.theme.theme import Theme
from tests.ui.compose.composing import (
    ALT,
    CTRL,
    ComposerWindow,
    ReadLater,
    names,
    open_window,
    part,
    press,
    write,
)

SHIFT = Qt.KeyboardModifier.ShiftModifier


def undo(window: ComposerWindow) -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, CTRL)


def redo(window: ComposerWindow) -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, CTRL | SHIFT)


def undo_action_text(window: ComposerWindow) -> str:
    return window.composer.keys.undo.text()


def test_a_removed_image_comes_back_ready_and_is_not_read_again(
    qtbot: QtBot, theme: Theme, tmp_path: Path, pictures: list[Path]
) -> None:
    thumbnails = ReadLater()
    window = open_window(qtbot, ComposerWindow(theme, thumbnails, tmp_path))
    window.composer.add_files(pictures[:3])
    thumbnails.answer_all()
    press(window, "removeImage2")
    assert names(window) == ["bottle.png", "silk.png"]
    assert undo_action_text(window) == "Undo remove image 2"

    undo(window)

    assert names(window) == ["bottle.png", "dunes.png", "silk.png"]
    assert part(window, "imageSlot2").accessibleDescription() == "dunes.png, Ready"
    assert thumbnails.asked == []


def test_an_image_that_was_removed_while_it_was_read_comes_back_when_it_is_ready(
    qtbot: QtBot, theme: Theme, tmp_path: Path, pictures: list[Path]
) -> None:
    thumbnails = ReadLater()
    window = open_window(qtbot, ComposerWindow(theme, thumbnails, tmp_path))
    window.composer.add_files(pictures[:1])
    press(window, "removeImage1")
    thumbnails.answer_all()
    undo(window)
    assert part(window, "imageSlot1").accessibleDescription() == "bottle.png, Ready"


def test_an_image_that_was_removed_while_it_was_uploaded_does_not_come_back_uploading(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:1])
    window.composer.show_upload(pictures[0], 40)
    press(window, "removeImage1")
    window.composer.show_upload(pictures[0], None)
    undo(window)
    assert part(window, "imageSlot1").accessibleDescription() == "bottle.png, Ready"


def test_each_change_to_the_tray_has_its_name_and_is_undone_and_redone(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    composer = window.composer
    composer.add_files(pictures[:1])
    composer.add_files(pictures[1:3])
    composer.add_files(pictures[3:], target=1)
    composer.tray.focus_slot(2)
    QTest.keyClick(part(window, "imageSlot3"), Qt.Key.Key_Left, ALT)
    composer.add_link("https://cdn.example.com/walk.mp4")
    press(window, "removeVideo")
    done = names(window)
    assert done == ["bottle.png", "silk.png", "extra.png"]
    called: list[str] = []
    while composer.keys.undo.isEnabled():
        called.append(undo_action_text(window))
        undo(window)
    assert called == [
        "Undo remove video",
        "Undo add video",
        "Undo move image 2",
        "Undo replace image 2",
        "Undo add references",
        "Undo add image 1",
    ]
    assert names(window) == []
    assert composer.keys.redo.text() == "Redo add image 1"
    while composer.keys.redo.isEnabled():
        redo(window)
    assert names(window) == done


def test_keeping_image_1_only_is_undone(window: ComposerWindow, pictures: list[Path]) -> None:
    window.composer.add_files(pictures[:2])
    press(window, "keepFirstImageButton")
    assert undo_action_text(window) == "Undo remove image 2"
    undo(window)
    assert names(window) == ["bottle.png", "dunes.png"]


def test_another_framing_of_an_image_is_a_step_like_others(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    tray = window.composer.tray
    window.composer.add_files(pictures[:1])
    item = tray.image_items[0]
    item.reference = msgspec.structs.replace(item.reference, framing=Framing(fit=Fit.CROP))
    tray.changed.emit()
    assert undo_action_text(window) == "Undo framing of image 1"
    undo(window)
    assert tray.images[0].framing == Framing()
    redo(window)
    assert tray.images[0].framing == Framing(fit=Fit.CROP)


def test_the_length_of_a_video_that_becomes_known_is_no_step_and_is_kept(
    window: ComposerWindow,
) -> None:
    tray = window.composer.tray
    window.composer.add_link("https://cdn.example.com/walk.mp4")
    item = tray.content.video.item if tray.content.video is not None else None
    assert item is not None
    item.reference = msgspec.structs.replace(item.reference, seconds=7.5)
    tray.changed.emit()
    assert undo_action_text(window) == "Undo add video"
    undo(window)
    redo(window)
    assert tray.video is not None
    assert tray.video.seconds == 7.5


def test_clearing_is_one_step_and_brings_back_prompt_and_images(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    write(window, "A red kite of @1 ")
    window.composer.add_files(pictures[:1])
    QTest.keyClick(window.composer.prompt.editor, Qt.Key.Key_N, CTRL)
    assert window.composer.draft() == GenerationRequest(prompt="")
    assert undo_action_text(window) == "Undo clear composer"
    undo(window)
    assert window.composer.prompt.text == "A red kite of @1 "
    assert names(window) == ["bottle.png"]


def test_a_loaded_request_is_undone_as_a_whole_with_its_settings(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    write(window, "Mine")
    window.composer.add_files(pictures[:1])
    mine = window.composer.draft()
    other = GenerationRequest(
        prompt="@1 of a clip",
        duration=10,
        resolution=Resolution.UHD_4K,
        images=(ImageReference(path=pictures[1], name="dunes.png"),),
        video=VideoReference(url="https://cdn.example.com/walk.mp4", seconds=9.0),
    )
    window.composer.load_request(other)
    assert undo_action_text(window) == "Undo load request"
    undo(window)
    assert window.composer.draft() == mine
    assert window.composer.settings.duration.isEnabled()
    redo(window)
    assert window.composer.draft() == other
    assert not window.composer.settings.duration.isEnabled()


def test_a_setting_is_undone_too(window: ComposerWindow) -> None:
    window.composer.settings.resolution.segments()[2].click()
    press(window, "moreVariationsButton")
    assert undo_action_text(window) == "Undo change settings"
    window.composer.keys.undo.trigger()
    assert window.composer.draft().resolution is Resolution.HD_720
    assert window.composer.takes == 2


def test_typing_is_taken_back_some_words_at_a_time(window: ComposerWindow) -> None:
    text = "A red kite rises over the harbour, and the wind turns"
    write(window, text)
    seen: list[str] = []
    while window.composer.keys.undo.isEnabled():
        undo(window)
        seen.append(window.composer.prompt.text)
    assert seen[-1] == ""
    assert 2 <= len(seen) <= 4
    assert all(text.startswith(part) for part in seen)
    assert all(part == "" or part.endswith(" ") for part in seen)


def test_keystrokes_and_the_tray_share_one_history(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    write(window, "A kite")
    window.composer.add_files(pictures[:1])
    write(window, " flies")
    undo(window)
    assert (window.composer.prompt.text, names(window)) == ("A kite", ["bottle.png"])
    undo(window)
    assert (window.composer.prompt.text, names(window)) == ("A kite", [])
    undo(window)
    assert window.composer.prompt.text == ""
    for _ in range(3):
        redo(window)
    assert (window.composer.prompt.text, names(window)) == ("A kite flies", ["bottle.png"])


def test_deleting_and_typing_are_two_steps_and_so_is_typing_elsewhere(
    window: ComposerWindow,
) -> None:
    editor = window.composer.prompt.editor
    write(window, "kite")
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    write(window, "ng")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    write(window, "A ")
    seen = []
    for _ in range(4):
        undo(window)
        seen.append(window.composer.prompt.text)
    assert seen == ["king", "ki", "kite", ""]


def test_after_an_undo_the_cursor_is_where_something_came_back(window: ComposerWindow) -> None:
    editor = window.composer.prompt.editor
    editor.insertPlainText("\N{KITE} red kite")
    cursor = editor.textCursor()
    cursor.setPosition(3)
    cursor.setPosition(6, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    assert window.composer.prompt.text == "\N{KITE}  kite"
    editor.moveCursor(QTextCursor.MoveOperation.End)
    undo(window)
    assert window.composer.prompt.text == "\N{KITE} red kite"
    assert editor.textCursor().position() == 6


def test_what_an_input_method_commits_is_undone_and_not_while_it_composes(
    window: ComposerWindow,
) -> None:
    editor = window.composer.prompt.editor
    done = QInputMethodEvent("", [])
    done.setCommitString("风筝")
    QApplication.sendEvent(editor, done)
    QApplication.sendEvent(editor, QInputMethodEvent("hong", []))
    undo(window)
    assert window.composer.prompt.text == "风筝"
    QApplication.sendEvent(editor, QInputMethodEvent("", []))
    undo(window)
    assert window.composer.prompt.text == ""


def test_more_than_twenty_steps_are_kept(window: ComposerWindow, pictures: list[Path]) -> None:
    for number in range(30):
        window.composer.add_files([pictures[number % 4]], target=0)
    for _ in range(30):
        assert window.composer.keys.undo.isEnabled()
        undo(window)
    assert names(window) == []


def test_a_new_step_after_an_undo_forgets_what_was_undone(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:2])
    undo(window)
    window.composer.add_files(pictures[2:3])
    assert not window.composer.keys.redo.isEnabled()
    redo(window)
    assert names(window) == ["silk.png"]


def test_the_prompts_own_menu_offers_the_composers_undo(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:1])
    editor = window.composer.prompt.editor
    reason, place = QContextMenuEvent.Reason.Mouse, QPoint(20, 20)
    QApplication.sendEvent(
        editor.viewport(), QContextMenuEvent(reason, place, editor.mapToGlobal(place))
    )
    menu = editor.findChild(QMenu)
    assert menu is not None
    assert [action.text() for action in menu.actions()][:2] == ["Undo add image 1", "Redo"]
    menu.close()


@pytest.mark.parametrize("keys", ["Ctrl+Shift+Z", "Ctrl+Y"])
def test_both_usual_keys_redo(window: ComposerWindow, keys: str) -> None:
    assert keys in [key.toString() for key in window.composer.keys.redo.shortcuts()]


def test_a_link_that_became_a_file_is_no_step_and_stays_a_file(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    tray = window.composer.tray
    window.composer.add_files(pictures[:1])
    item = tray.image_items[0]
    item.reference = ImageReference(url="https://pictures.example/1", name="1")
    tray.changed.emit()
    press(window, "removeImage1")
    item.reference = ImageReference(path=pictures[1], name="1")
    undo(window)
    assert tray.images == (ImageReference(path=pictures[1], name="1"),)
    assert undo_action_text(window) == "Undo add image 1"
