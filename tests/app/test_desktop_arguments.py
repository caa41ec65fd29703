"""What is named behind `omniflash-desktop`: files, folders and links."""

from pathlib import Path

import pytest

from omniflash_desktop.app.desktop_arguments import parse


def test_files_are_named_from_where_the_user_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    named = parse(["kite.png", "../other/🪁\nkite.png", "trip"]).files
    assert named == [
        tmp_path / "kite.png",
        tmp_path.parent / "other" / "🪁\nkite.png",
        tmp_path / "trip",
    ]


def test_links_stay_links_and_addresses_of_files_become_files(tmp_path: Path) -> None:
    kite = tmp_path / "a kite.png"
    link = "https://pics.example/kite.png?size=1"
    assert parse([link, kite.as_uri()]).files == [link, kite]


def test_a_link_to_a_file_keeps_its_name(tmp_path: Path) -> None:
    (tmp_path / "real.png").write_bytes(b"")
    named = tmp_path / "named.png"
    named.symlink_to(tmp_path / "real.png")
    assert parse([str(named)]).files == [named]
