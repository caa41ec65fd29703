"""A second start hands its files to the first window, whatever else comes along that way."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from omniflash_desktop.app.single_instance import FirstWindow, hand_over, socket_name


class Heard(QObject):
    """A first window, and the files that it was called with."""

    def __init__(self, profile: str) -> None:
        super().__init__()
        self.calls: list[list[Path | str]] = []
        self.first = FirstWindow(profile, self)
        self.first.called.connect(self.calls.append)


@pytest.fixture
def profile() -> Iterator[str]:
    # Sockets of other tests, and of the person at this computer, lie elsewhere. pytest's own
    # folders have names too long for a socket.
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory(prefix="of-") as folder:
        patch.setattr(tempfile, "tempdir", folder)
        yield "0123456789ab"


@pytest.fixture
def heard(qtbot: QtBot, profile: str) -> Iterator[Heard]:
    made = Heard(profile)
    yield made
    made.first.close()


def sent(profile: str, *pieces: bytes, qtbot: QtBot) -> QLocalSocket:
    """Says something to the first window, as a program of somebody else might."""
    socket = QLocalSocket()
    socket.connectToServer(socket_name(profile))
    assert socket.waitForConnected(2000)
    for piece in pieces:
        socket.write(piece)
        socket.flush()
        qtbot.wait(5)
    return socket


def is_over(socket: QLocalSocket) -> bool:
    return socket.state() is QLocalSocket.LocalSocketState.UnconnectedState


def test_files_are_handed_over(qtbot: QtBot, heard: Heard, profile: str, tmp_path: Path) -> None:
    files = [tmp_path / "bottle.png", tmp_path / "ein Hügel 花.mp4"]
    assert hand_over(profile, files)
    qtbot.waitUntil(lambda: heard.calls == [files])


def test_odd_names_and_links_are_handed_over_as_they_are(
    qtbot: QtBot, heard: Heard, profile: str, tmp_path: Path
) -> None:
    odd = [
        "🪁 kite.png",
        "in\ntwo lines.png",
        "k" * 246 + ".png",
        "\u05e2\u05e4.png",
        "caf\udce9.png",
    ]
    things = [*(tmp_path / name for name in odd), tmp_path, "https://pics.example/kite.png?a=1"]
    assert hand_over(profile, things)
    qtbot.waitUntil(lambda: heard.calls == [things])


def test_only_links_of_the_web_are_taken_as_links(qtbot: QtBot, heard: Heard, profile: str) -> None:
    sent(
        profile,
        b'{"files": [], "links": ["javascript:x", 7, "https://a.example/b"]}\n',
        qtbot=qtbot,
    )
    qtbot.waitUntil(lambda: heard.calls == [["https://a.example/b"]])


def test_a_start_without_files_calls_as_well(qtbot: QtBot, heard: Heard, profile: str) -> None:
    assert hand_over(profile, [])
    qtbot.waitUntil(lambda: heard.calls == [[]])


def test_another_process_is_heard(qtbot: QtBot, heard: Heard, profile: str, tmp_path: Path) -> None:
    program = (
        "import sys, tempfile\n"
        "from pathlib import Path\n"
        "tempfile.tempdir = sys.argv[1]\n"
        "from omniflash_desktop.app.single_instance import hand_over\n"
        "sys.exit(not hand_over(sys.argv[2], [Path('/a/kite.png')]))\n"
    )
    other = subprocess.Popen([sys.executable, "-c", program, tempfile.gettempdir(), profile])
    qtbot.waitUntil(lambda: heard.calls == [[Path("/a/kite.png")]], timeout=20_000)
    assert other.wait(20) == 0


def test_two_starts_at_once_are_both_heard(qtbot: QtBot, heard: Heard, profile: str) -> None:
    assert hand_over(profile, [Path("/a.png")])
    assert hand_over(profile, [Path("/b.png")])
    qtbot.waitUntil(lambda: heard.calls == [[Path("/a.png")], [Path("/b.png")]])


def test_without_a_first_window_nobody_is_called(qtbot: QtBot, profile: str) -> None:
    assert not hand_over(profile, [])


def test_the_socket_of_a_crash_is_no_hindrance(qtbot: QtBot, profile: str, tmp_path: Path) -> None:
    Path(socket_name(profile)).touch()
    assert not hand_over(profile, [])
    heard = Heard(profile)
    assert hand_over(profile, [tmp_path])
    qtbot.waitUntil(lambda: heard.calls == [[tmp_path]])
    heard.first.close()
    assert not hand_over(profile, [])


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"not json",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b'"files"',
        b"{}",
        b'{"files": 5}',
        b'{"files": null}',
        b'{"files": [1, null, {}]}',
        b"[" * 50_000,
    ],
)
def test_nonsense_only_calls_the_window(
    qtbot: QtBot, heard: Heard, profile: str, line: bytes
) -> None:
    socket = sent(profile, line + b"\n", qtbot=qtbot)
    qtbot.waitUntil(lambda: heard.calls == [[]])
    qtbot.waitUntil(lambda: is_over(socket))
    # The next one is heard as ever.
    assert hand_over(profile, [Path("/a.png")])
    qtbot.waitUntil(lambda: len(heard.calls) == 2)


def test_what_is_not_a_name_is_left_out(qtbot: QtBot, heard: Heard, profile: str) -> None:
    sent(profile, b'{"files": [1, "/a.png", null]}\n', qtbot=qtbot)
    qtbot.waitUntil(lambda: heard.calls == [[Path("/a.png")]])


def test_a_line_may_come_in_pieces(qtbot: QtBot, heard: Heard, profile: str) -> None:
    sent(profile, b'{"fil', b'es": ["/a', b'.png"]}', b"\n", qtbot=qtbot)
    qtbot.waitUntil(lambda: heard.calls == [[Path("/a.png")]])


def test_only_the_first_line_counts(qtbot: QtBot, heard: Heard, profile: str) -> None:
    sent(profile, b'{"files": ["/a.png"]}\n{"files": ["/b.png"]}\n', b"more\n", qtbot=qtbot)
    qtbot.waitUntil(lambda: bool(heard.calls))
    qtbot.wait(20)
    assert heard.calls == [[Path("/a.png")]]


def test_a_flood_without_an_end_is_cut_off(qtbot: QtBot, heard: Heard, profile: str) -> None:
    socket = sent(profile, *[b"x" * 300_000] * 4, qtbot=qtbot)
    qtbot.waitUntil(lambda: is_over(socket))
    assert heard.calls == []


def test_a_caller_that_says_nothing_is_no_hindrance(
    qtbot: QtBot, heard: Heard, profile: str
) -> None:
    silent = sent(profile, b"", qtbot=qtbot)
    assert hand_over(profile, [Path("/a.png")])
    qtbot.waitUntil(lambda: heard.calls == [[Path("/a.png")]])
    silent.disconnectFromServer()


def test_each_profile_has_its_own_window(qtbot: QtBot, heard: Heard) -> None:
    assert not hand_over("fedcba987654", [])
    assert heard.calls == []
