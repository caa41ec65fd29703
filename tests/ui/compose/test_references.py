"""The tray in the user's hands: files, pastes, links, order, and what goes wrong."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from omniflash_desktop.ui.theme.theme import Theme
from tests.ui.compose.composing import (
    ALT,
    CTRL,
    ComposerWindow,
    Heard,
    ReadLater,
    names,
    open_window,
    part,
    press,
    write,
)


def test_a_damaged_image_is_named_and_keeps_the_request_back(
    window: ComposerWindow, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"not a picture")
    write(window, "A red kite")
    window.composer.add_files([broken])
    button = part(window, "generateButton")
    assert button.toolTip() == "broken.png cannot be used. Replace or remove it."
    reason, footer = part(window, "generateReason"), window.composer.footer
    assert reason.isVisible()
    assert reason.accessibleDescription() == button.toolTip()
    assert "cannot be used" in part(window, "imageSlot1").accessibleDescription()
    tall = footer.height()
    press(window, "removeImage1")
    assert button.isEnabled()
    assert not reason.isVisible()
    assert footer.height() < tall


def test_the_hint_about_two_images_is_not_repeated_at_the_button(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:2])
    assert part(window, "generateButton").toolTip() == "Add a third image or keep one"
    assert part(window, "twoImagesHint").isVisible()
    assert not part(window, "generateReason").isVisible()


def test_a_long_name_leaves_room_for_what_is_to_be_done(
    window: ComposerWindow, tmp_path: Path
) -> None:
    broken = tmp_path / f"{'holiday' * 20}.png"
    broken.write_bytes(b"not a picture")
    window.composer.add_files([broken])
    told = part(window, "generateReason").accessibleDescription()
    assert told == "holidayholidayho…idayholiday.png cannot be used. Replace or remove it."
    assert window.composer.width() == 380


def test_a_failed_image_is_tried_again_by_a_press(
    window: ComposerWindow, tmp_path: Path, pictures: list[Path]
) -> None:
    late = tmp_path / "late.png"
    late.write_bytes(b"")
    window.composer.add_files([late])
    late.write_bytes(pictures[0].read_bytes())
    QTest.mouseClick(part(window, "imageSlot1"), Qt.MouseButton.LeftButton, pos=QPoint(40, 60))
    assert part(window, "imageSlot1").accessibleDescription() == "late.png, Ready"


def test_a_picture_that_comes_after_its_removal_is_ignored(
    qtbot: QtBot, theme: Theme, tmp_path: Path, pictures: list[Path]
) -> None:
    thumbnails = ReadLater()
    window = open_window(qtbot, ComposerWindow(theme, thumbnails, tmp_path))
    window.composer.add_files(pictures[:1])
    assert part(window, "imageSlot1").accessibleDescription() == "bottle.png, Preparing"
    press(window, "removeImage1")
    window.composer.add_files(pictures[1:2])
    thumbnails.answer_all()
    assert part(window, "imageSlot1").accessibleDescription() == "dunes.png, Ready"
    assert part(window, "imageSlot2").accessibleDescription() == "Empty"


def test_images_are_reordered_and_removed_by_keyboard(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:3])
    QTest.keyClick(window.composer.prompt.editor, Qt.Key.Key_3, CTRL)
    slot = QApplication.focusWidget()
    assert slot is part(window, "imageSlot3")
    QTest.keyClick(slot, Qt.Key.Key_Left, ALT)
    assert names(window) == ["bottle.png", "silk.png", "dunes.png"]
    slot = QApplication.focusWidget()
    assert slot is part(window, "imageSlot2")
    QTest.keyClick(slot, Qt.Key.Key_Delete)
    assert names(window) == ["bottle.png", "dunes.png"]
    QTest.keyClick(window.composer.prompt.editor, Qt.Key.Key_4, CTRL)
    assert QApplication.focusWidget() is part(window, "videoSlot")


def test_an_image_is_dragged_onto_another_place(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:3])
    first, third = part(window, "imageSlot1"), part(window, "imageSlot3")
    QTest.mousePress(first, Qt.MouseButton.LeftButton, pos=QPoint(40, 60))
    over_third = first.mapFromGlobal(third.mapToGlobal(third.rect().center()))
    QTest.mouseMove(first, QPoint(70, 60))
    QTest.mouseMove(first, over_third)
    QTest.mouseRelease(first, Qt.MouseButton.LeftButton, pos=over_third)
    assert names(window) == ["dunes.png", "silk.png", "bottle.png"]


def test_an_image_for_a_full_tray_is_not_taken_and_a_message_says_so(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    heard = Heard(window)
    window.composer.add_files(pictures[:3])
    window.composer.add_files(pictures[3:])
    assert names(window) == ["bottle.png", "dunes.png", "silk.png"]
    assert heard.messages == [
        "One file was left out. There is room for three images and one video."
    ]


def test_a_pasted_bitmap_becomes_a_file_and_a_reference(
    qtbot: QtBot, window: ComposerWindow, tmp_path: Path
) -> None:
    image = QImage(32, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    data = QMimeData()
    data.setImageData(image)
    QGuiApplication.clipboard().setMimeData(data)
    QTest.keyClick(window.composer.prompt.editor, Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: len(names(window)) == 1)
    saved = window.composer.draft().images[0].path
    assert saved is not None
    assert saved.parent == tmp_path / "pasted"
    assert QImage(str(saved)).size() == image.size()
    assert window.composer.prompt.text == ""


def test_pasted_files_go_to_the_tray_and_pasted_words_into_the_prompt(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    editor = window.composer.prompt.editor
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(pictures[0]))])
    QGuiApplication.clipboard().setMimeData(files)
    QTest.keyClick(editor, Qt.Key.Key_V, CTRL)
    assert names(window) == ["bottle.png"]
    QGuiApplication.clipboard().setText("words & https://example.com/a.png")
    QTest.keyClick(editor, Qt.Key.Key_V, CTRL)
    assert window.composer.prompt.text == "words & https://example.com/a.png"
    assert names(window) == ["bottle.png"]


def test_a_link_to_a_video_is_not_pasted_into_the_words(window: ComposerWindow) -> None:
    editor = window.composer.prompt.editor
    QGuiApplication.clipboard().setText("https://cdn.example.com/walk.mp4")
    QTest.keyClick(editor, Qt.Key.Key_V, CTRL)
    QGuiApplication.clipboard().setText("https://example.com/about")
    QTest.keyClick(editor, Qt.Key.Key_V, CTRL)
    video = window.composer.draft().video
    assert video is not None
    assert video.url == "https://cdn.example.com/walk.mp4"
    # A link that says nothing of itself is a part of the words.
    assert window.composer.prompt.text == "https://example.com/about"


def test_words_with_a_picture_of_them_are_pasted_as_words(window: ComposerWindow) -> None:
    picture = QImage(32, 20, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    for html in ("", "<p>Kites fly high</p>"):
        copied = QMimeData()
        copied.setText("Kites fly high")
        copied.setImageData(picture)
        if html:
            copied.setHtml(html)
        QGuiApplication.clipboard().setMimeData(copied)
        QTest.keyClick(window.composer.prompt.editor, Qt.Key.Key_V, CTRL)
    assert window.composer.prompt.text == "Kites fly high" * 2
    assert names(window) == []


def test_a_link_is_pasted_upon_a_slot(window: ComposerWindow) -> None:
    QGuiApplication.clipboard().setText("https://cdn.example.com/walk-cycle.mp4")
    window.composer.tray.focus_slot(3)
    QTest.keyClick(part(window, "videoSlot"), Qt.Key.Key_V, CTRL)
    video = window.composer.draft().video
    assert video is not None
    assert video.url == "https://cdn.example.com/walk-cycle.mp4"


def test_the_paste_link_button_explains_an_unsuitable_clipboard(window: ComposerWindow) -> None:
    heard = Heard(window)
    QGuiApplication.clipboard().setText("no link here")
    press(window, "pasteVideoLinkButton")
    assert heard.messages == ["Copy a link to a video first, then paste it here."]
    assert window.composer.draft().video is None


def test_an_upload_is_shown_on_its_slot(window: ComposerWindow, pictures: list[Path]) -> None:
    window.composer.add_files(pictures[:1])
    window.composer.show_upload(pictures[0], 46)
    assert part(window, "imageSlot1").accessibleDescription() == "bottle.png, Uploading"
    window.composer.show_upload(pictures[0], None)
    assert part(window, "imageSlot1").accessibleDescription() == "bottle.png, Ready"
