"""What stands in the composer outlives the app."""

import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from omniflash_desktop.domain.draft import Draft
from omniflash_desktop.domain.picture_framing import Fit, Framing
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import GenerationRequest, Resolution
from omniflash_desktop.domain.video_trim import Trim
from omniflash_desktop.ui.draft_keeper import DraftKeeper
from omniflash_desktop.ui.notices.toasts import Toasts
from omniflash_desktop.ui.theme.theme import Theme
from tests.ui.compose.composing import (
    CTRL,
    ComposerWindow,
    ReadLater,
    open_window,
    part,
    press,
    write,
)


class Notebook:
    """A file that remembers every draft, and the threads that wrote it."""

    def __init__(self, *, fails: int = 0) -> None:
        self.kept: list[Draft] = []
        self.threads: set[int] = set()
        self.fails = fails

    def keep(self, draft: Draft) -> bool:
        self.threads.add(threading.get_ident())
        if self.fails:
            self.fails -= 1
            return False
        self.kept.append(draft)
        return True


@dataclass
class Kept:
    """A composer whose drafts are kept."""

    window: ComposerWindow
    keeper: DraftKeeper
    file: Notebook
    toasts: Toasts

    @property
    def told(self) -> list[str]:
        return [toast.accessibleDescription() for toast in self.toasts.shown]

    @property
    def standing(self) -> Draft:
        composer = self.window.composer
        return Draft(request=composer.draft(), takes=composer.takes)


def kept_in(window: ComposerWindow, theme: Theme, file: Notebook | None = None) -> Kept:
    file = file or Notebook()
    toasts = Toasts(theme, window)
    return Kept(window, DraftKeeper(window.composer, file, toasts, window), file, toasts)


@pytest.fixture
def kept(window: ComposerWindow, theme: Theme) -> Kept:
    return kept_in(window, theme)


def a_draft(*pictures: Path) -> Draft:
    framing = Framing(fit=Fit.CROP, focus_x=0.2)
    request = GenerationRequest(
        prompt="@1 above the sea,\n\n  at dusk",
        duration=10,
        resolution=Resolution.HD_1080,
        images=tuple(ImageReference(path=one, name=one.stem, framing=framing) for one in pictures),
    )
    return Draft(request=request, takes=3)


def test_the_whole_composer_is_kept_half_a_second_after_the_last_key(
    qtbot: QtBot, kept: Kept, pictures: list[Path]
) -> None:
    write(kept.window, "A red kite")
    kept.window.composer.add_files(pictures[:1])
    press(kept.window, "moreVariationsButton")
    kept.window.composer.settings.resolution.segments()[1].click()
    assert kept.file.kept == []
    qtbot.waitUntil(lambda: bool(kept.file.kept))
    assert kept.file.kept == [kept.standing]
    assert kept.standing.takes == 2
    assert threading.get_ident() not in kept.file.threads


def test_who_never_pauses_is_kept_all_the_same(
    qtbot: QtBot, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept.keeper._quiet, "start", lambda: None)
    kept.keeper._latest.setInterval(20)
    write(kept.window, "A red kite")
    qtbot.waitUntil(lambda: bool(kept.file.kept))
    assert kept.file.kept[-1].request.prompt == "A red kite"


def test_a_draft_comes_back_exactly_and_is_where_undo_ends(
    kept: Kept, pictures: list[Path]
) -> None:
    walk = VideoReference(url="https://cdn.example.com/walk.mp4", trim=Trim(start=1.0, end=3.0))
    draft = a_draft(*pictures[:3])
    draft = Draft(request=_with_video(draft.request, walk), takes=3)
    kept.keeper.bring_back(draft)
    assert kept.standing == draft
    assert part(kept.window, "imageSlot1").accessibleDescription() == "bottle, Ready"
    assert not kept.window.composer.keys.undo.isEnabled()
    write(kept.window, "!")
    assert kept.window.composer.prompt.text == draft.request.prompt + "!"
    QTest.keyClick(kept.window.composer.prompt.editor, Qt.Key.Key_Z, CTRL)
    assert kept.standing == draft
    assert kept.told == []


def test_what_came_back_is_not_written_again(kept: Kept, pictures: list[Path]) -> None:
    kept.keeper.bring_back(a_draft(*pictures[:1]))
    kept.keeper.close()
    assert kept.file.kept == []


def test_the_end_of_the_app_keeps_what_was_just_typed(kept: Kept) -> None:
    write(kept.window, "A red kite")
    kept.keeper.close()
    assert [draft.request.prompt for draft in kept.file.kept] == ["A red kite"]


def test_what_could_not_be_written_is_written_at_the_end(
    qtbot: QtBot, window: ComposerWindow, theme: Theme
) -> None:
    kept = kept_in(window, theme, Notebook(fails=1))
    write(window, "A red kite")
    kept.keeper.keep_now()
    qtbot.waitUntil(lambda: kept.file.fails == 0)
    kept.keeper.close()
    assert [draft.request.prompt for draft in kept.file.kept] == ["A red kite"]


def test_references_that_are_gone_are_told_by_name_and_stay_in_their_slots(
    kept: Kept, pictures: list[Path]
) -> None:
    for gone in pictures[1:3]:
        gone.unlink()
    kept.keeper.bring_back(a_draft(*pictures[:3]))
    (told,) = kept.told
    assert told.startswith("References of your draft are gone")
    assert "dunes, silk" in told
    assert kept.standing == a_draft(*pictures[:3])
    button = part(kept.window, "generateButton")
    assert button.toolTip() == "dunes cannot be used. Replace or remove it."


def test_they_are_told_once_and_only_when_all_were_looked_for(
    qtbot: QtBot, theme: Theme, tmp_path: Path, pictures: list[Path]
) -> None:
    thumbnails = ReadLater()
    kept = kept_in(open_window(qtbot, ComposerWindow(theme, thumbnails, tmp_path)), theme)
    pictures[0].unlink()
    kept.keeper.bring_back(a_draft(*pictures[:2]))
    assert kept.told == []
    thumbnails.answer_all()
    (told,) = kept.told
    assert "bottle. Replace or remove it" in told
    kept.window.composer.add_files(pictures[2:3])
    thumbnails.answer_all()
    assert len(kept.told) == 1


def test_a_draft_that_is_not_understood_is_told_of(kept: Kept, tmp_path: Path) -> None:
    kept.keeper.tell_of_damage(tmp_path / "draft.broken-2026-11-26.json")
    (told,) = kept.told
    assert "draft.broken-2026-11-26.json" in told


def test_generate_leaves_the_draft_as_it_is(kept: Kept, pictures: list[Path]) -> None:
    kept.keeper.bring_back(a_draft(*pictures[:1]))
    press(kept.window, "generateButton")
    assert kept.standing == a_draft(*pictures[:1])


def _with_video(request: GenerationRequest, video: VideoReference) -> GenerationRequest:
    return GenerationRequest(
        prompt=request.prompt,
        duration=request.duration,
        resolution=request.resolution,
        images=request.images,
        video=video,
    )
