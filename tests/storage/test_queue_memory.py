"""The user's pause outlives the process, and a disk that refuses is no crash."""

import logging
from pathlib import Path

import pytest

from omniflash_desktop.storage.queue_memory import PauseMark


def test_a_pause_is_there_after_a_restart_and_gone_when_it_is_over(tmp_path: Path) -> None:
    file = tmp_path / "queue.paused"
    assert not PauseMark(file).is_paused
    PauseMark(file).remember(paused=True)
    PauseMark(file).remember(paused=True)
    assert PauseMark(file).is_paused
    PauseMark(file).remember(paused=False)
    PauseMark(file).remember(paused=False)
    assert not PauseMark(file).is_paused


def test_where_it_cannot_be_kept_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mark = PauseMark(tmp_path / "nowhere" / "queue.paused")
    with caplog.at_level(logging.WARNING):
        mark.remember(paused=True)
    assert "not remembered" in caplog.text
    assert not mark.is_paused
