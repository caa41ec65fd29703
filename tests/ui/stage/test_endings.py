"""The end of a clip with sound, which two threads with two locks come to at the same time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_AT_ONCE = 4
_PLAYERS = 150
"""Of each process. Before it was mended, one of some hundred waited for ever."""


@pytest.mark.slow
@pytest.mark.usefixtures("multimedia")
def test_no_end_is_waited_for_for_ever(make_clip, tmp_path: Path) -> None:
    clip = make_clip(frames=6, rate=24)
    words = [sys.executable, "-m", "tests.ui.stage.ended_players", str(clip), str(_PLAYERS)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    processes = [
        subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for _ in range(_AT_ONCE)
    ]
    said = [process.communicate(timeout=300)[0] for process in processes]
    assert said == [f"{_PLAYERS}\n".encode()] * _AT_ONCE
