"""Endpoints outside the API, under ``/sandbox``: for demos, tests and the app's sandbox menu."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, cast

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from omniflash_desktop.sandbox import uploads
from omniflash_desktop.sandbox.account import cents_from_usd, usd
from omniflash_desktop.sandbox.faults import HABITS, ChosenFault, UnknownFaultError
from omniflash_desktop.sandbox.refusals import refusal
from omniflash_desktop.sandbox.service import check_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from omniflash_desktop.sandbox.fault_board import FaultBoard
    from omniflash_desktop.sandbox.records import Submit
    from omniflash_desktop.sandbox.service import Rooms

_MOST_USD: Final = Decimal(1_000_000)


class SteeringDesk:
    """The endpoints that steer the sandbox and tell what it has seen."""

    def __init__(self, rooms: Rooms, when_switched: Callable[[FaultBoard], None]) -> None:
        """Keep what is needed.

        Args:
            rooms: The sandbox's parts.
            when_switched: Called when other faults were switched on.
        """
        self._rooms = rooms
        self._when_switched = when_switched

    def routes(self) -> list[Route]:
        """List the endpoints."""
        return [
            Route("/sandbox/files", self.keep_file, methods=["POST"]),
            Route("/sandbox/ledger", self.ledger, methods=["GET"]),
            Route("/sandbox/faults", self.faults, methods=["GET"]),
            Route("/sandbox/faults", self.switch_faults, methods=["POST"]),
            Route("/sandbox/balance", self.set_balance, methods=["POST"]),
        ]

    async def keep_file(self, request: Request) -> Response:
        """``POST /sandbox/files``: a lasting link to any file."""
        check_token(request, self._rooms.token)
        rooms = self._rooms
        return JSONResponse(await uploads.bucket_file(rooms.store, request, rooms.base_url))

    async def ledger(self, request: Request) -> Response:
        """``GET /sandbox/ledger``: what was received, made and charged."""
        check_token(request, self._rooms.token)
        rooms = self._rooms
        counts = rooms.store.counts()
        submits = rooms.store.submits()
        return JSONResponse(
            {
                "submits": [_written(submit) for submit in submits],
                "submit_count": len(submits),
                "charge_count": sum(submit.charged_cents is not None for submit in submits),
                "charged_usd": usd(sum(submit.charged_cents or 0 for submit in submits)),
                "used_usd": usd(rooms.account.used_cents),
                "remaining_usd": usd(rooms.account.remaining_cents),
                "polls": rooms.store.polls(),
                "poll_count": counts.get("polls", 0),
                "upload_count": counts.get("uploads", 0),
                "download_count": counts.get("downloads", 0),
                "downloads_with_token": counts.get("downloads with a token", 0),
            }
        )

    async def faults(self, request: Request) -> Response:
        """``GET /sandbox/faults``: what is on, and what there is."""
        check_token(request, self._rooms.token)
        return JSONResponse(self._faults_answer())

    async def switch_faults(self, request: Request) -> Response:
        """``POST /sandbox/faults``: puts the named faults in place of those that were on."""
        check_token(request, self._rooms.token)
        names = (await _fields(request)).get("faults")
        if not isinstance(names, list):
            raise _wrong("faults must be an array of names")
        try:
            chosen = [ChosenFault.parse(str(name)) for name in cast("list[object]", names)]
        except UnknownFaultError as error:
            raise _wrong(str(error)) from error
        self._rooms.faults.switch(chosen)
        self._when_switched(self._rooms.faults)
        return JSONResponse(self._faults_answer())

    def _faults_answer(self) -> dict[str, object]:
        return {
            "faults": [str(chosen) for chosen in self._rooms.faults.everywhere],
            "known": {fault: habit.what for fault, habit in HABITS.items()},
        }

    async def set_balance(self, request: Request) -> Response:
        """``POST /sandbox/balance``: sets ``balance`` in USD, ``unlimited`` as true or false."""
        check_token(request, self._rooms.token)
        fields = await _fields(request)
        balance, unlimited = fields.get("balance"), fields.get("unlimited")
        if unlimited is not None and not isinstance(unlimited, bool):
            raise _wrong("unlimited must be true or false")
        cents = None if balance is None else cents_of_text(str(balance))
        if cents is None and (balance is not None or unlimited is None):
            raise _wrong(f"balance must be an amount of 0 to {_MOST_USD} USD")
        with self._rooms.store.changes():
            if cents is not None:
                self._rooms.account.set_remaining(cents)
            if unlimited is not None:
                self._rooms.account.set_unlimited(unlimited)
        return JSONResponse(self._rooms.account.key_answer())


def cents_of_text(text: str) -> int | None:
    """Read an amount in USD as US cents; None if it is no amount of 0 to a million."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 <= amount <= _MOST_USD:
        return None
    return cents_from_usd(amount)


def _written(submit: Submit) -> dict[str, Any]:
    charged = submit.charged_cents
    return {
        "at": submit.at,
        "idempotency_key": submit.idempotency_key,
        "body_sha256": submit.body_sha256,
        "outcome": submit.outcome,
        "status": submit.status,
        "error": submit.error,
        "charged_usd": None if charged is None else usd(charged),
        "task_id": submit.task_id,
    }


async def _fields(request: Request) -> dict[str, Any]:
    try:
        fields: object = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise _wrong("the request body is not valid JSON") from error
    if not isinstance(fields, dict):
        raise _wrong("the request body must be a JSON object")
    return cast("dict[str, Any]", fields)


def _wrong(message: str) -> Exception:
    return refusal(400, "invalid_request_error", message)
