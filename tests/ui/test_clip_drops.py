"""One of our own clips dropped on the window: its request again, or what a video can be."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.request import AspectRatio, GenerationRequest
from omniflash_desktop.media.workers import MediaWorkers
from omniflash_desktop.ui.compose.clip_drop_dialog import ClipDropDialog
from tests.builders import a_request
from tests.ui.opened_window import OpenedWindow, an_opened_window, until
from tests.ui.small_clip import small_clip


class Reference(NamedTuple):
    name: str


class Restored(NamedTuple):
    request: GenerationRequest
    missing_references: tuple[Reference, ...] = ()


class Recipes:
    """What clips tell of themselves."""

    def __init__(self) -> None:
        self.answer: Restored | Problem = Problem(kind=ProblemKind.VIDEO_UNUSABLE)
        self.asked: list[Path] = []

    async def restored_from(self, file: Path) -> Restored | Problem:
        self.asked.append(file)
        return self.answer


class WithRecipes:
    def __init__(self, opened: OpenedWindow) -> None:
        self.opened = opened
        self.recipes = Recipes()
        opened.parts._clip_drops._recipes = self.recipes

    def drop(self, path: Path, place: QPoint) -> None:
        window = self.opened.window
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        keys = Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(place, copy, data, left, keys)
        QCoreApplication.sendEvent(window, enter)
        assert enter.isAccepted()
        drop = QDropEvent(QPointF(place), copy, data, left, keys)
        QCoreApplication.sendEvent(window, drop)
        assert drop.isAccepted()

    @property
    def on_the_stage(self) -> QPoint:
        stage = self.opened.stage
        return stage.mapTo(self.opened.window, stage.rect().center())


@asynccontextmanager
async def a_window_with_recipes(app: QApplication, folder: Path) -> AsyncGenerator[WithRecipes]:
    media = MediaWorkers(pictures_folder=folder / "pictures")
    chosen = Preferences(use_sandbox=True)
    async with an_opened_window(app, folder, preferences=chosen, media=media) as opened:
        yield WithRecipes(opened)


async def test_a_request_is_restored_and_what_is_missing_named(
    qapp: QApplication, tmp_path: Path
) -> None:
    clip = small_clip(tmp_path / "kite.mp4", frames=2)
    request = a_request(prompt="a kite", duration=10, aspect_ratio=AspectRatio.PORTRAIT)
    async with a_window_with_recipes(qapp, tmp_path) as shown:
        shown.recipes.answer = Restored(request, (Reference("bottle.png"), Reference("walk.mov")))
        shown.drop(clip, shown.on_the_stage)
        await shown.opened.dialog(ClipDropDialog)
        shown.opened.press("restoreRequestButton")
        await until(lambda: shown.opened.composer.draft() == request)
        assert shown.opened.toasts == [
            "2 references were not found. To be given again: bottle.png, walk.mov"
        ]


async def test_a_clip_that_the_app_is_opened_with_offers_its_request_too(
    qapp: QApplication, tmp_path: Path
) -> None:
    clip = small_clip(tmp_path / "kite.mp4", frames=2)
    async with a_window_with_recipes(qapp, tmp_path) as shown:
        shown.recipes.answer = Restored(a_request(prompt="a kite"))
        later_start = shown.opened.parts._first_window
        assert later_start is not None
        later_start.called.emit([clip])
        await shown.opened.dialog(ClipDropDialog)
        shown.opened.press("restoreRequestButton")
        await until(lambda: shown.opened.composer.draft().prompt == "a kite")
        assert shown.opened.composer.draft().video is None


async def test_a_clip_becomes_the_motion_reference(qapp: QApplication, tmp_path: Path) -> None:
    clip = small_clip(tmp_path / "kite.mp4", frames=2)
    async with a_window_with_recipes(qapp, tmp_path) as shown:
        shown.recipes.answer = Restored(a_request())
        shown.drop(clip, shown.on_the_stage)
        await shown.opened.dialog(ClipDropDialog)
        shown.opened.press("takeAsMotionButton")
        await until(lambda: shown.opened.composer.draft().video)
        assert shown.opened.composer.draft().video.path == clip


async def test_a_clip_gives_its_last_frame(qapp: QApplication, tmp_path: Path) -> None:
    clip = small_clip(tmp_path / "kite.mp4", frames=12)
    async with a_window_with_recipes(qapp, tmp_path) as shown:
        shown.recipes.answer = Restored(a_request())
        shown.drop(clip, shown.on_the_stage)
        await shown.opened.dialog(ClipDropDialog)
        shown.opened.press("takeLastFrameButton")
        await until(lambda: shown.opened.composer.draft().images)
        (image,) = shown.opened.composer.draft().images
        assert image.path is not None
        assert image.path.name == "kite_00m00s11.png"


async def test_a_clip_is_left_alone(qapp: QApplication, tmp_path: Path) -> None:
    clip = small_clip(tmp_path / "kite.mp4", frames=2)
    async with a_window_with_recipes(qapp, tmp_path) as shown:
        shown.recipes.answer = Restored(a_request())
        shown.drop(clip, shown.on_the_stage)
        dialog = await shown.opened.dialog(ClipDropDialog)
        shown.opened.press("leaveClipButton")
        await until(lambda: not dialog.isVisible())
        await shown.opened.settle()
        draft = shown.opened.composer.draft()
        assert (draft.prompt, draft.images, draft.video) == ("", (), None)


async def test_any_other_video_is_what_it_was(qapp: QApplication, tmp_path: Path) -> None:
    video = small_clip(tmp_path / "walk.mp4", frames=2)
    async with a_window_with_recipes(qapp, tmp_path) as shown:
        shown.drop(video, shown.on_the_stage)
        await until(lambda: shown.opened.composer.draft().video)
        assert shown.recipes.asked == [video]
        assert shown.opened.composer.draft().video.path == video


async def test_who_aims_at_a_slot_is_not_asked(qapp: QApplication, tmp_path: Path) -> None:
    clip = small_clip(tmp_path / "kite.mp4", frames=2)
    async with a_window_with_recipes(qapp, tmp_path) as shown:
        shown.recipes.answer = Restored(a_request())
        slot = shown.opened.part("videoSlot")
        shown.drop(clip, slot.mapTo(shown.opened.window, slot.rect().center()))
        await until(lambda: shown.opened.composer.draft().video)
        assert shown.recipes.asked == []
