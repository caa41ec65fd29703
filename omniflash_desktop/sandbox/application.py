"""Puts the endpoints together into one ASGI application, with what holds for all of them."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from omniflash_desktop.sandbox.connections import DroppedError
from omniflash_desktop.sandbox.openapi import openapi_document
from omniflash_desktop.sandbox.references import is_loopback
from omniflash_desktop.sandbox.refusals import RefusalError, refusal
from omniflash_desktop.sandbox.service import Rooms, Service, no_answer
from omniflash_desktop.sandbox.steering_desk import SteeringDesk

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from omniflash_desktop.sandbox.fault_board import FaultBoard


def application(rooms: Rooms, when_switched: Callable[[FaultBoard], None]) -> Starlette:
    """Build the application.

    Args:
        rooms: The sandbox's parts.
        when_switched: Called when faults are switched at run time.
    """

    async def describe(request: Request) -> Response:
        return JSONResponse(openapi_document(rooms.base_url))

    async def refuse(request: Request, error: Exception) -> Response:
        assert isinstance(error, RefusalError)
        return JSONResponse(error.envelope, error.status, error.headers)

    async def drop(request: Request, error: Exception) -> Response:
        return no_answer(rooms.connections)

    async def give_up(request: Request, error: Exception) -> Response:
        return Response(status_code=400)  # nobody reads it: the client has gone

    async def fail(request: Request, error: Exception) -> Response:
        failure = refusal(500, "server_error", "internal server error")
        return JSONResponse(failure.envelope, failure.status)

    async def refuse_route(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        envelope = {"code": error.status_code, "message": error.detail}
        return JSONResponse(envelope, error.status_code, error.headers)

    return Starlette(
        routes=[
            *Service(rooms).routes(),
            *SteeringDesk(rooms, when_switched).routes(),
            Route("/openapi.json", describe, methods=["GET"]),
        ],
        middleware=[Middleware(LoopbackOnly), Middleware(RequestIds)],
        exception_handlers={
            RefusalError: refuse,
            DroppedError: drop,
            HTTPException: refuse_route,
            ClientDisconnect: give_up,
            Exception: fail,
        },
    )


class LoopbackOnly:
    """Refuses requests that were not addressed to this machine by name (DNS rebinding)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is addressed to the loopback interface."""
        if scope["type"] == "http" and not _addressed_to_loopback(Headers(scope=scope)):
            envelope = {"code": 403, "message": "the sandbox answers to 127.0.0.1 only"}
            await JSONResponse(envelope, 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _addressed_to_loopback(headers: Headers) -> bool:
    try:
        return is_loopback(urlsplit(f"//{headers.get('host', '')}").hostname)
    except ValueError:
        return False


class RequestIds:
    """Gives every answer a request id, as the service does."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the header to the answer's."""

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Oneapi-Request-Id"] = secrets.token_hex(12)
            await send(message)

        await self._app(scope, receive, send_with_id)
