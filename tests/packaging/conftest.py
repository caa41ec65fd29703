"""A copy of the set-up files in a folder of its own, started as a user starts it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Result = subprocess.CompletedProcess[str]
Quickstart = Callable[..., Result]


@pytest.fixture(autouse=True)
def packaging_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The project's folder with a stand-in for the app, not set up yet.

    Its machine needs no packages of the system: no test installs any.
    """
    folder = tmp_path / "a checkout"
    shutil.copytree(
        ROOT / "packaging", folder / "packaging", ignore=shutil.ignore_patterns("__pycache__")
    )
    with (folder / "packaging" / "system_libraries.py").open("a") as module:
        module.write("\nFOR_A_WINDOW = FOR_A_SELF_TEST = FOR_TESTS = ()\n")
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "README.md").write_text("Stand-in\n")
    (folder / "LICENSE").write_text("Stand-in\n")
    (folder / "resources").mkdir()
    (folder / "resources" / "stand-in.txt").touch()
    app = folder / "omniflash_desktop" / "app"
    app.mkdir(parents=True)
    (app.parent / "__init__.py").write_text('__version__ = "0.0.1"\n')
    (app / "__init__.py").touch()
    (app / "desktop.py").write_text(
        'import sys\n\n\ndef main():\n    print("the app got", sys.argv[1:])\n    return 7\n'
    )
    return folder


@pytest.fixture
def quickstart(checkout: Path) -> Quickstart:
    """Runs ``packaging/quickstart.py`` of the copy."""

    def run(*arguments: str, python: str = sys.executable, **variables: str) -> Result:
        return subprocess.run(
            [python, "packaging/quickstart.py", *arguments],
            cwd=checkout,
            env=os.environ | {"DISPLAY": ":77"} | variables,
            capture_output=True,
            text=True,
            timeout=600,
        )

    return run
