"""The page about storage in the real dialog: what is typed there, kept, tested and forgotten."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from omniflash_desktop.api.links import PublicLinks
from omniflash_desktop.api.transport import Transport
from omniflash_desktop.domain.bucket_presets import BucketPreset
from omniflash_desktop.domain.hosting import BucketKey, BucketKind, VideoWay
from omniflash_desktop.domain.preferences import Preferences
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.hosting.user_buckets import UserBuckets
from omniflash_desktop.ui.preferences.preferences_dialog import PreferencesDialog, Section
from omniflash_desktop.ui.preferences.storage_page import StoragePage
from tests.hosting.s3_server import ANY_KEY, BUCKET, REGION, S3Server, s3_server
from tests.services.fakes import Held, Script
from tests.ui.opened_window import OpenedWindow, an_opened_window, until
from tests.ui.test_accessible_window import assert_all_is_named

BY_BUCKET = Preferences(video_way=VideoWay.BUCKET, bucket_name=BUCKET)


async def opened_page(opened: OpenedWindow) -> StoragePage:
    opened.press("preferencesButton")
    dialog = await opened.dialog(PreferencesDialog)
    dialog.show_section(Section.STORAGE)
    await opened.settle()
    return dialog.findChildren(StoragePage)[0]


def type_into(opened: OpenedWindow, object_name: str, words: str) -> None:
    field = opened.part(object_name, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)


def kept(opened: OpenedWindow) -> Preferences:
    return opened.parts._keeper.current


async def test_who_can_see_a_video_is_said_for_each_way(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        page = await opened_page(opened)
        assert opened.says("Not chosen yet")
        QTest.mouseClick(page.way.segments()[0], Qt.MouseButton.LeftButton)
        assert opened.says("as long as you leave it there")
        QTest.mouseClick(page.way.segments()[1], Qt.MouseButton.LeftButton)
        assert opened.says("for 24 hours")
        assert opened.says("deleted when the clip is finished")
        QTest.mouseClick(page.expiry.segments()[2], Qt.MouseButton.LeftButton)
        QTest.mouseClick(page.delete, Qt.MouseButton.LeftButton)
        assert opened.says("for 72 hours")
        assert opened.says("stays in the bucket until you delete it")
        assert_all_is_named(opened)
        opened.press("doneButton")
    wanted = opened.settings.load().preferences
    assert wanted.video_way is VideoWay.BUCKET
    assert (wanted.bucket_link_hours, wanted.bucket_delete_after_use) == (72, False)


async def test_a_store_asks_for_what_it_needs(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1", preferences=BY_BUCKET) as opened:
        page = await opened_page(opened)

        def choose(preset: BucketPreset) -> None:
            page.store.set_value(preset)
            page.store.chosen.emit(preset)

        choose(BucketPreset.R2)
        assert opened.says("Enter the https address of your store")
        assert kept(opened).bucket_region == "auto"
        opened.press("s3Test")
        assert "Not complete" in page.outcome.words
        type_into(opened, "s3Endpoint", "http://abc.r2.cloudflarestorage.com")
        assert page.endpoint.property("st") == "error", "it would go unencrypted"
        type_into(opened, "s3Endpoint", "https://abc.r2.cloudflarestorage.com")
        assert page.endpoint.property("st") == ""

        choose(BucketPreset.B2)
        type_into(opened, "s3Endpoint", "https://s3.us-west-004.backblazeb2.com")
        assert kept(opened).bucket_region == "us-west-004"

        choose(BucketPreset.GOOGLE)
        assert kept(opened).bucket_kind is BucketKind.GOOGLE
        assert (kept(opened).bucket_endpoint, kept(opened).bucket_region) == ("", "")
        assert not page.endpoint.isVisible()
        assert not page.keys.key_id.isVisible()

        choose(BucketPreset.AZURE)
        assert opened.says("Container")
        assert opened.says("Account key")
        opened.press("doneButton")


async def test_a_key_goes_into_the_keyring_and_is_not_shown_again(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1", preferences=BY_BUCKET) as opened:
        opened.house.bucket_keys.key = None
        page = await opened_page(opened)
        assert not opened.part("keepBucketKeyButton").isEnabled()
        QTest.keyClicks(page.keys.key_id, "AKIASTUDIO")
        QTest.keyClicks(page.keys.secret, "very secret")
        opened.press("keepBucketKeyButton")
        await until(lambda: opened.says("Kept in the system keyring"))
        assert opened.house.bucket_keys.key == BucketKey(key_id="AKIASTUDIO", secret="very secret")
        assert (page.keys.key_id.text(), page.keys.secret.text()) == ("", "")
        assert page.keys.secret.isReadOnly()

        opened.press("replaceBucketKeyButton")
        QTest.keyClicks(page.keys.key_id, "AKIANEW")
        QTest.keyClicks(page.keys.secret, "newer")
        opened.press("doneButton")
        await until(lambda: opened.house.bucket_keys.key.key_id == "AKIANEW")
    for file in opened.folders.settings_file.parent.rglob("*.toml"):
        assert "secret" not in file.read_text("utf-8")


async def test_a_key_is_removed_after_a_question(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1", preferences=BY_BUCKET) as opened:
        await opened_page(opened)
        opened.press("removeBucketKeyButton")
        await opened.answer("Cancel")
        assert opened.house.bucket_keys.key is not None
        opened.press("removeBucketKeyButton")
        await opened.answer("Remove")
        await until(lambda: opened.house.bucket_keys.key is None)
        assert opened.part("s3SecretKey", QLineEdit).isVisible()
        opened.press("doneButton")


async def test_a_test_can_be_left_and_then_says_nothing(qapp: QApplication, tmp_path: Path) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1", preferences=BY_BUCKET) as opened:
        answer = Held[Problem | None](None)
        opened.house.buckets.bucket_of_all.puts = Script(answer)
        page = await opened_page(opened)
        opened.press("s3Test")
        await until(lambda: "Uploading a small file" in page.outcome.words)
        opened.press("cancelStorageTest")
        assert page.outcome.words == ""
        answer.let_go.set()
        await until(lambda: opened.house.buckets.bucket_of_all.removed)
        await opened.settle()
        assert page.outcome.words == ""
        assert opened.part("s3Test").isEnabled()
        opened.press("doneButton")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (ProblemKind.STORAGE_KEY_REJECTED, "was not accepted"),
        (ProblemKind.STORAGE_BUCKET_MISSING, "was not found"),
        (ProblemKind.STORAGE_WRONG_REGION, "is in another region"),
        (ProblemKind.STORAGE_CLOCK_WRONG, "clock is wrong"),
        (ProblemKind.STORAGE_UNREACHABLE, "cannot be reached"),
        (ProblemKind.STORAGE_NOT_ALLOWED, "may not do this"),
    ],
)
async def test_each_failure_has_its_sentence_and_tells_how_far_it_came(
    qapp: QApplication, tmp_path: Path, kind: ProblemKind, sentence: str
) -> None:
    async with an_opened_window(qapp, tmp_path, token="sk-1", preferences=BY_BUCKET) as opened:
        problem = Problem(kind=kind, subject="s3.example.com", detail="write")
        opened.house.buckets.bucket_of_all.puts = Script(problem)
        page = await opened_page(opened)
        opened.press("s3Test")
        await until(lambda: sentence in page.outcome.words)
        assert "The upload failed." in page.outcome.words
        opened.press("doneButton")


@pytest.fixture(scope="module")
def store() -> Iterator[S3Server]:
    with s3_server() as server:
        yield server


async def test_a_real_store_is_set_up_by_hand_and_works(
    qapp: QApplication, tmp_path: Path, store: S3Server
) -> None:
    async with Transport() as transport, an_opened_window(qapp, tmp_path, token="sk-1") as opened:
        house: Any = opened.house
        house.hosted._buckets = UserBuckets()
        house.bucket_keys.key = None
        settings: Any = opened.parts.settings_parts
        settings.settings.storage._links = PublicLinks(transport, local_allowed=True)
        page = await opened_page(opened)
        QTest.mouseClick(page.way.segments()[1], Qt.MouseButton.LeftButton)
        type_into(opened, "s3Endpoint", store.url)
        type_into(opened, "s3Bucket", "no-such-bucket")
        type_into(opened, "s3Region", REGION)
        QTest.keyClicks(page.keys.key_id, ANY_KEY.key_id)
        QTest.keyClicks(page.keys.secret, ANY_KEY.secret)
        opened.press("keepBucketKeyButton")
        await until(lambda: opened.says("Kept in the system keyring"))
        opened.press("s3Test")
        await until(lambda: "was not found" in page.outcome.words, within=30)

        type_into(opened, "s3Bucket", BUCKET)
        assert page.outcome.words == "", "what was found does not hold for another bucket"
        opened.press("s3Test")
        await until(lambda: "Works" in page.outcome.words, within=30)
        assert store.objects() == {}
        opened.press("doneButton")
