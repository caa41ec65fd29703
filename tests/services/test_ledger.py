"""What was spent, asked of a real library: sums by day, and a table for a spreadsheet."""

import asyncio
import contextlib
import csv
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omniflash_desktop.domain.generation import Generation
from omniflash_desktop.domain.ledger import LedgerTotals, Period
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.ledger import COLUMNS, Ledger
from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library
from omniflash_desktop.storage.ledger_books import LedgerBooks
from tests.builders import CLICK, a_generation

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite3"


@pytest.fixture
def library(file: Path) -> Iterator[SqliteLibrary]:
    opened = open_library(file)
    assert isinstance(opened, SqliteLibrary)
    with contextlib.closing(opened):
        yield opened


def a_clip(number: int, *, at: datetime = CLICK, **facts: Any) -> Generation:
    return a_generation().made_at(at).with_facts(id=f"{number:012}", **facts).ready()


def parts(totals: LedgerTotals | Problem) -> dict[str, Decimal]:
    assert isinstance(totals, LedgerTotals)
    return {part.key: part.spent for part in totals.parts}


def rows_of(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


async def test_a_day_ends_where_its_people_live(library: SqliteLibrary, file: Path) -> None:
    evening = datetime(2026, 11, 22, 22, 59, tzinfo=UTC)
    library.save(a_clip(1, at=evening))
    library.save(a_clip(2, at=evening + timedelta(minutes=1)))
    ledger = Ledger(LedgerBooks(file), BERLIN)

    assert parts(await ledger.totals(Period.DAY)) == {
        "2026-11-22": Decimal("0.30"),
        "2026-11-23": Decimal("0.30"),
    }
    sunday = date(2026, 11, 22)
    assert parts(await ledger.totals(Period.MONTH, since=sunday, until=sunday)) == {
        "2026-11": Decimal("0.30")
    }
    entries = await ledger.entries(since=date(2026, 11, 23))
    assert isinstance(entries, list)
    assert [entry.generation_id[-1] for entry in entries] == ["2"]


async def test_the_loop_goes_on_while_the_books_are_read(
    library: SqliteLibrary, file: Path
) -> None:
    class SlowBooks(LedgerBooks):
        go_on = threading.Event()

        def charges(self, **span: Any) -> Any:
            assert self.go_on.wait(10), "nobody else came to a turn"
            return super().charges(**span)

    library.save(a_clip(1))
    books = SlowBooks(file)
    asked = asyncio.ensure_future(Ledger(books).totals(Period.DAY))
    await asyncio.sleep(0)
    library.save(a_clip(2))
    books.go_on.set()
    totals = await asked
    assert isinstance(totals, LedgerTotals)
    assert totals.total.clips == 2


async def test_the_table_holds_what_the_ledger_knows(
    library: SqliteLibrary, file: Path, tmp_path: Path
) -> None:
    prompt = 'a kite, "red",\nover the sea – 风筝'
    made = a_clip(7, project="kites", estimate=Decimal("0.3"), title="Mine", cost=Decimal("0.3005"))
    library.save(made.with_facts(request=a_generation().with_prompt(prompt).queued().request))
    table = tmp_path / "ledger.csv"

    assert await Ledger(LedgerBooks(file), BERLIN).write_csv(table) is None

    assert table.read_bytes().startswith(b"\xef\xbb\xbfsent,id,")
    assert rows_of(table) == [
        {
            "sent": "2026-11-22T11:00:00+01:00",
            "id": "000000000007",
            "task_id": "task_01",
            "state": "ready",
            "service": made.service,
            "project": "kites",
            "title": "Mine",
            "prompt": prompt,
            "mode": "text_to_video",
            "resolution": "720p",
            "seconds": "6",
            "certainty": "exact",
            "play_money": "no",
            "amount_usd": "0.3005",
            "cost_usd": "0.3005",
            "estimate_usd": "0.30",
        }
    ]


async def test_a_task_made_elsewhere_has_empty_cells(
    library: SqliteLibrary, file: Path, tmp_path: Path
) -> None:
    request = a_generation().with_prompt("").queued().request
    library.save(a_clip(1, cost=None).with_facts(request=request))
    table = tmp_path / "ledger.csv"
    assert await Ledger(LedgerBooks(file)).write_csv(table) is None
    (row,) = rows_of(table)
    assert {name for name in COLUMNS if row[name] == ""} == {
        *("project", "title", "prompt", "mode", "resolution", "seconds"),
        *("amount_usd", "cost_usd", "estimate_usd"),
    }
    assert row["certainty"] == "estimated"


async def test_play_money_is_marked(library: SqliteLibrary, file: Path, tmp_path: Path) -> None:
    library.save(a_generation().in_sandbox().ready())
    table = tmp_path / "ledger.csv"
    assert await Ledger(LedgerBooks(file)).write_csv(table) is None
    assert [row["play_money"] for row in rows_of(table)] == ["yes"]


@pytest.mark.parametrize(
    "prompt",
    ['=HYPERLINK("http://x.test")', "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"],  # noqa: RUF001
)
async def test_a_spreadsheet_computes_nothing_that_somebody_typed(
    library: SqliteLibrary, file: Path, tmp_path: Path, prompt: str
) -> None:
    request = a_generation().with_prompt(prompt).queued().request
    library.save(
        a_clip(1, title=prompt, project=prompt, task_id=prompt).with_facts(request=request)
    )
    table = tmp_path / "ledger.csv"
    assert await Ledger(LedgerBooks(file)).write_csv(table) is None
    (row,) = rows_of(table)
    for name in ("prompt", "title", "project", "task_id"):
        assert row[name] == f"'{prompt}"


async def test_the_table_holds_no_link_and_nothing_of_a_token(
    library: SqliteLibrary, file: Path, tmp_path: Path
) -> None:
    link = "https://files.example.test/out.mp4?signature=abc123"
    library.save(a_clip(1, result_url=link, token_id="f1f2f3f4f5f6", idempotency_key="secret-key"))
    table = tmp_path / "ledger.csv"
    assert await Ledger(LedgerBooks(file)).write_csv(table) is None
    text = table.read_text("utf-8-sig")
    assert "000000000001" in text
    for secret in ("signature", "f1f2f3f4f5f6", "secret-key"):
        assert secret not in text


@settings(deadline=None, max_examples=25)
@given(
    texts=st.lists(
        st.text(st.characters(blacklist_categories=["Cs"]), min_size=1), min_size=1, max_size=5
    )
)
def test_whatever_is_typed_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("table")
    library = open_library(folder / "library.sqlite3")
    assert isinstance(library, SqliteLibrary)
    with contextlib.closing(library):
        for number, text in enumerate(texts):
            library.save(a_clip(number, at=CLICK + timedelta(seconds=number), title=text))
    ledger = Ledger(LedgerBooks(folder / "library.sqlite3"))
    assert asyncio.run(ledger.write_csv(folder / "t.csv")) is None
    read_back = [row["title"] for row in rows_of(folder / "t.csv")]
    assert [title.removeprefix("'") for title in read_back] == [
        text.removeprefix("'") for text in texts
    ]


async def test_a_folder_that_is_not_there_gets_a_problem(
    library: SqliteLibrary, file: Path, tmp_path: Path
) -> None:
    library.save(a_clip(1))
    refused = await Ledger(LedgerBooks(file)).write_csv(tmp_path / "no" / "ledger.csv")
    assert refused is not None
    assert refused.kind is ProblemKind.FOLDER_UNWRITABLE


@pytest.fixture
def damaged(file: Path) -> Path:
    file.write_bytes(b"no library " * 1000)
    return file


async def test_a_damaged_library_gets_a_problem_and_no_table(damaged: Path, tmp_path: Path) -> None:
    ledger = Ledger(LedgerBooks(damaged))
    for answer in (
        await ledger.totals(Period.DAY),
        await ledger.entries(),
        await ledger.write_csv(tmp_path / "ledger.csv"),
    ):
        assert isinstance(answer, Problem)
        assert answer.kind is ProblemKind.LIBRARY_DAMAGED
    assert not (tmp_path / "ledger.csv").exists()
