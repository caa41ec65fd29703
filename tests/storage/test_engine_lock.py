"""A profile has one engine, whoever runs it, and a killed one lets go."""

import subprocess
import sys
from pathlib import Path

from omniflash_desktop.domain.problems import ProblemKind
from omniflash_desktop.storage.engine_lock import EngineLock

_HOLD = (
    "import sys; from pathlib import Path; from omniflash_desktop.storage.engine_lock import "
    "EngineLock; lock = EngineLock(Path(sys.argv[1])); print(lock.take() is None, flush=True); "
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
    problem = mine.take()
    assert problem is not None
    assert problem.kind is ProblemKind.LIBRARY_LOCKED

    holder.kill()
    holder.communicate()
    assert mine.take() is None
    mine.release()


def test_it_can_be_taken_again_after_its_release(tmp_path: Path) -> None:
    lock = EngineLock(tmp_path / "engine.lock")
    assert lock.take() is None
    lock.release()
    assert lock.take() is None
    lock.release()


def test_a_file_of_somebody_else_in_its_place_is_no_reason_to_fail(tmp_path: Path) -> None:
    file = tmp_path / "engine.lock"
    file.write_text("not a database at all, but long enough to be taken for one " * 20)
    lock = EngineLock(file)
    assert lock.take() is None
    lock.release()


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "engine.lock").mkdir()
    problem = EngineLock(tmp_path / "engine.lock").take()
    assert problem is not None
    assert problem.kind is ProblemKind.FOLDER_UNWRITABLE
