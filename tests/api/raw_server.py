"""A server on a real socket that does exactly what a test tells it, well-behaved or not."""

import asyncio
import os
import socket
import ssl
import struct
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TypeAlias

Behaviour: TypeAlias = Callable[[asyncio.StreamWriter], Awaitable[bool | None]]
"""Answers one request; true where the connection stays open for another."""

Choice: TypeAlias = Callable[[bytes], Behaviour]
"""Chooses how a request is answered."""


@dataclass
class RawServer:
    """What a test may know of the server.

    Attributes:
        port: On 127.0.0.1.
        requests: Head and body of every request, in their order.
        connections: How many were made.
    """

    port: int = 0
    requests: list[bytes] = field(default_factory=list[bytes])
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def posts(self) -> list[bytes]:
        return [request for request in self.requests if request.startswith(b"POST ")]

    def header_of(self, index: int, name: str) -> str | None:
        return header_in(self.requests[index], name)


def header_in(request: bytes, name: str) -> str | None:
    """The value of one header of a request."""
    lines = request.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines)
    return next((v.strip() for n, _, v in pairs if n.lower() == name.lower()), None)


@asynccontextmanager
async def raw_server(
    *behaviours: Behaviour, gets: Choice | None = None, tls: ssl.SSLContext | None = None
) -> AsyncGenerator[RawServer]:
    """Serves one behaviour for each request, in their order.

    Args:
        behaviours: Of the POSTs where `gets` is given, else of all requests.
        gets: Answers the GETs.
        tls: Speaks TLS.
    """
    server = RawServer()
    left = list(behaviours)
    open_connections: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                stays = True
                while stays:
                    request = await _request(reader)
                    server.requests.append(request)
                    is_get = request.startswith(b"GET ")
                    behaviour = gets(request) if gets and is_get else left.pop(0)
                    stays = bool(await behaviour(writer))
        finally:
            writer.close()
            with suppress(ConnectionError, ssl.SSLError):
                await writer.wait_closed()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(serve(reader, writer), name="raw server")
        open_connections.add(task)

    listener = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=tls)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for task in open_connections:
            task.cancel()
        ends = await asyncio.gather(*open_connections, return_exceptions=True)
    # A behaviour that broke is a mistake in the test.
    for end in ends:
        if isinstance(end, Exception):
            raise end


async def _request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    return head + await reader.readexactly(length)


def says(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """A whole answer. Header names are written with underscores."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, len(body), **headers) + body)
        await writer.drain()

    return behave


def says_and_stays(status: int, body: bytes) -> Behaviour:
    """A whole answer that leaves the connection open."""

    async def behave(writer: asyncio.StreamWriter) -> bool:
        writer.write(head(status, len(body)).replace(b"Connection: close\r\n", b"") + body)
        await writer.drain()
        return True

    return behave


def head(status: int, length: int | None, **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} As-Told", "Connection: close"]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


async def resets(writer: asyncio.StreamWriter) -> None:
    """Reads the request and drops the connection without a word."""
    sock = writer.get_extra_info("socket")
    linger = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()


async def stays_silent(_writer: asyncio.StreamWriter) -> None:
    """Reads the request and never answers."""
    await asyncio.Event().wait()


def cuts(status: int, announced: int, body: bytes, **headers: str) -> Behaviour:
    """Announces more than it sends, then closes."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, announced, **headers) + body)
        await writer.drain()

    return behave


def drips(status: int, body: bytes, *, every: float) -> Behaviour:
    """Sends one byte at a time, for ever."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, 10_000_000))
        while True:
            writer.write(body[:1])
            await writer.drain()
            await asyncio.sleep(every)

    return behave


def unused_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]
