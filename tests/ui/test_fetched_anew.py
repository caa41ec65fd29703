"""A paid clip whose file is damaged: the stage says so, and has it fetched once more."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.outcomes import Downloaded
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.ui.notices.actions import Action
from tests.builders import a_generation
from tests.services.fakes import NoFrames, Script, completed
from tests.ui.opened_window import OpenedWindow, an_opened_window, until

FRESH_URL = "https://upload.example.test/f/video/fresh.mp4"


class Damaged(NoFrames):
    """A clip whose file our decoder finds damaged."""

    def __init__(self, clip: Path) -> None:
        kind = ProblemKind.CLIP_DAMAGED
        self._problem = Problem(kind=kind, subject=clip.name, detail="damaged")


def a_damaged_clip(folder: Path) -> Generation:
    path = folder / "kite.mp4"
    path.write_bytes(b"the rest is gone")
    return a_generation().with_prompt("kite").ready(path)


async def shown_as_damaged(opened: OpenedWindow, kite: Generation, media: Any) -> None:
    media.frames_of = Damaged
    opened.parts.viewing.choose(kite.id)
    await until(lambda: opened.says("The file of this clip is damaged"))


async def test_it_is_fetched_once_more_and_shown(qapp: QApplication, tmp_path: Path) -> None:
    kite = a_damaged_clip(tmp_path)
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[kite]) as opened:
        await shown_as_damaged(opened, kite, opened.house.media)
        assert opened.says("free of charge")
        assert opened.part("findFileButton").isVisible()
        opened.house.api.polls = Script(completed(FRESH_URL))
        opened.house.api.downloads = Script(Downloaded(size_bytes=1_000_000))
        opened.press("fetchAnewButton")
        await until(lambda: opened.toasts == ["The clip is here again. kite"])
        assert [url for url, _ in opened.house.api.downloaded] == [FRESH_URL]
        clip = opened.house.now(kite).clip
        assert clip is not None
        assert clip.path != tmp_path / "kite.mp4"
        assert (tmp_path / "kite.mp4").exists()
        assert opened.house.api.posts == []


async def test_a_clip_that_the_service_has_no_more_stays_as_it_is(
    qapp: QApplication, tmp_path: Path
) -> None:
    kite = a_damaged_clip(tmp_path)
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[kite]) as opened:
        await shown_as_damaged(opened, kite, opened.house.media)
        gone = Problem(kind=ProblemKind.RESULT_EXPIRED, charged=Charged.YES, http_status=410)
        opened.house.api.downloads = Script(gone)
        opened.parts.actions.do(kite.id, Action.FETCH_ANEW)
        await until(lambda: any("no longer available" in told for told in opened.toasts))
        assert opened.house.now(kite).clip == kite.clip


async def test_a_codec_that_is_missing_is_no_damage(qapp: QApplication, tmp_path: Path) -> None:
    kite = a_damaged_clip(tmp_path)
    async with an_opened_window(qapp, tmp_path, token="sk-1", held=[kite]) as opened:
        opened.parts.viewing.choose(kite.id)
        await until(lambda: opened.says("This clip cannot be shown here"))
        assert opened.says("The file is fine; a codec is missing")
        assert opened.part("openElsewhereButton").isVisible()
