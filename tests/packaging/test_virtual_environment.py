"""When ``.venv`` is kept, when it is made again, and what is said when that fails."""

import errno
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest


class RecordingWorkshop:
    """Stands for the workshop; makes an empty environment where it is asked for one."""

    def __init__(self, pip_says: str = "") -> None:
        self.steps: list[str] = []
        self._pip_says = pip_says

    def run_with_right(self, command: list[str], env: Any) -> str:
        from running_programs import ProgramError

        self.steps.append(command[2])
        if command[2] == "venv":
            python = Path(command[3]) / (
                "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
            )
            python.parent.mkdir(parents=True)
            python.touch()
            (Path(command[3]) / "pyvenv.cfg").write_text(f"executable = {sys.executable}\n")
        elif self._pip_says:
            raise ProgramError(self._pip_says)
        return ""


NOTHING: frozenset[str] = frozenset()
TEST = frozenset({"test"})


@pytest.fixture
def project(checkout: Path) -> Any:
    from virtual_environment import Project

    return Project(checkout.resolve())


@pytest.fixture
def ready(project: Any) -> Any:
    """A project that is set up without its tests."""
    from virtual_environment import is_ready, make_ready

    make_ready(project, NOTHING, RecordingWorkshop())
    assert is_ready(project, NOTHING)
    return project


def steps_to_make_ready(project: Any, groups: frozenset[str]) -> list[str]:
    from virtual_environment import is_ready, make_ready

    workshop = RecordingWorkshop()
    make_ready(project, groups, workshop)
    assert is_ready(project, groups)
    return workshop.steps


def test_the_tests_are_added_to_an_environment_and_stay_there(ready: Any) -> None:
    from virtual_environment import is_ready

    assert not is_ready(ready, TEST)
    assert steps_to_make_ready(ready, TEST) == ["pip"]
    assert is_ready(ready, NOTHING)


@pytest.mark.parametrize("name", ["pyproject.toml", "packaging/constraints.txt"])
def test_a_change_of_what_belongs_into_it_makes_it_anew(ready: Any, name: str) -> None:
    from virtual_environment import is_ready

    with (ready.root / name).open("a") as file:
        file.write("\n# changed\n")
    assert not is_ready(ready, NOTHING)
    assert steps_to_make_ready(ready, NOTHING) == ["venv", "pip"]


def test_an_environment_whose_making_was_killed_is_made_again(project: Any) -> None:
    (project.environment / "lib").mkdir(parents=True)
    (project.environment / "lib" / "half").touch()
    assert steps_to_make_ready(project, NOTHING) == ["venv", "pip"]
    assert not (project.environment / "lib" / "half").exists()


def test_an_environment_that_lost_its_python_is_made_again(ready: Any) -> None:
    ready.python.unlink()
    assert steps_to_make_ready(ready, NOTHING) == ["venv", "pip"]


def test_an_environment_of_a_python_that_was_removed_is_made_again(ready: Any) -> None:
    (ready.environment / "pyvenv.cfg").write_text("executable = /nowhere/python3.11\n")
    assert steps_to_make_ready(ready, NOTHING) == ["venv", "pip"]


@pytest.mark.parametrize("content", ["", "[]", '{"inputs": 1}', "\0"])
def test_a_stamp_that_cannot_be_read_counts_as_none(ready: Any, content: str) -> None:
    from virtual_environment import is_ready, stamp_file

    stamp_file(ready).write_text(content)
    assert not is_ready(ready, NOTHING)


def test_a_moved_folder_is_set_up_again(ready: Any) -> None:
    from virtual_environment import Project, is_ready

    moved = ready.root.rename(ready.root.with_name("moved"))
    assert not is_ready(Project(moved), NOTHING)


def test_what_serves_is_kept_when_pip_could_not_begin(ready: Any) -> None:
    from running_programs import StepError
    from virtual_environment import is_ready, make_ready

    offline = RecordingWorkshop(
        pip_says="WARNING: Retrying (Retry(total=2)) after connection broken"
    )
    with pytest.raises(StepError, match="see that this machine is online"):
        make_ready(ready, TEST, offline)
    assert is_ready(ready, NOTHING)


def test_what_pip_left_half_changed_is_made_again(ready: Any) -> None:
    from running_programs import StepError
    from virtual_environment import is_ready, make_ready

    broken = RecordingWorkshop(pip_says="Installing collected packages: a, b\nERROR: strange")
    with pytest.raises(StepError, match="the log ends so"):
        make_ready(ready, TEST, broken)
    assert not is_ready(ready, NOTHING)


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: [Errno 28] No space left on device", "the disk is full; see that 2.5 GB are free"),
        ("NewConnectionError\nERROR: No matching distribution found", "this machine is online"),
        ("ERROR: 503 Server Error: Service Unavailable", "this machine is online"),
        ("ERROR: ResolutionImpossible: for help", "packaging/constraints.txt does not allow"),
        ("ERROR: No matching distribution found for av", "not made for this machine"),
        ("ERROR: strange", "quickstart.log has it all"),
    ],
)
def test_each_failure_of_pip_names_its_fix(project: Any, output: str, sentence: str) -> None:
    from virtual_environment import failed

    assert sentence in str(failed(project, "installing packages", output))


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EROFS, "copy the project to a folder in which you may write"),
        (errno.EACCES, "copy the project to a folder in which you may write"),
        (errno.ENOSPC, "the disk is full"),
    ],
)
def test_a_folder_that_cannot_be_written_names_the_fix(
    project: Any, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    from running_programs import StepError
    from virtual_environment import Workshop

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StepError, match=sentence), Workshop.opened(project):
        pass


def test_a_disk_with_too_little_room_is_said_before_anything_is_fetched(
    project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import virtual_environment
    from running_programs import StepError

    monkeypatch.setattr(virtual_environment, "BYTES_NEEDED", 1e18)
    workshop = RecordingWorkshop()
    with pytest.raises(StepError, match="the disk is full"):
        virtual_environment.make_ready(project, NOTHING, workshop)
    assert workshop.steps == []


def test_groups_may_include_others(project: Any) -> None:
    from virtual_environment import requirements_of

    (project.root / "pyproject.toml").write_text(
        '[dependency-groups]\nlint = ["ruff"]\ntest = ["pytest", {include-group = "lint"}]\n'
    )
    assert requirements_of(project, TEST) == ["pytest", "ruff"]


HOLD = """
import os, subprocess, sys
from pathlib import Path
from virtual_environment import Project, Workshop
with Workshop.opened(Project(Path(sys.argv[1]))) as workshop:
    print("mine", flush=True)
    if len(sys.argv) > 2:
        pip = "import pathlib, time; pathlib.Path('begun').touch(); time.sleep(1)"
        workshop.run_with_right([sys.executable, "-c", pip], os.environ)
"""


def holder(project: Any, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(project.root), *more],
        cwd=project.root / "packaging",
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_second_quickstart_waits_for_the_first(project: Any) -> None:
    from virtual_environment import Workshop

    with Workshop.opened(project):
        second = holder(project)
        assert second.stdout is not None
        assert second.stdout.readline() == (
            "quickstart: another quickstart is setting this folder up; waiting for it\n"
        )
    with second:
        assert second.stdout.readline() == "mine\n"
    assert second.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="locks there end with the process")
def test_what_a_killed_quickstart_left_running_is_waited_for(project: Any) -> None:
    with holder(project, "runs pip") as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "mine\n"
        while not (project.root / "begun").exists():
            time.sleep(0.02)
        first.kill()
        first.wait()
        with holder(project) as second:
            assert second.stdout is not None
            assert "waiting for it" in second.stdout.readline()
            assert second.stdout.readline() == "mine\n"
