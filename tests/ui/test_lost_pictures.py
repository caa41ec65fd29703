"""A cache that somebody has emptied: the library shows its clips again."""

from pathlib import Path

import msgspec
from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.media.workers import MediaWorkers
from tests.builders import a_generation
from tests.services.fakes import FakeMedia
from tests.ui.opened_window import OpenedWindow, an_opened_window, until
from tests.ui.small_clip import small_clip


def a_clip_without_pictures(folder: Path) -> Generation:
    ready = a_generation().ready(small_clip(folder / "gray.mp4"))
    assert ready.clip is not None
    cache = folder / "emptied"
    clip = msgspec.structs.replace(
        ready.clip, poster=cache / f"{ready.id}.jpg", strip=cache / f"{ready.id}-strip.jpg"
    )
    return ready.with_facts(clip=clip)


def tiles_pictures(opened: OpenedWindow) -> list[Path]:
    return [key.path for key in opened.workspace.library.delegate.posters._pixmaps]


async def test_a_poster_that_is_gone_is_made_again_and_shown(
    qapp: QApplication, tmp_path: Path
) -> None:
    made = a_clip_without_pictures(tmp_path)
    assert made.clip is not None
    media = MediaWorkers(pictures_folder=tmp_path / "copies", workers=1)
    async with an_opened_window(qapp, tmp_path, held=[made], token="sk-1", media=media) as opened:
        opened.window.grab()
        await until(lambda: tiles_pictures(opened) == [made.clip.poster])
        assert made.clip.strip is not None
        assert made.clip.strip.exists()


class MediaThatReadsNothing(FakeMedia):
    """Counts the pictures that it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Path] = []

    async def make_thumbnail(self, source: Path, target: Path, *, long_side: int) -> Problem | None:
        self.asked.append(source)
        return Problem(kind=ProblemKind.IMAGE_UNUSABLE)

    async def close(self) -> None:
        pass


async def test_a_poster_that_cannot_be_made_is_asked_for_once(
    qapp: QApplication, tmp_path: Path
) -> None:
    made = a_clip_without_pictures(tmp_path)
    assert made.clip is not None
    media = MediaThatReadsNothing()
    async with an_opened_window(qapp, tmp_path, held=[made], token="sk-1", media=media) as opened:
        posters = opened.workspace.library.delegate.posters
        for width in (1280, 1400, 1600):
            opened.window.resize(width, 900)
            opened.window.grab()
            posters.wait()
            await opened.settle()
    assert media.asked == [made.clip.path]
