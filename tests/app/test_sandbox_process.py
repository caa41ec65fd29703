"""The sandbox as our child: there when it is needed, and gone with us."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import httpx
import pytest

from omniflash_desktop.app import sandbox_process
from omniflash_desktop.app.sandbox_process import SandboxAddress, SandboxProcess
from omniflash_desktop.domain.problems import Problem, ProblemKind

STAND_IN = """
import json, os, pathlib, sys, time
state = pathlib.Path(sys.argv[sys.argv.index("--state") + 1])
state.mkdir(exist_ok=True)
(state / f"{os.getpid()}.started").touch()
BEHAVIOUR
"""
ANSWERS = """
print(json.dumps({"base_url": f"http://127.0.0.1:{os.getpid()}", "token": "t"}), flush=True)
sys.stdin.read()
"""
TAKES_ITS_TIME = "time.sleep(0.3)" + ANSWERS
SAYS_NOTHING = "sys.stdin.read()"
SAYS_NONSENSE = "print('ready', flush=True)\nsys.stdin.read()"
SAYS_HALF = "print('{\"base_url\": 1}', flush=True)\nsys.stdin.read()"
DIES = "sys.exit('the port is taken')"


class StandIn:
    """A sandbox that behaves as the test wants, and what became of its processes."""

    def __init__(self, folder: Path, behaviour: str) -> None:
        self.state = folder / "state"
        script = folder / "stand_in.py"
        script.write_text(STAND_IN.replace("BEHAVIOUR", behaviour), "utf-8")
        self.process = SandboxProcess(
            state_folder=self.state,
            log_file=folder / "logs" / "sandbox.log",
            command=(sys.executable, str(script)),
        )

    @property
    def started(self) -> set[int]:
        return {int(file.stem) for file in self.state.glob("*.started")}

    @property
    def alive(self) -> set[int]:
        return {pid for pid in self.started if is_alive(pid)}

    async def pid(self) -> int:
        """Asks for the address, which tells the process."""
        address = await self.process.address()
        assert isinstance(address, SandboxAddress)
        return int(address.base_url.rpartition(":")[2])


def is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        with contextlib.suppress(OSError):
            return status.read_text().rpartition(")")[2].split()[0] != "Z"
        return False
    with contextlib.suppress(OSError):
        os.kill(pid, 0)
        return True
    return False


@contextlib.asynccontextmanager
async def a_stand_in(folder: Path, behaviour: str) -> AsyncGenerator[StandIn]:
    made = StandIn(folder, behaviour)
    try:
        yield made
    finally:
        await made.process.close()
    assert made.alive == set()


async def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


async def test_it_is_started_once(tmp_path: Path) -> None:
    async with a_stand_in(tmp_path, ANSWERS) as sandbox:
        assert sandbox.started == set()
        asked = await asyncio.gather(*(sandbox.pid() for _ in range(8)))
        assert set(asked) == sandbox.started
        assert len(sandbox.started) == 1


async def test_one_that_died_is_started_again(tmp_path: Path) -> None:
    async with a_stand_in(tmp_path, ANSWERS) as sandbox:
        first = await sandbox.pid()
        os.kill(first, signal.SIGTERM)
        await until(lambda: not is_alive(first))
        second = await sandbox.pid()
        assert second != first
        assert sandbox.alive == {second}


async def test_one_that_says_nothing_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox_process, "_READY_WITHIN_SECONDS", 0.5)
    async with a_stand_in(tmp_path, SAYS_NOTHING) as sandbox:
        answer = await sandbox.process.address()
        assert isinstance(answer, Problem)
        assert answer.kind is ProblemKind.SANDBOX_UNAVAILABLE
        assert sandbox.alive == set()


@pytest.mark.parametrize("behaviour", [SAYS_NONSENSE, SAYS_HALF])
async def test_one_that_says_nonsense_is_ended(tmp_path: Path, behaviour: str) -> None:
    async with a_stand_in(tmp_path, behaviour) as sandbox:
        assert isinstance(await sandbox.process.address(), Problem)
        assert sandbox.alive == set()


async def test_its_last_words_are_told(tmp_path: Path) -> None:
    async with a_stand_in(tmp_path, DIES) as sandbox:
        answer = await sandbox.process.address()
        assert isinstance(answer, Problem)
        assert answer.detail == "the port is taken"
        # The next one who needs it tries again.
        await sandbox.process.address()
        assert len(sandbox.started) == 2


async def test_a_command_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    sandbox = SandboxProcess(
        state_folder=tmp_path, log_file=tmp_path / "log", command=[str(tmp_path / "nothing")]
    )
    answer = await sandbox.address()
    assert isinstance(answer, Problem)
    assert answer.kind is ProblemKind.SANDBOX_UNAVAILABLE
    await sandbox.close()


async def test_closing_ends_it(tmp_path: Path) -> None:
    async with a_stand_in(tmp_path, ANSWERS) as sandbox:
        pid = await sandbox.pid()
        await sandbox.process.close()
        assert not is_alive(pid)
        # Nothing that is still under way may bring it back.
        assert isinstance(await sandbox.process.address(), Problem)
        assert sandbox.started == {pid}
        await sandbox.process.close()


async def test_a_cancelled_start_leaves_no_second_one(tmp_path: Path) -> None:
    async with a_stand_in(tmp_path, TAKES_ITS_TIME) as sandbox:
        first = asyncio.ensure_future(sandbox.process.address())
        await until(lambda: len(sandbox.started) == 1)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        assert await sandbox.pid() in sandbox.started
        assert len(sandbox.started) == 1


async def test_closing_while_it_starts_leaves_none(tmp_path: Path) -> None:
    async with a_stand_in(tmp_path, SAYS_NOTHING) as sandbox:
        starting = asyncio.ensure_future(sandbox.process.address())
        await until(lambda: len(sandbox.started) == 1)
        await sandbox.process.close()
        assert sandbox.alive == set()
        assert isinstance(await starting, Problem)


async def test_the_real_one_answers_and_ends(tmp_path: Path) -> None:
    sandbox = SandboxProcess(state_folder=tmp_path / "state", log_file=tmp_path / "log")
    address = await sandbox.address()
    assert isinstance(address, SandboxAddress)
    async with httpx.AsyncClient() as client:
        headers = {"Authorization": f"Bearer {address.token}"}
        answer = await client.get(f"{address.base_url}/v1/user/balance", headers=headers)
        assert answer.status_code == 200
        await sandbox.close()
        with pytest.raises(httpx.TransportError):
            await client.get(f"{address.base_url}/v1/user/balance", headers=headers)


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_it_goes_with_us_when_we_are_killed(tmp_path: Path) -> None:
    script = tmp_path / "stand_in.py"
    script.write_text(STAND_IN.replace("BEHAVIOUR", ANSWERS), "utf-8")
    program = (
        "import asyncio, pathlib, sys\n"
        "from omniflash_desktop.app.sandbox_process import SandboxProcess\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "async def main():\n"
        "    sandbox = SandboxProcess(state_folder=folder / 'state', log_file=folder / 'log',\n"
        "        command=(sys.executable, str(folder / 'stand_in.py')))\n"
        "    print((await sandbox.address()).base_url, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline().rpartition(":")[2])
    assert is_alive(pid)
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 10
    while is_alive(pid):
        assert time.monotonic() < deadline
        time.sleep(0.01)
