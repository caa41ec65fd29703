"""Folders and files as they lie on a disk: what is taken of them, and what is left out."""

import os
from pathlib import Path

import pytest

from omniflash_desktop.ui.compose import found_files as looking
from omniflash_desktop.ui.compose.found_files import found_files, is_fleeting, kept_copy
from omniflash_desktop.ui.compose.media_kinds import MediaKind

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def filled(folder: Path, *names: str) -> Path:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(PNG)
    return folder


def names_in(*paths: Path) -> list[str]:
    return [file.path.name for file in found_files(paths).files]


def test_a_folder_gives_its_images_and_videos_as_a_file_manager_sorts_them(tmp_path: Path) -> None:
    folder = filled(
        tmp_path / "trip", "kite 10.png", "kite 2.png", "Bay.JPG", "b/a.mov", "notes.txt", "2/x.gif"
    )
    # Not the texts that lie beside them: nobody wants to hear of those.
    assert names_in(folder) == ["Bay.JPG", "kite 2.png", "kite 10.png", "x.gif", "a.mov"]
    assert found_files([folder]).left_out == 0


def test_several_folders_and_files_stay_in_their_order(tmp_path: Path) -> None:
    one, two = filled(tmp_path / "one", "b.png"), filled(tmp_path / "two", "a.png")
    single = filled(tmp_path, "z.png") / "z.png"
    assert names_in(two, single, one) == ["a.png", "z.png", "b.png"]


def test_what_is_hidden_in_a_folder_is_left_out_and_counted(tmp_path: Path) -> None:
    folder = filled(tmp_path / "trip", "a.png", ".b.png", "._a.png", ".cache/c.png", ".DS_Store")
    found = found_files([folder])
    assert [file.path.name for file in found.files] == ["a.png"]
    assert found.hidden == 2


def test_a_hidden_file_that_is_named_is_meant(tmp_path: Path) -> None:
    assert names_in(filled(tmp_path, ".kite.png") / ".kite.png") == [".kite.png"]


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_links_that_lead_in_a_circle_are_not_followed(tmp_path: Path) -> None:
    folder = filled(tmp_path / "trip", "a.png", "in/b.png")
    (folder / "in" / "back").symlink_to(folder)
    (folder / "self.png").symlink_to(folder / "self.png")
    (folder / "gone.png").symlink_to(tmp_path / "nowhere.png")
    found = found_files([folder])
    assert [file.path.name for file in found.files] == ["a.png", "b.png"]
    assert found.unreadable == 2
    # The folder itself may be named by a link.
    (tmp_path / "link").symlink_to(folder)
    assert len(found_files([tmp_path / "link"]).files) == 2


def test_what_cannot_be_read_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = filled(tmp_path / "trip", "a.png", "locked.png", "shut/b.png")

    def scandir(path: Path | str) -> object:
        if Path(path).name == "shut":
            raise PermissionError
        return real_scandir(path)

    real_scandir, real_access = os.scandir, os.access
    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(
        os, "access", lambda path, mode: "locked" not in str(path) and real_access(path, mode)
    )
    found = found_files([folder, tmp_path / "missing.png", Path("a\0b.png")])
    assert [file.path.name for file in found.files] == ["a.png"]
    assert found.unreadable == 4


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_with_a_pictures_name_is_never_opened(tmp_path: Path) -> None:
    folder = filled(tmp_path / "trip", "a.png")
    os.mkfifo(folder / "pipe.png")
    assert names_in(folder) == ["a.png"]
    assert found_files([folder / "pipe.png"]).others == 1


def test_a_whole_disk_is_not_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "MOST_FILES", 3)
    folder = filled(tmp_path / "trip", *(f"{number}.png" for number in range(5)))
    found = found_files([folder])
    assert (len(found.files), found.has_more) == (3, True)
    monkeypatch.setattr(looking, "MOST_ENTRIES", 2)
    assert found_files([folder]).has_more
    deep = tmp_path / "deep"
    filled(deep / "/".join("d" * looking.DEEPEST), "far.png")
    assert found_files([deep]).has_more


def test_a_look_that_nobody_waits_for_ends(tmp_path: Path) -> None:
    folder = filled(tmp_path / "trip", "a.png", "b.png")
    assert found_files([folder], is_wanted=lambda: False).files == ()


def test_a_file_without_an_ending_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    image, video, words = (tmp_path / name for name in ("image", "video.unknown", "words"))
    image.write_bytes(PNG)
    video.write_bytes(b"\0\0\0\x18ftypisom\0\0\0\0")
    words.write_bytes(b"once upon a time")
    found = found_files([image, video, words])
    assert [file.kind for file in found.files] == [MediaKind.IMAGE, MediaKind.VIDEO]
    assert found.others == 1


@pytest.mark.parametrize(
    "name",
    ["🪁 kite.png", "a\nb.png", "k" * 246 + ".png", "\u05e2\u05e4\u05d9\u05e4\u05d5\u05df.png"],
)
@pytest.mark.skipif(os.name == "nt", reason="such names cannot be there")
def test_odd_names_are_names(tmp_path: Path, name: str) -> None:
    file = filled(tmp_path / "trip", name) / name
    assert names_in(tmp_path / "trip") == [name]
    kept = kept_copy(file, tmp_path / "kept")
    assert kept is not None
    assert (kept.name, kept.read_bytes()) == (name, PNG)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/tmp/dnd_file-3/kite.png", True),
        ("/var/folders/a/T/TemporaryItems/NSIRD_screencaptureui_x/s.png", True),
        ("/home/me/.cache/.fr-a1B2/kite.png", True),
        ("/home/me/Pictures/kite.png", False),
        ("/tmp/kite.png", False),
    ],
)
def test_files_that_programs_take_away_again_are_known_by_their_folders(
    path: str, expected: bool
) -> None:
    assert is_fleeting(Path(path)) is expected


def test_of_a_file_that_is_gone_nothing_is_kept(tmp_path: Path) -> None:
    assert kept_copy(tmp_path / "gone.png", tmp_path / "kept") is None
    assert kept_copy(tmp_path, tmp_path / "kept") is None
