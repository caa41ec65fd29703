"""The outcome table: what each answer to a submit, or its absence, may cost in POSTs.

The real client and the real services over real sockets; only time is the test's own. Contract,
sections 6 and 7, and section 11, rows 1 to 7. After each row the app is started anew.
"""

import asyncio
import json
import socket
from collections.abc import AsyncGenerator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from omniflash_desktop.api import transport as transport_module
from omniflash_desktop.api import video_api
from omniflash_desktop.api.transport import Transport
from omniflash_desktop.api.video_api import HttpVideoApi
from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.generation import Generation, State
from omniflash_desktop.domain.outcomes import SubmitOutcome, TaskReport
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.service_facts import SUBMIT_BACK_OFF
from tests.api.certificates import certificate_of_nobody
from tests.api.exchanges import TOKEN, Exchange, exchanges_about
from tests.api.raw_server import (
    Behaviour,
    RawServer,
    cuts,
    drips,
    header_in,
    raw_server,
    resets,
    says,
    stays_silent,
    unused_port,
)
from tests.builders import CLICK
from tests.services.fakes import running
from tests.services.house import House, a_house

_T = TypeVar("_T")
AN_HOUR = 3600.0


@dataclass(frozen=True)
class Row:
    """One row of the table.

    Attributes:
        name: What comes back.
        answers: To one POST after the other; one more POST than answers fails the test.
        state: Where the generation stands in the end.
        charged: What that means for the money.
        kind: Of the problem it is left with.
        sent_after_restart: POSTs that the next start adds: of what was never executed, and only
            waited for the user.
        task_ids: What was taken.
        submit_seconds: How long an answer may take, where that matters.
    """

    name: str
    answers: tuple[Behaviour, ...]
    state: State
    charged: Charged
    kind: ProblemKind | None = None
    sent_after_restart: int = 0
    task_ids: tuple[str, ...] = ()
    submit_seconds: float | None = None

    def __str__(self) -> str:
        return self.name


def answer(body: Any, status: int = 200, **headers: str) -> Behaviour:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return says(status, content, **headers)


def error(status: int, **fields: Any) -> Behaviour:
    return answer({"error": {"message": "no", **fields}}, status)


def writes(data: bytes, *, then: Behaviour | None = None) -> Behaviour:
    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        if then is not None:
            await then(writer)

    return behave


TAKEN = answer({"code": 200, "data": [{"status": "submitted", "task_id": "task_1"}]})
PAGE = b"<html><body>Log in to Hotel Wi-Fi</body></html>"
IN_PROGRESS = error(409, code="idempotency_in_progress")


def taken(name: str, *answers: Behaviour, ids: tuple[str, ...] = ("task_1",)) -> Row:
    return Row(name, answers, State.WAITING, Charged.YES, task_ids=ids)


def refused(name: str, one: Behaviour, kind: ProblemKind) -> Row:
    return Row(name, (one,), State.FAILED, Charged.NO, kind)


def paused(name: str, one: Behaviour, kind: ProblemKind) -> Row:
    # The next start asks once more, as nothing was executed.
    return Row(name, (one, one), State.QUEUED, Charged.NO, kind, sent_after_restart=1)


def unknown(
    name: str,
    *answers: Behaviour,
    kind: ProblemKind = ProblemKind.OUTCOME_UNKNOWN,
    submit_seconds: float | None = None,
) -> Row:
    return Row(
        name, answers, State.UNCONFIRMED, Charged.UNKNOWN, kind, submit_seconds=submit_seconds
    )


def too_fast(**headers: str) -> Behaviour:
    return answer({"error": {"type": "rate_limit_error", "message": "no"}}, 429, **headers)


TABLE = [
    # Taken.
    taken("200 as documented", TAKEN),
    taken("200 with an object", answer({"code": 200, "data": {"id": "task_1"}})),
    taken(
        "202 as observed",
        answer({"code": 202, "request_id": "r", "data": {"object": "t", "id": "task_1"}}, 202),
    ),
    taken("201", answer({"data": {"taskId": "task_1"}}, 201)),
    taken(
        "several ids",
        answer({"code": 200, "data": [{"task_id": "task_1"}, {"task_id": "task_2"}]}),
        ids=("task_1", "task_2"),
    ),
    taken("JSON as an event stream", answer(b'data: {"data":{"id":"task_1"}}\n\n')),
    taken("an interim answer before it", writes(b"HTTP/1.1 100 Continue\r\n\r\n", then=TAKEN)),
    taken("an id beside an odd code", answer({"code": 500, "data": [{"task_id": "task_1"}]})),
    # Never executed: repeated by itself.
    taken("429 without Retry-After", too_fast(), TAKEN),
    taken("429 with seconds", too_fast(Retry_After="7"), TAKEN),
    taken("429 with a date", too_fast(Retry_After=format_datetime(CLICK, usegmt=True)), TAKEN),
    taken("429 with an absurd wish", too_fast(Retry_After="9" * 40), TAKEN),
    taken("429 with nonsense", too_fast(Retry_After="soon"), TAKEN),
    taken("429 eight times", *[too_fast()] * 8, TAKEN),
    taken("429 inside a 200", answer({"code": 429, "message": "no"}), TAKEN),
    taken("503 not executed", error(503, code="idempotency_unavailable"), TAKEN),
    taken("503 not executed, in the type", error(503, type="idempotency_unavailable"), TAKEN),
    taken("409 in progress", IN_PROGRESS, TAKEN),
    taken("409 in progress, in the type", error(409, type="idempotency_in_progress"), TAKEN),
    # Refused: final and free.
    refused("400", error(400, type="invalid_request_error"), ProblemKind.INVALID_REQUEST),
    refused("400 duration", error(400, type="invalid_duration"), ProblemKind.INVALID_DURATION),
    refused(
        "400 resolution", error(400, code="invalid_resolution"), ProblemKind.INVALID_RESOLUTION
    ),
    refused(
        "400 images",
        error(400, code="unsupported_image_count"),
        ProblemKind.UNSUPPORTED_IMAGE_COUNT,
    ),
    refused(
        "400 videos",
        error(400, code="unsupported_video_count"),
        ProblemKind.UNSUPPORTED_VIDEO_COUNT,
    ),
    refused("400 nsfw", error(400, code="nsfw_content_detected"), ProblemKind.CONTENT_REFUSED),
    refused(
        "400 moderation words",
        answer({"error": "sensitive words"}, 400),
        ProblemKind.CONTENT_REFUSED,
    ),
    refused("400 no capacity", error(400, code="get_channel_failed"), ProblemKind.AT_CAPACITY),
    refused("400 as a page", says(400, PAGE), ProblemKind.INVALID_REQUEST),
    refused("422", answer({"detail": [{"msg": "bad"}]}, 422), ProblemKind.INVALID_REQUEST),
    refused("403", error(403, type="permission_error"), ProblemKind.MODEL_NOT_ALLOWED),
    refused("403 as text", says(403, b"error code: 1010"), ProblemKind.BLOCKED_BY_NETWORK),
    refused("403 as a page", says(403, PAGE), ProblemKind.BLOCKED_BY_NETWORK),
    refused("404", answer({"code": 404, "message": "no"}, 404), ProblemKind.REFUSED),
    refused("405", says(405), ProblemKind.REFUSED),
    refused("407", says(407), ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS),
    refused("409 key reused", error(409, code="idempotency_key_reused"), ProblemKind.KEY_REUSED),
    refused("413", says(413), ProblemKind.TOO_LARGE),
    refused(
        "500 build_request_failed",
        error(500, message="build_request_failed: bad prompt"),
        ProblemKind.INVALID_REQUEST,
    ),
    refused("200 code 400", answer({"code": 400, "message": "no"}), ProblemKind.INVALID_REQUEST),
    refused("200 code 1001", answer({"code": 1001, "message": "no"}), ProblemKind.REFUSED),
    refused("200 error object", answer({"error": {"message": "no"}}), ProblemKind.REFUSED),
    refused("200 success false", answer({"success": False}), ProblemKind.REFUSED),
    refused(
        "200 success false beside an id",
        answer({"success": False, "data": [{"task_id": "task_1"}]}),
        ProblemKind.REFUSED,
    ),
    # The user's turn.
    paused("401", error(401, type="authentication_error"), ProblemKind.TOKEN_REJECTED),
    paused("401 empty code", error(401, type="apimart_error", code=""), ProblemKind.TOKEN_REJECTED),
    paused("401 without a word", says(401), ProblemKind.TOKEN_REJECTED),
    paused("401 inside a 200", answer({"code": 401, "message": "no"}), ProblemKind.TOKEN_REJECTED),
    paused("402", error(402, type="payment_required"), ProblemKind.BALANCE_TOO_LOW),
    # Nobody knows.
    unknown("silence", stays_silent, submit_seconds=0.3),
    unknown("one byte now and then", drips(200, b" ", every=0.02), submit_seconds=0.3),
    unknown("reset", resets),
    unknown("cut in the head", cuts(200, 500, b"")),
    unknown("cut in the body", cuts(200, 500, b'{"code":200,"data":[{"task_id":"task_1"')),
    unknown("408", says(408)),
    unknown("425", says(425)),
    unknown("409 without a word", says(409)),
    unknown("409 of another kind", error(409, code="conflict")),
    unknown(
        "409 indeterminate",
        error(409, code="idempotency_result_indeterminate"),
        kind=ProblemKind.RESULT_INDETERMINATE,
    ),
    unknown(
        "409 in progress for ever",
        *[IN_PROGRESS] * (len(SUBMIT_BACK_OFF) + 1),
        kind=ProblemKind.STILL_EXECUTING,
    ),
    unknown("409 in progress, then 500", IN_PROGRESS, says(500)),
    unknown("409 in progress, then 401", IN_PROGRESS, says(401), kind=ProblemKind.TOKEN_REJECTED),
    unknown("409 in progress, then 429", IN_PROGRESS, too_fast(), kind=ProblemKind.RATE_LIMITED),
    *[unknown(str(status), says(status, PAGE)) for status in (500, 502, 504, 520, 522, 524, 599)],
    unknown("500 as JSON", error(500, type="server_error")),
    unknown("503 without a word", says(503)),
    unknown("503 of another kind", error(503, type="server_error")),
    unknown("a redirect", says(302, Location="https://portal.example.test/login")),
    unknown("200 with an empty list", answer({"code": 200, "data": []})),
    unknown("200 without data", answer({"code": 200})),
    unknown("200 without an id", answer({"code": 200, "data": [{"status": "submitted"}]})),
    unknown("200 with an empty id", answer({"code": 200, "data": [{"task_id": " "}]})),
    unknown("200 without a body", says(200)),
    unknown("204", says(204)),
    unknown("200 code 500", answer({"code": 500, "message": "no"})),
    unknown("200 broken JSON", answer(b'{"code":200,"data":[{"task_id":"task_1"}')),
    unknown("200 a captive portal's page", says(200, PAGE, Content_Type="text/html")),
    unknown("200 cut gzip", says(200, b"\x1f\x8b\x08\x00broken", Content_Encoding="gzip")),
    unknown("what is no HTTP", writes(b"SSH-2.0-OpenSSH_9.6\r\n")),
    unknown("only an interim answer", writes(b"HTTP/1.1 102 Wait\r\n\r\n")),
]


_STATES = {
    "submitted": (State.WAITING, Charged.YES),
    "rate_limited": (State.WAITING, Charged.YES),
    "retry_same_key": (State.WAITING, Charged.YES),
    "auth": (State.QUEUED, Charged.NO),
    "insufficient_balance": (State.QUEUED, Charged.NO),
    "submit_unknown": (State.UNCONFIRMED, Charged.UNKNOWN),
}
"""What the recordings expect, by their word for it; every other word means a refusal."""


def recorded(exchange: Exchange) -> Row:
    """A row made of a recording in `cases.json`."""
    word = exchange.expect["class"]
    state, charged = _STATES.get(word, (State.FAILED, Charged.NO))
    (entry,) = exchange.answers
    headers = {name.replace("-", "_"): value for name, value in entry.get("headers", {}).items()}
    one = answer(entry.get("body", entry.get("body_text", "").encode()), entry["status"], **headers)
    # What is repeated by itself is taken at the second try; what waits for the user is tried
    # again by the next start.
    then = {"rate_limited": (TAKEN,), "retry_same_key": (TAKEN,)}.get(word, ())
    is_paused = state is State.QUEUED
    return Row(
        exchange.name,
        (one, one) if is_paused else (one, *then),
        state,
        charged,
        sent_after_restart=1 if is_paused else 0,
    )


RECORDED = [
    recorded(exchange)
    for exchange in (*exchanges_about("submit"), *exchanges_about("submit_error"))
]


class ApiOnTheWire:
    """The real client. The test's time stands still while it is at work."""

    def __init__(self, transport: Transport, base_url: str) -> None:
        self.clock: Any = None
        self._api = HttpVideoApi(transport, base_url, TOKEN)
        self.base_url = base_url
        self.token_id = self._api.token_id

    async def submit(self, body: bytes, *, idempotency_key: str) -> SubmitOutcome:
        return await self._timed(self._api.submit(body, idempotency_key=idempotency_key))

    async def task(self, task_id: str) -> TaskReport | Problem:
        """Polls are not what is counted here: every task runs for ever."""
        return running()

    async def key_balance(self) -> Balance | Problem:
        return await self._timed(self._api.key_balance())

    async def _timed(self, call: Awaitable[_T]) -> _T:
        with self.clock.waiting_for_real_work():
            return await call


@asynccontextmanager
async def a_wired_house(
    transport: Transport, base_url: str, before: House | None = None
) -> AsyncGenerator[House]:
    api = ApiOnTheWire(transport, base_url)
    async with a_house(api=api, library=before.library if before else None) as house:
        api.clock = house.clock
        yield house


def the_balance(request: bytes) -> Behaviour:
    assert request.startswith(b"GET /v1/balance ")
    return answer({"success": True, "remain_balance": 10})


@pytest.mark.parametrize("row", [*TABLE, *RECORDED], ids=str)
async def test_each_answer_costs_so_many_posts(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    if row.submit_seconds is not None:
        monkeypatch.setattr(video_api, "SUBMIT_SECONDS", row.submit_seconds)
    async with raw_server(*row.answers, gets=the_balance) as server, Transport() as transport:
        async with a_wired_house(transport, server.url) as house:
            kite = house.start()
            await house.clock.pass_time(AN_HOUR)

            told = house.now(kite)
            assert len(server.posts) == len(row.answers) - row.sent_after_restart
            assert told.state is row.state
            assert told.charged is row.charged
            # The recordings name neither.
            if row in TABLE:
                assert (told.problem and told.problem.kind) is row.kind
                assert _ids(told) == row.task_ids

        async with a_wired_house(transport, server.url, house) as after_restart:
            after_restart.queue.resume_unfinished()
            await after_restart.clock.pass_time(AN_HOUR)

            assert after_restart.is_in(kite, row.state)
            assert after_restart.now(kite).charged is row.charged

    assert len(server.posts) == len(row.answers)
    assert _keys(server) == {kite.idempotency_key}
    assert _bodies(server) == {told.body}


def _ids(generation: Generation) -> tuple[str, ...]:
    first = generation.task_id
    return () if first is None else (first, *generation.other_task_ids)


def _keys(server: RawServer) -> set[str | None]:
    return {header_in(post, "Idempotency-Key") for post in server.posts}


def _bodies(server: RawServer) -> set[bytes]:
    return {post.split(b"\r\n\r\n", 1)[1] for post in server.posts}


# Never sent ---------------------------------------------------------------------------------


@dataclass
class NoWay:
    """A service that no byte of a request ever reached.

    Attributes:
        base_url: Where it should be.
        ca_file: What the client trusts beside the usual.
        posts: Requests that came nevertheless.
    """

    base_url: str
    ca_file: Path | None = None
    posts: list[bytes] = field(default_factory=list[bytes])


@asynccontextmanager
async def nobody_listens(_folder: Path) -> AsyncGenerator[NoWay]:
    yield NoWay(f"http://127.0.0.1:{unused_port()}")


@asynccontextmanager
async def no_such_name(_folder: Path) -> AsyncGenerator[NoWay]:
    yield NoWay("https://no-such-host.invalid")


@asynccontextmanager
async def nobody_lets_in(_folder: Path) -> AsyncGenerator[NoWay]:
    """The line of those who wait to be let in is full: a connection is never made."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        fillers = [socket.socket() for _ in range(3)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)
        yield NoWay(f"http://127.0.0.1:{address[1]}")
        for filler in fillers:
            filler.close()


@asynccontextmanager
async def tls_breaks_off(_folder: Path) -> AsyncGenerator[NoWay]:
    """It hangs up in the middle of the greeting."""

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        yield NoWay(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}")


@asynccontextmanager
async def an_untrusted_certificate(folder: Path) -> AsyncGenerator[NoWay]:
    _, tls = certificate_of_nobody(folder)
    async with raw_server(tls=tls) as server:
        way = NoWay(f"https://localhost:{server.port}")
        yield way
        way.posts = server.posts


UNREACHED: list[tuple[Any, State, ProblemKind]] = [
    (nobody_listens, State.QUEUED, ProblemKind.UNREACHABLE),
    (no_such_name, State.QUEUED, ProblemKind.UNREACHABLE),
    (nobody_lets_in, State.QUEUED, ProblemKind.UNREACHABLE),
    (tls_breaks_off, State.QUEUED, ProblemKind.UNREACHABLE),
    (
        an_untrusted_certificate,
        State.FAILED,
        ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS,
    ),
]


@pytest.mark.parametrize(("no_way", "state", "kind"), UNREACHED)
async def test_what_never_left_costs_nothing(
    no_way: Any, state: State, kind: ProblemKind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_module, "CONNECT_SECONDS", 0.3)
    async with (
        no_way(tmp_path) as way,
        Transport() as transport,
        a_wired_house(transport, way.base_url) as house,
    ):
        kite = house.start()
        await house.clock.pass_time(60)
        left = house.now(kite)

        assert (left.state, left.charged) == (state, Charged.NO)
        assert left.problem is not None
        assert left.problem.kind is kind
    assert way.posts == []


async def test_what_could_not_leave_is_sent_once_when_the_service_is_back() -> None:
    async with AsyncExitStack() as stack:
        transport = await stack.enter_async_context(Transport())
        house = await stack.enter_async_context(
            a_wired_house(transport, f"http://127.0.0.1:{unused_port()}")
        )
        kite = house.start()
        await house.clock.pass_time(30)
        assert house.is_in(kite, State.QUEUED)

        server = await stack.enter_async_context(raw_server(TAKEN, gets=the_balance))
        back = ApiOnTheWire(transport, server.url)
        back.clock = house.clock
        house.connections.api = back
        await house.until(kite, State.WAITING)
        await house.clock.pass_time(AN_HOUR)

        assert len(server.posts) == 1
        assert _keys(server) == {kite.idempotency_key}


async def test_a_tls_connection_that_is_aborted_after_the_request_is_unconfirmed(
    tmp_path: Path,
) -> None:
    certificate, tls = certificate_of_nobody(tmp_path)
    async with (
        raw_server(resets, gets=the_balance, tls=tls) as server,
        Transport(ca_file=certificate) as transport,
        a_wired_house(transport, f"https://localhost:{server.port}") as house,
    ):
        kite = house.start()
        await house.clock.pass_time(AN_HOUR)

        assert house.is_in(kite, State.UNCONFIRMED)
        assert house.now(kite).charged is Charged.UNKNOWN
        assert len(server.posts) == 1
