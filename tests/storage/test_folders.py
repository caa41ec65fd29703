"""Where things lie: in the system's places, or all under one profile."""

import os
import stat
from pathlib import Path

import pytest

from omniflash_desktop.domain.problems import ProblemKind
from omniflash_desktop.storage.folders import ProfileFolders


def all_places(folders: ProfileFolders) -> list[Path]:
    values = [getattr(folders, name) for name in folders.__struct_fields__]
    return [value for value in values if isinstance(value, Path)]


def test_with_a_profile_everything_lies_under_it(tmp_path: Path):
    folders = ProfileFolders.chosen(tmp_path / "profile")
    assert all(place.is_relative_to(tmp_path / "profile") for place in all_places(folders))
    assert folders.create() is None
    assert {entry.name for entry in (tmp_path / "profile").iterdir()} == {
        "cache",
        "logs",
        "sandbox",
    }


def test_without_a_profile_the_clips_go_to_the_user_s_videos(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_VIDEOS_DIR", raising=False)
    folders = ProfileFolders.chosen(None)
    assert folders.profile_name == "default"
    assert folders.clips_folder.name == "Omniflash"
    assert len(set(all_places(folders))) == len(all_places(folders))


def test_a_profile_has_one_name_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "profile").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "profile", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    ways = (tmp_path / "profile", Path("profile"), Path("x/../profile"), tmp_path / "link")
    assert len({ProfileFolders.under(way).profile_name for way in ways}) == 1


def test_profiles_do_not_share_a_name(tmp_path: Path):
    names = {ProfileFolders.under(tmp_path / name).profile_name for name in ("a", "b")}
    assert len(names | {ProfileFolders.of_the_system().profile_name}) == 3


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps users apart by other means")
def test_other_users_cannot_look_into_the_profile(tmp_path: Path):
    folders = ProfileFolders.under(tmp_path / "profile")
    folders.create()
    for folder in (folders.library_file.parent, folders.cache_folder, folders.logs_folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_profile_in_an_impossible_place_is_told(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    problem = ProfileFolders.under(tmp_path / "file" / "profile").create()
    assert problem is not None
    assert problem.kind is ProblemKind.FOLDER_UNWRITABLE
