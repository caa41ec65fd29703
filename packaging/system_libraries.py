"""What Omniflash Desktop needs of the operating system, and how Debian and Fedora bring it.

Only Linux leaves this to us: Qt's wheels for macOS and Windows hold all that they need. The
libraries are those that ``readelf -d`` names for the Qt modules, the ``xcb`` and ``wayland``
platform plug-ins and the FFmpeg plug-in of PySide6 6.11.3, less what every Python stands on.
"""

import ctypes
import enum
import functools
import importlib
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from running_programs import ProgramError, StepError, say, tail


class Kind(enum.Enum):
    """How to find out whether a thing is there."""

    LIBRARY = enum.auto()
    PROGRAM = enum.auto()
    FONT = enum.auto()
    MODULE = enum.auto()


@dataclass(frozen=True)
class Need:
    """One thing that the system has to bring.

    Attributes:
        name: A soname, a program, a module, or a kind of font as ``FONTS`` knows it.
        debian: The package of Debian and Ubuntu.
        fedora: The package of Fedora; "" where nothing has to be installed.
    """

    kind: Kind
    name: str
    debian: str
    fedora: str


LIBRARIES = tuple(
    Need(Kind.LIBRARY, *row)
    for row in (
        ("libEGL.so.1", "libegl1", "libglvnd-egl"),
        ("libGL.so.1", "libgl1", "libglvnd-glx"),
        ("libX11.so.6", "libx11-6", "libX11"),
        ("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb"),
        ("libXext.so.6", "libxext6", "libXext"),
        ("libXrandr.so.2", "libxrandr2", "libXrandr"),
        ("libbrotlidec.so.1", "libbrotli1", "libbrotli"),
        ("libbz2.so.1", "libbz2-1.0", "bzip2-libs"),
        ("libdbus-1.so.3", "libdbus-1-3", "dbus-libs"),
        ("libdrm.so.2", "libdrm2", "libdrm"),
        ("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
        ("libfreetype.so.6", "libfreetype6", "freetype"),
        ("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
        ("libgssapi_krb5.so.2", "libgssapi-krb5-2", "krb5-libs"),
        ("libgthread-2.0.so.0", "libglib2.0-0", "glib2"),
        ("libpulse.so.0", "libpulse0", "pulseaudio-libs"),
        ("libwayland-client.so.0", "libwayland-client0", "libwayland-client"),
        ("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor"),
        ("libwayland-egl.so.1", "libwayland-egl1", "libwayland-egl"),
        ("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
        ("libxcb-glx.so.0", "libxcb-glx0", "libxcb"),
        ("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
        ("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
        ("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
        ("libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
        ("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
        ("libxcb-render.so.0", "libxcb-render0", "libxcb"),
        ("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
        ("libxcb-shm.so.0", "libxcb-shm0", "libxcb"),
        ("libxcb-sync.so.1", "libxcb-sync1", "libxcb"),
        ("libxcb-util.so.1", "libxcb-util1", "xcb-util"),
        ("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb"),
        ("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
        ("libxcb.so.1", "libxcb1", "libxcb"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
        ("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
        ("libz.so.1", "zlib1g", "zlib"),
        ("libzstd.so.1", "libzstd1", "libzstd"),
    )
)
VIRTUAL_SCREEN = Need(Kind.PROGRAM, "Xvfb", "xvfb", "xorg-x11-server-Xvfb")
# Each kind of font, with words of which one is in the name of its file.
FONTS = {
    "a font": ("",),
    "the font Inter": ("inter-", "inter.", "intervariable"),
    "a Chinese font": ("cjk", "wqy", "droidsansfallback", "sourcehan", "ukai", "uming"),
}
ANY_FONT = Need(Kind.FONT, "a font", "fonts-dejavu-core", "dejavu-sans-fonts")  # or Qt draws boxes
# Screenshots shall look like the design, and prompts are written in Chinese as well.
FONTS_OF_SCREENSHOTS = (
    Need(Kind.FONT, "the font Inter", "fonts-inter", "rsms-inter-fonts"),
    Need(Kind.FONT, "a Chinese font", "fonts-wqy-microhei", "google-noto-sans-cjk-fonts"),
)
PROGRAMS_OF_TESTS = tuple(
    Need(Kind.PROGRAM, *row)
    for row in (
        ("xauth", "xauth", "xorg-x11-xauth"),
        ("xdotool", "xdotool", "xdotool"),
        ("dbus-run-session", "dbus", "dbus-daemon"),
        ("gnome-keyring-daemon", "gnome-keyring", "gnome-keyring"),
        ("secret-tool", "libsecret-tools", "libsecret"),
        ("at-spi-bus-launcher", "at-spi2-core", "at-spi2-core"),
        ("ffprobe", "ffmpeg", "ffmpeg-free"),
    )
)

FOR_A_WINDOW = (*LIBRARIES, ANY_FONT)
FOR_A_SELF_TEST = (*FOR_A_WINDOW, VIRTUAL_SCREEN, *FONTS_OF_SCREENSHOTS)
FOR_TESTS = (*FOR_A_SELF_TEST, *PROGRAMS_OF_TESTS)

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
FONT_ENDINGS = (".ttf", ".otf", ".ttc", ".otc", ".pfb")
APT_OPTIONS = "-y --no-install-recommends -o DPkg::Lock::Timeout=300"


def ensurepip() -> Need:
    """What ``python -m venv`` needs; Debian packages it apart from Python."""
    return Need(Kind.MODULE, "ensurepip", "python{}.{}-venv".format(*sys.version_info), "")


def library_loads(soname: str) -> bool:
    """Tells whether the dynamic linker finds a library with all that it needs itself."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


@functools.cache
def font_files() -> tuple[str, ...]:
    """Returns the names of the font files on this machine, in lower case."""
    return tuple(
        name.lower()
        for folder in FONT_FOLDERS
        for _, _, names in os.walk(Path(folder).expanduser())
        for name in names
        if name.lower().endswith(FONT_ENDINGS)
    )


def is_there(need: Need) -> bool:
    """Tells whether the system already brings a thing."""
    match need.kind:
        case Kind.LIBRARY:
            return library_loads(need.name)
        case Kind.PROGRAM:
            folders = os.environ.get("PATH", os.defpath) + os.pathsep + "/usr/libexec"
            return shutil.which(need.name, path=folders) is not None
        case Kind.FONT:
            return any(word in file for file in font_files() for word in FONTS[need.name])
        case Kind.MODULE:
            importlib.invalidate_caches()
            return importlib.util.find_spec(need.name) is not None
        case _:
            assert_never(need.kind)


def what_is_missing(needs: Iterable[Need]) -> list[Need]:
    """Returns the needs that this machine does not meet; none on macOS and Windows."""
    font_files.cache_clear()
    candidates = needs if sys.platform.startswith("linux") else ()
    missing = [need for need in candidates if not is_there(need)]
    if package_manager() == "":
        # Such systems keep fonts in places of their own: not found does not mean not there.
        missing = [need for need in missing if need.kind is not Kind.FONT]
    return missing


def package_manager() -> str:
    """Returns "apt-get" or "dnf", or "" where there is neither."""
    return next((name for name in ("apt-get", "dnf") if shutil.which(name)), "")


def packages_for(missing: Iterable[Need], manager: str) -> list[str]:
    """Names the packages that bring what is missing."""
    names = {need.debian if manager == "apt-get" else need.fedora for need in missing}
    return sorted(names - {""})


def install_command(missing: Iterable[Need], manager: str) -> str:
    """Returns the line for root's shell that installs what is missing."""
    packages = " ".join(packages_for(missing, manager))
    if manager == "apt-get":
        install = f"DEBIAN_FRONTEND=noninteractive apt-get install {APT_OPTIONS} {packages}"
        return f"apt-get update && {install}"
    return f"dnf install -y {packages}"


def refuse_without_root(missing: list[Need]) -> None:
    """Stops with the one command to run, unless we may run it ourselves.

    Raises:
        StepError: We are not root, or the system has no package manager that we know.
    """
    manager = package_manager()
    names = ", ".join(need.name for need in missing)
    if not manager:
        raise StepError(
            f"checking the system: this machine lacks {names}; install the packages of your "
            "system that hold them, then run this command again."
        )
    if os.geteuid() != 0:
        command = install_command(missing, manager)
        raise StepError(
            f"checking the system: this machine lacks {names}; run this, then start again:\n\n"
            f"    sudo sh -c '{command}'\n"
        )


def install(missing: list[Need], run: Callable[[list[str]], str]) -> None:
    """Installs what is missing, as root.

    Args:
        missing: What ``what_is_missing`` found.
        run: Runs a command; raises ``ProgramError``.

    Raises:
        StepError: The installation failed, or something is missing still.
    """
    refuse_without_root(missing)
    manager = package_manager()
    packages = packages_for(missing, manager)
    say(f"installing {len(packages)} packages of the system: {' '.join(packages)}")
    try:
        if manager == "apt-get":
            install_with_apt(packages, run)
        elif packages:
            run(["dnf", "install", "-y", *packages])
    except ProgramError as failure:
        command = install_command(missing, manager)
        raise StepError(
            f"installing the system's packages failed:\n{tail(failure.output)}"
            f"See that the machine is online, then run this command again, or as root: {command}"
        ) from None
    still = what_is_missing(missing)
    if still:
        names = ", ".join(need.name for need in still)
        raise StepError(f"installing the system's packages: {names} is missing even so.")


def install_with_apt(packages: list[str], run: Callable[[list[str]], str]) -> None:
    """Installs Debian packages; fetches the lists of packages first where they are no good."""
    command = ["apt-get", "install", *APT_OPTIONS.split(), *packages]
    if any(Path("/var/lib/apt/lists").glob("*Packages*")):
        try:
            run(command)
        except ProgramError:
            say("fetching newer lists of packages")
        else:
            return
    run(["apt-get", "update"])
    run(command)
