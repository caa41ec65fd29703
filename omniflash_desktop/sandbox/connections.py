"""Lets an answer be withheld or broken off on the wire: the connections behind the requests.

A server that only speaks ASGI always answers something. The misbehaviours of a network need the
transport itself, so the HTTP protocol class notes the transport of every client.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

    from starlette.types import Receive, Scope, Send


class Connections:
    """The open connections, by the client's address and port."""

    def __init__(self) -> None:
        self._open: dict[Any, asyncio.Transport] = {}

    def protocol(self) -> type[H11Protocol]:
        """Make the protocol class that notes its connections here."""
        connections = self._open

        class NotedProtocol(H11Protocol):
            """Uvicorn's protocol, noted while its connection is open."""

            def connection_made(self, transport: asyncio.Transport) -> None:
                super().connection_made(transport)
                connections[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                connections.pop(self.client, None)
                super().connection_lost(exc)

        return NotedProtocol

    async def drop(self, scope: Scope, receive: Receive) -> None:
        """Reset the connection of a request, without another byte."""
        transport = self._open.get(scope["client"])
        if transport is not None:
            transport.abort()
        await _gone(receive)

    async def hang_up(self, scope: Scope, receive: Receive) -> None:
        """Close the connection of a request when all that was sent has left."""
        transport = self._open.get(scope["client"])
        if transport is not None:
            transport.close()
        await _gone(receive)

    def drop_all(self) -> None:
        """Reset every connection."""
        for transport in list(self._open.values()):
            transport.abort()


class NoAnswer(Response):
    """The answer that is none: the client sees its connection break."""

    def __init__(self, connections: Connections) -> None:
        super().__init__()
        self._connections = connections

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Drop the connection in place of sending."""
        await self._connections.drop(scope, receive)


class DroppedError(Exception):
    """A request that is to be left without an answer."""


async def _gone(receive: Receive) -> None:
    # Uvicorn would send a 500 for an application that returns before it knows of the disconnect.
    while cast("str", (await receive())["type"]) != "http.disconnect":
        pass
