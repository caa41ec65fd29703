"""``packaging/quickstart.py`` as a user meets it: started, misused, killed and started again."""

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "packaging" / "quickstart.py"
on_posix = pytest.mark.skipif(os.name != "posix", reason="uses scripts and signals of POSIX")


def old_python(version: str) -> str:
    """Finds a Python that is too old for the app, or skips."""
    found = shutil.which(f"python{version}")
    places = [
        *Path.home().glob(f".pyenv/versions/{version}.*/bin/python"),
        *([found] * bool(found)),
    ]
    for place in places:
        if subprocess.run([place, "-c", ""], capture_output=True).returncode == 0:
            return str(place)
    pytest.skip(f"there is no Python {version} here")


def environment_that_looks_whole(checkout: Path, app: str, groups: tuple[str, ...] = ()) -> None:
    """Makes a ``.venv`` whose app is a shell script and whose Python tells its arguments."""
    from virtual_environment import Project, Stamp, inputs_of, write_stamp

    project = Project(checkout.resolve())
    project.python.parent.mkdir(parents=True)
    for name, text in (("omniflash-desktop", app), ("python", 'echo "python $@"')):
        project.program(name).write_text(f"#!/bin/sh\n{text}\n")
        project.program(name).chmod(0o755)
    (project.environment / "pyvenv.cfg").write_text(f"executable = {sys.executable}\n")
    write_stamp(project, Stamp(inputs_of(project), frozenset(groups)))


@pytest.mark.parametrize("version", ["2.7", "3.6", "3.10"])
def test_an_old_python_says_in_a_sentence_what_to_install(version: str, tmp_path: Path) -> None:
    alone = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import quickstart; "
        "quickstart.possible_pythons = lambda: []; sys.exit(quickstart.main())"
    )
    result = subprocess.run(
        [old_python(version), "-B", "-c", alone, SCRIPT.parent], capture_output=True, text=True
    )
    assert result.returncode == 3
    assert result.stdout == ""
    assert result.stderr == (
        "quickstart: looking for Python: the app needs Python 3.11, 3.12 or 3.13 with its whole "
        f"standard library (this is Python {version}); install one of these, then run this "
        "command again.\n"
    )


@pytest.mark.parametrize("version", ["2.7", "3.6", "3.10"])
def test_an_old_python_hands_over_to_a_better_one(version: str) -> None:
    result = subprocess.run([old_python(version), SCRIPT, "nix"], capture_output=True, text=True)
    assert result.returncode == 2
    assert f"(this is Python {version})" in result.stdout
    assert "there is no command nix" in result.stderr


def test_the_script_keeps_to_a_grammar_that_any_python_3_reads() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 4))


def test_help_names_every_command(quickstart) -> None:
    result = quickstart("--help")
    assert result.returncode == 0
    assert all(name in result.stdout for name in ("[run]", "test", "bench", "system-packages"))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["rnu"], "there is no command rnu; these are known: run, test, bench, system-packages."),
        (["--fast"], "there is no command --fast; these are known:"),
        (["run", "fast"], "run does not take these arguments: fast; --help tells more."),
        (["bench", "a", "b"], "bench does not take these arguments: a b; --help tells more."),
        (["bench", "warp"], "there is no benchmark warp; these are known: first_paint, size."),
    ],
)
def test_wrong_arguments_get_a_sentence(
    quickstart, checkout: Path, arguments: list[str], sentence: str
) -> None:
    bench = checkout / "tests" / "bench"
    bench.mkdir(parents=True)
    for name in ("size", "first_paint", "_clock", "__init__", "conftest"):
        (bench / f"{name}.py").touch()
    result = quickstart(*arguments)
    assert result.returncode == 2
    assert result.stderr.startswith(f"quickstart: {sentence}")
    assert not (checkout / ".venv").exists()


def test_a_folder_that_takes_nothing_gets_a_sentence(quickstart, checkout: Path) -> None:
    (checkout / ".build").touch()  # stands in the way even of root
    result = quickstart()
    assert result.returncode == 3
    assert f"writing in {checkout.resolve()}: " in result.stderr
    assert "copy the project to a folder in which you may write" in result.stderr
    assert "Traceback" not in result.stderr


@on_posix
def test_the_second_call_starts_at_once_and_passes_the_exit_status_on(
    quickstart, checkout: Path
) -> None:
    environment_that_looks_whole(checkout, 'echo "app $@"; exit 7')
    began = time.monotonic()
    result = quickstart()
    assert time.monotonic() - began < 2
    assert result.returncode == 7
    assert result.stdout.splitlines()[1:] == ["app --sandbox"]
    assert not (checkout / ".build").exists()


@on_posix
def test_pytest_arguments_run_only_pytest(quickstart, checkout: Path) -> None:
    environment_that_looks_whole(checkout, "", groups=("test",))
    result = quickstart("test", "-k", "two words")
    assert result.stdout.splitlines()[-1] == "python -m pytest -k two words"
    assert result.stdout.count("==") == 1


@on_posix
def test_all_checks_run_even_if_one_fails(quickstart, checkout: Path) -> None:
    environment_that_looks_whole(checkout, "", groups=("test",))
    python = checkout / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "$2"\n[ "$2" != ruff ] || exit 4\n')
    shutil.copy(python, python.parent / "lint-imports")
    result = quickstart("test")
    assert result.returncode == 4
    assert [line for line in result.stdout.splitlines() if "quickstart" not in line] == [
        *("ruff", "ruff", "", "pytest", "pyright")
    ]
    assert result.stdout.splitlines()[-1] == "quickstart: failed: ruff check, ruff format"


@on_posix
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a display")
@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_without_a_display_the_self_test_runs_and_its_files_are_named(
    quickstart, checkout: Path
) -> None:
    old = checkout / ".build" / "self-test"
    old.mkdir(parents=True)
    (old / "report.json").write_text("of an earlier run")
    environment_that_looks_whole(
        checkout, 'echo "$1 on ${DISPLAY:?}"; touch "$2/clip.mp4" "$2/window.png"; exit 1'
    )
    result = quickstart(DISPLAY="", WAYLAND_DISPLAY="")
    assert result.returncode == 1
    assert "there is no display here" in result.stdout
    assert "--self-test on :" in result.stdout
    assert f"clip: {old.resolve() / 'clip.mp4'}" in result.stdout
    assert f"screenshot: {old.resolve() / 'window.png'}" in result.stdout
    assert "report:" not in result.stdout


@on_posix
@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["ctrl-c", "term"]
)
def test_a_signal_ends_the_app_too_and_quietly(
    checkout: Path, number: signal.Signals, status: int
) -> None:
    environment_that_looks_whole(checkout, "echo $$; exec sleep 60")
    with subprocess.Popen(
        [sys.executable, "packaging/quickstart.py"],
        cwd=checkout,
        env=os.environ | {"DISPLAY": ":77"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.readline()
        app = int(started.stdout.readline())
        # A terminal sends Ctrl+C to all its programs; a service manager may tell only one.
        (os.killpg if number == signal.SIGINT else os.kill)(started.pid, number)
        assert started.wait(60) == status
        assert started.stderr.read() == ""
    with pytest.raises(ProcessLookupError):
        os.kill(app, 0)


@pytest.mark.slow
@on_posix
def test_a_whole_set_up_is_repeated_after_a_kill_and_then_used(quickstart, checkout: Path) -> None:
    command = [sys.executable, "packaging/quickstart.py"]
    with subprocess.Popen(command, cwd=checkout, env=os.environ | {"DISPLAY": ":77"}) as killed:
        while not (checkout / ".venv" / "bin" / "pip").exists():
            time.sleep(0.1)
        time.sleep(2)
        killed.kill()
    first = quickstart()
    assert "making .venv again" in first.stdout
    assert first.stdout.splitlines()[-1] == "the app got ['--sandbox']"
    assert first.returncode == 7
    began = time.monotonic()
    assert quickstart().returncode == 7
    assert time.monotonic() - began < 2


@pytest.mark.slow
def test_without_a_network_one_sentence_tells_what_to_do(quickstart) -> None:
    nowhere = {"PIP_INDEX_URL": "https://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}
    result = quickstart(**nowhere)
    assert result.returncode == 3
    assert result.stderr.startswith("quickstart: installing packages failed: the packages cannot")
    assert "Traceback" not in result.stderr
