"""Full disks, read-only folders, locked and damaged libraries: a sentence, and nothing is lost."""

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from omniflash_desktop.api.part_file import DISK_RESERVE_BYTES

from .clip_facts import facts_of
from .conftest import Command, Sandbox

MIB = 1024 * 1024


def _mounted(folder: Path, *options: str) -> bool:
    command = ["mount", *options, str(folder)]
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, with a little more room than the app leaves free."""
    folder = tmp_path / "stick"
    folder.mkdir()
    size = DISK_RESERVE_BYTES + 16 * MIB
    if not _mounted(folder, "-t", "tmpfs", "-o", f"size={size}", "tmpfs"):
        pytest.skip("mounting a disk needs an administrator's rights on Linux")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def keeps_clips_in(command: Command, folder: Path) -> None:
    command.profile.mkdir(exist_ok=True)
    settings = command.profile / "settings.toml"
    settings.write_text(f'clips_folder = "{folder.as_posix()}"\n')


def test_a_full_disk_keeps_the_paid_clip_waiting_and_says_how_much_is_missing(
    pointed: Command, sandbox: Sandbox, small_disk: Path
) -> None:
    keeps_clips_in(pointed, small_disk)
    filler = small_disk / "holiday.raw"
    filler.write_bytes(bytes(16 * MIB))

    made = pointed("generate", "kite", "--duration", "4", "--json")

    assert made.status == 3
    assert made.last["state"] == "downloading"
    assert pointed("list", "--json").last["problem"] == "disk_full"
    assert "The clip needs" in made.messages
    assert "0.0 MB is left for it" in made.messages
    assert "It is billed." in made.messages
    assert os.listdir(small_disk) == ["holiday.raw"]

    filler.unlink()
    resumed = pointed("resume", "--json")
    assert resumed.last["state"] == "ready", resumed.messages
    assert len(sandbox.ledger()["submits"]) == 1
    assert os.listdir(small_disk) == [Path(resumed.last["path"]).name]


def test_a_disk_that_is_read_only_keeps_the_paid_clip_waiting(
    pointed: Command, sandbox: Sandbox, small_disk: Path
) -> None:
    keeps_clips_in(pointed, small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    made = pointed("generate", "kite", "--duration", "4", "--json")

    assert made.status == 3
    assert made.last["state"] == "downloading"
    assert pointed("list", "--json").last["problem"] == "folder_unwritable"
    assert "stick cannot be written" in made.messages

    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert pointed("resume", "--json").last["state"] == "ready"
    assert len(sandbox.ledger()["submits"]) == 1


_HOLDER = """
import sqlite3, sys
library = sqlite3.connect(sys.argv[1], isolation_level=None)
library.execute("PRAGMA locking_mode = EXCLUSIVE")
library.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_library_that_another_program_holds_gets_a_sentence_and_keeps_what_it_has(
    pointed: Command, sandbox: Sandbox
) -> None:
    sent = pointed("generate", "kite", "--duration", "4", "--no-wait", "--json")
    library = pointed.profile / "library.sqlite3"
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(library)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        ended = pointed("resume")
        holder.communicate()

    assert ended.status == 3
    assert "at work on this profile already" in ended.messages
    resumed = pointed("resume", "--json")
    assert (resumed.last["id"], resumed.last["state"]) == (sent.last["id"], "ready")
    assert len(sandbox.ledger()["submits"]) == 1


@pytest.mark.parametrize("left", [0, 100, 0.5])
def test_a_library_that_was_cut_off_is_made_anew_from_tasks_and_clips(
    pointed: Command, sandbox: Sandbox, left: float
) -> None:
    home = pointed("generate", "a kite at home", "--duration", "4", "--json").last
    sent = pointed("generate", "a boat at sea", "--duration", "4", "--no-wait", "--json").last
    library = pointed.profile / "library.sqlite3"
    content = library.read_bytes()
    cut = content[: int(len(content) * left) if left < 1 else int(left)]
    library.write_bytes(cut)

    resumed = pointed("resume", "--json")

    assert resumed.status == 0, resumed.messages
    if cut:
        assert "The library was damaged" in resumed.messages
        (aside,) = pointed.profile.glob("library.damaged-*.sqlite3")
        assert aside.read_bytes() == cut
    assert resumed.last["id"] == sent["id"]
    listed = {record["id"]: record for record in pointed("list", "--json").records}
    assert {one: record["state"] for one, record in listed.items()} == {
        home["id"]: "ready",
        sent["id"]: "ready",
    }
    assert listed[home["id"]]["prompt"] == "a kite at home"
    assert listed[home["id"]]["path"] == home["path"]
    assert len(sandbox.ledger()["submits"]) == 2
    assert "damaged" not in pointed("resume").messages
    with contextlib.closing(sqlite3.connect(library)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_request_that_was_on_its_way_when_the_library_broke_is_unconfirmed(
    pointed: Command, sandbox: Sandbox
) -> None:
    lost = pointed("generate", "kite [[fault:lost-answer]]", "--json").last
    (pointed.profile / "library.sqlite3").write_bytes(b"\0" * 50_000)

    resumed = pointed("resume", "--json")

    assert resumed.status == 4
    assert "1 unconfirmed request" in resumed.messages
    assert pointed("list", "--json").last["id"] == lost["id"]
    assert len(sandbox.ledger()["submits"]) == 1


def test_a_clip_tells_what_it_was_made_from_and_is_made_again(
    omniflash: Command, pictures: list[Path]
) -> None:
    made = omniflash(
        *("generate", "a kite 🪁", "--image", pictures[0], "--aspect-ratio", "9:16"),
        *("--duration", "4", "--json"),
    ).last
    clip = Path(made["path"])
    assert facts_of(clip).frames == 96

    recipe = omniflash("recipe", clip, "--json").last
    assert (recipe["prompt"], recipe["duration"]) == ("a kite 🪁", 4)
    assert (recipe["service"], recipe["task_id"]) == ("sandbox", made["task_id"])
    assert recipe["references"][0]["name"] == "picture 1.png"
    assert str(pictures[0].parent) not in json.dumps(recipe)

    again = omniflash("generate", "--from", clip, "--again", "--json").last
    assert again["state"] == "ready"
    assert again["prompt"] == "a kite 🪁"
    assert omniflash("recipe", again["path"], "--json").last["references"] == recipe["references"]

    other = omniflash("generate", "a boat", "--from", clip, "--duration", "6", "--json").last
    told = omniflash("recipe", other["path"], "--json").last
    assert (told["prompt"], told["duration"], told["aspect_ratio"]) == ("a boat", 6, "9:16")


def test_a_reference_that_is_gone_is_asked_for_before_anything_is_paid(
    omniflash: Command, pictures: list[Path], tmp_path: Path
) -> None:
    picture = tmp_path / "mine.png"
    picture.write_bytes(pictures[1].read_bytes())
    clip = omniflash("generate", "kite", "--image", picture, "--duration", "4").output.strip()
    picture.unlink()

    refused = omniflash("generate", "--from", clip)

    assert refused.status == 2
    assert "mine.png" in refused.messages
    assert "--image" in refused.messages
    assert len(omniflash("list", "--json").records) == 1
    again = omniflash("generate", "--from", clip, "--image", pictures[1], "--json")
    assert again.last["state"] == "ready"


def test_a_file_without_a_recipe_and_a_name_pattern_of_one_s_own(
    omniflash: Command, motion_file: Path
) -> None:
    ended = omniflash("recipe", motion_file)
    assert ended.status == 2
    assert "walk.mp4 holds no recipe" in ended.messages

    omniflash.profile.mkdir()
    (omniflash.profile / "settings.toml").write_text(
        'file_name_pattern = "{title} {resolution} {seconds}s"\nrecipe_in_file = false\n'
    )
    clip = Path(omniflash("generate", "red kite", "--duration", "4").output.strip())
    assert clip.name == "red-kite-720p-4s.mp4"
    assert omniflash("recipe", clip).status == 2
