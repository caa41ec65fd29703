"""The shape of the house: who may know whom, and what nobody may write.

The layers stand in `pyproject.toml` as contracts of import-linter. What a contract cannot say is
read from the syntax trees here.
"""

import ast
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "omniflash_desktop"

TASKS_ARE_STARTED_IN = {
    # The owner of all tasks.
    "services/background_tasks.py",
    # Holds its one task until it is done, whatever is cancelled meanwhile.
    "services/submission.py",
}
"""`asyncio.create_task` and `ensure_future` lose exceptions, and tasks, when nobody holds them."""

REVIEWED_TASKS = {
    # Awaited, or cancelled, by the very function that starts them.
    "api/file_work.py",
    "cli/commands.py",
    "hosting/bucket.py",
    "services/naps.py",
    "services/reference_uploader.py",
    # The sandbox is a process of its own: its server and its list of tasks hold what they start.
    "sandbox/server.py",
    "sandbox/tasks.py",
}

PRINTS = {
    # A process of its own, whose output is one line of JSON, or one sentence.
    "sandbox/command.py",
    "sandbox/server.py",
}


def test_imports_keep_to_the_layers() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


FILES = sorted(PACKAGE.rglob("*.py"))


@cache
def nodes_by_file() -> dict[str, list[ast.AST]]:
    return {
        file.relative_to(PACKAGE).as_posix(): nodes_in(file.read_text("utf-8")) for file in FILES
    }


def nodes_in(source: str) -> list[ast.AST]:
    """Calls, names and imports: all that the rules are about."""
    return [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call | ast.Name | ast.Attribute | ast.alias)
    ]


def places(is_wrong: Callable[[ast.AST], bool], *, reviewed: set[str] | None = None) -> list[str]:
    """Where in the package something stands that should not, as `file:line`."""
    return [
        f"{name}:{getattr(node, 'lineno', '?')}"
        for name, nodes in nodes_by_file().items()
        if name not in (reviewed or set())
        for node in nodes
        if is_wrong(node)
    ]


def called_name(node: ast.AST) -> str:
    """The last name of what is called: `exec` in `dialog.exec()`; empty for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    match node.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def owner_of(node: ast.AST) -> str:
    """The name before the dot of what is called: `QMessageBox` in `QMessageBox.question()`."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner))):
            return owner
        case _:
            return ""


def test_there_is_something_to_read() -> None:
    assert len(FILES) > 60


def test_no_nested_event_loop() -> None:
    found = places(lambda node: called_name(node) in {"exec", "exec_", "processEvents"})
    # The one loop of the first picture, which ends before asyncio's begins.
    first_pictures = [place for place in found if place.startswith("app/window_start.py:")]
    assert found == first_pictures
    assert len(first_pictures) <= 1


def test_no_dialog_that_runs_a_loop_of_its_own() -> None:
    static_boxes = {"question", "information", "warning", "critical", "about", "aboutQt"}
    inputs = {"getText", "getInt", "getDouble", "getItem", "getMultiLineText", "getColor"}
    fonts_and_files = {
        "getFont",
        "getOpenFileName",
        "getOpenFileNames",
        "getOpenFileUrl",
        "getOpenFileUrls",
        "getSaveFileName",
        "getSaveFileUrl",
        "getExistingDirectory",
        "getExistingDirectoryUrl",
    }

    def is_static_dialog(node: ast.AST) -> bool:
        name, owner = called_name(node), owner_of(node)
        if owner == "QMessageBox":
            return name in static_boxes
        return (
            owner.startswith("Q")
            and owner.endswith("Dialog")
            and (name in inputs | fonts_and_files)
        )

    assert places(is_static_dialog) == []


def test_no_decorator_of_qasync() -> None:
    def is_wrapper(node: ast.AST) -> bool:
        wrappers = {"asyncSlot", "asyncClose"}
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                return name in wrappers
            case _:
                return False

    assert places(is_wrapper) == []


def test_nothing_is_printed_past_the_one_place_for_output() -> None:
    def is_print(node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and node.id == "print"

    assert places(is_print, reviewed=PRINTS) == []


def test_tasks_are_started_by_their_owner() -> None:
    reviewed = TASKS_ARE_STARTED_IN | REVIEWED_TASKS

    def starts_a_task(node: ast.AST) -> bool:
        return called_name(node) in {"create_task", "ensure_future"}

    assert places(starts_a_task, reviewed=reviewed) == []


def test_the_reviewed_exceptions_are_still_needed() -> None:
    starting = {
        name
        for name, nodes in nodes_by_file().items()
        for node in nodes
        if called_name(node) in {"create_task", "ensure_future"}
    }

    assert starting >= TASKS_ARE_STARTED_IN | REVIEWED_TASKS


def test_signals_lead_to_methods() -> None:
    def is_loose_connection(node: ast.AST) -> bool:
        if called_name(node) != "connect" or not isinstance(node, ast.Call):
            return False
        slots = [*node.args, *(keyword.value for keyword in node.keywords)]
        return any(isinstance(s, ast.Lambda) or called_name(s) == "partial" for s in slots)

    assert places(is_loose_connection) == []


@pytest.mark.parametrize(
    "mistake",
    [
        "dialog.exec()",
        "app.processEvents()",
        "QMessageBox.question(self, 'a', 'b')",
        "QtWidgets.QFileDialog.getOpenFileName(self)",
        "button.clicked.connect(lambda: self.close())",
        "button.clicked.connect(functools.partial(self.close, 1))",
        "from qasync import asyncSlot",
        "print('x')",
        "asyncio.create_task(work())",
    ],
)
def test_each_rule_sees_the_mistake_that_it_is_for(
    mistake: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = [
        test_no_nested_event_loop,
        test_no_dialog_that_runs_a_loop_of_its_own,
        test_no_decorator_of_qasync,
        test_nothing_is_printed_past_the_one_place_for_output,
        test_tasks_are_started_by_their_owner,
        test_signals_lead_to_methods,
    ]
    somewhere = {"ui/somewhere.py": nodes_in(mistake)}
    monkeypatch.setattr(f"{__name__}.nodes_by_file", lambda: somewhere)

    def is_broken(rule: Callable[[], None]) -> bool:
        try:
            rule()
        except AssertionError:
            return True
        return False

    assert [is_broken(rule) for rule in rules].count(True) == 1


def test_no_module_is_called_by_what_says_nothing() -> None:
    empty_names = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}

    assert [name for name in nodes_by_file() if empty_names & set(Path(name).stem.split("_"))] == []


def test_this_pyside_does_not_use_up_none() -> None:
    """PySide6 6.12.0 on CPython 3.11 takes a reference from `None` at each such call."""
    program = (
        "import sys\n"
        "from PySide6.QtCore import QObject\n"
        "thing = QObject()\n"
        "before = sys.getrefcount(None)\n"
        "for _ in range(1000):\n"
        "    thing.setObjectName('x')\n"
        "print(before - sys.getrefcount(None))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert abs(int(done.stdout)) < 100
