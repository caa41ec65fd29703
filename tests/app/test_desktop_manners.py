"""A real bus with a desktop on it: its messages, its power, and its dock."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE_ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-run-session") is None, reason="a desktop of Linux, on D-Bus"
)


def test_the_desktop_is_told_kept_awake_and_let_go(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE_ROOT), "QT_QPA_PLATFORM": "offscreen"}
    # No system's bus and no desktop but ours: the power of the machine is not for tests.
    environment["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={tmp_path / 'none'}"
    words = ["dbus-run-session", "--", sys.executable, "-m", "tests.app.desktop_stand_in"]
    ended = subprocess.run(
        words, env=environment, capture_output=True, text=True, timeout=90, check=False
    )
    assert ended.returncode == 0, ended.stderr
    heard = json.loads(ended.stdout.splitlines()[-1])
    assert heard["errors"] == []
    # A desktop would read the prompt's signs as its own.
    assert heard["messages"] == [["Omniflash", "Clip ready", "a ‹b›kite‹/b› ＆ more"]]
    assert heard["clicks"] == ["kite"]
    # A clip in line keeps nobody awake; one on its way does, until it is home.
    assert heard["power"] == ["stay awake", "sleep 7"]
    name = "application://omniflash-desktop.desktop"
    assert [entry[0] for entry in heard["docks"]] == [name, name]
    shown, gone = (entry[1] for entry in heard["docks"])
    assert (shown["progress"], shown["progress-visible"]) == (0.4, True)
    assert gone["progress-visible"] is False
