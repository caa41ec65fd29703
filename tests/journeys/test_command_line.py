"""A person at a terminal, from the first clip to a restart."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .clip_facts import facts_of
from .conftest import Command, Sandbox


def test_a_newcomer_makes_a_clip_with_one_command(omniflash: Command) -> None:
    ended = omniflash("generate", "a red paper boat drifts on a pond", "--duration", "4")

    assert ended.status == 0, ended.messages
    clip = Path(ended.output.strip())
    assert clip.parent == omniflash.profile.resolve() / "clips"
    assert "a-red-paper-boat-drifts" in clip.name
    facts = facts_of(clip)
    assert (facts.width, facts.height, facts.frames) == (1280, 720, 4 * 24)
    assert "Ready" in ended.messages


def test_a_copy_is_put_where_it_is_wanted_and_never_over_a_file(
    omniflash: Command, tmp_path: Path
) -> None:
    out = tmp_path / "boat.mp4"
    out.write_bytes(b"mine")

    refused = omniflash("generate", "boat", "--out", out)
    assert refused.status == 2
    assert "nothing is overwritten" in refused.messages
    assert out.read_bytes() == b"mine"
    assert omniflash("list").output == ""

    out.unlink()
    made = omniflash("generate", "boat", "--duration", "4", "--out", out)
    assert made.status == 0, made.messages
    assert facts_of(out).frames == 96


def test_json_tells_each_state_and_list_and_status_tell_the_same(omniflash: Command) -> None:
    made = omniflash("generate", "kite", "--duration", "4", "--json")

    states = [record["state"] for record in made.records]
    assert states == ["queued", "preparing", "submitting", "waiting", "downloading", "ready"]
    record = made.last
    assert record["cost"] == 0.25
    assert record["problem"] is None
    assert Path(record["path"]).is_file()
    assert omniflash("list", "--json").records == [record]
    assert omniflash("status", record["id"][:6], "--json").last == record
    assert omniflash("status", record["task_id"], "--json").last == record


def test_a_clip_that_was_sent_is_fetched_by_a_later_command(omniflash: Command) -> None:
    sent = omniflash("generate", "kite", "--duration", "4", "--no-wait", "--json")
    assert sent.status == 0
    assert sent.last["state"] == "waiting"

    resumed = omniflash("resume", "--json")

    assert resumed.status == 0
    assert resumed.last["state"] == "ready"
    assert resumed.last["id"] == sent.last["id"]
    assert omniflash("resume").messages.startswith("Nothing is unfinished.")


def test_a_killed_command_is_gone_on_with_and_nothing_is_paid_twice(
    pointed: Command, sandbox: Sandbox
) -> None:
    running = subprocess.Popen(
        pointed.words("generate", "kite", "--duration", "4", "--json"),
        stdout=subprocess.PIPE,
        env=pointed.environment,
        text=True,
    )
    assert running.stdout is not None
    for line in running.stdout:
        if json.loads(line)["state"] == "waiting":
            break
    running.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    running.communicate()

    resumed = pointed("resume", "--json")

    assert resumed.status == 0, resumed.messages
    assert resumed.last["state"] == "ready"
    submits = sandbox.ledger()["submits"]
    assert len(submits) == 1
    assert not list((pointed.profile / "clips").glob(".*.part"))


def test_a_lost_answer_is_never_sent_again(pointed: Command, sandbox: Sandbox) -> None:
    made = pointed("generate", "kite [[fault:lost-answer]]", "--json")

    assert made.status == 4
    assert made.last["state"] == "unconfirmed"
    assert "may be billed" in made.messages
    assert pointed("resume").status == 4
    assert len(sandbox.ledger()["submits"]) == 1


def test_a_task_made_elsewhere_is_fetched_by_its_id(
    pointed: Command, sandbox: Sandbox, tmp_path: Path
) -> None:
    body = {"model": "Omni-Flash-Ext", "prompt": "made by another client", "duration": 4}
    answer = sandbox.post("/v1/videos/generations", body).raise_for_status()
    task_id = answer.json()["data"][0]["task_id"]

    fetched = pointed("fetch", task_id, "--out", tmp_path / "theirs.mp4")

    assert fetched.status == 0, fetched.messages
    assert facts_of(tmp_path / "theirs.mp4").frames == 96
    assert pointed("list", "--json").last["task_id"] == task_id


def test_a_task_that_nobody_knows_leaves_no_trace(pointed: Command) -> None:
    ended = pointed("fetch", "task_of_nobody")

    assert ended.status == 1
    assert "does not know this task" in ended.messages
    assert pointed("list").output == ""


def test_the_sandbox_takes_its_own_options(omniflash: Command) -> None:
    plain = Command(omniflash.profile, omniflash.environment)
    ended = plain("sandbox", "--help")

    assert ended.status == 0
    assert "--seconds-per-task" in ended.output
    assert plain("sandbox", "--no-such-option").status == 2


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal's Ctrl+C is another thing there")
def test_ctrl_c_leaves_the_sandbox_its_work_and_resume_goes_on(omniflash: Command) -> None:
    running = subprocess.Popen(
        omniflash.words("generate", "kite", "--duration", "4", "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=omniflash.environment,
        text=True,
        start_new_session=True,
    )
    assert running.stdout is not None
    for line in running.stdout:
        if json.loads(line)["state"] == "waiting":
            break
    # As a terminal does it: to every process of the command.
    os.killpg(running.pid, signal.SIGINT)
    _, messages = running.communicate(timeout=30)

    assert running.returncode == 1
    assert "omniflash resume" in messages
    assert "Traceback" not in messages
    assert omniflash("resume", "--json").last["state"] == "ready"


def test_a_token_is_about_the_service_even_where_the_sandbox_is_preferred(
    omniflash: Command,
) -> None:
    omniflash.profile.mkdir()
    (omniflash.profile / "settings.toml").write_text("use_sandbox = true\n")
    plain = Command(omniflash.profile, omniflash.environment)

    assert plain("token", "where").output == "nowhere\n"
    assert plain("token", "forget").status == 3
    assert omniflash("token", "where").status == 2


def test_a_damaged_library_gets_a_sentence(omniflash: Command) -> None:
    omniflash.profile.mkdir()
    library = omniflash.profile / "library.sqlite3"
    library.write_bytes(b"no library " * 1000)
    for command in ("list", "doctor"):
        ended = omniflash(command)
        assert ended.status == 3
        assert "library cannot be read" in ended.messages + ended.output
        assert "omniflash resume" in ended.messages + ended.output
    assert library.read_bytes() == b"no library " * 1000


def test_wrong_input_is_told_before_anything_is_sent(
    pointed: Command, sandbox: Sandbox, pictures: list[Path], tmp_path: Path
) -> None:
    two = ("--image", pictures[0], "--image", pictures[1])
    rows = (
        (("generate", "   "), "The prompt is empty"),
        (("generate", "kite", *two), "Two images cannot be combined"),
        (("generate", "kite", *two, *two), "More than three images"),
        (("generate", "@2 flies", "--image", pictures[0]), "names image 2 (@2)"),
        (("generate", "@? flies"), "an image that is gone"),
        (("generate", "kite", "--duration", "5"), "invalid choice"),
        (("generate", "kite", "--resolution", "2k"), "invalid choice"),
        (("generate", "kite", "--image", tmp_path / "no.png"), "There is no file"),
        (("generate", "kite", "--fit", "crop", "--image", "https://a.test/b.png"), "as a link"),
        (("generate", "kite", "--fit", "crop"), "there is no image"),
        (("generate", "kite", "--video", "https://a.test/m.mp4", "--duration", "4"), "follows"),
        (("generate", "kite", "--colour", "red"), "unrecognized arguments"),
        (("status", "nobody"), "No generation has the id"),
        (("fetch", ""), "task id is empty"),
        (("--base-url", "ftp://host", "balance"), "no address of a service"),
        (("--base-url", "http://[bad", "balance"), "no address of a service"),
        (("--base-url", "http://localhost:99999", "balance"), "no address of a service"),
    )
    for arguments, sentence in rows:
        ended = pointed(*arguments)
        assert ended.status == 2, (arguments, ended)
        assert sentence in ended.messages
    assert sandbox.ledger()["submits"] == []


def test_a_picture_that_is_none_is_refused_with_its_name_and_the_reason(
    omniflash: Command, tmp_path: Path
) -> None:
    broken = tmp_path / "holiday.jpg"
    broken.write_bytes(b"\xff\xd8\xff" + b"no picture" * 50)

    ended = omniflash("generate", "kite", "--image", broken, "--json")

    assert ended.status == 2
    assert ended.last["problem"] == "image_unusable"
    assert "holiday.jpg" in ended.messages
    assert "Nothing was billed." in ended.messages


def test_a_service_that_is_not_there_gets_a_sentence(omniflash: Command) -> None:
    nobody = Command(omniflash.profile, omniflash.environment, ("--base-url", "http://127.0.0.1:9"))
    ended = nobody("balance", variables={"OMNIFLASH_TOKEN": "sk-test-token"})

    assert ended.status == 3
    assert "cannot be reached" in ended.messages
    assert "sk-test-token" not in ended.messages + ended.output


def test_without_a_token_the_person_is_told_how_to_give_one(omniflash: Command) -> None:
    bare = Command(omniflash.profile, omniflash.environment, ("--base-url", "https://host.test"))
    ended = bare("generate", "kite", "--json")

    assert ended.status == 3
    assert "OMNIFLASH_TOKEN" in ended.messages
    assert ended.last["state"] == "failed"


def test_a_wrong_token_stops_a_command_and_leaves_nothing_in_the_queue(
    pointed: Command, sandbox: Sandbox
) -> None:
    ended = pointed("generate", "kite", "--json", variables={"OMNIFLASH_TOKEN": "sk-wrong-token"})

    assert ended.status == 1
    assert ended.last["problem"] == "token_rejected"
    assert pointed("resume").messages.startswith("Nothing is unfinished.")
    assert all(submit["charged_usd"] is None for submit in sandbox.ledger()["submits"])
    for path in pointed.profile.rglob("*"):
        if path.is_file():
            assert b"sk-wrong-token" not in path.read_bytes(), path


def test_without_a_keyring_the_token_is_not_written_anywhere(
    pointed: Command, sandbox: Sandbox
) -> None:
    ended = pointed("token", "set", typed=sandbox.token + "\n", variables={"OMNIFLASH_TOKEN": ""})

    assert ended.status == 3
    assert "keyring" in ended.messages
    for path in pointed.profile.rglob("*"):
        if path.is_file():
            assert sandbox.token.encode() not in path.read_bytes(), path


def test_the_balance_is_shown(pointed: Command) -> None:
    assert pointed("balance").output == "$25.00\n"
    assert pointed("balance", "--json").last["remaining"] == 25.0


def test_two_commands_do_not_run_one_profile(omniflash: Command) -> None:
    running = subprocess.Popen(
        omniflash.words("generate", "kite [[fault:slow-queue]]", "--duration", "4", "--json"),
        stdout=subprocess.PIPE,
        env=omniflash.environment,
        text=True,
    )
    assert running.stdout is not None
    running.stdout.readline()
    try:
        second = omniflash("generate", "boat")
        assert second.status == 3
        assert "at work on this profile already" in second.messages
        assert omniflash("list", "--json").last["prompt"].startswith("kite")
    finally:
        running.kill()
        running.communicate()


def test_doctor_finds_everything_in_order(omniflash: Command) -> None:
    ended = omniflash("doctor", "--json")

    assert ended.status == 0, ended.output
    assert {record["name"] for record in ended.records} >= {"python", "ffmpeg", "sandbox", "clips"}


def test_a_read_only_clip_folder_is_told_and_the_paid_clip_is_kept(
    omniflash: Command, tmp_path: Path
) -> None:
    omniflash.profile.mkdir()
    in_the_way = tmp_path / "a file, no folder"
    in_the_way.write_text("")
    settings = omniflash.profile / "settings.toml"
    settings.write_text(f'clips_folder = "{(in_the_way / "clips").as_posix()}"\n')

    ended = omniflash("generate", "kite", "--duration", "4", "--json")
    assert ended.status == 3
    assert ended.last["state"] == "downloading"
    assert "It is billed." in ended.messages
    assert "omniflash resume" in ended.messages

    settings.unlink()
    assert omniflash("resume", "--json").last["state"] == "ready"


def test_help_and_version_words_need_no_qt(omniflash: Command) -> None:
    code = (
        "import sys; sys.argv[1:] = ['list', '--profile', sys.argv[1]];"
        "from omniflash_desktop.app.command_line import main; status = main();"
        "assert not any(name.startswith('PySide6') for name in sys.modules); sys.exit(status)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(omniflash.profile)], env=omniflash.environment, check=False
    )
    assert ended.returncode == 0
