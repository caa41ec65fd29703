"""Runs the sandbox: its socket, its signals, the ready line, and its end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import secrets
import signal
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING, Final

import uvicorn

from omniflash_desktop.sandbox.account import Account
from omniflash_desktop.sandbox.application import application
from omniflash_desktop.sandbox.clip_maker import ClipMaker
from omniflash_desktop.sandbox.connections import Connections
from omniflash_desktop.sandbox.fault_board import FaultBoard
from omniflash_desktop.sandbox.faults import Fault
from omniflash_desktop.sandbox.rate_limit import RateLimit
from omniflash_desktop.sandbox.render_pool import RenderPool
from omniflash_desktop.sandbox.service import Rooms
from omniflash_desktop.sandbox.store import Store
from omniflash_desktop.sandbox.submissions import Submissions
from omniflash_desktop.sandbox.task_stages import Pace
from omniflash_desktop.sandbox.tasks import Tasks

if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator
    from pathlib import Path

_LOG = logging.getLogger(__name__)
_HOST: Final = "127.0.0.1"
_BACKLOG: Final = 512
_GOODBYE_SECONDS: Final = 1
_FORCED_END_SECONDS: Final = 5.0
_REBIND_SECONDS: Final = 0.2


class PortError(Exception):
    """The port cannot be listened on; the text is a sentence for people."""


def run(options: argparse.Namespace, folder: Path) -> None:
    """Serve until a signal, or the end of standard input, ends it.

    Args:
        options: The arguments, as `command` reads them.
        folder: The state folder.

    Raises:
        StateFolderError: If the folder cannot be used.
        PortError: If the port cannot be listened on.
    """
    logging.basicConfig(level=logging.WARNING, format="omniflash sandbox: %(message)s")
    listener = _listener(options.port)
    with contextlib.closing(listener), contextlib.closing(Store(folder)) as store:
        asyncio.run(_served(options, store, listener))


async def _served(options: argparse.Namespace, store: Store, listener: socket.socket) -> None:
    opening_cents, unlimited = options.balance
    port: int = listener.getsockname()[1]
    connections = Connections()
    account = Account(store, opening_cents=opening_cents, unlimited=unlimited)
    faults = FaultBoard(store, options.faults)
    pool = RenderPool()
    tasks = Tasks(
        store,
        account,
        faults,
        ClipMaker(store, pool, reuse_clips=options.reuse_clips),
        Pace(options.speed, options.seconds_per_task),
        link_seconds=options.link_seconds,
    )
    rooms = Rooms(
        store=store,
        account=account,
        faults=faults,
        tasks=tasks,
        submissions=Submissions(
            store, account, faults, tasks, honours_keys=options.idempotency == "honoured"
        ),
        rate=RateLimit(options.rate),
        connections=connections,
        token=_token(store, options.token),
        base_url=f"http://{_HOST}:{port}",
    )
    server = _Server(rooms, port)
    if options.exit_with_stdin:
        server.end_with_stdin()
    tasks.resume()
    try:
        await server.serve([listener])
    finally:
        await tasks.close()
        await pool.close()


def _token(store: Store, given: str | None) -> str:
    token = given or store.fact("token") or f"sk-sandbox-{secrets.token_hex(16)}"
    store.set_fact("token", token)
    return token


def _listener(port: int) -> socket.socket:
    # With the protocol named, asyncio turns Nagle's algorithm off: it would cost 40 ms an answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_HOST, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        reason = error.strerror or str(error)
        raise PortError(f"Port {port} cannot be used: {reason}.") from error
    return listener


class _Server(uvicorn.Server):
    """Uvicorn's server, with our ready line, our signals, and an outage on request."""

    def __init__(self, rooms: Rooms, port: int) -> None:
        app = application(rooms, lambda faults: self.take_up_outage(faults))
        super().__init__(
            uvicorn.Config(
                app,
                http=rooms.connections.protocol(),
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=_GOODBYE_SECONDS,
            )
        )
        self._rooms = rooms
        self._port = port
        self._ready = False
        self._outage: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen; the first time, say that we are ready."""
        await super().startup(sockets)
        if not self._ready:
            self._ready = True
            line = {
                "base_url": self._rooms.base_url,
                "token": self._rooms.token,
                "pid": os.getpid(),
            }
            print(json.dumps(line), flush=True)  # noqa: T201
            self.take_up_outage(self._rooms.faults)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """End on the usual signals, with status 0."""
        wanted = [signal.SIGINT, signal.SIGTERM]
        if sys.platform == "win32":
            wanted.append(signal.SIGBREAK)
        before = {one: signal.signal(one, self._end) for one in wanted}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)

    def _end(self, *_: object) -> None:
        self.should_exit = True

    def end_with_stdin(self) -> None:
        """End when standard input closes, which it does when our parent dies."""
        threading.Thread(target=self._wait_for_stdin, name="stdin", daemon=True).start()

    def _wait_for_stdin(self) -> None:
        # Not through sys.stdin: its lock, held by a daemon thread, would abort the interpreter.
        with contextlib.suppress(OSError):
            while os.read(0, 4096):
                pass
        self.should_exit = True
        time.sleep(_FORCED_END_SECONDS)
        os._exit(0)

    def take_up_outage(self, faults: FaultBoard) -> None:
        """Refuse connections for as long as the fault `unreachable` says, if it is on."""
        seconds = faults.seconds(Fault.UNREACHABLE)
        if seconds and self._outage is None:
            self._outage = self._loop.create_task(self._be_unreachable(seconds), name="outage")

    async def _be_unreachable(self, seconds: float) -> None:
        await asyncio.sleep(0.05)  # for the answer to whoever has asked for this
        try:
            for listening in self.servers:
                listening.close()
            self._rooms.connections.drop_all()
            await asyncio.sleep(seconds)
            while not self.should_exit:
                with contextlib.suppress(PortError):
                    await self.startup([_listener(self._port)])
                    break
                await asyncio.sleep(_REBIND_SECONDS)
        finally:
            self._outage = None
