"""A person asks at a terminal what was spent, after clips that really were made."""

import contextlib
import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library

from .conftest import Command, Sandbox


def test_what_was_spent_is_told_by_day_month_and_project(pointed: Command) -> None:
    for prompt in ("kite", "another kite"):
        assert pointed("generate", prompt, "--duration", "4").status == 0
    today = date.today().isoformat()

    ended = pointed("ledger")
    assert ended.status == 0, ended.messages
    assert ended.output == f"{today}     2 clips        $0.50\n"

    day, total, played = pointed("ledger", "--json").records
    assert day == {
        "by": "day",
        "key": today,
        "clips": 2,
        "spent": 0.5,
        "estimated": 0.0,
        "unconfirmed": 0,
        "may_be_billed": 0.0,
        "unpriced": 0,
    }
    assert total == {**day, "by": "total", "key": ""}
    assert (played["by"], played["clips"]) == ("sandbox", 0)

    assert pointed("ledger", "--by", "month", "--json").records[0]["key"] == today[:7]
    assert "(no project)" in pointed("ledger", "--by", "project").output
    assert pointed("ledger", "--since", today, "--until", today, "--json").records[0] == day
    before = pointed("ledger", "--until", "2020-01-01")
    assert (before.output, before.messages) == ("", "Nothing was spent.\n")


def test_every_clip_is_in_the_table(pointed: Command, tmp_path: Path) -> None:
    made = pointed("generate", "=1+1, a kite", "--duration", "4", "--json").last
    table = tmp_path / "ledger.csv"

    ended = pointed("ledger", "--csv", table)
    assert ended.status == 0, ended.messages
    assert str(table) in ended.messages
    with table.open(encoding="utf-8-sig", newline="") as text:
        (row,) = csv.DictReader(text)
    assert (row["id"], row["task_id"], row["amount_usd"]) == (made["id"], made["task_id"], "0.25")
    assert row["prompt"] == "'=1+1, a kite"
    content = table.read_bytes()

    again = pointed("ledger", "--csv", table)
    assert again.status == 2
    assert "nothing is overwritten" in again.messages
    assert table.read_bytes() == content


def test_what_may_be_billed_stands_beside_what_was(pointed: Command, sandbox: Sandbox) -> None:
    assert pointed("generate", "kite [[fault:lost-answer]]", "--duration", "4").status == 4

    ended = pointed("ledger")
    assert "0 clips        $0.00  + $0.25 may be billed (1 clip)" in ended.output
    assert len(sandbox.ledger()["submits"]) == 1


def test_play_money_is_told_and_not_counted(omniflash: Command) -> None:
    assert omniflash("generate", "kite", "--duration", "4").status == 0

    ended = omniflash("ledger")
    assert ended.output == ""
    assert "Nothing was spent." in ended.messages
    assert "1 clip for $0.25 of play money" in ended.messages


def test_a_new_price_is_told_when_its_first_clip_is_finished(pointed: Command) -> None:
    assert pointed("generate", "kite", "--duration", "4").status == 0
    library = open_library(pointed.profile / "library.sqlite3")
    assert isinstance(library, SqliteLibrary)
    with contextlib.closing(library):
        (made,) = library.all()
        for number in range(2):
            dear = made.with_facts(id=f"{number:012}", cost=Decimal("0.40"))
            library.save(dear.with_facts(submitted_at=made.changed_at))

    ended = pointed("generate", "boat", "--duration", "4")
    assert ended.status == 0
    assert "changed its price: $0.40 before, $0.25 for this clip" in ended.messages
    assert "changed" not in pointed("generate", "pond", "--duration", "4").messages


def test_wrong_days_are_told(pointed: Command) -> None:
    rows = (
        (("--since", "yesterday"), "yesterday is no date"),
        (("--since", "2026-11-22", "--until", "2026-11-21"), "lies before"),
        (("--by", "hour"), "invalid choice"),
    )
    for arguments, sentence in rows:
        ended = pointed("ledger", *arguments)
        assert ended.status == 2
        assert sentence in ended.messages


def test_a_profile_that_is_not_there_is_not_made(omniflash: Command) -> None:
    assert omniflash("ledger").status == 0
    assert not omniflash.profile.exists()
