"""A clip is gone on with: its last frame becomes the beginning of the next one."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from omniflash_desktop.storage.folders import ProfileFolders
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from tests.builders import a_generation
from tests.ui.small_clip import number_of, small_clip

from .conftest import Command


@pytest.mark.slow  # Two clips are rendered; each step of it has a quick test of its own.
def test_a_clip_is_gone_on_with_from_its_last_frame(omniflash: Command, tmp_path: Path) -> None:
    settings = ("--duration", "4", "--aspect-ratio", "9:16")
    picture = a_board_of_squares(tmp_path / "board.png")
    # The sandbox moves its camera over a picture: the first clip ends closer than it began.
    made = omniflash("generate", "come closer", *settings, "--image", picture)
    assert made.status == 0, made.messages
    first = made.output.strip()

    last = omniflash("frame", first, "--last", "--out", tmp_path / "last.png")
    assert last.status == 0, last.messages
    assert Path(last.output.strip()) == tmp_path / "last.png"
    made = omniflash("generate", "it goes on", *settings, "--image", tmp_path / "last.png")
    assert made.status == 0, made.messages
    second = made.output.strip()

    beginning = omniflash("frame", second, "--frame", "0", "--out", tmp_path / "next.png")
    assert beginning.status == 0, beginning.messages
    start = omniflash("frame", first, "--at", "0:00", "--out", tmp_path / "start.png")
    assert start.status == 0, start.messages
    from_last = difference(tmp_path / "last.png", tmp_path / "next.png")
    from_start = difference(tmp_path / "start.png", tmp_path / "next.png")
    assert from_last < 6.0
    assert from_last < from_start / 4


def test_a_clip_is_named_by_its_id_as_elsewhere(omniflash: Command, tmp_path: Path) -> None:
    clip = small_clip(tmp_path / "kite.mp4", frames=6)
    made = a_generation().in_sandbox().ready(clip)
    folders = ProfileFolders.under(omniflash.profile)
    assert folders.create() is None
    library = open_library(folders.library_file)
    assert isinstance(library, SqliteLibrary)
    library.save(made)
    library.close()

    taken = omniflash("frame", made.id[:6], "--frame", "3", "--out", tmp_path / "frame.png")
    assert taken.status == 0, taken.messages
    assert number_of(tmp_path / "frame.png") == 3
    unknown = omniflash("frame", "ffffff", "--out", tmp_path / "none.png")
    assert "ffffff" in unknown.messages


def test_a_frame_is_not_written_over_a_file_and_what_is_none_is_told(
    omniflash: Command, tmp_path: Path
) -> None:
    precious = tmp_path / "precious.png"
    precious.write_text("mine")
    page = tmp_path / "page.mp4"
    page.write_text("<!doctype html>")

    refused = omniflash("frame", page, "--out", precious)
    assert refused.status == 2
    assert "nothing is overwritten" in refused.messages
    unknown = omniflash("frame", page, "--out", tmp_path / "new.png", "--json")
    assert unknown.status == 2
    assert "it is not a video" in unknown.messages
    assert unknown.output == ""
    untimely = omniflash("frame", page, "--at", "soon")
    assert untimely.status == 2
    assert "soon is no time" in untimely.messages
    assert precious.read_text() == "mine"
    assert not (tmp_path / "new.png").exists()


def a_board_of_squares(path: Path) -> Path:
    board = Image.new("RGB", (720, 1280), (230, 200, 120))
    for place in range(60):
        left, top = place % 6 * 120, place // 6 * 128
        if (place + place // 6) % 2:
            board.paste((40 + place * 3, 60, 150), (left, top, left + 120, top + 128))
    board.save(path)
    return path


def difference(one: Path, other: Path) -> float:
    """Mean difference of two pictures, 0 to 255, without words and badges: both are small."""
    with Image.open(one) as first, Image.open(other) as second:
        assert first.size == second.size
        soft = [
            picture.convert("RGB").resize((90, 160)).filter(ImageFilter.GaussianBlur(1))
            for picture in (first, second)
        ]
    return max(ImageStat.Stat(ImageChops.difference(*soft)).mean)
