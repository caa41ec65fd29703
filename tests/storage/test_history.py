"""What the columns tell: costs, times and the ledger, without reading whole generations."""

import contextlib
import sqlite3
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from generations import NOON, ONE_MINUTE, a_finished_generation, a_generation

from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.ledger import Certainty, Charge, LedgerEntry
from omniflash_desktop.domain.prices import PriceTier
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.references import VideoReference
from omniflash_desktop.domain.request import GenerationRequest, Mode, Resolution
from omniflash_desktop.domain.time_bands import RenderTime
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from omniflash_desktop.storage.ledger_books import LedgerBooks

SERVICE = "https://service.example.test"
SIX_SECONDS = PriceTier(Resolution.HD_720, 6)
LIKE_A_VIDEO = PriceTier(Resolution.HD_720, None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite3"


@pytest.fixture
def library(file: Path):
    opened = open_library(file)
    assert isinstance(opened, SqliteLibrary)
    with contextlib.closing(opened):
        yield opened


def a_clip(number: int, *, after: int | None = None, **facts: Any) -> Generation:
    """A finished one at the real service, sent so many minutes after noon."""
    given: dict[str, Any] = {
        "service": SERVICE,
        "state": State.READY,
        "task_id": f"task_{number}",
        "submitted_at": NOON + (number if after is None else after) * ONE_MINUTE,
        "cost": Decimal("0.30"),
        "estimate": Decimal("0.30"),
        "elapsed_seconds": 60.0 + number,
    }
    return a_generation(f"{number:012}", **(given | facts))


def with_video(**facts: Any) -> GenerationRequest:
    return GenerationRequest(
        prompt="kite", video=VideoReference(url="https://example.test/a.mp4"), **facts
    )


def saved(library: SqliteLibrary, *generations: Generation) -> None:
    for generation in generations:
        library.save(generation)


def costs(library: SqliteLibrary, tier: PriceTier = SIX_SECONDS, **facts: str) -> list[Decimal]:
    return library.newest_costs(tier, **{"service": SERVICE, **facts})


def test_the_clip_that_was_sent_last_tells_its_cost_first(library: SqliteLibrary):
    saved(
        library,
        a_clip(1, after=3, cost=Decimal("0.33")),
        a_clip(2, after=1, cost=Decimal("0.31")),
        a_clip(3, after=2, cost=Decimal("0.32")),
    )
    assert costs(library) == [Decimal("0.33"), Decimal("0.32"), Decimal("0.31")]
    assert costs(library, without="000000000001") == [Decimal("0.32"), Decimal("0.31")]


def test_each_kind_of_clip_has_costs_of_its_own(library: SqliteLibrary):
    saved(
        library,
        a_clip(1),
        a_clip(2, request=GenerationRequest(prompt="kite", duration=8)),
        a_clip(3, request=with_video(), cost=Decimal("0.08")),
        a_clip(4, request=with_video(duration=10), cost=Decimal("0.09")),
        a_clip(5, service="https://elsewhere.example.test"),
    )
    assert costs(library) == [Decimal("0.30")]
    assert costs(library, LIKE_A_VIDEO) == [Decimal("0.09"), Decimal("0.08")]
    assert costs(library, PriceTier(Resolution.UHD_4K, 6)) == []


def test_nothing_is_learned_from_what_tells_no_price(library: SqliteLibrary):
    refunded = Problem(kind=ProblemKind.TASK_FAILED)
    saved(
        library,
        a_clip(1, cost=None, elapsed_seconds=None),
        a_clip(2, cost=Decimal(0), elapsed_seconds=0.0),
        a_clip(3, state=State.FAILED, problem=refunded),
        a_clip(4, request=GenerationRequest(prompt="")),
        a_clip(5, state=State.QUEUED, submitted_at=None),
    )
    assert costs(library) == []
    assert library.newest_times(Resolution.HD_720, service=SERVICE) == []


def test_times_come_with_what_they_are_the_times_of(library: SqliteLibrary):
    saved(library, a_clip(1), a_clip(2, request=with_video()), a_clip(3, service="sandbox"))
    assert library.newest_times(Resolution.HD_720, service=SERVICE) == [
        RenderTime(Mode.MOTION_REFERENCE, None, 62.0),
        RenderTime(Mode.TEXT_TO_VIDEO, 6, 61.0),
    ]


def test_the_questions_are_answered_from_indexes_alone(library: SqliteLibrary):
    asked: list[str] = []
    library._connection.set_trace_callback(asked.append)
    costs(library)
    library.newest_times(Resolution.HD_720, service=SERVICE)
    library.charges(since=NOON, until=NOON + ONE_MINUTE)
    library._connection.set_trace_callback(None)
    plans = [
        row[3]
        for question in asked
        for row in library._connection.execute(f"EXPLAIN QUERY PLAN {question}")
        if "generations" in row[3]
    ]
    assert len(plans) == 3
    assert all("SEARCH" in plan and "COVERING INDEX" in plan for plan in plans), plans


def test_a_line_of_the_ledger_tells_all_that_the_generation_does(library: SqliteLibrary):
    made = a_finished_generation(service=SERVICE, project="kites", problem=None)
    library.save(made)
    assert made.submitted_at is not None
    assert library.entries() == [
        LedgerEntry(
            charge=Charge(
                sent_at=made.submitted_at,
                service=SERVICE,
                charged=Charged.YES,
                project="kites",
                cost=Decimal("0.85"),
                estimate=Decimal("0.85"),
            ),
            generation_id=made.id,
            state=State.READY,
            prompt=made.request.prompt,
            task_id="task_01KITE",
            title="My kite",
            mode=Mode.IMAGE_TO_VIDEO,
            resolution=Resolution.UHD_4K,
            seconds=8,
        )
    ]


def test_the_ledger_holds_what_was_sent_and_nothing_that_never_was(library: SqliteLibrary):
    refused = Problem(kind=ProblemKind.CONTENT_REFUSED)
    unknown = Problem(kind=ProblemKind.OUTCOME_UNKNOWN, charged=Charged.UNKNOWN)
    never_sent = {"task_id": None, "submitted_at": None, "cost": None}
    saved(
        library,
        a_clip(1, state=State.QUEUED, **never_sent),
        a_clip(2, state=State.CANCELLED, **never_sent),
        a_clip(3, state=State.FAILED, problem=refused, **never_sent),
        a_clip(4, state=State.UNCONFIRMED, problem=unknown, **never_sent),
        a_clip(5, state=State.WAITING, cost=None),
        a_clip(6, state=State.FAILED, problem=Problem(kind=ProblemKind.TASK_FAILED)),
        a_clip(7),
    )
    told = {entry.generation_id[-1]: entry.charge.certainty for entry in library.entries()}
    assert told == {
        "4": Certainty.MAY_BE_BILLED,
        "5": Certainty.ESTIMATED,
        "6": Certainty.NOT_CHARGED,
        "7": Certainty.EXACT,
    }


def test_a_span_begins_with_its_first_moment_and_ends_before_its_last(library: SqliteLibrary):
    saved(library, *(a_clip(number) for number in range(5)))
    span = {"since": NOON + ONE_MINUTE, "until": NOON + 3 * ONE_MINUTE}
    assert [entry.generation_id[-1] for entry in library.entries(**span)] == ["1", "2"]
    assert len(library.charges(**span)) == 2


def test_removing_a_clip_gives_no_money_back_and_keeps_none_of_its_words(
    library: SqliteLibrary, file: Path
):
    kept, removed = a_clip(1), a_clip(2, title="Secret", project="kites")
    saved(library, kept, removed)
    before = library.charges()
    library.remove(removed.id)
    assert library.charges() == before
    (line,) = [one for one in library.entries() if one.generation_id == removed.id]
    assert (line.prompt, line.title, line.task_id) == ("", "", "task_2")
    assert costs(library) == [Decimal("0.30")]
    with contextlib.closing(sqlite3.connect(file)) as raw:
        assert "Secret" not in "".join(raw.iterdump())


def test_removing_what_was_never_charged_leaves_nothing(library: SqliteLibrary):
    library.save(a_clip(1, state=State.FAILED, problem=Problem(kind=ProblemKind.TASK_FAILED)))
    library.remove("000000000001")
    assert library.entries() == []


def test_a_clip_that_comes_back_is_counted_once(library: SqliteLibrary):
    saved(library, a_clip(1))
    library.remove("000000000001")
    library.save(a_clip(1))
    assert len(library.charges()) == 1


def test_the_books_are_read_while_the_library_is_written(library: SqliteLibrary, file: Path):
    books = LedgerBooks(file)
    assert books.charges(since=None, until=None) == []
    library.save(a_clip(1))
    assert books.charges(since=None, until=None) == library.charges()
    assert books.entries(since=NOON, until=NOON + timedelta(days=1)) == library.entries()


def test_where_there_is_no_library_the_books_are_empty(file: Path):
    assert LedgerBooks(file).entries(since=None, until=None) == []
    assert not file.exists()


def test_books_of_a_damaged_library_say_so(file: Path):
    file.write_bytes(b"Dear diary, " * 500)
    refused = LedgerBooks(file).charges(since=None, until=None)
    assert isinstance(refused, Problem)
    assert refused.kind is ProblemKind.LIBRARY_DAMAGED


def test_a_line_that_only_a_later_release_understands_is_left_to_it(
    library: SqliteLibrary, file: Path
):
    saved(library, a_clip(1), a_clip(2))
    with contextlib.closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE generations SET state = 'dreaming', mode = 'dream' WHERE id LIKE '%1'")
    assert [entry.generation_id[-1] for entry in library.entries()] == ["2"]
    assert [time.elapsed for time in library.newest_times(Resolution.HD_720, service=SERVICE)] == [
        62.0
    ]


def test_a_table_takes_the_place_of_another_as_a_whole(tmp_path: Path, file: Path):
    table = tmp_path / "ledger.csv"
    table.write_text("old")

    def rows():
        yield ("a", "b")
        raise OSError("the disk is gone")

    assert LedgerBooks(file).write_table(table, rows()) is not None
    assert table.read_text() == "old"
    assert LedgerBooks(file).write_table(table, [("a", "ü\n,")]) is None
    assert table.read_bytes() == b'\xef\xbb\xbfa,"\xc3\xbc\n,"\r\n'
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.csv"]


def test_a_table_in_a_folder_that_is_not_there_gets_a_problem(tmp_path: Path, file: Path):
    refused = LedgerBooks(file).write_table(tmp_path / "no" / "ledger.csv", [("a",)])
    assert refused is not None
    assert (refused.kind, refused.subject) == (ProblemKind.FOLDER_UNWRITABLE, "ledger.csv")
