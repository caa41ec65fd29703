"""Small pictures of references are bounded: what was used longest ago goes first."""

import os
from pathlib import Path

from omniflash_desktop.storage.picture_cache import PictureCache


def a_picture(path: Path, *, used_at: float, size_bytes: int = 1000) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size_bytes))
    os.utime(path, (used_at, used_at))
    return path


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    old = a_picture(tmp_path / "previews" / "old.jpg", used_at=1000)
    older = a_picture(tmp_path / "thumbnails" / "older.jpg", used_at=500)
    new = a_picture(tmp_path / "previews" / "new.jpg", used_at=2000)
    PictureCache(tmp_path).remove_oldest(most_bytes=2000)
    assert not older.exists()
    assert old.exists()
    PictureCache(tmp_path).remove_oldest(most_bytes=1500)
    assert not old.exists()
    assert new.exists()


def test_pictures_of_clips_are_not_counted_and_stay(tmp_path: Path) -> None:
    poster = a_picture(tmp_path / "posters" / "clip.jpg", used_at=1, size_bytes=9000)
    new = a_picture(tmp_path / "previews" / "new.jpg", used_at=2000)
    PictureCache(tmp_path).remove_oldest(most_bytes=1000)
    assert poster.exists()
    assert new.exists()
