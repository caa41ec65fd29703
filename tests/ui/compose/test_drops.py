"""Dragging things over the window and letting them go."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
)
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.request import Mode
from omniflash_desktop.ui.library.row_drag import CLIP_MIME_TYPE
from tests.ui.compose.composing import ComposerWindow

COPY, LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
FAR = QPoint(800, 100)


def with_files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def enter(window: ComposerWindow, data: QMimeData, at: QPoint = FAR) -> bool:
    event = QDragEnterEvent(at, COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def drop(window: ComposerWindow, data: QMimeData, at: QPoint = FAR) -> bool:
    event = QDropEvent(QPointF(at), COPY, data, LEFT, PLAIN, QEvent.Type.Drop)
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def place_of(window: ComposerWindow, object_name: str) -> QPoint:
    widget = window.findChild(QWidget, object_name)
    assert widget is not None
    return widget.mapTo(window, widget.rect().center())


def test_the_window_says_what_a_drop_would_do_and_does_it(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:1])
    data = with_files(*pictures[1:3])
    assert enter(window, data)
    overlay = window.drops.overlay
    assert overlay is not None
    assert overlay.isVisible()
    assert overlay.sentence == "Drop 2 images: Image to video → 3-image fusion"
    assert window.composer.tray.heading.note.text() == "3 of 3 after drop"
    assert drop(window, data)
    assert not overlay.isVisible()
    assert window.composer.draft().mode is Mode.IMAGE_FUSION
    assert window.composer.tray.heading.note.text() == "3 of 3 images"


def test_a_drag_that_leaves_changes_nothing(window: ComposerWindow, pictures: list[Path]) -> None:
    enter(window, with_files(pictures[0]))
    QApplication.sendEvent(window, QDragLeaveEvent())
    overlay = window.drops.overlay
    assert overlay is not None
    assert not overlay.isVisible()
    assert window.composer.draft().images == ()
    assert window.composer.tray.heading.note.text() == "0 of 3 images"


def test_the_slot_under_the_pointer_is_replaced(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:3])
    data = with_files(pictures[3])
    assert enter(window, data)
    at = place_of(window, "imageSlot2")
    move = QDragMoveEvent(at, COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(window, move)
    assert move.isAccepted()
    assert drop(window, data, at)
    assert [image.name for image in window.composer.draft().images] == [
        "bottle.png",
        "extra.png",
        "silk.png",
    ]


def move(window: ComposerWindow, data: QMimeData, at: QPoint = FAR) -> bool:
    event = QDragMoveEvent(at, COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def test_a_drag_of_other_files_shows_that_they_are_not_allowed(
    qtbot: QtBot, window: ComposerWindow, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("notes")
    data = with_files(notes)
    # A folder may be called so. A moment later it is known to be none.
    enter(window, data)
    qtbot.waitUntil(lambda: not move(window, data))
    assert window.drops.overlay is None


def test_a_folder_that_is_dragged_says_how_much_of_it_would_land(
    qtbot: QtBot, window: ComposerWindow, pictures: list[Path], tmp_path: Path
) -> None:
    folder = tmp_path / "trip"
    folder.mkdir()
    for picture in pictures[:3]:
        picture.rename(folder / picture.name)
    data = with_files(folder)
    assert enter(window, data)
    qtbot.waitUntil(lambda: window.drops.overlay is not None)
    assert move(window, data)
    overlay = window.drops.overlay
    assert overlay is not None
    assert overlay.sentence == "Drop 3 images: Text to video → 3-image fusion"
    assert drop(window, data)
    qtbot.waitUntil(lambda: window.composer.draft().mode is Mode.IMAGE_FUSION)


def test_files_are_dropped_upon_the_prompt_itself(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    data = with_files(pictures[0])
    editor = window.composer.prompt.editor
    assert not editor.canInsertFromMimeData(data)
    at = place_of(window, "promptEdit")
    assert enter(window, data, at)
    assert drop(window, data, at)
    assert window.composer.prompt.text == ""
    assert len(window.composer.draft().images) == 1


def test_a_video_and_an_image_find_their_own_places(
    window: ComposerWindow, pictures: list[Path], tmp_path: Path
) -> None:
    clip = tmp_path / "walk.mov"
    clip.write_bytes(pictures[0].read_bytes())
    data = with_files(clip, pictures[0])
    enter(window, data)
    overlay = window.drops.overlay
    assert overlay is not None
    assert overlay.sentence == "Drop 2 files: Text to video → Motion reference"
    drop(window, data)
    draft = window.composer.draft()
    assert draft.video is not None
    assert draft.video.path == clip
    assert [image.path for image in draft.images] == [pictures[0]]


def test_a_picture_out_of_a_browser_is_kept_as_a_file(
    qtbot: QtBot, window: ComposerWindow, pictures: list[Path]
) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.com/gallery")])
    data.setHtml('<img src="https://example.com/a.png">')
    data.setData("application/octet-stream", pictures[0].read_bytes())
    assert enter(window, data)
    assert drop(window, data)
    qtbot.waitUntil(lambda: len(window.composer.draft().images) == 1)
    kept = window.composer.draft().images[0].path
    assert kept is not None
    assert kept.suffix == ".png"
    assert not QImage(str(kept)).isNull()


def test_a_link_out_of_a_browser_is_a_reference_video(window: ComposerWindow) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://cdn.example.com/walk.mp4")])
    assert enter(window, data)
    assert drop(window, data, place_of(window, "videoSlot"))
    video = window.composer.draft().video
    assert video is not None
    assert video.url == "https://cdn.example.com/walk.mp4"
    assert video.path is None


def test_the_veil_leaves_the_tray_bright(window: ComposerWindow, pictures: list[Path]) -> None:
    before = window.grab().toImage()
    enter(window, with_files(pictures[0]))
    during = window.grab().toImage()
    far, near = QPoint(6, 300), window.composer.tray.geometry().topLeft() + QPoint(140, 20)
    assert during.pixelColor(far).lightness() < before.pixelColor(far).lightness()
    assert during.pixelColor(near) == before.pixelColor(near)


def test_a_tile_of_the_library_gives_an_image_slot_its_last_frame(
    window: ComposerWindow, pictures: list[Path], tmp_path: Path
) -> None:
    asked: list[tuple[str, int]] = []
    window.composer.clip_dropped.connect(lambda clip, slot: asked.append((clip, slot)))
    window.composer.add_files(pictures[:2])
    tile = with_files(a_clip(tmp_path))
    tile.setData(CLIP_MIME_TYPE, b"clip-1")
    place = place_of(window, "imageSlot2")
    assert enter(window, tile, place)
    assert window.composer.tray.heading.note.text() == "2 of 3 after drop"
    assert drop(window, tile, place)
    assert asked == [("clip-1", 1)]
    assert [image.name for image in window.composer.draft().images] == ["bottle.png", "dunes.png"]
    assert window.composer.draft().video is None


def test_a_tile_of_the_library_is_the_clip_itself_on_the_video_slot(
    window: ComposerWindow, tmp_path: Path
) -> None:
    tile = with_files(a_clip(tmp_path))
    tile.setData(CLIP_MIME_TYPE, b"clip-1")
    place = place_of(window, "videoSlot")
    assert enter(window, tile, place)
    assert drop(window, tile, place)
    video = window.composer.draft().video
    assert video is not None
    assert video.name == "kite.mp4"


def a_clip(tmp_path: Path) -> Path:
    path = tmp_path / "kite.mp4"
    path.write_bytes(b"")
    return path


def test_the_veil_says_that_a_choice_comes_where_more_is_dragged_than_fits(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures[:1])
    enter(window, with_files(*pictures[1:]))
    overlay = window.drops.overlay
    assert overlay is not None
    assert overlay.sentence == "Drop these 3 images, then choose 2."


def test_an_attachment_that_a_mail_program_promises_is_taken_by_its_bytes(
    qtbot: QtBot, window: ComposerWindow, pictures: list[Path]
) -> None:
    described = bytearray(4 + 592)
    described[0] = 1
    described[4 + 72 : 4 + 72 + 16] = "kite.png".encode("utf-16-le")
    mime = 'application/x-qt-windows-mime;value="%s"'
    data = QMimeData()
    data.setData(mime % "FileGroupDescriptorW", bytes(described))
    data.setData(mime % "FileContents" + ";index=0", pictures[0].read_bytes())
    assert enter(window, data)
    overlay = window.drops.overlay
    assert overlay is not None
    assert overlay.sentence == "Drop 1 image: Text to video → Image to video"
    assert drop(window, data)
    qtbot.waitUntil(lambda: len(window.composer.draft().images) == 1)
    kept = window.composer.draft().images[0].path
    assert kept is not None
    assert (kept.name, kept.read_bytes()) == ("kite.png", pictures[0].read_bytes())


def test_a_folded_composer_unfolds_while_something_is_dragged_over_it(
    window: ComposerWindow, pictures: list[Path]
) -> None:
    composer = window.composer
    composer.expand_requested.connect(window.toggle_composer)
    composer.set_collapsed(True)
    enter(window, with_files(pictures[0]))
    assert not composer.is_collapsed
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert composer.is_collapsed
    enter(window, with_files(pictures[0]))
    drop(window, with_files(pictures[0]))
    assert not composer.is_collapsed
    assert len(composer.draft().images) == 1
