"""Finds the files of `resources/`, in an installed app as well as in a checkout."""

from functools import cache
from pathlib import Path


@cache
def _resources_folder() -> Path:
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def resource(name: str) -> Path:
    """The path of the resource `name`, such as `style.qss`.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    path = _resources_folder() / name
    if not path.exists():
        raise FileNotFoundError(f"the installation lacks resources/{name}")
    return path
