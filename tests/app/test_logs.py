"""The log: what helps, and nothing that opens a door."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLoggingCategory, qCWarning, qInstallMessageHandler, qWarning

from omniflash_desktop.app import logs
from omniflash_desktop.app.logs import start_log
from omniflash_desktop.app.qt_messages import take_qt_messages


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    start_log(tmp_path)
    yield tmp_path / "omniflash.log"
    for handler in [one for one in root.handlers if one not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("Authorization: Bearer abc.DEF-123_x", "abc.DEF-123_x"),
        ("{'authorization': 'bearer abc.DEF-123_x'}", "abc.DEF-123_x"),
        ("refused the key sk-Ab12Cd34Ef56", "Ab12Cd34Ef56"),
        ("GET https://b.example.test/o.mp4?X-Amz-Signature=0a1b2c&x=1", "0a1b2c"),
        ("https://b.example.test/o.mp4?X-Amz-Credential=AKIA%2F2026&X-Amz-Date=1", "AKIA"),
        ("https://b.example.test/o.mp4?a=1&X-Amz-Security-Token=t0p", "t0p"),
        ("https://b.example.test/o.mp4?sv=2&sig=0a1b2c%3D", "0a1b2c"),
        ("https://b.example.test/o.mp4?Key-Pair-Id=K2J&Policy=eyJ", "eyJ"),
        ("https://b.example.test/o.mp4?access_token=0a1b2c", "0a1b2c"),
        ("proxy http://anna:pa55word@proxy.example.test:8080", "pa55word"),
    ],
)
def test_secrets_are_not_written_down(log_file: Path, said: str, secret: str) -> None:
    logging.getLogger("omniflash").warning("%s", said)
    written = log_file.read_text("utf-8")
    assert secret not in written
    assert "[removed]" in written


@pytest.mark.parametrize(
    "fact",
    [
        "not written down: task ('task-unified-17579',)",
        "cannot play desk-lamp.mp4",
        "GET https://b.example.test/v1/tasks/task_01?language=en",
        "generation 0123456789ab failed",
    ],
)
def test_what_helps_stays(log_file: Path, fact: str) -> None:
    logging.getLogger("omniflash").warning("%s", fact)
    assert fact in log_file.read_text("utf-8")


def test_secrets_in_a_traceback_are_not_written_down(log_file: Path) -> None:
    try:
        raise ValueError("bad header: Bearer abc.DEF-123_x")
    except ValueError:
        logging.getLogger("omniflash").exception("failed")
    written = log_file.read_text("utf-8")
    assert "Traceback" in written
    assert "abc.DEF-123_x" not in written


def test_small_talk_is_not_written_down(log_file: Path) -> None:
    logging.getLogger("httpx").info("HTTP Request: GET https://service.example.test")
    logging.getLogger("httpx").warning("odd")
    assert [line.split(" ", 2)[2] for line in log_file.read_text("utf-8").splitlines()] == [
        "WARNING httpx: odd"
    ]


def test_the_log_has_an_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(logs, "_BYTES_A_FILE", 10_000)
    log_file: Path = request.getfixturevalue("log_file")
    for _ in range(200):
        logging.getLogger("omniflash").warning("%s", "x" * 1000)
    files = list(log_file.parent.glob("omniflash.log*"))
    assert len(files) == 4
    assert sum(file.stat().st_size for file in files) < 50_000


def test_without_a_folder_the_app_goes_on(tmp_path: Path) -> None:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    start_log(tmp_path / "nowhere")
    logging.getLogger("omniflash").warning("heard by nobody")
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.no_qt_log
def test_qt_speaks_into_the_log(log_file: Path) -> None:
    before = qInstallMessageHandler(None)
    try:
        take_qt_messages()
        qWarning("a codec complains about sk-Ab12Cd34Ef56")
        category = QLoggingCategory("qt.multimedia.ffmpeg")
        qCWarning(category, "No HW decoder")
    finally:
        qInstallMessageHandler(before)
    lines = [line.split(" ", 2)[2] for line in log_file.read_text("utf-8").splitlines()]
    assert lines == [
        "WARNING qt: default: a codec complains about [removed]",
        "WARNING qt: qt.multimedia.ffmpeg: No HW decoder",
    ]
