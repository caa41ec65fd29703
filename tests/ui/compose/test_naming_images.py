"""Images named in the prompt: written, drawn, followed, and missed before anything is sent."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QHelpEvent, QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from omniflash_desktop.ui.compose.drag_ghost import DragGhost
from omniflash_desktop.ui.compose.image_picker import ImagePicker
from omniflash_desktop.ui.theme.theme import Theme
from tests.ui.compose.composing import (
    ALT,
    CTRL,
    ComposerWindow,
    Heard,
    names,
    part,
    press,
    write,
)


def picker(window: ComposerWindow) -> ImagePicker | None:
    """The list of images, while it is open."""
    found = window.findChild(ImagePicker)
    return found if found is not None and found.isVisible() else None


def test_an_at_opens_the_images_and_the_keys_choose_one(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:3])
    window.composer.focus_prompt()
    editor = window.composer.prompt.editor
    write(window, "The bottle of @")
    assert picker(window) is not None
    assert editor.hasFocus()
    QTest.keyClick(editor, Qt.Key.Key_Up)
    QTest.keyClick(editor, Qt.Key.Key_Up)
    assert editor.accessibleDescription() == "Image 2, dunes.png. Enter names it in the prompt."
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert window.composer.prompt.text == "The bottle of @2 "
    assert picker(window) is None
    assert editor.accessibleDescription() == ""
    write(window, "turns")
    assert window.composer.prompt.text == "The bottle of @2 turns"


def test_an_image_is_named_by_the_mouse_before_a_comma(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:3])
    editor = window.composer.prompt.editor
    write(window, "See , and go")
    cursor = editor.textCursor()
    cursor.setPosition(4)
    editor.setTextCursor(cursor)
    write(window, "@")
    opened = picker(window)
    assert opened is not None
    QTest.mouseClick(opened, Qt.MouseButton.LeftButton, pos=QPoint(100, 5 + 48 * 2 + 20))
    assert window.composer.prompt.text == "See @3, and go"
    assert editor.hasFocus()


def test_the_list_closes_as_one_types_on_or_leaves_or_escapes(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:3])
    window.composer.focus_prompt()
    editor = window.composer.prompt.editor
    write(window, "@1")
    assert picker(window) is None
    assert window.composer.prompt.text == "@1"
    write(window, " @")
    assert picker(window) is not None
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert picker(window) is None
    assert editor.hasFocus()
    write(window, " @")
    QTest.keyClick(editor, Qt.Key.Key_Left)
    assert picker(window) is None
    editor.moveCursor(QTextCursor.MoveOperation.End)
    write(window, " @")
    window.composer.tray.focus_slot(0)
    assert picker(window) is None


def test_no_list_opens_in_an_address_or_without_images(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    write(window, "@")
    assert picker(window) is None
    window.composer.add_files(pictures[:1])
    window.composer.focus_prompt()
    write(window, " me@")
    assert picker(window) is None


def test_an_input_methods_wide_sign_opens_the_list_too(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:1])
    window.composer.focus_prompt()
    editor = window.composer.prompt.editor
    done = QInputMethodEvent("", [])
    done.setCommitString("\N{FULLWIDTH COMMERCIAL AT}")
    QApplication.sendEvent(editor, done)
    assert picker(window) is not None
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert window.composer.prompt.text == "@1 "


def test_names_follow_an_image_that_is_moved_and_one_undo_brings_both_back(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:3])
    window.composer.focus_prompt()
    write(window, "@1 in @2, wrapped in @3; me@1.com")
    window.composer.tray.focus_slot(2)
    QTest.keyClick(part(window, "imageSlot3"), Qt.Key.Key_Left, ALT)
    assert names(window) == ["bottle.png", "silk.png", "dunes.png"]
    assert window.composer.prompt.text == "@1 in @3, wrapped in @2; me@1.com"
    QTest.keyClick(part(window, "imageSlot2"), Qt.Key.Key_Z, CTRL)
    assert names(window) == ["bottle.png", "dunes.png", "silk.png"]
    assert window.composer.prompt.text == "@1 in @2, wrapped in @3; me@1.com"


def test_a_replaced_image_keeps_its_name_and_the_cursor_stays_where_it_was(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:3])
    window.composer.focus_prompt()
    write(window, "@1 and @2")
    window.composer.prompt.editor.moveCursor(QTextCursor.MoveOperation.Left)
    window.composer.add_files(pictures[3:], target=1)
    window.composer.tray.move_image(0, 2)
    assert window.composer.prompt.text == "@3 and @1"
    assert window.composer.prompt.editor.textCursor().position() == 8


def test_the_name_of_a_removed_image_goes_to_nobody_and_keeps_generate_back(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    heard = Heard(window)
    window.composer.add_files(pictures[:1])
    window.composer.focus_prompt()
    write(window, "@1 flies")
    button = part(window, "generateButton")
    assert button.isEnabled()
    press(window, "removeImage1")
    assert window.composer.prompt.text == "@? flies"
    reason = "The prompt names an image that was removed. Change or delete the @?."
    assert (button.isEnabled(), button.toolTip()) == (False, reason)
    QTest.keyClick(window.composer.prompt.editor, Qt.Key.Key_Return, CTRL)
    assert heard.requests == []
    assert heard.messages == [reason]
    assert window.composer.prompt.editor.textCursor().selectedText() == "@?"
    write(window, "A kite")
    assert button.isEnabled()


def test_a_name_may_be_written_before_its_image_is_there(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    write(window, "@1 flies")
    button = part(window, "generateButton")
    assert button.toolTip() == (
        "The prompt names image 1, which is not there. Add it or change the @1."
    )
    window.composer.add_files(pictures[:1])
    assert window.composer.prompt.text == "@1 flies"
    assert button.isEnabled()


def test_a_loaded_requests_names_are_its_own(window: ComposerWindow, pictures: list[Path]) -> None:
    window.composer.add_files(pictures[:3])
    window.composer.focus_prompt()
    write(window, "@3 flies")
    request = window.composer.draft()
    window.composer.clear()
    window.composer.add_files(pictures[3:])
    window.composer.load_request(request)
    assert window.composer.draft() == request


def test_the_text_stays_plain_for_copying_and_selecting(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:1])
    window.composer.focus_prompt()
    editor = window.composer.prompt.editor
    write(window, "See @1 fly")
    QTest.keyClick(editor, Qt.Key.Key_A, CTRL)
    QTest.keyClick(editor, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "See @1 fly"
    QTest.keyClick(editor, Qt.Key.Key_Right)
    QTest.keyClick(editor, Qt.Key.Key_V, CTRL)
    assert window.composer.prompt.text == "See @1 flySee @1 fly"


@pytest.mark.parametrize(("text", "role"), [("@1 flies", "accent_bg2"), ("@2 flies", "warning_bg")])
def test_a_name_is_drawn_as_a_chip_in_the_colour_of_its_state(
    window: ComposerWindow, pictures: list[Path], theme: Theme, text: str, role: str
) -> None:
    window.composer.add_files(pictures[:1])
    editor = window.composer.prompt.editor
    plain = QColor(theme.colour("input"))
    editor.setPlainText("\N{KITE} " + text)
    cursor = editor.textCursor()
    cursor.setPosition(3)
    chip = editor.cursorRect(cursor)
    image = window.grab().toImage()
    behind = editor.viewport().mapTo(window, QPoint(chip.left(), chip.bottom() - 2))
    assert image.pixelColor(behind) == theme.colour(role)
    before = editor.viewport().mapTo(window, QPoint(chip.left() - 5, chip.bottom() - 2))
    assert image.pixelColor(before) == plain


def test_the_pointer_on_a_name_tells_which_image_it_is(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:1])
    window.composer.focus_prompt()
    write(window, "@1 flies")
    editor = window.composer.prompt.editor
    window.grab()
    place = QPoint(12, 16)
    QApplication.sendEvent(
        editor, QHelpEvent(QEvent.Type.ToolTip, place, editor.mapToGlobal(place))
    )
    assert QToolTip.text() == "Image 1: bottle.png"
    QToolTip.hideText()


def test_a_dragged_slot_shows_its_picture_and_beside_the_tray_nothing_happens(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:3])
    first = part(window, "imageSlot1")
    outside = first.mapFromGlobal(window.mapToGlobal(QPoint(700, 300)))
    QTest.mousePress(first, Qt.MouseButton.LeftButton, pos=QPoint(40, 60))
    QTest.mouseMove(first, QPoint(70, 60))
    QTest.mouseMove(first, outside)
    ghost = window.findChild(DragGhost)
    assert ghost is not None
    assert ghost.isVisible()
    assert ghost.picture == window.composer.tray.image_items[0].picture
    assert ghost.geometry().center() == QPoint(700, 300)
    QTest.mouseRelease(first, Qt.MouseButton.LeftButton, pos=outside)
    assert not ghost.isVisible()
    assert names(window) == ["bottle.png", "dunes.png", "silk.png"]
    assert window.composer.keys.undo.text() == "Undo add references"


def test_a_dragged_image_takes_the_focus_with_it(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:2])
    first, second = part(window, "imageSlot1"), part(window, "imageSlot2")
    QTest.mousePress(first, Qt.MouseButton.LeftButton, pos=QPoint(40, 60))
    over = first.mapFromGlobal(second.mapToGlobal(second.rect().center()))
    QTest.mouseMove(first, QPoint(70, 60))
    QTest.mouseMove(first, over)
    QTest.mouseRelease(first, Qt.MouseButton.LeftButton, pos=over)
    assert names(window) == ["dunes.png", "bottle.png"]
    assert second.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_an_empty_slot_is_filled_from_the_keyboard(window: ComposerWindow, key: Qt.Key) -> None:
    asked: list[int] = []
    window.composer.tray.browse_asked.disconnect()
    window.composer.tray.browse_asked.connect(asked.append)
    QTest.keyClick(window.composer.prompt.editor, Qt.Key.Key_2, CTRL)
    QTest.keyClick(part(window, "imageSlot2"), key)
    assert asked == [1]


def test_a_screen_reader_hears_place_name_and_state(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:2])
    slot = part(window, "imageSlot2")
    assert (slot.accessibleName(), slot.accessibleDescription()) == (
        "Image reference 2",
        "dunes.png, Ready",
    )
