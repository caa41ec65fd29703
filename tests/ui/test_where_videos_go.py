"""A local video and the real service: asked once where it goes, and told what is missing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from omniflash_desktop.domain.generation import SANDBOX
from omniflash_desktop.domain.hosting import VideoWay
from omniflash_desktop.domain.outcomes import ReachableLink
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.ui.compose.tray_item import ItemState
from omniflash_desktop.ui.notices.actions import Action
from omniflash_desktop.ui.preferences.preferences_dialog import PreferencesDialog, Section
from omniflash_desktop.ui.where_videos_go import WhereVideosGoDialog
from tests.builders import a_generation
from tests.services.fakes import Script
from tests.ui.opened_window import OpenedWindow, an_opened_window, open_dialogs, until
from tests.ui.small_clip import small_clip

LINK = "https://cdn.example.com/dance.mp4"
BY_BUCKET = Preferences(video_way=VideoWay.BUCKET, bucket_name="studio-refs")


@pytest.fixture
def video(tmp_path: Path) -> Path:
    made = tmp_path / "dance.mp4"
    small_clip(made, frames=2)
    return made


@pytest.fixture(autouse=True)
def _empty_clipboard(qapp: QApplication) -> None:
    QGuiApplication.clipboard().clear()


def slot_says(opened: OpenedWindow) -> str:
    return opened.part("videoSlot").accessibleDescription()


def why_not(opened: OpenedWindow) -> str:
    return opened.part("generateButton").toolTip()


async def added(opened: OpenedWindow, path: Path) -> None:
    opened.house.media.make_thumbnail = draw_anything
    opened.composer.add_files([path])
    item = opened.composer.tray.video_item
    await until(lambda: not item.is_looked_at and item.state is ItemState.READY)


async def draw_anything(source: Path, target: Path, *, long_side: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (64, 36), "#405080").save(target)


async def test_the_first_local_video_asks_where_it_goes_and_asks_once(
    qapp: QApplication, tmp_path: Path, video: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.write("dance")
        await added(opened, video)
        dialog = await opened.dialog(WhereVideosGoDialog)
        dialog.reject()
        await until(lambda: not open_dialogs(opened))
        assert why_not(opened) == "Choose where local videos go, or paste a link"
        assert "Set up storage" in slot_says(opened)

        opened.composer.tray.remove_video()
        assert opened.part("generateButton").isEnabled()
        await added(opened, video)
        await opened.settle()
        assert open_dialogs(opened) == []

        opened.press("videoSlot")
        dialog = await opened.dialog(WhereVideosGoDialog)
        dialog.reject()


async def test_a_link_of_ones_own_takes_the_place_of_the_file_and_is_kept_as_the_choice(
    qapp: QApplication, tmp_path: Path, video: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.write("dance")
        await added(opened, video)
        await opened.dialog(WhereVideosGoDialog)
        field = opened.part("ownLinkField", QLineEdit)
        assert not opened.part("useOwnLinkButton").isEnabled()
        QTest.keyClicks(field, LINK)
        QTest.keyClick(field, Qt.Key.Key_Return)
        # The file's slot told a size as well; of the link it is told once that was looked at.
        await until(lambda: opened.house.api.checked == [LINK])
        await until(lambda: "1.0 MB" in slot_says(opened))
        assert opened.part("generateButton").isEnabled()
    assert opened.settings.load().preferences.video_way is VideoWay.LINK


async def test_who_wants_a_bucket_is_led_to_its_page(
    qapp: QApplication, tmp_path: Path, video: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.write("dance")
        await added(opened, video)
        await opened.dialog(WhereVideosGoDialog)
        opened.press("setUpBucketButton")
        dialog = await opened.dialog(PreferencesDialog)
        assert dialog.section is Section.STORAGE
        QTest.keyClicks(opened.part("s3Bucket"), "studio-refs")
        opened.press("doneButton")
        await until(lambda: why_not(opened) == "")
        assert "goes into your bucket" in slot_says(opened)
    kept = opened.settings.load().preferences
    assert (kept.video_way, kept.bucket_name) == (VideoWay.BUCKET, "studio-refs")


async def test_a_clip_of_ours_whose_link_lives_needs_no_storage(
    qapp: QApplication, tmp_path: Path, video: Path
) -> None:
    made = a_generation().ready(video)
    dies_at = datetime.now(UTC) + timedelta(hours=20)
    made = made.with_facts(
        result_url="https://cdn.example.com/made.mp4",
        result_expires_at=dies_at,
        created_at=datetime.now(UTC),
    )
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[made]) as opened:
        assert made.clip is not None
        opened.house.media.hashes[video] = made.clip.sha256
        opened.write("dance")
        await added(opened, video)
        assert "own link until" in slot_says(opened)
        assert opened.part("generateButton").isEnabled()
        assert open_dialogs(opened) == []


async def test_in_the_sandbox_a_local_video_is_asked_about_by_nobody(
    qapp: QApplication, tmp_path: Path, video: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, sandbox=True) as opened:
        assert opened.parts.choice.service == SANDBOX
        opened.write("dance")
        await added(opened, video)
        await opened.settle()
        assert open_dialogs(opened) == []
        assert opened.part("generateButton").isEnabled()


async def test_a_pasted_link_is_looked_at_at_once_and_again_by_a_press(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        opened.house.api.checks = Script(
            Problem(kind=ProblemKind.LINK_UNREACHABLE, subject="cdn.example.com", http_status=404),
            ReachableLink(size_bytes=14_200_000, content_type="video/mp4"),
        )
        opened.write("dance")
        QGuiApplication.clipboard().setText(LINK)
        opened.press("pasteVideoLinkButton")
        await until(lambda: "Nothing is there." in slot_says(opened))
        assert not opened.part("generateButton").isEnabled()
        opened.press("videoSlot")
        await until(lambda: "14.2 MB" in slot_says(opened))
        assert opened.part("generateButton").isEnabled()


async def test_a_card_about_the_bucket_leads_to_its_page(
    qapp: QApplication, tmp_path: Path
) -> None:
    problem = Problem(kind=ProblemKind.STORAGE_KEY_REJECTED, subject="s3.example.com")
    held = a_generation().failed(problem)
    async with an_opened_window(
        qapp, tmp_path, token="sk-1", held=[held], preferences=BY_BUCKET
    ) as opened:
        opened.parts.viewing.choose(held.id)
        opened.press(opened.button("Set up storage", within=opened.stage))
        dialog = await opened.dialog(PreferencesDialog)
        assert dialog.section is Section.STORAGE
        opened.parts.actions.do(held.id, Action.SET_UP_STORAGE)
        await opened.settle()
        assert len(open_dialogs(opened)) == 1, "it is one dialog, however often it is asked for"
        dialog.accept()
