"""The library: what was saved is there again, whatever happened in between."""

import contextlib
import logging
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from generations import NOON, ONE_MINUTE, a_finished_generation, a_generation, a_link

from omniflash_desktop.domain.charge_evidence import (
    BalanceReading,
    ChargeEvidence,
    ChargeVerdict,
    Unclear,
)
from omniflash_desktop.domain.generation import State
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.storage.generation_library import (
    SqliteLibrary,
    open_library,
)
from omniflash_desktop.storage.library_connection import LibraryTroubleError

PACKAGE_ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite3"


@pytest.fixture
def library(file: Path):
    opened = open_library(file)
    assert isinstance(opened, SqliteLibrary)
    with contextlib.closing(opened):
        yield opened


def opened_again(file: Path, **options: bool) -> SqliteLibrary:
    opened = open_library(file, **options)
    assert isinstance(opened, SqliteLibrary), opened
    return opened


def test_every_fact_of_a_clip_is_there_after_a_restart(file: Path):
    saved = a_finished_generation()
    with contextlib.closing(opened_again(file)) as library:
        library.save(saved, durably=True)
    with contextlib.closing(opened_again(file)) as library:
        assert library.find(saved.id) == saved


def test_saving_again_changes_the_one_entry(library: SqliteLibrary):
    library.save(a_generation())
    moved = a_generation().moved_to(State.PREPARING, at=NOON + ONE_MINUTE)
    library.save(moved)
    assert library.all() == [moved]


def test_the_list_begins_with_the_newest(library: SqliteLibrary):
    old = a_generation("a" * 12, created_at=NOON)
    new = a_generation("b" * 12, created_at=NOON + ONE_MINUTE)
    of_the_same_click = a_generation("c" * 12, created_at=NOON + ONE_MINUTE)
    for generation in (new, old, of_the_same_click):
        library.save(generation)
    assert library.all() == [of_the_same_click, new, old]


def test_the_newest_are_read_in_portions(library: SqliteLibrary):
    made = [
        msgspec.structs.replace(a_generation(), id=f"{n:012x}", created_at=NOON + n * ONE_MINUTE)
        for n in range(5)
    ]
    for generation in made:
        library.save(generation)
    assert library.newest(2) == [made[4], made[3]]
    assert library.newest(2, after=2) == [made[2], made[1]]
    assert library.newest(2, after=4) == [made[0]]


def test_what_was_made_since_a_moment_is_found_without_the_rest(library: SqliteLibrary):
    made = [
        a_generation(f"{number:012}", created_at=NOON + number * ONE_MINUTE) for number in range(4)
    ]
    for generation in made:
        library.save(generation)
    assert library.made_since(NOON + 2 * ONE_MINUTE) == [made[3], made[2]]
    assert library.made_since(NOON + 4 * ONE_MINUTE) == []


def test_evidence_of_a_charge_is_kept_to_the_cent(library: SqliteLibrary):
    before = BalanceReading(read_at=NOON, remaining=Decimal("9.75"))
    evidence = ChargeEvidence(
        before=before,
        after=before,
        price=Decimal("0.25"),
        verdict=ChargeVerdict.CANNOT_TELL,
        unclear=Unclear.OTHER_WORK,
    )
    saved = a_generation().with_facts(evidence=evidence, token_id="0123456789ab")
    library.save(saved)
    assert library.all() == [saved]


def test_unfinished_work_comes_oldest_first_without_what_came_to_rest(library: SqliteLibrary):
    for number, state in enumerate(State):
        made = NOON + number * ONE_MINUTE
        library.save(a_generation(f"{number:012}", state=state, created_at=made))
    assert [generation.state for generation in library.unfinished()] == [
        State.DRAFT,
        State.QUEUED,
        State.PREPARING,
        State.UPLOADING,
        State.SUBMITTING,
        State.WAITING,
        State.DOWNLOADING,
        State.UNCONFIRMED,
    ]


def test_a_task_is_found_by_the_service_s_id(library: SqliteLibrary):
    library.save(a_generation())
    library.save(a_finished_generation())
    found = library.find_task("task_01KITE")
    assert found == a_finished_generation()
    assert library.find_task("task_nobody_knows") is None


def test_a_removed_generation_is_gone_and_not_found_by_its_words(library: SqliteLibrary):
    library.save(a_generation())
    library.remove(a_generation().id)
    assert library.find(a_generation().id) is None
    assert library.search("kite") == []


@pytest.mark.parametrize(
    "words", ["kit", "KITE", "风筝", "风", "my sea", "01KIT", "120000_k", "y k", '"sea', "  "]
)
def test_a_clip_is_found_by_parts_of_its_words(library: SqliteLibrary, words: str):
    looked_for = a_finished_generation(title='My "sea" kite')
    library.save(looked_for)
    library.save(a_generation(prompt="a dog", created_at=NOON - ONE_MINUTE))
    assert looked_for in library.search(words)


@pytest.mark.parametrize("words", ["100%x", "k_te", "kite dog", "zebra"])
def test_a_clip_without_one_of_the_words_is_not_found(library: SqliteLibrary, words: str):
    library.save(a_finished_generation())
    library.save(a_generation(prompt="a dog at 100"))
    assert library.search(words) == []


def test_a_new_title_is_found_and_the_old_one_no_longer(library: SqliteLibrary):
    library.save(a_generation(title="Monday"))
    library.save(a_generation(title="Tuesday"))
    assert library.search("monday") == []
    assert library.search("tuesday") == [a_generation(title="Tuesday")]


def test_without_trigrams_words_are_found_all_the_same(file: Path, monkeypatch: pytest.MonkeyPatch):
    with contextlib.closing(opened_again(file)) as library:
        library.save(a_generation(prompt="before"))
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 30, 0))
    with contextlib.closing(opened_again(file)) as library:
        library.save(a_generation(prompt="meanwhile"))
        assert len(library.search("meanwhile")) == 1
    monkeypatch.undo()
    with contextlib.closing(opened_again(file)) as library:
        assert len(library.search("meanwhile")) == 1
        assert library.search("before") == []


def test_the_last_link_of_an_upload_is_the_one_that_counts(library: SqliteLibrary):
    library.remember_upload(a_link(url="https://files.example/first.jpg"))
    last = a_link(url="https://files.example/last.jpg", uploaded_at=NOON + ONE_MINUTE)
    library.remember_upload(last)
    assert library.upload_of(last.sha256, service=last.service) == last
    assert library.upload_of(last.sha256, service="https://elsewhere.example") is None


def test_a_file_name_that_is_no_text_is_kept_to_the_byte(library: SqliteLibrary):
    odd = Path("/videos/caf\udce9.mp4")
    clip = a_finished_generation().clip
    assert clip is not None
    saved = a_finished_generation(clip=msgspec.structs.replace(clip, path=odd))
    library.save(saved)
    found = library.find(saved.id)
    assert found is not None
    assert found.clip is not None
    assert found.clip.path == odd


def test_a_field_of_a_later_release_is_no_obstacle(library: SqliteLibrary, file: Path):
    library.save(a_generation())
    change_facts(file, "json_set(facts, '$.mood', 'happy')")
    assert library.find(a_generation().id) == a_generation()


def test_a_state_of_a_later_release_is_left_alone_and_told_of_once(
    library: SqliteLibrary, file: Path, caplog: pytest.LogCaptureFixture
):
    library.save(a_generation())
    library.save(a_finished_generation())
    change_facts(file, 'replace(facts, \'"state":"queued"\', \'"state":"dreaming"\')')
    with caplog.at_level(logging.WARNING):
        assert library.all() == [a_finished_generation()]
        assert library.all() == [a_finished_generation()]
    assert len(caplog.records) == 1
    assert library.unreadable_ids == {a_generation().id}
    with contextlib.closing(sqlite3.connect(file)) as raw:
        kept = raw.execute("SELECT count(*) FROM generations WHERE facts LIKE '%dreaming%'")
        assert kept.fetchone() == (1,)


def change_facts(file: Path, expression: str) -> None:
    with contextlib.closing(sqlite3.connect(file)) as raw, raw:
        raw.execute(f"UPDATE generations SET facts = {expression}")


_READER = """
import pathlib, sys
from omniflash_desktop.storage.generation_library import open_library
library = open_library(pathlib.Path(sys.argv[1]), read_only=True)
for line in sys.stdin:
    print(len(library.all()), flush=True)
"""


def test_another_process_reads_while_this_one_writes(library: SqliteLibrary, file: Path):
    library.save(a_generation("a" * 12))
    with subprocess.Popen(
        [sys.executable, "-c", _READER, str(file)],
        cwd=PACKAGE_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        seen: list[str] = []
        for generation_id in ("b" * 12, "c" * 12):
            reader.stdin.write("\n")
            reader.stdin.flush()
            seen.append(reader.stdout.readline().strip())
            library.save(a_generation(generation_id))
        reader.stdin.close()
    assert seen == ["1", "2"]


def test_a_reader_changes_nothing(library: SqliteLibrary, file: Path):
    with (
        contextlib.closing(opened_again(file, read_only=True)) as reader,
        pytest.raises(LibraryTroubleError) as trouble,
    ):
        reader.save(a_generation())
    assert trouble.value.problem.kind is ProblemKind.FOLDER_UNWRITABLE
    assert library.all() == []


def test_reading_where_there_is_no_library_finds_none_and_makes_none(file: Path):
    with contextlib.closing(opened_again(file, read_only=True)) as reader:
        assert reader.all() == []
    assert not file.exists()


def test_a_library_of_a_later_release_is_refused_and_left_alone(file: Path):
    with contextlib.closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA user_version = 99")
    before = file.read_bytes()
    for read_only in (False, True):
        refused = open_library(file, read_only=read_only)
        assert isinstance(refused, Problem)
        assert refused.kind is ProblemKind.LIBRARY_NEWER
    assert file.read_bytes() == before


def test_what_is_no_library_is_told_apart_and_left_alone(file: Path):
    file.write_bytes(b"Dear diary, " * 500)
    refused = open_library(file)
    assert isinstance(refused, Problem)
    assert refused.kind is ProblemKind.LIBRARY_DAMAGED
    assert file.read_bytes() == b"Dear diary, " * 500


def test_a_library_with_its_end_cut_off_is_damaged(file: Path):
    with contextlib.closing(opened_again(file)) as library:
        for number in range(50):
            library.save(a_generation(f"{number:012}"))
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    refused = open_library(file)
    assert isinstance(refused, Problem)
    assert refused.kind is ProblemKind.LIBRARY_DAMAGED


def test_a_library_that_another_process_holds_is_locked_and_not_damaged(
    library: SqliteLibrary, file: Path, monkeypatch: pytest.MonkeyPatch
):
    library.save(a_generation())
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        library._connection.execute("PRAGMA busy_timeout = 20")
        with pytest.raises(LibraryTroubleError) as trouble:
            library.save(a_generation(title="new"))
        other.execute("ROLLBACK")
    assert trouble.value.problem.kind is ProblemKind.LIBRARY_LOCKED
    assert library.all() == [a_generation()]


def test_a_folder_that_is_not_there_is_told_apart(tmp_path: Path):
    refused = open_library(tmp_path / "nowhere" / "library.sqlite3")
    assert isinstance(refused, Problem)
    assert refused.kind is ProblemKind.FOLDER_UNWRITABLE


def test_a_full_disk_keeps_what_was_there(library: SqliteLibrary):
    library.save(a_generation())
    (pages,) = library._connection.execute("PRAGMA page_count").fetchone()
    library._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LibraryTroubleError) as trouble:
        library.save(a_generation(prompt="long " * 50_000))
    assert trouble.value.problem.kind is ProblemKind.DISK_FULL
    assert library.all() == [a_generation()]


_WRITER = """
import pathlib, sys
sys.path[:0] = [sys.argv[2]]
from generations import a_generation
from omniflash_desktop.storage.generation_library import open_library
library = open_library(pathlib.Path(sys.argv[1]))
library.save(a_generation(), durably=True)
print("saved", flush=True)
sys.stdin.read()
"""


def test_what_was_saved_durably_survives_the_death_of_the_process(file: Path):
    command = [sys.executable, "-c", _WRITER, str(file), str(Path(__file__).parent)]
    with subprocess.Popen(
        command, cwd=PACKAGE_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == b"saved"
        writer.kill()
    with contextlib.closing(opened_again(file)) as library:
        assert library.all() == [a_generation()]
