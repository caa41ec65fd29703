"""Making the same again at a terminal: asked about when it costs, and easy when it was free."""

import contextlib
import os
import subprocess
import sys

import httpx
import pytest

from omniflash_desktop.storage.generation_library import SqliteLibrary, open_library

from .conftest import Command, Sandbox

KITE = ("generate", "kite", "--duration", "4")


def switch_faults(sandbox: Sandbox, *names: str) -> None:
    answer = httpx.post(
        f"{sandbox.base_url}/sandbox/faults", json={"faults": names}, headers=sandbox.headers
    )
    answer.raise_for_status()


def test_the_same_clip_is_made_twice_only_on_demand(pointed: Command, sandbox: Sandbox) -> None:
    assert pointed(*KITE).status == 0

    refused = pointed(*KITE, "--json")

    assert refused.status == 2
    assert refused.output == ""
    assert "The same clip was asked for less than a minute ago" in refused.messages
    assert "about $0.25" in refused.messages
    assert "--again" in refused.messages
    assert sandbox.ledger()["submit_count"] == 1

    assert pointed(*KITE, "--again").status == 0
    assert pointed(*KITE[:-1], "6").status == 0
    assert sandbox.ledger()["submit_count"] == 3


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo terminals")
@pytest.mark.parametrize(("answer", "submits"), [("y\n", 2), ("\n", 1), ("n\n", 1)])
def test_at_a_terminal_the_person_is_asked(
    pointed: Command, sandbox: Sandbox, answer: str, submits: int
) -> None:
    assert pointed(*KITE).status == 0
    ours, theirs = os.openpty()
    command = subprocess.Popen(
        pointed.words(*KITE),
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env=pointed.environment,
    )
    os.close(theirs)
    try:
        shown = _read_until(ours, "[y/N]")
        assert "about $0.25" in shown
        os.write(ours, answer.encode())
        # A terminal that nobody reads fills up, and its writer waits.
        _read_until(ours, None)
        assert command.wait(60) == (0 if submits == 2 else 1)
    finally:
        command.kill()
        command.wait()
        os.close(ours)
    assert sandbox.ledger()["submit_count"] == submits


def _read_until(terminal: int, words: str | None) -> str:
    read = ""
    while words is None or words not in read:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            # Linux says so when the other side has gone.
            break
        if not piece:
            break
        read += piece.decode("utf-8", errors="replace")
    return read


def test_failures_that_cost_nothing_are_made_again_all_at_once(
    pointed: Command, sandbox: Sandbox
) -> None:
    switch_faults(sandbox, "no-capacity")
    for prompt in ("kite", "boat"):
        assert pointed("generate", prompt, "--duration", "4").status == 1
    switch_faults(sandbox)
    assert pointed("generate", "x [[fault:moderation]]", "--duration", "4").status == 1
    before = sandbox.ledger()["submit_count"]

    planned = pointed("retry", "--dry-run")
    assert planned.status == 0
    assert "2 clips are made again, about $0.50 in all." in planned.messages
    assert len(planned.output.splitlines()) == 2
    assert sandbox.ledger()["submit_count"] == before

    made = pointed("retry", "--json")
    assert made.status == 0, made.messages
    assert sorted(r["prompt"] for r in made.records if r["state"] == "ready") == ["boat", "kite"]
    # The moderated one was charged and refunded.
    assert sandbox.ledger()["used_usd"] == 0.5
    assert "no clip failed without a charge" in pointed("retry").messages


def test_a_retry_that_fails_again_leaves_nothing_to_be_sent_some_other_day(
    pointed: Command, sandbox: Sandbox
) -> None:
    pointed.profile.mkdir()
    # One after the other: clips that go together are all on their way before the third fails.
    (pointed.profile / "settings.toml").write_text("clips_at_once = 1\n")
    switch_faults(sandbox, "no-capacity")
    for number in range(5):
        assert pointed("generate", f"kite {number}", "--duration", "4").status == 1

    again = pointed("retry", "--json")

    assert again.status == 1
    # Three alike were enough; the others were told so, and have failed as before.
    assert sandbox.ledger()["submit_count"] == 5 + 3
    assert {r["state"] for r in pointed("list", "--json").records} == {"failed"}
    assert "failed in the same way" in pointed("status", again.last["id"]).messages
    assert pointed("resume").messages.startswith("Nothing is unfinished.")


def test_a_days_limit_stops_the_command_and_leaves_nothing_in_line(
    pointed: Command, sandbox: Sandbox
) -> None:
    pointed.profile.mkdir()
    (pointed.profile / "settings.toml").write_text('daily_cap = "0.40"\n')
    assert pointed(*KITE).status == 0

    over = pointed("generate", "boat", "--duration", "4", "--json")

    assert over.status == 1
    assert over.last["state"] == "failed"
    assert over.last["problem"] == "daily_cap_reached"
    assert "more than your limit of $0.40" in over.messages
    assert "Nothing was billed." in over.messages
    assert sandbox.ledger()["submit_count"] == 1
    assert pointed("resume").messages.startswith("Nothing is unfinished.")


def test_a_clip_is_billed_to_a_project(omniflash: Command) -> None:
    omniflash.profile.mkdir()
    (omniflash.profile / "settings.toml").write_text('project = "House"\n')
    usual = omniflash(*KITE, "--no-wait", "--json").last
    spring = omniflash("generate", "boat", "--project", "Spring", "--no-wait", "--json").last

    library = open_library(omniflash.profile / "library.sqlite3", read_only=True)
    assert isinstance(library, SqliteLibrary)
    with contextlib.closing(library):
        projects = {one.id: one.project for one in library.all()}
    assert projects == {usual["id"]: "House", spring["id"]: "Spring"}
    assert usual["order"] == 0.0
