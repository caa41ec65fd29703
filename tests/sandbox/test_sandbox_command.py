"""The command line: the ready line, and one plain sentence for whatever is wrong."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from running_sandbox import CHECKOUT, COMMAND, PATIENCE, sandbox_running

from omniflash_desktop.sandbox.command import main


def ended(*options: str | Path) -> tuple[int, str]:
    """Runs the command to its end; its status and what it said."""
    done = subprocess.run(
        [*COMMAND, *map(str, options)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stderr


def one_sentence(said: str) -> bool:
    return len(said.splitlines()) == 1 and "Traceback" not in said and said.rstrip()[-1] == "."


def test_the_ready_line_is_one_line_of_json(tmp_path: Path) -> None:
    with sandbox_running("--state", tmp_path, "--token", "sk-mine") as sandbox:
        assert sandbox.base_url.startswith("http://127.0.0.1:")
        assert sandbox.token == "sk-mine"
        assert sandbox.pid == sandbox.process.pid
    with sandbox_running("--state", tmp_path) as sandbox:
        assert sandbox.token == "sk-mine"


def test_it_listens_on_the_loopback_interface_only(tmp_path: Path) -> None:
    with sandbox_running("--state", tmp_path) as sandbox:
        port = int(sandbox.base_url.rpartition(":")[2])
        with socket.socket() as other:
            other.settimeout(5)
            assert other.connect_ex(("127.0.0.2", port)) != 0


@pytest.mark.parametrize(
    "options",
    [
        ["--nonsense"],
        ["--port", "99999"],
        ["--port", "many"],
        ["--speed", "0"],
        ["--seconds-per-task", "-1"],
        ["--fault", "tornado"],
        ["--fault", "quota*0"],
        ["--balance", "lots"],
        ["--token", "two words"],
        ["--rate", "nan"],
        ["--idempotency", "perhaps"],
        ["--state"],
        ["word"],
    ],
)
def test_a_wrong_option_gets_one_sentence(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(options) == 2
    said = capsys.readouterr().err
    assert one_sentence(said), said
    assert "--help" in said


def test_help_names_every_option_and_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    for word in ("--exit-with-stdin", "--link-seconds", "cut-download", "unreachable", "*N"):
        assert word in said


def test_a_taken_port_gets_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, said = ended("--port", str(taken.getsockname()[1]))
    assert status == 3
    assert one_sentence(said), said
    assert "--port" in said


def test_a_folder_that_is_a_file_gets_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    status, said = ended("--state", tmp_path / "file" / "state")
    assert status == 3
    assert one_sentence(said), said


def test_a_damaged_state_gets_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "sandbox.sqlite3").write_bytes(b"no database" * 1000)
    status, said = ended("--state", tmp_path)
    assert status == 3
    assert one_sentence(said), said


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_read_only_folder_gets_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    status, said = ended("--state", tmp_path / "state")
    assert status == 3
    assert one_sentence(said), said


def test_two_sandboxes_do_not_share_a_folder(tmp_path: Path) -> None:
    with sandbox_running("--state", tmp_path):
        status, said = ended("--state", tmp_path)
    assert status == 3
    assert one_sentence(said), said
    assert "Another sandbox" in said


def test_it_needs_nothing_of_the_rest_of_the_project() -> None:
    code = (
        "import sys, json, pkgutil, importlib, omniflash_desktop.sandbox as s\n"
        "for m in pkgutil.walk_packages(s.__path__, s.__name__ + '.'):\n"
        "    if not m.name.endswith('__main__'): importlib.import_module(m.name)\n"
        "print(json.dumps([m for m in sys.modules if m.startswith('omniflash_desktop.')]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    names = json.loads(done.stdout)
    assert names
    assert all(name.startswith("omniflash_desktop.sandbox") for name in names)
