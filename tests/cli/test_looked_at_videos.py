"""A reference video of the command line: looked at before anything is paid for."""

from pathlib import Path

import msgspec
import pytest

from omniflash_desktop.cli.references import WrongInputError
from omniflash_desktop.cli.videos import with_looked_at_video
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import VideoReference
from omniflash_desktop.domain.video_trim import Trim
from tests.builders import a_request
from tests.services.fakes import FakeMedia

DANCE = VideoReference(path=Path("/videos/dance.mp4"), trim=Trim(start=0.0, end=1.0))


@pytest.mark.parametrize(
    ("typed", "trim"), [(None, DANCE.trim), ("0:01.12-0:02", Trim(start=1.5, end=2.0))]
)
async def test_the_part_that_is_typed_counts_before_that_of_a_recipe(
    typed: str | None, trim: Trim
) -> None:
    looked_at = await with_looked_at_video(a_request(video=DANCE), typed, FakeMedia())
    assert looked_at.video is not None
    assert looked_at.video.trim == trim


@pytest.mark.parametrize("typed", ["0-", "0-99"])
async def test_a_part_that_is_all_of_the_video_is_none(typed: str) -> None:
    looked_at = await with_looked_at_video(a_request(video=DANCE), typed, FakeMedia())
    assert looked_at.video is not None
    assert looked_at.video.trim is None


async def test_what_may_be_odd_is_said_and_blocks_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    media = FakeMedia()
    media.video_facts = msgspec.structs.replace(media.video_facts, seconds=90.0, width=100)
    video = msgspec.structs.replace(DANCE, trim=None)

    await with_looked_at_video(a_request(video=video), None, media)

    said = capsys.readouterr().err
    assert "longer than a minute" in said
    assert "very small" in said


@pytest.mark.parametrize(
    ("video", "typed", "words"),
    [
        (None, "1-2", "is for a video file"),
        (VideoReference(url="https://a.test/b.mp4"), "1-2", "is for a video file"),
        (DANCE, "2-1", "is no part of the video"),
        (DANCE, "now-later", "is no part of the video"),
    ],
)
async def test_a_part_of_nothing_is_refused(
    video: VideoReference | None, typed: str, words: str
) -> None:
    with pytest.raises(WrongInputError, match=words):
        await with_looked_at_video(a_request(video=video), typed, FakeMedia())


async def test_a_part_of_a_file_that_is_no_video_is_refused_with_the_reason() -> None:
    media = FakeMedia()

    async def inspect_video(source: Path) -> Problem:
        return Problem(kind=ProblemKind.VIDEO_UNUSABLE, subject=source.name, detail="not_a_video")

    media.inspect_video = inspect_video
    with pytest.raises(WrongInputError, match="it is not a video"):
        await with_looked_at_video(a_request(video=DANCE), "1-2", media)
