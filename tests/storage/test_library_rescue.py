"""Damaged libraries: set aside, never deleted, and made anew from all that can be read."""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from generations import NOON, ONE_MINUTE, a_finished_generation, a_generation

from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import VideoReference
from omniflash_desktop.domain.request import GenerationRequest
from omniflash_desktop.domain.rescued_library import RescuedLibrary
from omniflash_desktop.storage import library_rescue
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from omniflash_desktop.storage.library_rescue import rescue_library
from omniflash_desktop.storage.library_swap import rescued_file

PACKAGE_ROOT = Path(__file__).parents[2]
PAGE = 4096
CLIPS = 300
TODAY = datetime.now().astimezone().strftime("%Y-%m-%d")
ASIDE = f"library.damaged-{TODAY}.sqlite3"

Damage = Callable[[bytes], bytes]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite3"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A library of 300 clips, with prompts of many lengths."""
    path = tmp_path_factory.mktemp("whole") / "library.sqlite3"
    with contextlib.closing(opened(path)) as library, library.all_at_once():
        for number in range(CLIPS):
            request = GenerationRequest(prompt=f"kite {number} " * (number % 400 + 1))
            library.save(
                a_finished_generation(
                    f"{number:012x}", request=request, created_at=NOON + number * ONE_MINUTE
                )
            )
    return path.read_bytes()


def opened(file: Path) -> SqliteLibrary:
    library = open_library(file)
    assert isinstance(library, SqliteLibrary), library
    return library


def rescued(file: Path) -> RescuedLibrary:
    outcome = rescue_library(file)
    assert isinstance(outcome, RescuedLibrary), outcome
    return outcome


def garbage_head(content: bytes) -> bytes:
    return b"Dear diary, " * 8 + content[96:]


def garbage_first_page(content: bytes) -> bytes:
    return b"\xff" * PAGE + content[PAGE:]


def pages_of_noise(content: bytes) -> bytes:
    noisy, chance = bytearray(content), random.Random(7)
    for page in chance.sample(range(10, len(content) // PAGE), 12):
        noisy[page * PAGE : (page + 1) * PAGE] = chance.randbytes(PAGE)
    return bytes(noisy)


def cut_at(share: float) -> Damage:
    return lambda content: content[: int(len(content) * share)]


@pytest.mark.parametrize(
    ("damage", "at_least"),
    [
        (garbage_head, CLIPS),
        (garbage_first_page, CLIPS),
        (pages_of_noise, CLIPS - 13),
        (cut_at(0.95), CLIPS * 0.85),
        (cut_at(0.5), CLIPS * 0.4),
        (cut_at(0.001), 0),
        (lambda _content: b"Dear diary, " * 500, 0),
    ],
    ids=["head", "first page", "noise", "end cut off", "half", "a stump", "another file"],
)
def test_what_can_be_read_is_in_the_new_library_and_the_old_one_beside_it(
    file: Path, whole: bytes, damage: Damage, at_least: float
):
    damaged = damage(whole)
    file.write_bytes(damaged)

    outcome = rescued(file)

    assert outcome.set_aside == ASIDE
    assert (file.parent / ASIDE).read_bytes() == damaged
    with contextlib.closing(opened(file)) as library:
        assert len(library.all()) == outcome.clips >= at_least
        assert library.has_unread_clips
        library.clips_were_read()
    assert sorted(os.listdir(file.parent)) == sorted([ASIDE, file.name])


def test_running_tasks_come_back_though_the_whole_library_is_gone(file: Path):
    with contextlib.closing(opened(file)) as library:
        library.save(a_generation(state=State.WAITING, task_id="task_paid"), durably=True)
        library.save(a_generation("b" * 12, state=State.SUBMITTING), durably=True)
        library.save(a_finished_generation(), durably=True)
    file.write_bytes(b"\0" * 20_000)

    outcome = rescued(file)

    assert (outcome.clips, outcome.running, outcome.unconfirmed) == (0, 1, 1)
    with contextlib.closing(opened(file)) as library:
        found = library.find_task("task_paid")
        assert found is not None
        assert found.state is State.WAITING


def test_what_was_spent_on_removed_clips_is_not_forgotten(file: Path):
    kept = a_finished_generation("a" * 12, submitted_at=NOON, cost=Decimal("0.25"))
    removed = a_finished_generation("b" * 12, submitted_at=NOON, cost=Decimal("0.40"))
    with contextlib.closing(opened(file)) as library:
        for one in (kept, removed):
            library.save(one)
        library.remove(removed.id)

    rescued(file)

    with contextlib.closing(opened(file)) as library:
        spent = [one.amount for one in library.charges()]
    assert sorted(one for one in spent if one is not None) == [Decimal("0.25"), Decimal("0.40")]


def test_a_log_of_writes_goes_aside_with_its_library_and_is_read_too(file: Path):
    # A process that was killed leaves what it wrote last in the log.
    library = opened(file)
    library.save(a_finished_generation())
    left = {end: file.with_name(file.name + end).read_bytes() for end in ("", "-wal")}
    library.close()
    for end, content in left.items():
        file.with_name(file.name + end).write_bytes(content)

    assert rescued(file).clips == 1
    aside = file.with_name(ASIDE)
    assert aside.with_name(f"{ASIDE}-wal").read_bytes() == left["-wal"]
    assert not file.with_name(f"{file.name}-wal").exists()


def test_a_second_damage_on_one_day_gets_a_name_of_its_own(file: Path, whole: bytes):
    for name in (ASIDE, f"library.damaged-{TODAY}-2.sqlite3"):
        file.write_bytes(cut_at(0.5)(whole))
        assert rescued(file).set_aside == name


def test_on_a_full_disk_everything_stays_as_it_is(
    file: Path, whole: bytes, monkeypatch: pytest.MonkeyPatch
):
    damaged = cut_at(0.5)(whole)
    file.write_bytes(damaged)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(library_rescue.shutil, "copyfile", refuse)
    outcome = rescue_library(file)

    assert isinstance(outcome, Problem)
    assert outcome.kind is ProblemKind.DISK_FULL
    assert os.listdir(file.parent) == [file.name]
    assert file.read_bytes() == damaged


def test_damage_that_shows_while_the_library_is_in_use_is_mended_at_once(file: Path, whole: bytes):
    file.write_bytes(pages_of_noise(whole))
    library = open_library(file, mend=rescue_library)
    assert isinstance(library, SqliteLibrary)
    heard: list[RescuedLibrary] = []
    library.on_rescue = heard.append
    with contextlib.closing(library):
        assert len(library.all()) >= CLIPS - 13
        library.save(a_generation(state=State.WAITING, task_id="task_new"), durably=True)
        assert library.find_task("task_new") is not None
    assert [outcome.set_aside for outcome in heard] == [ASIDE]
    with contextlib.closing(opened(file)) as library:
        assert library.find_task("task_new") is not None


def test_a_write_that_meets_the_damage_is_not_lost(file: Path, whole: bytes):
    file.write_bytes(whole)
    library = open_library(file, mend=rescue_library)
    assert isinstance(library, SqliteLibrary)
    with contextlib.closing(library):
        with file.open("r+b") as raw:
            raw.write(b"x" * PAGE * 4)
        library._connection.execute("PRAGMA cache_size = 0")
        library._connection.execute("PRAGMA shrink_memory")
        paid = a_generation(state=State.WAITING, task_id="task_paid", changed_at=datetime.now(UTC))
        library.save(paid, durably=True)
        assert library.find_task("task_paid") == paid


def test_a_library_that_was_cut_off_to_nothing_has_its_clips_read(file: Path):
    file.touch()
    with contextlib.closing(opened(file)) as library:
        assert library.has_unread_clips


def test_a_library_that_is_gone_has_its_clips_read(file: Path):
    with contextlib.closing(opened(file)) as library:
        assert not library.has_unread_clips
        library.save(a_generation(state=State.WAITING, task_id="task_paid"), durably=True)
    file.unlink()
    with contextlib.closing(opened(file)) as library:
        assert library.has_unread_clips


_RESCUER = """
import os, pathlib, signal, sys
from omniflash_desktop.storage import library_rescue, library_swap
step = int(sys.argv[2])
steps = iter(range(99))

def counted(work):
    def run(*args, **how):
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return work(*args, **how)
    return run

os.rename = counted(os.rename)
os.replace = counted(os.replace)
pathlib.Path.touch = counted(pathlib.Path.touch)
pathlib.Path.replace = counted(pathlib.Path.replace)
library_rescue.shutil.copyfile = counted(library_rescue.shutil.copyfile)
library_rescue.rescue_library(pathlib.Path(sys.argv[1]))
print(next(steps))
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX's")
@pytest.mark.parametrize("step", range(8))
def test_a_rescue_that_is_killed_at_any_step_is_finished_by_the_next_start(
    file: Path, whole: bytes, step: int
):
    damaged = garbage_head(whole)
    file.write_bytes(damaged)
    file.with_name(f"{file.name}-wal").write_bytes(b"")
    command = [sys.executable, "-c", _RESCUER, str(file), str(step)]
    ended = subprocess.run(command, cwd=PACKAGE_ROOT, check=False, capture_output=True)
    assert ended.returncode in (-signal.SIGKILL, 0), ended.stderr

    library = open_library(file)
    if isinstance(library, Problem):
        assert library.kind is ProblemKind.LIBRARY_DAMAGED
        rescued(file)
        library = opened(file)

    with contextlib.closing(library):
        assert len(library.all()) == CLIPS
    assert not rescued_file(file).exists()
    copies = [path for path in file.parent.iterdir() if path.name.startswith("library.damaged")]
    assert damaged in [path.read_bytes() for path in copies]


def test_references_are_found_by_their_content_among_the_newest(file: Path):
    with contextlib.closing(opened(file)) as library:
        used = a_finished_generation(reference_hashes=("ab" * 32,))
        library.save(used)
        assert library.files_of_reference("ab" * 32) == [Path("/home/ana/kite.jpg")]
        assert library.files_of_reference("cd" * 32) == []
        assert library.files_of_reference("") == []


def test_a_video_is_found_by_the_content_of_its_copy_too(file: Path):
    dance = VideoReference(path=Path("/home/ana/dance.mp4"))
    with contextlib.closing(opened(file)) as library:
        sent = a_finished_generation(
            request=GenerationRequest(prompt="a dance", video=dance),
            reference_hashes=("ab" * 32, "cd" * 32),
        )
        library.save(sent)
        assert library.files_of_reference("ab" * 32) == [dance.path]
        assert library.files_of_reference("cd" * 32) == [dance.path]


def test_a_sqlite_file_of_somebody_else_is_no_library(file: Path):
    with contextlib.closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE generations (id TEXT)")
        other.commit()
    library = open_library(file)
    assert isinstance(library, Problem)
