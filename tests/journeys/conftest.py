"""The whole app as a person starts it: the real command, the real sandbox, a profile of its own."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from PIL import Image, ImageDraw


@dataclass(frozen=True)
class Ended:
    """A command that came to its end."""

    status: int
    output: str
    messages: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """What `--json` printed."""
        return [json.loads(line) for line in self.output.splitlines()]

    @property
    def last(self) -> dict[str, Any]:
        return self.records[-1]


@dataclass(frozen=True)
class Command:
    """`omniflash` with a profile of its own."""

    profile: Path
    environment: dict[str, str]
    common: tuple[str, ...] = ()

    def __call__(
        self, *arguments: str | Path, typed: str = "", variables: Mapping[str, str] | None = None
    ) -> Ended:
        ended = subprocess.run(
            self.words(*arguments),
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**self.environment, **(variables or {})},
            timeout=240,
            check=False,
        )
        assert "Traceback" not in ended.stderr, ended.stderr
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def words(self, *arguments: str | Path) -> list[str]:
        first = [sys.executable, "-m", "omniflash_desktop.cli", "--profile", str(self.profile)]
        return [*first, *self.common, *map(str, arguments)]


@dataclass
class Sandbox:
    """A sandbox in its child process."""

    base_url: str
    token: str
    process: subprocess.Popen[str] = field(repr=False)

    def ledger(self) -> dict[str, Any]:
        """What it has received and charged."""
        answer = httpx.get(f"{self.base_url}/sandbox/ledger", headers=self.headers, timeout=10)
        return answer.raise_for_status().json()

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def ended(self, task_id: str) -> None:
        """Waits until a task is completed."""
        deadline = time.monotonic() + 60
        while True:
            answer = httpx.get(
                f"{self.base_url}/v1/tasks/{task_id}", headers=self.headers, timeout=10
            )
            if answer.json()["data"]["status"] == "completed":
                return
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def post(self, path: str, body: object) -> httpx.Response:
        return httpx.post(self.base_url + path, json=body, headers=self.headers, timeout=10)


def start_sandbox(*options: str, state: Path) -> Sandbox:
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "omniflash_desktop.sandbox", "--state", str(state)),
            *("--exit-with-stdin", *options),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    ready = json.loads(process.stdout.readline())
    return Sandbox(ready["base_url"], ready["token"], process)


def end_sandbox(sandbox: Sandbox) -> None:
    sandbox.process.communicate(timeout=10)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The machine's variables, with a home of its own and without keyrings or tokens."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("OMNIFLASH_TOKEN", "APIMART_API_KEY", "DBUS_SESSION_BUS_ADDRESS")
    }
    home = tmp_path / "home"
    home.mkdir()
    return {
        **kept,
        "HOME": str(home),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "PYTHONWARNINGS": "error",
    }


@pytest.fixture
def omniflash(tmp_path: Path, environment: dict[str, str]) -> Command:
    """The command, with its built-in sandbox."""
    return Command(tmp_path / "profile", environment, ("--sandbox",))


@pytest.fixture(scope="session")
def rendered_clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a sandbox rendered for the lengths that most stories ask for: once for all of them."""
    own = tmp_path_factory.getbasetemp()
    # With several processes, the folder that is above those of all.
    common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    rendered, state = common / "rendered-clips", common / "rendered-clips-sandbox"
    try:
        state.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + 120
        while not rendered.exists():
            assert time.monotonic() < deadline, "another process renders the clips"
            time.sleep(0.05)
        return rendered
    sandbox = start_sandbox("--reuse-clips", "--seconds-per-task", "0", state=state)
    body = {"model": "Omni-Flash-Ext", "prompt": "a clip for many stories", "resolution": "720p"}
    tasks = [
        sandbox.post("/v1/videos/generations", {**body, "duration": seconds}) for seconds in (4, 6)
    ]
    for answer in tasks:
        sandbox.ended(answer.raise_for_status().json()["data"][0]["task_id"])
    end_sandbox(sandbox)
    (state / "reusable").rename(rendered)
    return rendered


@pytest.fixture
def sandbox(tmp_path: Path, rendered_clips: Path) -> Iterator[Sandbox]:
    """A sandbox of our own, that the command is pointed at. Clips of words alone are copies."""
    state = tmp_path / "sandbox"
    shutil.copytree(rendered_clips, state / "reusable")
    sandbox = start_sandbox("--reuse-clips", "--seconds-per-task", "1", state=state)
    yield sandbox
    end_sandbox(sandbox)


@pytest.fixture
def pointed(tmp_path: Path, environment: dict[str, str], sandbox: Sandbox) -> Command:
    """The command, pointed at `sandbox` by its address, as at the real service."""
    variables = {**environment, "OMNIFLASH_TOKEN": sandbox.token}
    return Command(tmp_path / "profile", variables, ("--base-url", sandbox.base_url))


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three pictures, red, green and blue."""
    folder = tmp_path_factory.mktemp("pictures")
    made: list[Path] = []
    for number, colour in enumerate(("#c83232", "#32a852", "#3250c8"), start=1):
        image = Image.new("RGB", (800, 600), colour)
        ImageDraw.Draw(image).ellipse((200, 100, 600, 500), fill="#f0f0e0")
        path = folder / f"picture {number}.png"
        image.save(path)
        made.append(path)
    return made


@pytest.fixture(scope="session")
def motion_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video of five seconds, in which a square walks from left to right."""
    path = tmp_path_factory.mktemp("motion") / "walk.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number in range(5 * 24):
            image = Image.new("RGB", (320, 180), "#203040")
            left = 20 + 2 * number
            ImageDraw.Draw(image).rectangle((left, 60, left + 50, 110), fill="#f0c040")
            container.mux(stream.encode(av.VideoFrame.from_image(image)))
        container.mux(stream.encode())
    return path
