"""Each misbehaviour of the sandbox, with the real command: what was sent, charged, and came home.

The sandbox's ledger is the judge of the first two, the folder of clips of the third.
"""

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from omniflash_desktop.cli.exit_status import ExitStatus

from .clip_facts import facts_of
from .conftest import Command, Ended, Sandbox

FOUR_SECONDS = "0.25"


def generate(command: Command, fault: str) -> Ended:
    return command("generate", f"kite [[fault:{fault}]]", "--duration", "4", "--json")


def assert_home(command: Command, ended: Ended) -> None:
    """The clip is there as a whole, under its own name, and nothing half-done is left."""
    assert ended.status == 0, ended.messages
    assert ended.last["verdict"] is None
    assert facts_of(Path(ended.last["path"])).frames == 4 * 24
    assert_no_remains(command, clips=1)


def assert_no_remains(command: Command, *, clips: int) -> None:
    assert not list(command.profile.rglob("*.part*"))
    folder = command.profile / "clips"
    files = sorted(folder.iterdir()) if folder.exists() else []
    assert len(files) == clips, files


def assert_sent(sandbox: Sandbox, *, submits: int, charges: int) -> dict[str, Any]:
    ledger = sandbox.ledger()
    assert (ledger["submit_count"], ledger["charge_count"]) == (submits, charges)
    return ledger


@pytest.mark.parametrize(
    ("fault", "downloads"),
    [
        ("cut-download", 3),
        ("expired-link", 2),
        ("html-download", 2),
        ("odd-shapes", 1),
        ("stuck-progress", 1),
        ("offline", 3),
    ],
)
def test_a_clip_comes_home_in_spite_of(
    pointed: Command, sandbox: Sandbox, fault: str, downloads: int
) -> None:
    ended = generate(pointed, fault)

    assert_home(pointed, ended)
    ledger = assert_sent(sandbox, submits=1, charges=1)
    assert ledger["download_count"] >= downloads
    assert ledger["downloads_with_token"] == 0


def test_too_many_requests_are_repeated_as_they_were(pointed: Command, sandbox: Sandbox) -> None:
    ended = generate(pointed, "refuse-429")

    assert_home(pointed, ended)
    submits = assert_sent(sandbox, submits=3, charges=1)["submits"]
    assert [submit["status"] for submit in submits] == [429, 429, 200]
    assert len({submit["idempotency_key"] for submit in submits}) == 1
    assert len({submit["body_sha256"] for submit in submits}) == 1


def test_a_lost_answer_is_told_with_the_evidence_and_never_sent_again(
    pointed: Command, sandbox: Sandbox
) -> None:
    ended = generate(pointed, "lost-answer")

    told = "Very likely charged: the balance fell from $25.00 to $24.75, the price of this clip."
    assert ended.status == 4
    assert (ended.last["state"], ended.last["verdict"]) == ("unconfirmed", "likely_charged")
    assert told in ended.messages
    assert "It may be billed." in ended.messages, "a guess is not a fact"
    assert told in pointed("status", ended.last["id"]).messages
    assert pointed("status", ended.last["id"], "--json").last["verdict"] == "likely_charged"

    resumed = pointed("resume")

    assert resumed.status == 4
    assert told in resumed.messages
    assert_sent(sandbox, submits=1, charges=1)
    assert_no_remains(pointed, clips=0)


def test_a_server_error_after_the_submit_is_told_with_the_evidence(
    pointed: Command, sandbox: Sandbox
) -> None:
    ended = generate(pointed, "server-500")

    assert ended.status == 4
    assert (ended.last["state"], ended.last["verdict"]) == ("unconfirmed", "likely_not_charged")
    assert "Very likely not charged: the balance is still $25.00" in ended.messages
    assert "It may be billed." in ended.messages
    assert pointed("resume").status == 4
    assert_sent(sandbox, submits=1, charges=0)
    assert_no_remains(pointed, clips=0)


def test_an_outage_at_the_submit_leaves_one_try_and_says_what_cannot_be_told(
    pointed: Command, sandbox: Sandbox
) -> None:
    sandbox.post("/sandbox/faults", {"faults": ["offline"]})
    ended = pointed("generate", "kite", "--duration", "4", "--json")

    assert ended.status == 4
    assert (ended.last["state"], ended.last["verdict"]) == ("unconfirmed", "cannot_tell")
    assert "cannot be told: the balance could not be read" in ended.messages

    sandbox.post("/sandbox/faults", {"faults": []})
    assert pointed("resume").status == 4
    assert_sent(sandbox, submits=1, charges=0)
    assert_no_remains(pointed, clips=0)


def test_a_command_that_is_killed_while_it_sends_finds_out_at_the_next_start(
    pointed: Command, sandbox: Sandbox
) -> None:
    words = pointed.words("generate", "kite [[fault:slow-answer*30]]", "--duration", "4")
    sending = subprocess.Popen(
        words, env=pointed.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _until(lambda: sandbox.ledger()["charge_count"] == 1)
    sending.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    sending.wait(30)

    resumed = pointed("resume", "--json")

    assert resumed.status == 4
    assert (resumed.last["state"], resumed.last["verdict"]) == ("unconfirmed", "likely_charged")
    assert_sent(sandbox, submits=1, charges=1)
    assert_no_remains(pointed, clips=0)


def test_a_clip_that_failed_gives_its_price_back_and_is_no_mystery(
    pointed: Command, sandbox: Sandbox
) -> None:
    ended = generate(pointed, "moderation")

    assert ended.status == 1
    assert ended.last["verdict"] is None
    assert "Nothing was billed." in ended.messages
    ledger = assert_sent(sandbox, submits=1, charges=1)
    assert (ledger["charged_usd"], ledger["remaining_usd"]) == (float(FOUR_SECONDS), 25.0)
    assert_no_remains(pointed, clips=0)


def test_a_link_that_is_dead_for_good_is_explained(pointed: Command, sandbox: Sandbox) -> None:
    ended = generate(pointed, "expired-for-good")

    assert ended.status == 1
    assert ended.last["problem"] == "result_expired"
    assert "It is billed." in ended.messages
    assert_sent(sandbox, submits=1, charges=1)
    assert_no_remains(pointed, clips=0)


def _until(happened: Any, patience: float = 60.0) -> None:
    deadline = time.monotonic() + patience
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def test_a_picture_that_could_not_be_fetched_is_sent_once_more_and_charged_once(
    pointed: Command, sandbox: Sandbox, pictures: list[Path]
) -> None:
    picture = ("--image", pictures[0], "--duration", "4", "--json")

    ended = pointed("generate", "kite [[fault:unfetchable-link]]", *picture)

    assert_home(pointed, ended)
    ledger = assert_sent(sandbox, submits=2, charges=2)
    assert len({submit["idempotency_key"] for submit in ledger["submits"]}) == 2
    assert ledger["used_usd"] == 0.25, "the first try was given back"
    assert "uploaded again and sent once more. The first try was not charged." in ended.messages


def test_a_link_of_the_users_own_is_never_sent_once_more(
    pointed: Command, sandbox: Sandbox
) -> None:
    link = f"{sandbox.base_url}/nothing/here.png"

    ended = pointed("generate", "kite [[fault:unfetchable-link]]", "--image", link, "--json")

    assert ended.status == ExitStatus.FAILED
    assert_sent(sandbox, submits=1, charges=1)
    assert ended.last["problem"] == "link_unreachable"
    assert ended.last["truth"] == "not_charged"
