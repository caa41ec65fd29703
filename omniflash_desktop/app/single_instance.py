"""One window a profile: a second start hands its files to the first one and ends."""

import getpass
import json
import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from omniflash_desktop.ui.compose.dropped_text import is_web_link

_log = logging.getLogger(__name__)

_WAIT_MS: Final = 2000
_LONGEST_LINE: Final = 1024 * 1024


def socket_name(profile_name: str) -> str:
    """The name of the first window's socket; short, since Unix allows some 100 characters."""
    return str(Path(tempfile.gettempdir()) / f"omniflash-{_user()}-{profile_name}.socket")


def hand_over(profile_name: str, things: Sequence[Path | str]) -> bool:
    """Gives files and links to the window that is open on the profile.

    Args:
        profile_name: Of the profile.
        things: Whole paths of files and folders, and links as texts.

    Returns:
        `False` when there is no such window.
    """
    socket = QLocalSocket()
    socket.connectToServer(socket_name(profile_name))
    if not socket.waitForConnected(_WAIT_MS):
        return False
    files = [str(path) for path in things if isinstance(path, Path)]
    links = [link for link in things if isinstance(link, str)]
    line = json.dumps({"files": files, "links": links}) + "\n"
    socket.write(line.encode("utf-8"))
    is_written = socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return is_written


class FirstWindow(QObject):
    """Listens for later starts. Only the process that holds the engine's lock may make one."""

    called = Signal(list)
    """A later start came, with these files (`Path`) and links (`str`)."""

    def __init__(self, profile_name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        name = socket_name(profile_name)
        # A crash leaves its socket behind. The lock says that nobody listens there any more.
        QLocalServer.removeServer(name)
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._on_connection)
        if not self._server.listen(name):
            _log.warning("later starts cannot be heard: %s", self._server.errorString())

    def close(self) -> None:
        """Listens no more."""
        self._server.close()

    def _on_connection(self) -> None:
        while self._server.hasPendingConnections():
            _Caller(self._server.nextPendingConnection(), self)


class _Caller(QObject):
    """One later start, from its connection to its line of JSON."""

    def __init__(self, socket: QLocalSocket, first_window: FirstWindow) -> None:
        super().__init__(socket)
        self._socket = socket
        self._first_window = first_window
        self._text = b""
        socket.readyRead.connect(self._on_text)
        socket.disconnected.connect(socket.deleteLater)
        self._on_text()

    def _on_text(self) -> None:
        self._text += bytes(self._socket.readAll().data())
        line, end, _ = self._text.partition(b"\n")
        if end:
            self._first_window.called.emit(_things_in(line))
        if end or len(self._text) > _LONGEST_LINE:
            self._socket.disconnectFromServer()


def _things_in(line: bytes) -> list[Path | str]:
    try:
        message = json.loads(line)
        files = [Path(text) for text in message["files"] if isinstance(text, str)]
        # A start of an earlier release names none.
        links = [text for text in message.get("links", ()) if isinstance(text, str)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []
    return [*files, *filter(is_web_link, links)]


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "user"
