"""A picture that was prepared before is prepared at once, and its copies do not pile up."""

import os
import subprocess
import sys
import time
from pathlib import Path

import picture_corpus as corpus
import pytest

from omniflash_desktop.domain.picture_framing import Fit, Framing, PictureWishes
from omniflash_desktop.media import sendable_picture
from omniflash_desktop.media.image_preparation import prepare_image
from omniflash_desktop.media.prepared_pictures import remove_oldest

CROP = PictureWishes(framing=Framing(fit=Fit.CROP))
AN_HOUR = 3600.0


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return corpus.saved(corpus.two_colors(), tmp_path / "source", "BMP")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The pictures that were really made."""
    sources: list[Path] = []
    really = sendable_picture.sendable_picture

    def counted(content: bytes, source: Path, folder: Path, wishes: PictureWishes):
        sources.append(source)
        return really(content, source, folder, wishes)

    monkeypatch.setattr(sendable_picture, "sendable_picture", counted)
    return sources


def test_a_second_use_decodes_nothing(source: Path, cache: Path) -> None:
    prepare_image(source, cache)
    probe = (
        "import sys, pathlib;"
        "from omniflash_desktop.media.image_preparation import prepare_image;"
        "prepare_image(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]));"
        "print([n for n in ('PIL', 'pillow_heif', 'av') if n in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", probe, source, cache], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("format_name", ["BMP", "JPEG"])
def test_the_same_content_is_known_under_any_name(
    tmp_path: Path, cache: Path, made: list[Path], format_name: str
) -> None:
    first = corpus.saved(corpus.two_colors(), tmp_path / "one", format_name)
    second = corpus.saved(corpus.two_colors(), tmp_path / "other", format_name)

    pictures = [prepare_image(first, cache), prepare_image(second, cache)]

    assert made == [first]
    assert pictures[0].sha256 == pictures[1].sha256
    # What goes as it is goes from where the user has it now.
    assert pictures[1].path == (second if format_name == "JPEG" else pictures[0].path)


def test_other_wishes_make_another_copy(source: Path, cache: Path, made: list[Path]) -> None:
    as_it_is, cut = prepare_image(source, cache), prepare_image(source, cache, CROP)

    assert len(made) == 2
    assert as_it_is.height > cut.height


def test_a_picture_that_was_changed_is_another_one(
    source: Path, cache: Path, made: list[Path]
) -> None:
    before = prepare_image(source, cache)
    corpus.saved(corpus.two_colors(64, 64), source, "BMP")

    assert prepare_image(source, cache) != before
    assert len(made) == 2


@pytest.mark.parametrize("harm", ["all gone", "copy gone", "copy cut", "note cut", "notes taken"])
def test_a_cache_may_be_emptied_or_spoilt_at_any_time(
    source: Path, cache: Path, made: list[Path], harm: str
) -> None:
    picture = prepare_image(source, cache)
    (note,) = (cache / "notes").iterdir()
    match harm:
        case "all gone":
            note.unlink()
            note.parent.rmdir()
            picture.path.unlink()
            cache.rmdir()
        case "copy gone":
            picture.path.unlink()
        case "copy cut":
            os.truncate(picture.path, 100)
        case "note cut":
            os.truncate(note, 30)
        case _:
            note.unlink()
            note.parent.rmdir()
            note.parent.write_bytes(b"a file in its place")

    assert prepare_image(source, cache) == picture
    assert len(made) == 2


def test_what_was_used_longest_ago_goes_first(tmp_path: Path, cache: Path) -> None:
    pictures = [
        prepare_image(corpus.saved(corpus.noise(40 + side, 40), tmp_path / "s", "BMP"), cache)
        for side in range(4)
    ]
    for age, picture in enumerate(reversed(pictures), start=1):
        moment = time.time() - age * AN_HOUR
        os.utime(picture.path, (moment, moment))
    for note in (cache / "notes").iterdir():
        os.utime(note, (0, 0))
    size = pictures[2].path.stat().st_size + pictures[3].path.stat().st_size

    remove_oldest(cache, most_bytes=size)

    assert [picture.path.exists() for picture in pictures] == [False, False, True, True]
    assert list((cache / "notes").iterdir()) == []


def test_a_second_use_makes_a_copy_young_again(source: Path, cache: Path) -> None:
    picture = prepare_image(source, cache)
    os.utime(picture.path, (0, 0))

    prepare_image(source, cache)
    remove_oldest(cache, most_bytes=0)

    assert picture.path.exists()


def test_a_picture_that_may_be_on_its_way_stays_however_little_room_there_is(
    source: Path, cache: Path
) -> None:
    picture = prepare_image(source, cache)

    remove_oldest(cache, most_bytes=0)

    assert picture.path.exists()


def test_a_picture_from_the_future_does_not_stay_for_ever(source: Path, cache: Path) -> None:
    picture = prepare_image(source, cache)
    os.utime(picture.path, (time.time() + AN_HOUR, time.time() + AN_HOUR))

    remove_oldest(cache, most_bytes=0)

    assert not picture.path.exists()
