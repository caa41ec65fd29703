"""Saved prompts in a file that people may edit."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from omniflash_desktop.domain.picture_framing import Fit, Framing
from omniflash_desktop.domain.problems import Problem
from omniflash_desktop.domain.references import ImageReference, VideoReference
from omniflash_desktop.domain.request import AspectRatio, Resolution
from omniflash_desktop.domain.saved_prompt import PromptContent, PromptSettings, SavedPrompt
from omniflash_desktop.domain.video_trim import Trim
from omniflash_desktop.storage.saved_prompts_file import SavedPromptsFile

NOW = datetime(2026, 11, 26, 7, 30, 12, 345678, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> SavedPromptsFile:
    return SavedPromptsFile(tmp_path / "saved-prompts.toml")


def a_prompt(number: int = 1, words: str = "A red kite", **facts: object) -> SavedPrompt:
    made = SavedPrompt(
        id=f"{number:012x}",
        name=f"Kite {number}",
        content=PromptContent(prompt=words),
        saved_at=NOW,
    )
    return msgspec.structs.replace(made, **facts)


WHOLE = PromptContent(
    prompt="@1 over the sea\n\nSound: wind",
    settings=PromptSettings(
        duration=8, resolution=Resolution.HD_1080, aspect_ratio=AspectRatio.PORTRAIT
    ),
    images=(
        ImageReference(
            path=Path("/a b/kite.png"), name="kite", framing=Framing(fit=Fit.CROP, zoom=1.5)
        ),
        ImageReference(url="https://example.com/boat.png"),
    ),
    video=VideoReference(path=Path("/walk.mp4"), seconds=9.5, trim=Trim(start=1.0, end=4.0)),
)


def test_a_prompt_comes_back_with_all_that_belongs_to_it(file: SavedPromptsFile) -> None:
    saved = a_prompt(content=WHOLE, used_at=NOW)
    assert file.put(saved) is None
    assert file.load() == [saved]


@pytest.mark.parametrize(
    "words",
    [
        "\nfirst line is empty",
        "last line is empty\n",
        'quotes """ in\nlines"',
        "back\\slashes \\n\nand\\",
        "of Windows\r\nlines",
        "\x01 and \x7f\nand\ttab",
        "赤い凧 🪁\nin the rain",
        "'''\n'''",
    ],
)
def test_every_way_to_write_comes_back_to_the_letter(file: SavedPromptsFile, words: str) -> None:
    file.put(a_prompt(words=words))
    assert file.load() == [a_prompt(words=words)]


def test_a_person_can_read_the_lines_of_a_prompt(tmp_path: Path, file: SavedPromptsFile) -> None:
    file.put(a_prompt(content=WHOLE))
    written = (tmp_path / "saved-prompts.toml").read_text("utf-8")
    assert '"""@1 over the sea\n\nSound: wind"""' in written


def test_changing_one_leaves_all_else_as_people_wrote_it(
    tmp_path: Path, file: SavedPromptsFile
) -> None:
    for number in (1, 2, 3):
        file.put(a_prompt(number))
    path = tmp_path / "saved-prompts.toml"
    later = '\n# of mine\n[[prompts]]\nid = "later"\nmood = "calm"\n'
    path.write_text(path.read_text("utf-8") + later, "utf-8")
    file.put(a_prompt(2, name="Boat"))
    file.remove(a_prompt(1).id)
    assert file.load() == [a_prompt(2, name="Boat"), a_prompt(3)]
    assert "# of mine" in path.read_text("utf-8")
    tables = tomllib.loads(path.read_text("utf-8"))["prompts"]
    assert tables[-1] == {"id": "later", "mood": "calm"}


def test_removing_what_is_not_there_makes_no_file(tmp_path: Path, file: SavedPromptsFile) -> None:
    assert file.remove("nobody") is None
    assert list(tmp_path.iterdir()) == []
    assert file.load() == []


@pytest.mark.parametrize("content", [b"[[prompts", b"\xff\xfe", b"prompts = 3\n"])
def test_a_damaged_file_is_kept_aside_when_something_is_saved(
    tmp_path: Path, file: SavedPromptsFile, content: bytes
) -> None:
    (tmp_path / "saved-prompts.toml").write_bytes(content)
    assert file.load() == []
    assert file.put(a_prompt()) is None
    assert file.load() == [a_prompt()]
    (aside,) = tmp_path.glob("saved-prompts.broken-*.toml")
    assert aside.read_bytes() == content


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_bytes(b"")
    file = SavedPromptsFile(tmp_path / "in the way" / "saved-prompts.toml")
    assert isinstance(file.put(a_prompt()), Problem)
    assert isinstance(file.load(), Problem)
