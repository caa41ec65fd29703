"""How a video comes to the service, as its slot and Generate tell it."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication, QImage

from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.video_outlook import VideoOutlook, VideoRoute
from omniflash_desktop.ui.compose.tray_plan import VIDEO_SLOT
from tests.ui.compose.composing import ComposerWindow, part, press, write


def a_video(tmp_path: Path) -> Path:
    """A file that the tray can show; what is in it does not matter here."""
    path = tmp_path / "walk.mp4"
    picture = QImage(64, 36, QImage.Format.Format_RGB32)
    picture.fill(0x405080)
    assert picture.save(str(path), "PNG")
    return path


def lacking(detail: str) -> Problem:
    return Problem(kind=ProblemKind.VIDEO_NEEDS_PUBLIC_LINK, subject="walk.mp4", detail=detail)


def looked_at(window: ComposerWindow, outlook: VideoOutlook | Problem | None) -> None:
    """Somebody has found out how the video in the slot would come to the service."""
    item = window.composer.tray.video_item
    assert item is not None
    item.end_look(outlook)


def test_a_video_waits_for_a_link_where_nothing_is_uploaded(
    window: ComposerWindow, tmp_path: Path
) -> None:
    write(window, "A red kite")
    window.composer.add_files([a_video(tmp_path)])
    button, slot = part(window, "generateButton"), part(window, "videoSlot")
    assert button.isEnabled()
    assert "Ready" in slot.accessibleDescription()

    looked_at(window, lacking("own_link"))
    reason = "The video needs a public link: paste one"
    assert (button.isEnabled(), button.toolTip()) == (False, reason)
    assert "Needs a public link" in slot.accessibleDescription()
    assert "Ready" not in slot.accessibleDescription()

    QGuiApplication.clipboard().setText("https://cdn.example.com/walk.mp4")
    press(window, "videoSlot")
    video = window.composer.draft().video
    assert video is not None
    assert video.url == "https://cdn.example.com/walk.mp4"
    assert button.isEnabled()


@pytest.mark.parametrize(
    ("detail", "slot_says", "reason"),
    [
        ("no_choice", "Set up storage", "Choose where local videos go, or paste a link"),
        ("bucket", "Storage is not complete", "Name the bucket that local videos go into"),
        ("endpoint", "Storage is not complete", "Enter the address of your bucket’s store"),
    ],
)
def test_the_slot_leads_to_the_storage_that_is_missing(
    window: ComposerWindow, tmp_path: Path, detail: str, slot_says: str, reason: str
) -> None:
    write(window, "A red kite")
    asked: list[str] = []
    window.composer.storage_asked.connect(lambda: asked.append("storage"))
    window.composer.add_files([a_video(tmp_path)])
    looked_at(window, lacking(detail))
    assert part(window, "generateButton").toolTip() == reason
    assert slot_says in part(window, "videoSlot").accessibleDescription()
    press(window, "videoSlot")
    assert asked == ["storage"]


def test_a_video_that_is_looked_at_is_not_sent_meanwhile(
    window: ComposerWindow, tmp_path: Path
) -> None:
    write(window, "A red kite")
    window.composer.add_files([a_video(tmp_path)])
    item = window.composer.tray.video_item
    assert item is not None
    item.begin_look()
    assert not part(window, "generateButton").isEnabled()
    item.end_look(VideoOutlook(route=VideoRoute.BUCKET))
    assert part(window, "generateButton").isEnabled()
    assert "goes into your bucket" in part(window, "videoSlot").accessibleDescription()


def with_link(window: ComposerWindow) -> None:
    write(window, "A red kite")
    window.composer.add_link("https://cdn.example.com/walk.mp4", VIDEO_SLOT)


def test_a_link_is_checked_in_the_slot_and_tells_what_is_behind_it(window: ComposerWindow) -> None:
    with_link(window)
    item = window.composer.tray.video_item
    assert item is not None
    item.begin_look()
    slot = part(window, "videoSlot")
    assert "Checking the link" in slot.accessibleDescription()
    found = VideoOutlook(route=VideoRoute.LINK, size_bytes=14_200_000, content_type="video/mp4")
    item.end_look(found)
    assert "cdn.example.com · MP4 · 14.2 MB" in slot.accessibleDescription()
    assert part(window, "generateButton").isEnabled()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"kind": ProblemKind.LINK_UNREACHABLE, "http_status": 404}, "Nothing is there."),
        ({"kind": ProblemKind.LINK_UNREACHABLE, "http_status": 403}, "It is not public."),
        ({"kind": ProblemKind.LINK_UNREACHABLE, "http_status": 500}, "answered with 500."),
        ({"kind": ProblemKind.LINK_UNREACHABLE}, "Its host gave no answer."),
        ({"kind": ProblemKind.LINK_NOT_PUBLIC, "detail": "not_public"}, "a private address."),
        ({"kind": ProblemKind.LINK_NOT_PUBLIC, "detail": "has_credentials"}, "a password"),
        ({"kind": ProblemKind.VIDEO_UNUSABLE, "detail": "not_a_video"}, "It is no video."),
        ({"kind": ProblemKind.VIDEO_UNUSABLE, "detail": "empty"}, "is empty."),
    ],
)
def test_a_link_without_a_video_says_why_and_is_tried_again_by_a_press(
    window: ComposerWindow, facts: dict[str, Any], words: str
) -> None:
    with_link(window)
    looked_at(window, Problem(subject="cdn.example.com", **facts))
    retried: list[str] = []
    window.composer.tray.video_retried.connect(lambda: retried.append("again"))
    assert words in part(window, "videoSlot").accessibleDescription()
    assert not part(window, "generateButton").isEnabled()
    press(window, "videoSlot")
    assert retried == ["again"]
