"""The commands of ``quickstart.py``, run by a Python that the app runs on."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import system_libraries
from running_programs import (
    STATUS_INTERRUPTED,
    STATUS_WRONG_INPUT,
    StepError,
    reason,
    run_beside,
    run_in_view,
    say,
    signals,
)
from system_libraries import FOR_A_SELF_TEST, FOR_A_WINDOW, FOR_TESTS, Need, ensurepip
from virtual_environment import Project, Workshop, is_ready, make_ready
from virtual_screen import there_is_a_display, virtual_screen

HELP = """\
Sets Omniflash Desktop up in this folder and starts it.

  python3 packaging/quickstart.py [run]
      Opens the app on its built-in sandbox. Without a display it runs the app's self-test on
      a virtual screen instead and tells where its clip and screenshot lie.
  python3 packaging/quickstart.py test [pytest arguments]
      Runs ruff, import-linter, pyright and all tests. With arguments it runs only pytest, with
      these arguments.
  python3 packaging/quickstart.py bench [name]
      Runs the benchmark of that name in tests/bench, or one after the other.
  python3 packaging/quickstart.py system-packages
      Prints the command by which root installs what the app and its tests lack on this
      machine; prints nothing where nothing is missing.

The first call makes .venv and installs the app with its pinned packages; later ones start at
once. Where Qt's libraries are missing on Linux, root installs them and others are told how.
Exit status: that of the app or the tests; 2 wrong arguments; 3 the machine lacks something.
"""
NAMES_OF_COMMANDS = ("run", "test", "bench", "system-packages")
SELF_TEST_FILES = {"clip.mp4": "clip", "window.png": "screenshot", "report.json": "report"}


def main(arguments: Sequence[str], root: Path | None = None) -> int:
    """Runs a command and returns the exit status.

    Args:
        arguments: What follows the script's name.
        root: The project's folder; by default the one that holds this file's folder.
    """
    project = Project(root or Path(__file__).resolve().parent.parent)
    signals.watch()
    try:
        return run_command(project, list(arguments))
    except StepError as error_of_step:
        print(f"quickstart: {error_of_step}", file=sys.stderr)
        return error_of_step.status
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        print(f"quickstart: the system refused: {reason(error)}{place}.", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return STATUS_INTERRUPTED


def run_command(project: Project, arguments: list[str]) -> int:
    """Finds the command that the arguments name, and runs it."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("run", [])
    if {"-h", "--help"} & {name, *rest[:1]} or name == "help":
        print(HELP, end="")
        return 0
    match name, rest:
        case "run", []:
            return run_app(project)
        case "test", _:
            return run_tests(project, rest)
        case "bench", [] | [_]:
            return run_benchmarks(project, rest)
        case "system-packages", []:
            return print_system_packages()
        case _ if name in NAMES_OF_COMMANDS:
            too_many = " ".join(rest)
            sentence = f"{name} does not take these arguments: {too_many}; --help tells more."
        case _:
            known = ", ".join(NAMES_OF_COMMANDS)
            sentence = f"there is no command {name}; these are known: {known}."
    raise StepError(sentence, STATUS_WRONG_INPUT)


def set_up(project: Project, needs: Sequence[Need], groups: frozenset[str] = frozenset()) -> None:
    """Brings this machine and ``.venv`` to where the project runs; does nothing the second time."""
    ready = is_ready(project, groups)
    missing = system_libraries.what_is_missing(needs if ready else (*needs, ensurepip()))
    if ready and not missing:
        return
    if missing:
        system_libraries.refuse_without_root(missing)
    with Workshop.opened(project) as workshop:
        if missing:
            system_libraries.install(missing, workshop.run)
        # Another process may have done it while we waited.
        if not is_ready(project, groups):
            make_ready(project, groups, workshop)


def run_app(project: Project) -> int:
    """Opens the app on its sandbox, or runs its self-test where no window can be seen."""
    if not there_is_a_display():
        return run_self_test(project)
    set_up(project, FOR_A_WINDOW)
    say("opening the app on its built-in sandbox")
    command = [project.program("omniflash-desktop"), "--sandbox"]
    return run_in_view(command, project.root, project.variables())


def run_self_test(project: Project) -> int:
    """Lets the app test itself on a virtual screen, and tells where the results lie."""
    say("there is no display here: the app will test itself on a virtual screen")
    set_up(project, FOR_A_SELF_TEST)
    folder = project.build / "self-test"
    folder.mkdir(parents=True, exist_ok=True)
    for name in SELF_TEST_FILES:
        (folder / name).unlink(missing_ok=True)
    say("running the self-test")
    with virtual_screen(project.build / "xvfb.log") as screen:
        command = [project.program("omniflash-desktop"), "--self-test", folder]
        status = run_in_view(command, project.root, project.variables() | screen)
    say("the self-test passed" if status == 0 else f"the self-test failed with status {status}")
    for name, what in SELF_TEST_FILES.items():
        if (folder / name).exists():
            say(f"{what}: {folder / name}")
    return status


def run_tests(project: Project, pytest_arguments: list[str]) -> int:
    """Runs every check and all tests, or pytest alone with arguments."""
    set_up(project, FOR_TESTS, frozenset({"test"}))
    python = project.python
    # pyright would ask the network for a newer version of itself.
    variables = project.variables() | {"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    tests: dict[str, list[str | Path]] = {"pytest": [python, "-m", "pytest", *pytest_arguments]}
    if pytest_arguments:
        return tell_failures(run_in_turn(tests, project.root, variables))
    checks: dict[str, list[str | Path]] = {
        "ruff check": [python, "-m", "ruff", "check", "."],
        "ruff format": [python, "-m", "ruff", "format", "--check", "."],
        "import-linter": [project.program("lint-imports")],
    }
    # It keeps one core busy for half a minute, which the tests leave idle elsewhere.
    pyright: list[str | Path] = [python, "-m", "pyright", "--pythonpath", python]
    said = project.build / "pyright.txt"
    with run_beside(pyright, said, cwd=project.root, env=variables) as wait_for_pyright:
        failed = run_in_turn(checks | tests, project.root, variables)
        say("== pyright")
        if status := wait_for_pyright():
            failed["pyright"] = status
    return tell_failures(failed)


def run_in_turn(
    commands: Mapping[str, list[str | Path]], cwd: Path, variables: Mapping[str, str]
) -> dict[str, int]:
    """Runs programs one after the other, whatever becomes of each; returns what failed, and how."""
    failed: dict[str, int] = {}
    for name, command in commands.items():
        say(f"== {name}")
        if status := run_in_view(command, cwd, variables):
            failed[name] = status
    return failed


def tell_failures(failed: Mapping[str, int]) -> int:
    """Names what failed; returns the first status, or 0."""
    if failed:
        say(f"failed: {', '.join(failed)}")
    return next(iter(failed.values()), 0)


def run_benchmarks(project: Project, asked: list[str]) -> int:
    """Runs the named benchmark, or all; returns the first exit status that is not 0."""
    folder = project.root / "tests" / "bench"
    names = sorted(
        file.stem
        for file in folder.glob("*.py")
        if not file.stem.startswith(("_", "test_", "conftest"))
    )
    for name in asked:
        if name not in names:
            known = ", ".join(names) or "none"
            raise StepError(
                f"there is no benchmark {name}; these are known: {known}.", STATUS_WRONG_INPUT
            )
    set_up(project, FOR_A_SELF_TEST, frozenset({"test"}))
    statuses = [run_benchmark(project, name) for name in asked or names]
    return next((status for status in statuses if status), 0)


def run_benchmark(project: Project, name: str) -> int:
    """Runs one benchmark, on a virtual screen where there is no other."""
    say(f"== {name}")
    command = [project.python, "-m", f"tests.bench.{name}"]
    if there_is_a_display():
        return run_in_view(command, project.root, project.variables())
    with virtual_screen(project.build / "xvfb.log") as screen:
        return run_in_view(command, project.root, project.variables() | screen)


def print_system_packages() -> int:
    """Prints root's command for all that the app and its tests lack on this machine."""
    missing = system_libraries.what_is_missing((*FOR_TESTS, ensurepip()))
    if not missing:
        print("quickstart: nothing is missing.", file=sys.stderr)
        return 0
    manager = system_libraries.package_manager()
    if not manager:
        system_libraries.refuse_without_root(missing)
    print(system_libraries.install_command(missing, manager))
    return 0
