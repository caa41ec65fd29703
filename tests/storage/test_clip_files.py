"""The clips' folder: a clip gets its name once, and no file is ever overwritten."""

import errno
import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.storage.clip_files import ClipFolder

MADE_AT = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)
LOCAL = MADE_AT.astimezone()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    clips = tmp_path / "clips"
    clips.mkdir()
    return clips


@pytest.fixture
def clips(folder: Path, tmp_path: Path) -> ClipFolder:
    return ClipFolder(folder, cache_folder=tmp_path / "cache")


def a_part(clips: ClipFolder, generation_id: str = "a" * 12, content: bytes = b"clip") -> Path:
    part = clips.part_file(generation_id)
    part.write_bytes(content)
    return part


def keep(clips: ClipFolder, part: Path, prompt: str = "a red kite") -> Path:
    kept = clips.keep(part, prompt=prompt, made_at=MADE_AT)
    assert isinstance(kept, Path), kept
    return kept


@pytest.fixture(params=["links", "no links on this disk"])
def kind_of_disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    if request.param != "links":
        monkeypatch.setattr(os, "link", refuse)


@pytest.mark.usefixtures("kind_of_disk")
def test_a_clip_is_named_by_its_local_time_and_its_first_words(clips: ClipFolder, folder: Path):
    kept = keep(clips, a_part(clips))
    assert kept == folder / f"{LOCAL:%Y-%m-%d_%H%M%S}_a-red-kite.mp4"
    assert kept.read_bytes() == b"clip"
    assert os.listdir(folder) == [kept.name]


@pytest.mark.usefixtures("kind_of_disk")
def test_a_file_of_that_name_is_never_overwritten(clips: ClipFolder, folder: Path):
    # Written in capitals: on two of three systems this is the same name.
    taken = folder / f"{LOCAL:%Y-%m-%d_%H%M%S}_A-RED-KITE.MP4"
    taken.write_bytes(b"mine")
    kept = keep(clips, a_part(clips))
    assert kept.name.endswith("_a-red-kite_2.mp4")
    assert taken.read_bytes() == b"mine"


@pytest.mark.usefixtures("kind_of_disk")
def test_clips_that_end_at_once_all_get_a_name_of_their_own(clips: ClipFolder, folder: Path):
    parts = [a_part(clips, f"{number:012}", str(number).encode()) for number in range(12)]
    threads = [threading.Thread(target=keep, args=(clips, part)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    contents = {path.read_bytes() for path in folder.iterdir()}
    assert contents == {str(number).encode() for number in range(12)}


def test_a_crash_between_naming_and_tidying_makes_no_second_clip(clips: ClipFolder, folder: Path):
    part = a_part(clips)
    named = folder / "2026-05-04_named-before-the-crash.mp4"
    os.link(part, named)
    assert keep(clips, part) == named
    assert os.listdir(folder) == [named.name]


def test_a_full_disk_is_told_and_the_download_stays(
    clips: ClipFolder, monkeypatch: pytest.MonkeyPatch
):
    part = a_part(clips)

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "replace", refuse)
    problem = clips.keep(part, prompt="kite", made_at=MADE_AT)
    assert isinstance(problem, Problem)
    assert problem.kind is ProblemKind.DISK_FULL
    assert part.read_bytes() == b"clip"
    assert os.listdir(part.parent) == [part.name]


def test_a_download_that_vanished_is_a_problem_and_no_clip(clips: ClipFolder, folder: Path):
    problem = clips.keep(folder / ".gone.part", prompt="kite", made_at=MADE_AT)
    assert isinstance(problem, Problem)
    assert os.listdir(folder) == []


def test_a_folder_that_can_be_written_has_no_problem_and_stays_empty(
    clips: ClipFolder, folder: Path
):
    assert clips.problem_with_folder() is None
    assert os.listdir(folder) == []


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="files have names here")
def test_an_app_that_dies_while_it_tries_the_folder_leaves_nothing_there(
    clips: ClipFolder, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    def die(handle: int, *_: object) -> None:
        os.close(handle)
        raise SystemExit

    monkeypatch.setattr(os, "fdopen", die)
    with pytest.raises(SystemExit):
        clips.problem_with_folder()
    assert os.listdir(folder) == []


def test_a_disk_without_nameless_files_is_tried_all_the_same(
    clips: ClipFolder, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object) -> None:
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    monkeypatch.setattr(os, "open", refuse)
    assert clips.problem_with_folder() is None
    assert os.listdir(folder) == []


def test_the_last_folder_is_made(tmp_path: Path):
    clips = ClipFolder(tmp_path / "new", cache_folder=tmp_path / "cache")
    assert clips.problem_with_folder() is None
    assert (tmp_path / "new").is_dir()


def test_a_disk_that_is_not_there_is_not_made_up(tmp_path: Path):
    clips = ClipFolder(tmp_path / "usb" / "clips", cache_folder=tmp_path / "cache")
    problem = clips.problem_with_folder()
    assert problem is not None
    assert (problem.kind, problem.detail) == (ProblemKind.FOLDER_UNWRITABLE, "missing")
    assert not (tmp_path / "usb").exists()


def test_the_user_s_own_folder_for_videos_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    clips = ClipFolder(tmp_path / "Videos" / "Omniflash", cache_folder=tmp_path / "cache")
    assert clips.problem_with_folder() is None


def test_a_file_in_the_folder_s_place_is_told(tmp_path: Path):
    (tmp_path / "clips").write_bytes(b"")
    problem = ClipFolder(tmp_path / "clips", cache_folder=tmp_path).problem_with_folder()
    assert problem is not None
    assert problem.kind is ProblemKind.FOLDER_UNWRITABLE


@pytest.mark.skipif(
    getattr(os, "geteuid", lambda: 0)() == 0 or os.name == "nt",
    reason="administrators, and Windows, write into read-only folders",
)
def test_a_read_only_folder_is_told(clips: ClipFolder, folder: Path):
    folder.chmod(0o500)
    try:
        problem = clips.problem_with_folder()
    finally:
        folder.chmod(0o700)
    assert problem is not None
    assert problem.kind is ProblemKind.FOLDER_UNWRITABLE
