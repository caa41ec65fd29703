"""What Qt and the tests need of Linux, and what is said and done where it is missing."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def libraries(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module on a Debian machine that has everything, run by an ordinary user."""
    import system_libraries

    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(system_libraries, "is_there", lambda need: True)
    monkeypatch.setattr(system_libraries, "package_manager", lambda: "apt-get")
    monkeypatch.setattr("os.geteuid", lambda: 1000, raising=False)
    return system_libraries


@pytest.fixture
def without_two(libraries: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The same machine without two of the libraries."""
    absent = {"libEGL.so.1", "libxcb-cursor.so.0"}
    monkeypatch.setattr(libraries, "is_there", lambda need: need.name not in absent)
    return libraries


def test_a_machine_that_has_everything_installs_nothing(libraries: Any) -> None:
    assert libraries.what_is_missing(libraries.FOR_TESTS) == []


def test_macos_and_windows_need_nothing(without_two: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert without_two.what_is_missing(without_two.FOR_TESTS) == []


def test_a_user_is_told_the_one_command_that_installs_what_is_missing(without_two: Any) -> None:
    from running_programs import StepError

    missing = without_two.what_is_missing(without_two.FOR_A_WINDOW)
    with pytest.raises(StepError) as told:
        without_two.refuse_without_root(missing)

    assert told.value.status == 3
    text = str(told.value)
    assert "lacks libEGL.so.1, libxcb-cursor.so.0" in text
    assert text.count("sudo") == 1
    assert text.rstrip().endswith("libegl1 libxcb-cursor0'")


def test_fedora_has_its_own_names(without_two: Any) -> None:
    missing = without_two.what_is_missing(without_two.FOR_A_WINDOW)
    assert without_two.install_command(missing, "dnf") == (
        "dnf install -y libglvnd-egl xcb-util-cursor"
    )


def test_a_system_without_apt_and_dnf_is_told_the_libraries(
    without_two: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from running_programs import StepError

    monkeypatch.setattr(without_two, "package_manager", lambda: "")
    missing = without_two.what_is_missing(without_two.FOR_A_WINDOW)
    with pytest.raises(StepError, match=r"lacks libEGL\.so\.1, libxcb-cursor\.so\.0; install"):
        without_two.refuse_without_root(missing)


def test_fonts_are_not_asked_for_where_we_do_not_know_their_place(
    libraries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libraries, "is_there", lambda need: need.kind is not libraries.Kind.FONT)
    assert len(libraries.what_is_missing(libraries.FOR_TESTS)) == 3
    monkeypatch.setattr(libraries, "package_manager", lambda: "")
    assert libraries.what_is_missing(libraries.FOR_TESTS) == []


def test_root_installs_and_fetches_the_lists_of_packages_when_the_old_ones_fail(
    without_two: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from running_programs import ProgramError

    ran: list[str] = []

    def run(command: list[str]) -> str:
        ran.append(command[1])
        if "update" not in ran:
            raise ProgramError("E: Unable to locate package libegl1")
        if command[1] == "install":
            monkeypatch.setattr(without_two, "is_there", lambda need: True)
        return ""

    monkeypatch.setattr("os.geteuid", lambda: 0, raising=False)
    without_two.install(without_two.what_is_missing(without_two.FOR_A_WINDOW), run)
    assert ran[-2:] == ["update", "install"]


def test_an_installation_that_does_not_help_is_said(
    without_two: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from running_programs import StepError

    monkeypatch.setattr("os.geteuid", lambda: 0, raising=False)
    missing = without_two.what_is_missing(without_two.FOR_A_WINDOW)
    with pytest.raises(StepError, match=r"libEGL.so.1, libxcb-cursor.so.0 is missing even so"):
        without_two.install(missing, lambda command: "")


def test_a_library_that_the_linker_does_not_find_is_missing() -> None:
    import system_libraries

    assert not system_libraries.library_loads("libomniflash-is-nowhere.so.9")


def test_the_table_covers_what_the_window_links(libraries: Any) -> None:
    """Compares the table with the installed Qt, so that a new release cannot surprise us."""
    PySide6 = pytest.importorskip("PySide6")  # noqa: N806 (a module)
    if shutil.which("readelf") is None:
        pytest.skip("readelf is not installed")
    qt = Path(PySide6.__file__).parent / "Qt"
    if not (qt / "plugins" / "platforms" / "libqxcb.so").exists():
        pytest.skip("not a Qt for Linux")
    modules = (
        *("Core", "Gui", "Widgets", "Network", "Multimedia", "MultimediaWidgets", "Svg"),
        *("DBus", "OpenGL", "XcbQpa", "WaylandClient"),
    )
    files = [
        *(qt / "lib" / f"libQt6{name}.so.6" for name in modules),
        *(qt / "plugins" / "platforms" / f"libq{name}.so" for name in ("xcb", "wayland")),
        *(qt / "plugins" / "multimedia").glob("*.so"),
        *(qt / "plugins" / "xcbglintegrations").glob("*.so"),
        *(qt / "plugins" / "wayland-graphics-integration-client").glob("*-egl.so"),
        *(qt / "lib").glob("libavformat.so.*"),
    ]
    read = subprocess.run(["readelf", "-d", *files], capture_output=True, text=True, check=True)
    linked = {
        line.partition("[")[2].rstrip("]") for line in read.stdout.splitlines() if "NEEDED" in line
    }
    in_the_wheel = {file.name for file in (qt / "lib").iterdir()}
    # The C and C++ run-times and libbrotlidec's own part come with what the table has.
    of_every_python = ("libc.so", "libm.so", "libgcc_s.", "libstdc++.", "libresolv.", "ld-linux")
    asked_for = {need.name for need in libraries.LIBRARIES} | {"libbrotlicommon.so.1"}
    left_out = {
        name for name in linked - in_the_wheel - asked_for if not name.startswith(of_every_python)
    }
    assert left_out == set()
