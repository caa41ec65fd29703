"""A sandbox for the tests: quick, and one for many tests where they do not disturb each other."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from running_sandbox import RunningSandbox, sandbox_running


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sandbox-state")


@pytest.fixture(scope="session")
def shared_sandbox(state: Path) -> Iterator[RunningSandbox]:
    """One sandbox for the whole run: clips are rendered once and copied, tasks take no time."""
    with sandbox_running(
        "--state", state, "--reuse-clips", "--seconds-per-task", "0", "--balance", "100000"
    ) as sandbox:
        yield sandbox


@pytest.fixture
def state_with_clip(shared_sandbox: RunningSandbox, state: Path, tmp_path: Path) -> Path:
    """A fresh state folder in which the clip for `--reuse-clips` has been rendered already."""
    shared_sandbox.switch_faults()
    shared_sandbox.ended(shared_sandbox.submitted())
    shutil.copytree(state / "reusable", tmp_path / "reusable")
    return tmp_path


@pytest.fixture
def sandbox(shared_sandbox: RunningSandbox) -> RunningSandbox:
    """The shared sandbox, with no fault on."""
    shared_sandbox.switch_faults()
    return shared_sandbox
