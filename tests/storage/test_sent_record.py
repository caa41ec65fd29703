"""The record of sent work: a second memory, for the day on which the library is gone."""

import contextlib
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from generations import NOON, a_finished_generation, a_generation

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.storage.generation_library import (
    SqliteLibrary,
    open_library,
)
from omniflash_desktop.storage.library_connection import LibraryTroubleError
from omniflash_desktop.storage.sent_record import SentRecord

PACKAGE_ROOT = Path(__file__).parents[2]
NOW = datetime.now(UTC)
ID = "0123456789ab"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite3"


@pytest.fixture
def record(file: Path) -> SentRecord:
    return SentRecord.of_library(file)


def opened(file: Path) -> SqliteLibrary:
    library = open_library(file)
    assert isinstance(library, SqliteLibrary), library
    return library


def waiting(generation_id: str = ID, **facts: object) -> Generation:
    given = {"state": State.WAITING, "task_id": f"task_{generation_id}", "changed_at": NOW}
    return a_generation(generation_id, **{**given, **facts})


def test_a_request_is_known_from_before_it_leaves_until_it_is_home(record: SentRecord, file: Path):
    record.note(a_generation())
    assert record.entries() == []

    sent = a_generation(state=State.SUBMITTING, body=b"{}")
    for step in (sent, waiting(), waiting(state=State.DOWNLOADING, file_name="kite.mp4")):
        record.note(step)
        assert SentRecord.of_library(file).entries() == [step]

    record.note(a_finished_generation(ID))
    assert record.entries() == []


def test_what_changes_nothing_for_the_money_is_not_written_again(record: SentRecord, file: Path):
    record.note(waiting())
    size = (file.parent / "library.sent.jsonl").stat().st_size
    for percent in range(50):
        record.note(waiting(service_status=f"processing {percent}"))
    assert (file.parent / "library.sent.jsonl").stat().st_size == size


def test_a_task_that_was_given_up_is_kept_as_long_as_its_clip_may_come(record: SentRecord):
    late = waiting(state=State.CANCELLED, changed_at=NOW - timedelta(days=8))
    fresh = waiting("b" * 12, state=State.CANCELLED)
    for given_up in (late, fresh):
        record.note(given_up)
    record.note(
        a_generation("c" * 12, state=State.FAILED, problem=Problem(kind=ProblemKind.REFUSED))
    )
    assert record.entries() == [late, fresh]
    assert record.compact() == [fresh]
    assert record.entries() == [fresh]


def test_a_request_that_went_back_to_the_queue_is_not_thought_sent(record: SentRecord):
    record.note(a_generation(state=State.SUBMITTING))
    record.note(a_generation(state=State.QUEUED))
    assert record.entries() == []


@pytest.mark.parametrize(
    "torn", [b'{"sent": {"id": "01', b"\xff\xfe\x00", b"[" * 50_000, b'{"sent": 7}', b"null"]
)
def test_what_a_dying_disk_left_half_written_costs_its_own_line_only(
    record: SentRecord, file: Path, torn: bytes
):
    record.note(waiting("a" * 12))
    with (file.parent / "library.sent.jsonl").open("ab") as raw:
        raw.write(torn)
    record.note(waiting("b" * 12))
    assert [one.id for one in record.entries()] == ["a" * 12, "b" * 12]


def test_a_record_that_cannot_be_written_keeps_nobody_from_anything(record: SentRecord, file: Path):
    (file.parent / "library.sent.jsonl").mkdir()
    record.note(waiting())
    record.forget(ID)
    assert record.compact() == []


def test_the_library_writes_the_record_by_itself_and_a_lost_one_comes_back(file: Path):
    with contextlib.closing(opened(file)) as library:
        library.save(a_generation(), durably=True)
        library.save(a_generation(state=State.SUBMITTING), durably=True)
        library.save(waiting(), durably=True)
        library.save(a_generation("c" * 12, state=State.SUBMITTING), durably=True)
        library.save(waiting("d" * 12))
        library.remove("d" * 12)
    file.unlink()

    with contextlib.closing(opened(file)) as library:
        assert {one.id: one.state for one in library.all()} == {
            ID: State.WAITING,
            "c" * 12: State.SUBMITTING,
        }
        assert library.find_task(f"task_{ID}") == waiting()


def test_a_task_id_that_the_library_could_not_take_is_there_at_the_next_start(file: Path):
    library = opened(file)
    library.save(a_generation(state=State.SUBMITTING), durably=True)
    blocker = opened(file)
    blocker._connection.execute("BEGIN EXCLUSIVE")
    library._connection.execute("PRAGMA busy_timeout = 20")
    with pytest.raises(LibraryTroubleError):
        library.save(waiting(), durably=True)
    blocker.close()
    library.close()

    with contextlib.closing(opened(file)) as library:
        assert library.all() == [waiting()]


def test_work_of_a_release_that_kept_no_record_is_in_it_from_the_next_start(
    file: Path, record: SentRecord
):
    with contextlib.closing(opened(file)) as library:
        library.save(waiting())
        library.save(a_generation("b" * 12))
    record.remove()

    opened(file).close()

    assert record.entries() == [waiting()]


def test_the_library_s_own_word_stands_where_it_has_an_answer(file: Path):
    with contextlib.closing(opened(file)) as library:
        library.save(waiting())
    record = SentRecord.of_library(file)
    with contextlib.closing(opened(file)) as library:
        problem = Problem(kind=ProblemKind.TASK_FAILED, charged=Charged.NO)
        library.save(waiting(state=State.FAILED, problem=problem))
    # An old line that was never crossed out, as after a power cut.
    record.note(waiting())

    with contextlib.closing(opened(file)) as library:
        assert [one.state for one in library.all()] == [State.FAILED]


def with_an_older_library(file: Path, *later: Generation) -> SqliteLibrary:
    """Opens a library that was put back to the moment of the click; its record was not."""
    with contextlib.closing(opened(file)) as library:
        library.save(a_generation(), durably=True)
    as_it_was = file.read_bytes()
    with contextlib.closing(opened(file)) as library:
        for step in later:
            library.save(step, durably=True)
    file.write_bytes(as_it_was)
    return opened(file)


@pytest.mark.parametrize("sent", [a_generation(state=State.SUBMITTING, body=b"{}"), waiting()])
def test_what_was_sent_is_not_in_the_queue_again_where_the_library_is_an_older_one(
    file: Path, sent: Generation
):
    with contextlib.closing(with_an_older_library(file, sent)) as library:
        assert library.all() == [sent]


def test_a_clip_that_came_home_is_not_in_the_queue_again_either(file: Path):
    named = waiting(state=State.DOWNLOADING, file_name="kite.mp4", file_sha256="ab" * 32)
    steps = (waiting(), named, a_finished_generation(ID))
    with contextlib.closing(with_an_older_library(file, *steps)) as library:
        # Its file is found by its name and its hash, and nothing is fetched again.
        assert library.all() == [named]


def test_what_was_refused_and_waits_in_the_queue_stays_there(file: Path):
    submitting = a_generation(state=State.SUBMITTING, body=b"{}")
    with contextlib.closing(with_an_older_library(file, submitting, a_generation())) as library:
        assert library.all() == [a_generation()]


_WRITER = """
import os, pathlib, signal, sys
sys.path[:0] = [sys.argv[2]]
from generations import a_generation
from omniflash_desktop.domain.generation import State
from omniflash_desktop.storage import generation_library
library = generation_library.open_library(pathlib.Path(sys.argv[1]))
library.save(a_generation(state=State.SUBMITTING), durably=True)
library._save = lambda *_args, **_facts: os.kill(os.getpid(), signal.SIGKILL)
library.save(a_generation(state=State.WAITING, task_id="task_paid"), durably=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX's")
def test_a_task_id_survives_a_kill_between_the_record_and_the_library(file: Path):
    command = [sys.executable, "-c", _WRITER, str(file), str(Path(__file__).parent)]
    assert subprocess.run(command, cwd=PACKAGE_ROOT, check=False).returncode == -9
    with contextlib.closing(opened(file)) as library:
        assert [(one.state, one.task_id) for one in library.all()] == [(State.WAITING, "task_paid")]


def test_compacting_leaves_one_line_for_each_that_is_under_way(record: SentRecord, file: Path):
    for number in range(20):
        record.note(waiting(f"{number:012}"))
        record.note(a_finished_generation(f"{number:012}"))
    record.note(waiting(created_at=NOON))
    record.compact()
    lines = (file.parent / "library.sent.jsonl").read_bytes().splitlines()
    assert len(lines) == 1
