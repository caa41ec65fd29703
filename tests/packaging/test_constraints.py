"""The pins that make every set-up the same."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[A-Za-z0-9.!+]+)( ?; ?.+)?")


def lines() -> list[str]:
    text = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def pins() -> dict[str, str]:
    found = [PIN.fullmatch(line) for line in lines()]
    return {canonicalize_name(pin["name"]): pin["version"] for pin in found if pin}


def direct_requirements() -> list[Requirement]:
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    texts = (
        *content["project"]["dependencies"],
        *content["dependency-groups"]["test"],
        *content["build-system"]["requires"],
    )
    return [Requirement(text) for text in texts]


def test_every_line_pins_one_package_and_names_no_address() -> None:
    assert [line for line in lines() if not PIN.fullmatch(line)] == []
    assert [line for line in lines() if "://" in line or line.startswith("-")] == []


def test_no_package_is_pinned_twice() -> None:
    assert len(pins()) == len(lines())


def test_every_dependency_of_the_project_is_pinned_within_its_limits() -> None:
    known = pins()
    outside = [
        str(requirement)
        for requirement in direct_requirements()
        if not requirement.specifier.contains(known.get(canonicalize_name(requirement.name), "0"))
    ]
    assert outside == []


def test_pyside_is_the_release_that_does_not_abort_python_311() -> None:
    known = pins()
    parts = ("pyside6-essentials", "pyside6-addons", "shiboken6")
    assert {known[part] for part in parts} == {"6.11.3"}


def test_all_that_the_dependencies_need_here_is_pinned() -> None:
    """Walks what is installed here; the other systems' own packages were looked up by hand."""
    known = pins()
    waiting = [(one, frozenset(one.extras)) for one in direct_requirements()]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement, extras = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            needed = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # the build back end, which is not installed in the environment
        for one in map(Requirement, needed):
            environments = [{"extra": extra} for extra in extras or {""}]
            if one.marker is None or any(map(one.marker.evaluate, environments)):
                waiting.append((one, frozenset(one.extras)))
    assert len(seen) > 30
    assert sorted({name for name, _ in seen} - known.keys()) == []


@pytest.mark.parametrize("name", ["pywin32-ctypes", "colorama", "pywin32"])
def test_packages_of_other_systems_are_pinned_too(name: str) -> None:
    assert name in pins()
