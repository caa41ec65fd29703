"""A real Secret Service on a bus of its own: what Linux desktops keep tokens in."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE_ROOT = Path(__file__).parents[2]

_MISSING = [
    name for name in ("dbus-run-session", "gnome-keyring-daemon") if shutil.which(name) is None
]
pytestmark = pytest.mark.skipif(bool(_MISSING), reason=f"not installed here: {', '.join(_MISSING)}")

_SESSION = """
import subprocess, sys
subprocess.run(
    ["gnome-keyring-daemon", "--unlock", "--components=secrets"],
    input=b"password", stdout=subprocess.DEVNULL, check=True,
)
for word in sys.argv[2:]:
    subprocess.run([sys.executable, "-c", sys.argv[1], word], check=True)
"""

_RUN_OF_THE_APP = """
import asyncio, sys
from omniflash_desktop.credentials.keyring_tokens import KeyringTokens

async def main():
    service = "https://api.apimart.ai"
    tokens = KeyringTokens(
        profile_name="default", environment={}, environment_service=service
    )
    match sys.argv[1]:
        case "set":
            print(await tokens.write(service, "sk-kept"))
        case "forget":
            print(await tokens.forget(service))
        case "read":
            print(await tokens.read(service), await tokens.where(service))
    tokens.close()

asyncio.run(main())
"""


def test_a_token_outlives_the_process_in_a_real_keyring(tmp_path: Path):
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(PACKAGE_ROOT),
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(runtime),
    }
    session = ["dbus-run-session", "--", sys.executable, "-c", _SESSION, _RUN_OF_THE_APP]
    done = subprocess.run(
        [*session, "read", "set", "read", "forget", "read"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "None nowhere",
        "None",
        "sk-kept keyring",
        "None",
        "None nowhere",
    ]
