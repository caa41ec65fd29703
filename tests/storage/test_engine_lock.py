"""A profile has one engine, whoever runs it, and a killed one lets go."""

import subprocess
import sys
from pathlib import Path

from omniflash_desktop.storage.engine_lock import EngineLock

_HOLD = (
    "import sys; from pathlib import Path; from omniflash_desktop.storage.engine_lock import "
    "EngineLock; lock = EngineLock(Path(sys.argv[1])); print(lock.take(), flush=True); "
    "sys.stdin.read()"
)


def test_a_second_process_is_told_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    file = tmp_path / "engine.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "True\n"

    mine = EngineLock(file)
    assert not mine.take()

    holder.kill()
    holder.communicate()
    assert mine.take()
    mine.release()


def test_it_can_be_taken_again_after_its_release(tmp_path: Path) -> None:
    lock = EngineLock(tmp_path / "engine.lock")
    assert lock.take()
    lock.release()
    assert lock.take()
    lock.release()
