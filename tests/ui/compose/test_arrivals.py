"""Folders, too many pictures at once, vanishing files and links on their way into the tray."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.outcomes import FetchedPicture, VideoBehindLink
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.ui.compose.linked_pictures import FetchedLink
from omniflash_desktop.ui.compose.too_many_dialog import TooManyDialog
from omniflash_desktop.ui.theme.theme import Theme
from tests.ui.compose.composing import (
    ComposerWindow,
    Heard,
    ReadAtOnce,
    ReadLater,
    names,
    open_window,
    part,
    press,
)
from tests.ui.opened_window import until


def a_folder(folder: Path, *file_names: str) -> Path:
    folder.mkdir()
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    for place, file_name in enumerate(file_names):
        image.fill(QColor.fromHsv(place * 40 % 360, 150, 180))
        assert image.save(str(folder / file_name), "PNG")
    return folder


def the_question(window: ComposerWindow) -> TooManyDialog | None:
    shown = [one for one in window.findChildren(TooManyDialog) if one.isVisible()]
    return shown[0] if shown else None


def asked(qtbot: QtBot, window: ComposerWindow) -> TooManyDialog:
    qtbot.waitUntil(lambda: the_question(window) is not None)
    found = the_question(window)
    assert found is not None
    return found


def test_a_folder_gives_its_pictures_in_their_order(
    qtbot: QtBot, window: ComposerWindow, tmp_path: Path
) -> None:
    folder = a_folder(tmp_path / "trip", "kite 10.png", "kite 9.png")
    window.composer.add_files([folder])
    qtbot.waitUntil(lambda: names(window) == ["kite 9.png", "kite 10.png"])


def test_of_a_folder_with_too_many_the_user_says_which(
    qtbot: QtBot, window: ComposerWindow, pictures: list[Path], tmp_path: Path
) -> None:
    window.composer.add_files(pictures[:1])
    window.composer.add_files([a_folder(tmp_path / "trip", *(f"{n}.png" for n in range(6)))])
    dialog = asked(qtbot, window)
    assert names(window) == ["bottle.png"]
    assert dialog.title.text() == "Which of these 6 images?"
    assert dialog.accessibleDescription() == "0 of 2 images chosen"
    use = part(window, "takeChosenButton")
    assert not use.isEnabled()
    for row in (4, 1, 3):
        dialog.choice.toggle(row)
    # The third finds no place, and the order is that of the choosing.
    assert dialog.accessibleDescription() == "2 of 2 images chosen"
    press(window, "takeChosenButton")
    assert names(window) == ["bottle.png", "4.png", "1.png"]


def test_the_question_is_answered_by_keys_alone(
    qtbot: QtBot, window: ComposerWindow, tmp_path: Path
) -> None:
    window.composer.add_files([a_folder(tmp_path / "trip", *(f"{n}.png" for n in range(6)))])
    dialog = asked(qtbot, window)
    qtbot.waitUntil(dialog.tiles.hasFocus)
    assert dialog.tiles.accessibleName() == "Images and videos to choose from"
    QTest.keyClick(dialog.tiles, Qt.Key.Key_Right)
    QTest.keyClick(dialog.tiles, Qt.Key.Key_Space)
    QTest.keyClick(dialog.tiles, Qt.Key.Key_Left)
    QTest.keyClick(dialog.tiles, Qt.Key.Key_Space)
    spoken = [dialog.choice.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert spoken == ["0.png, chosen as number 2", "1.png, chosen as number 1", "2.png, not chosen"]
    QTest.keyClick(dialog.tiles, Qt.Key.Key_Return)
    assert names(window) == ["1.png", "0.png"]


def test_a_click_chooses_and_escape_takes_none(
    qtbot: QtBot, window: ComposerWindow, pictures: list[Path]
) -> None:
    window.composer.add_files(pictures)
    dialog = asked(qtbot, window)
    place = dialog.tiles.visualRect(dialog.choice.index(2)).center()
    QTest.mouseClick(dialog.tiles.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert dialog.choice.chosen == [2]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert names(window) == []


def test_what_is_no_picture_after_all_shows_why_and_cannot_be_chosen(
    qtbot: QtBot, window: ComposerWindow, pictures: list[Path]
) -> None:
    pictures[1].write_bytes(pictures[1].read_bytes()[:40])
    window.composer.add_files(pictures)
    dialog = asked(qtbot, window)
    qtbot.waitUntil(lambda: dialog.choice.unusable_count == 1)
    assert dialog.accessibleDescription() == "0 of 3 images chosen · 1 cannot be used"
    place = dialog.tiles.visualRect(dialog.choice.index(1)).center()
    QTest.mouseClick(dialog.tiles.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert dialog.choice.chosen == []
    index = dialog.choice.index(1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "dunes.png, cannot be used: The file is damaged or incomplete"
    )
    assert not index.flags() & Qt.ItemFlag.ItemIsUserCheckable
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_what_was_chosen_before_it_was_read_is_given_up_when_it_is_of_no_use(
    qtbot: QtBot, theme: Theme, pictures: list[Path], tmp_path: Path
) -> None:
    later = ReadLater()
    window = open_window(qtbot, ComposerWindow(theme, later, tmp_path / "pasted"))
    pictures[0].write_bytes(b"no picture")
    window.composer.add_files(pictures)
    dialog = asked(qtbot, window)
    qtbot.waitUntil(lambda: len(later.asked) == len(pictures))
    dialog.choice.toggle(0)
    dialog.choice.toggle(2)
    later.answer_all()
    assert dialog.choice.chosen == [2]
    assert dialog.choice.number_of(2) == 1
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_what_a_screen_reader_selects_is_chosen_as_far_as_there_is_room(
    qtbot: QtBot, window: ComposerWindow, pictures: list[Path], tmp_path: Path
) -> None:
    window.composer.add_files([a_folder(tmp_path / "trip", *(f"{n}.png" for n in range(6)))])
    dialog = asked(qtbot, window)
    selection, select = dialog.tiles.selectionModel(), QItemSelectionModel.SelectionFlag.Select
    for row in (4, 1, 2, 3):
        selection.select(dialog.choice.index(row), select)
    assert dialog.choice.chosen == [4, 1, 2]
    selected = sorted(index.row() for index in selection.selectedIndexes())
    assert selected == [1, 2, 4]


def test_of_several_videos_one_is_chosen_and_the_pictures_beside_them_stay(
    qtbot: QtBot, window: ComposerWindow, pictures: list[Path], tmp_path: Path
) -> None:
    videos = [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    for video in videos:
        video.write_bytes(pictures[0].read_bytes())
    window.composer.add_files([*videos, pictures[0]])
    dialog = asked(qtbot, window)
    assert dialog.title.text() == "Which of these 2 videos?"
    dialog.choice.toggle(0)
    dialog.choice.toggle(1)
    press(window, "takeChosenButton")
    draft = window.composer.draft()
    assert draft.video is not None
    assert draft.video.path == videos[1]
    assert names(window) == ["bottle.png"]


def test_what_a_folder_keeps_back_is_told(
    qtbot: QtBot, window: ComposerWindow, tmp_path: Path
) -> None:
    heard = Heard(window)
    empty = tmp_path / "empty"
    empty.mkdir()
    hidden = a_folder(tmp_path / "trip", "a.png", ".b.png")
    window.composer.add_files([empty, hidden, tmp_path / "gone"])
    qtbot.waitUntil(lambda: names(window) == ["a.png"])
    assert heard.messages == [
        "The folder holds no images or videos. One hidden file was left out. "
        "One file or folder cannot be read."
    ]


def from_a_browser(path: Path, *, link: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    data.setHtml(f'<img src="{link}">')
    return data


def test_a_browsers_file_is_kept_before_it_vanishes(
    qtbot: QtBot, window: ComposerWindow, pictures: list[Path]
) -> None:
    data = from_a_browser(pictures[0], link="https://pics.example/bottle.png")
    assert window.composer.add_from(data)
    qtbot.waitUntil(lambda: names(window) == ["bottle.png"])
    kept = window.composer.draft().images[0].path
    assert kept is not None
    before = kept.read_bytes()
    pictures[0].unlink()
    assert kept.read_bytes() == before


class Web:
    """What is behind links; it answers when the test lets it."""

    def __init__(self, answers: dict[str, FetchedLink]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, bool]] = []
        self.is_slow = asyncio.Event()

    async def fetch_picture(self, url: str, folder: Path, *, local_allowed: bool) -> FetchedLink:
        self.asked.append((url, local_allowed))
        await self.is_slow.wait()
        return self.answers[url]


@asynccontextmanager
async def online(
    theme: Theme, folder: Path, answers: dict[str, FetchedLink]
) -> AsyncGenerator[tuple[ComposerWindow, Web]]:
    window = ComposerWindow(theme, ReadAtOnce(), folder)
    window.show()
    crashes: list[BaseException] = []
    tasks = BackgroundTasks(lambda error, _name: crashes.append(error))
    web = Web(answers)
    window.composer.linked.use(web, tasks)
    try:
        yield window, web
    finally:
        await tasks.close(within=5)
        window.close()
        window.deleteLater()
    assert crashes == []


async def settle() -> None:
    for _ in range(6):
        await asyncio.sleep(0.002)


async def test_a_linked_picture_is_shown_coming_and_then_is_a_file(
    qapp: QApplication, theme: Theme, tmp_path: Path, pictures: list[Path]
) -> None:
    url = "https://pics.example/kite.png"
    async with online(theme, tmp_path, {url: FetchedPicture(path=pictures[0])}) as (window, web):
        window.composer.prompt.replace_text("A red kite")
        window.composer.add_link(url)
        await settle()
        assert part(window, "imageSlot1").accessibleDescription() == "kite.png, Preparing"
        button = part(window, "generateButton")
        assert (button.isEnabled(), button.toolTip()) == (False, "kite.png is still on its way.")
        web.is_slow.set()
        await settle()
        (image,) = window.composer.draft().images
        assert (image.path, image.url, image.name) == (pictures[0], None, "kite.png")
        assert part(window, "imageSlot1").accessibleDescription() == "kite.png, Ready"
        assert button.isEnabled()
        # The same link again, as after an undo, is not fetched again.
        window.composer.tray.remove_image(0)
        window.composer.add_link(url)
        await settle()
        assert web.asked == [(url, False)]


async def test_a_link_that_gives_no_picture_says_why_in_its_slot_and_aloud(
    qapp: QApplication, theme: Theme, tmp_path: Path
) -> None:
    url = "https://pics.example/kite.png"
    page = Problem(
        kind=ProblemKind.IMAGE_UNUSABLE,
        subject="pics.example",
        detail="the link leads to a web page, not to a picture",
    )
    async with online(theme, tmp_path, {url: page}) as (window, web):
        heard = Heard(window)
        web.is_slow.set()
        window.composer.add_link(url)
        await settle()
        assert heard.messages == [
            "This image cannot be used. "
            "pics.example: the link leads to a web page, not to a picture."
        ]
        described = part(window, "imageSlot1").accessibleDescription()
        assert "the link leads to a web page" in described
        # A press tries again.
        web.answers[url] = VideoBehindLink(url=url)
        QTest.mouseClick(part(window, "imageSlot1"), Qt.MouseButton.LeftButton)
        await settle()
        assert "It is a video" in part(window, "imageSlot1").accessibleDescription()


async def test_a_link_whose_name_tells_nothing_is_judged_by_what_is_behind_it(
    qapp: QApplication, theme: Theme, tmp_path: Path, pictures: list[Path]
) -> None:
    picture, video, page = (f"https://a.example/{name}" for name in ("1", "2", "3"))
    answers: dict[str, FetchedLink] = {
        picture: FetchedPicture(path=pictures[0]),
        video: VideoBehindLink(url=video),
        page: Problem(kind=ProblemKind.IMAGE_UNUSABLE, subject="a.example", detail="a web page"),
    }
    async with online(theme, tmp_path, answers) as (window, web):
        heard = Heard(window)
        web.is_slow.set()
        for url in answers:
            window.composer.add_link(url)
        await settle()
        draft = window.composer.draft()
        assert [image.path for image in draft.images] == [pictures[0]]
        assert draft.video is not None
        assert draft.video.url == video
        assert heard.messages == ["This image cannot be used. a.example: a web page."]


async def test_when_a_browsers_file_is_gone_its_link_is_fetched(
    qapp: QApplication, theme: Theme, tmp_path: Path, pictures: list[Path]
) -> None:
    url = "https://pics.example/bottle.png"
    async with online(theme, tmp_path, {url: FetchedPicture(path=pictures[0])}) as (window, web):
        web.is_slow.set()
        assert window.composer.add_from(from_a_browser(tmp_path / "gone.png", link=url))
        await until(lambda: names(window))
        assert window.composer.draft().images[0].path == pictures[0]
