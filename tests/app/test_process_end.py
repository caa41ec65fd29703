"""A command's process ends with its status and all it said, whatever its threads still do."""

import os
import subprocess
import sys
from pathlib import Path

_A_THREAD_IS_AT_WORK = """
import logging, sys, threading
from omniflash_desktop.app.process_end import end_process

logging.basicConfig(filename=sys.argv[1])
threading.Thread(target=threading.Event().wait).start()
print("what was said", end="")
logging.error("what was written")
end_process(3)
"""
_ENDS_WITH_WORDS_LEFT = (
    "from omniflash_desktop.app.process_end import end_process; print('words'); end_process(0)"
)


def test_a_process_ends_at_once_with_its_status_and_all_its_words(tmp_path: Path) -> None:
    log = tmp_path / "log"
    ended = subprocess.run(
        [sys.executable, "-c", _A_THREAD_IS_AT_WORK, str(log)],
        stdout=subprocess.PIPE,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 3
    assert ended.stdout == "what was said"
    assert "what was written" in log.read_text()


def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read(); " + _ENDS_WITH_WORDS_LEFT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
    )
    assert process.stdout is not None
    process.stdout.close()
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert errors == b""
