"""Small pictures of references: made once, kept, and told of when they cannot be made."""

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.background_tasks import BackgroundTasks
from omniflash_desktop.ui.media_thumbnails import MediaThumbnails
from tests.ui.opened_window import until


class FakeTools:
    """Makes small pictures at once, and remembers of what."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.problem: Problem | None = None
        self.content: bytes | None = None

    async def make_thumbnail(self, source: Path, target: Path, *, long_side: int) -> Problem | None:
        self.made.append(source.name)
        if self.problem is None:
            target.parent.mkdir(parents=True, exist_ok=True)
            if self.content is None:
                Image.new("RGB", (long_side, 270), "#c08040").save(target)
            else:
                target.write_bytes(self.content)  # noqa: ASYNC240
        return self.problem


class Album:
    """Thumbnails in a folder, and what they answered."""

    def __init__(self, folder: Path) -> None:
        self.tools = FakeTools()
        self.exceptions: list[BaseException] = []
        self.tasks = BackgroundTasks(lambda error, _: self.exceptions.append(error))
        self.thumbnails = MediaThumbnails(folder / "thumbnails")
        self.answers: list[QImage | Problem] = []

    def use(self) -> None:
        self.thumbnails.use(self.tools, self.tasks)

    def ask(self, path: Path) -> None:
        self.thumbnails.request(path, self.answers.append)

    async def answer(self, path: Path) -> QImage | Problem:
        before = len(self.answers)
        self.ask(path)
        await until(lambda: len(self.answers) > before)
        return self.answers[-1]


@asynccontextmanager
async def an_album(folder: Path) -> AsyncGenerator[Album]:
    album = Album(folder)
    yield album
    await until(lambda: not album.tasks.names())
    assert album.exceptions == []
    assert await album.tasks.close(within=1.0) == []


def a_picture(path: Path) -> Path:
    Image.new("RGB", (64, 48), "#405080").save(path)
    return path


async def test_a_picture_is_made_once(qapp: QApplication, tmp_path: Path) -> None:
    async with an_album(tmp_path) as album:
        album.use()
        picture = a_picture(tmp_path / "dunes.png")
        for _ in range(2):
            answer = await album.answer(picture)
            assert isinstance(answer, QImage)
            assert answer.width() == 480
        assert album.tools.made == ["dunes.png"]


async def test_a_picture_that_is_used_again_counts_as_used_now(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_album(tmp_path) as album:
        album.use()
        picture = a_picture(tmp_path / "dunes.png")
        await album.answer(picture)
        (kept,) = (tmp_path / "thumbnails").iterdir()
        os.utime(kept, (1000, 1000))
        await album.answer(picture)
        assert kept.stat().st_mtime > 1000


async def test_a_changed_file_gets_a_new_picture(qapp: QApplication, tmp_path: Path) -> None:
    async with an_album(tmp_path) as album:
        album.use()
        picture = a_picture(tmp_path / "dunes.png")
        await album.answer(picture)
        os.utime(picture, ns=(1, 1))
        await album.answer(picture)
        assert album.tools.made == ["dunes.png", "dunes.png"]


async def test_what_is_asked_for_early_waits_for_the_workers(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_album(tmp_path) as album:
        album.ask(a_picture(tmp_path / "dunes.png"))
        album.ask(a_picture(tmp_path / "silk.png"))
        await asyncio.sleep(0.02)
        assert album.answers == []
        album.use()
        await until(lambda: len(album.answers) == 2)
        assert sorted(album.tools.made) == ["dunes.png", "silk.png"]


async def test_a_missing_file_is_told(qapp: QApplication, tmp_path: Path) -> None:
    async with an_album(tmp_path) as album:
        album.use()
        for gone in (tmp_path / "gone.png", Path("/a\0b.png")):
            answer = await album.answer(gone)
            assert isinstance(answer, Problem)
            assert answer.kind is ProblemKind.REFERENCE_MISSING
            assert answer.subject == gone.name


async def test_a_file_that_is_no_picture_is_told(qapp: QApplication, tmp_path: Path) -> None:
    async with an_album(tmp_path) as album:
        album.use()
        album.tools.problem = Problem(kind=ProblemKind.IMAGE_UNUSABLE, subject="dunes.png")
        assert await album.answer(a_picture(tmp_path / "dunes.png")) == album.tools.problem


async def test_a_broken_cache_is_made_anew(qapp: QApplication, tmp_path: Path) -> None:
    async with an_album(tmp_path) as album:
        album.use()
        picture = a_picture(tmp_path / "dunes.png")
        await album.answer(picture)
        (kept,) = (tmp_path / "thumbnails").iterdir()
        kept.write_bytes(b"half")
        answer = await album.answer(picture)
        assert isinstance(answer, QImage)
        assert not answer.isNull()


async def test_a_small_picture_that_cannot_be_read_is_told(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with an_album(tmp_path) as album:
        album.use()
        album.tools.content = b"no picture"
        answer = await album.answer(a_picture(tmp_path / "dunes.png"))
        assert isinstance(answer, Problem)
        assert answer.kind is ProblemKind.IMAGE_UNUSABLE
