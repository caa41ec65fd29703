"""The clips' folder: a clip gets its name once, and no file is ever overwritten."""

import errno
import os
import threading
from pathlib import Path

import pytest

from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.storage.clip_files import ClipFolder


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


NAME = "2026-05-04_120000_a-red-kite.mp4"


def keep(clips: ClipFolder, part: Path, name: str = NAME) -> Path:
    kept = clips.keep(part, name)
    assert isinstance(kept, Path), kept
    return kept


@pytest.fixture(params=["links", "no links on this disk"])
def kind_of_disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    if request.param != "links":
        monkeypatch.setattr(os, "link", refuse)


@pytest.mark.usefixtures("kind_of_disk")
def test_a_clip_gets_its_name_and_leaves_nothing_else(clips: ClipFolder, folder: Path):
    kept = keep(clips, a_part(clips))
    assert kept == folder / NAME
    assert kept.read_bytes() == b"clip"
    assert os.listdir(folder) == [NAME]


@pytest.mark.usefixtures("kind_of_disk")
def test_a_file_of_that_name_is_never_overwritten(clips: ClipFolder, folder: Path):
    taken = folder / NAME
    taken.write_bytes(b"mine")
    part = a_part(clips)
    assert clips.keep(part, NAME) is None
    assert (taken.read_bytes(), part.read_bytes()) == (b"mine", b"clip")


@pytest.mark.usefixtures("kind_of_disk")
def test_of_clips_that_reach_for_one_name_at_once_one_gets_it(clips: ClipFolder, folder: Path):
    parts = [a_part(clips, f"{number:012}", str(number).encode()) for number in range(12)]
    kept: list[object] = []
    threads = [
        threading.Thread(target=lambda part=part: kept.append(clips.keep(part, NAME)))
        for part in parts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([path for path in kept if path is not None]) == 1
    contents = {path.read_bytes() for path in folder.iterdir()}
    assert contents == {str(number).encode() for number in range(12)}


def test_names_are_taken_whatever_their_case_and_for_lost_recipes_too(
    clips: ClipFolder, folder: Path
):
    (folder / "KITE.MP4").write_bytes(b"mine")
    (folder / "boat.mp4.recipe.json").write_text("{}")
    assert clips.taken_names() >= {"kite.mp4", "boat.mp4"}


def test_a_name_that_was_claimed_and_never_used_is_free_again(clips: ClipFolder, folder: Path):
    (folder / NAME).touch()
    assert clips.kept_file(NAME) is None
    assert os.listdir(folder) == []


def test_a_recipe_lies_beside_its_clip(clips: ClipFolder, folder: Path):
    clip = keep(clips, a_part(clips))
    assert clips.keep_recipe(clip, '{"a": "🪁"}', generation_id="a" * 12) is None
    assert sorted(os.listdir(folder)) == [NAME, f"{NAME}.recipe.json"]
    assert (folder / f"{NAME}.recipe.json").read_text("utf-8") == '{"a": "🪁"}'


def test_a_download_is_whole_once_its_validator_is_gone(clips: ClipFolder):
    part = a_part(clips)
    validator = part.with_name(f"{part.name}.validator")
    validator.touch()
    assert clips.whole_part("a" * 12) is None
    validator.unlink()
    assert clips.whole_part("a" * 12) == part
    assert clips.whole_part("b" * 12) is None


def test_what_dead_processes_left_goes_and_what_is_not_ours_stays(
    clips: ClipFolder, folder: Path, tmp_path: Path
):
    mine = {".hidden", "kite.mp4", ".kite.part", f".{'A' * 12}.part", ".writable-by-me"}
    ours = {f".{'a' * 12}.part", f".{'b' * 12}.part.validator", f".{'c' * 12}.part.recipe"}
    for name in (*mine, *ours, ".writable-4194305"):
        (folder / name).touch()
    posters = tmp_path / "cache" / "posters"
    posters.mkdir(parents=True)
    at_work, dead = f".new.jpg-{os.getpid()}.part", ".kite.jpg-4194305.part"
    for name in ("kite.jpg", at_work, dead, f".old.jpg-{os.getpid()}.part"):
        (posters / name).touch()
    os.utime(posters / f".old.jpg-{os.getpid()}.part", (0, 0))
    if os.name == "nt":
        os.utime(posters / dead, (0, 0))

    assert clips.ids_with_parts() == {"a" * 12, "b" * 12, "c" * 12}
    clips.remove_debris()
    for generation_id in clips.ids_with_parts():
        clips.discard_part(generation_id)

    assert set(os.listdir(folder)) == mine
    assert set(os.listdir(posters)) == {"kite.jpg", at_work}


def test_a_crash_between_naming_and_tidying_makes_no_second_clip(clips: ClipFolder, folder: Path):
    part = a_part(clips)
    os.link(part, folder / NAME)
    assert keep(clips, part) == folder / NAME
    assert os.listdir(folder) == [NAME]


def test_a_full_disk_is_told_and_the_download_stays(
    clips: ClipFolder, monkeypatch: pytest.MonkeyPatch
):
    part = a_part(clips)

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "replace", refuse)
    problem = clips.keep(part, NAME)
    assert isinstance(problem, Problem)
    assert problem.kind is ProblemKind.DISK_FULL
    assert part.read_bytes() == b"clip"
    assert os.listdir(part.parent) == [part.name]


def test_a_download_that_vanished_is_a_problem_and_no_clip(clips: ClipFolder, folder: Path):
    problem = clips.keep(folder / ".gone.part", NAME)
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
