"""Settings: read with patience, written whole, and nothing of others thrown away."""

import logging
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from omniflash_desktop.domain.hosting import BucketKind, VideoWay
from omniflash_desktop.domain.preferences import Preferences, Theme
from omniflash_desktop.domain.problems import ProblemKind
from omniflash_desktop.domain.request import ReferenceHint
from omniflash_desktop.storage.settings_file import SettingsFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture
def settings(path: Path) -> SettingsFile:
    return SettingsFile(path)


def test_without_a_file_there_are_the_defaults(settings: SettingsFile):
    loaded = settings.load()
    assert loaded.preferences == Preferences()
    assert loaded.set_aside is None


def test_every_setting_is_there_after_a_restart(settings: SettingsFile, tmp_path: Path):
    chosen = Preferences(
        use_sandbox=False,
        base_url="https://mirror.example/v9",
        model="other",
        reference_hint=ReferenceHint.NEVER,
        clips_folder=tmp_path / 'a "quoted" \\ folder 风',
        theme=Theme.DARK,
        language="ja",
        loop=False,
        volume=0.25,
        muted=True,
        undo_send=False,
        clips_at_once=7,
        daily_cap=Decimal("12.50"),
        file_name_pattern="{title} {take}",
        recipe_in_file=False,
        project="Spring campaign",
        video_way=VideoWay.BUCKET,
        bucket_kind=BucketKind.AZURE,
        bucket_endpoint="https://store.example",
        bucket_name="studio-refs",
        bucket_region="eu-central-1",
        bucket_folder="films",
        bucket_link_hours=72,
        bucket_delete_after_use=False,
    )
    assert settings.save(chosen) is None
    assert settings.load().preferences == chosen


def test_what_goes_back_to_the_default_is_no_longer_written(settings: SettingsFile, path: Path):
    settings.save(Preferences(model="other", clips_folder=path.parent))
    settings.save(Preferences())
    assert path.read_text("utf-8").strip() == ""


def test_comments_and_keys_of_a_later_release_stay(settings: SettingsFile, path: Path):
    path.write_text(
        '# by hand\ntheme = "dark"  # at night\nmood = "happy"\n\n[proxy]\nport = 1\n', "utf-8"
    )
    preferences = settings.load().preferences
    settings.save(msgspec.structs.replace(preferences, theme=Theme.LIGHT, volume=0.5))
    text = path.read_text("utf-8")
    for kept in ("# by hand", "# at night", 'mood = "happy"', "[proxy]", "port = 1"):
        assert kept in text
    assert settings.load().preferences == Preferences(theme=Theme.LIGHT, volume=0.5)


@pytest.mark.parametrize(
    "line",
    [
        "volume = 7",
        'volume = "loud"',
        "volume = nan",
        'theme = "pink"',
        'base_url = "ftp://x"',
        "base_url = 5",
        'language = "tlh"',
        'model = " "',
        'clips_folder = ""',
        "clips_folder = [1]",
        'use_sandbox = "yes"',
        "clips_at_once = 0",
        "clips_at_once = 500",
        "daily_cap = -1",
        "daily_cap = nan",
        'daily_cap = "much"',
        'file_name_pattern = " "',
        'video_way = "carrier pigeon"',
        'bucket_kind = "ftp"',
        "bucket_link_hours = 5",
        "bucket_name = 7",
    ],
)
def test_a_value_that_is_not_allowed_counts_as_not_given(
    settings: SettingsFile, path: Path, line: str, caplog: pytest.LogCaptureFixture
):
    path.write_text(f"muted = true\n{line}\n", "utf-8")
    with caplog.at_level(logging.ERROR):
        loaded = settings.load()
    assert loaded.preferences == Preferences(muted=True)
    assert loaded.ignored == (line.split(" ")[0],)


def test_a_file_that_is_not_toml_is_set_aside_and_kept(settings: SettingsFile, path: Path):
    for content in (b"theme = = dark", b"\xff\xfe\x00"):
        path.write_bytes(content)
        loaded = settings.load()
        assert loaded.preferences == Preferences()
        assert loaded.set_aside is not None
        assert loaded.set_aside.name.startswith("settings.broken-20")
        assert loaded.set_aside.read_bytes() == content
        assert not path.exists()
    assert len(list(path.parent.glob("settings.broken-*.toml"))) == 2


def test_an_editor_s_byte_order_mark_is_no_obstacle(settings: SettingsFile, path: Path):
    path.write_bytes(b"\xef\xbb\xbfmuted = true\r\n")
    assert settings.load().preferences == Preferences(muted=True)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path):
    problem = SettingsFile(tmp_path / "nowhere" / "settings.toml").save(Preferences(muted=True))
    assert problem is not None
    assert problem.kind is ProblemKind.FOLDER_UNWRITABLE


def test_a_write_that_fails_leaves_the_old_file_whole(
    settings: SettingsFile, path: Path, monkeypatch: pytest.MonkeyPatch
):
    settings.save(Preferences(muted=True))

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    problem = settings.save(Preferences(volume=0.1))
    assert problem is not None
    assert problem.kind is ProblemKind.DISK_FULL
    assert settings.load().preferences == Preferences(muted=True)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_settings_that_are_kept_elsewhere_stay_there(settings: SettingsFile, path: Path):
    elsewhere = path.with_name("dotfiles.toml")
    elsewhere.write_text("muted = true\n", "utf-8")
    path.symlink_to(elsewhere)
    assert settings.save(Preferences(volume=0.5)) is None
    assert path.is_symlink()
    assert SettingsFile(elsewhere).load().preferences == Preferences(volume=0.5)
