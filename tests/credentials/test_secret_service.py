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
    ["gnome-keyring-daemon", "--components=secrets", *sys.argv[2].split()],
    input=b"password", stdout=subprocess.DEVNULL, check=True,
)
for word in sys.argv[3:]:
    subprocess.run([sys.executable, "-c", sys.argv[1], word], check=True)
"""

_RUN_OF_THE_APP = """
import asyncio, sys
from omniflash_desktop.credentials.keyring_tokens import KeyringTokens
from omniflash_desktop.domain.token_id import token_id

async def main():
    service = "https://api.apimart.ai"
    tokens = KeyringTokens(
        profile_name="default", environment={}, environment_service=service
    )
    match sys.argv[1]:
        case "set":
            print(await tokens.write(service, "sk-kept"))
        case "replace":
            print(await tokens.write(service, "sk-new", in_use={token_id("sk-kept")}))
        case "former":
            print(await tokens.read(service), await tokens.former(service, token_id("sk-kept")))
        case "drop":
            await tokens.read(service)
            print(await tokens.drop_former(service, in_use=frozenset()))
        case "forget":
            print(await tokens.forget(service))
        case "read":
            print(await tokens.read(service), await tokens.where(service))
    tokens.close()

asyncio.run(main())
"""


def test_a_token_outlives_the_process_in_a_real_keyring(tmp_path: Path):
    assert said_in_runs_of("read", "set", "read", "forget", "read", folder=tmp_path) == [
        "None nowhere",
        "None",
        "sk-kept keyring",
        "None",
        "None nowhere",
    ]


def test_a_replaced_token_outlives_the_process_until_its_work_is_done(tmp_path: Path):
    runs = ("set", "replace", "former", "drop", "former")
    assert said_in_runs_of(*runs, folder=tmp_path) == [
        *("None", "None"),
        "sk-new sk-kept",
        "None",
        "sk-new None",
    ]


def test_a_replaced_token_is_forgotten_with_the_one_that_replaced_it(tmp_path: Path):
    runs = ("set", "replace", "forget", "former")
    assert said_in_runs_of(*runs, folder=tmp_path) == ["None", "None", "None", "None None"]


def test_a_look_for_a_token_makes_no_keyring_where_there_is_none(tmp_path: Path):
    # Making one asks the user for a password; here nobody could be asked, which is a problem.
    said = said_in_runs_of("read", "former", folder=tmp_path, daemon="--start")
    assert said == ["None nowhere", "None None"]
    assert not list(tmp_path.rglob("*.keyring"))


def said_in_runs_of(*words: str, folder: Path, daemon: str = "--unlock") -> list[str]:
    """What one run of the app for each word prints, all with the same keyring.

    Args:
        words: What each run does.
        folder: Home of the keyring.
        daemon: How the keyring's own process is started.
    """
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(PACKAGE_ROOT),
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(runtime),
    }
    session = ["dbus-run-session", "--", sys.executable, "-c", _SESSION, _RUN_OF_THE_APP, daemon]
    done = subprocess.run(
        [*session, *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
