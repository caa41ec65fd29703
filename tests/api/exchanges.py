"""The 86 recorded exchanges with the service, and a service that plays one of them.

`cases.json` is a copy of the file that comes with the contract. A played service stands in the
place of the network: everything above it, from the HTTP client on, is the real thing.
"""

import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from omniflash_desktop.api.exchange import Answer
from omniflash_desktop.api.transport import Transport
from omniflash_desktop.api.video_api import HttpVideoApi

TOKEN = "sk-TESTKEYVALUE"
SERVICE = "https://service.example.test"
TASK_ID = "task_01TESTTASK0000000000000001"

CLIP = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(range(256)) * 4095
"""Begins as an MP4 does. Not playable, which is none of this package's business."""


@dataclass(frozen=True)
class Exchange:
    """One entry of `cases.json`.

    Attributes:
        name: Unique.
        group: What it is about.
        request: What the app sends.
        answers: What comes back, in this order.
        for_minutes: How long the last answer is repeated; 0 for no repeat.
        seconds_since_submit: How old the task is at the first answer, where it matters.
        expect: What the app does about it.
    """

    name: str
    group: str
    request: Mapping[str, Any]
    answers: Sequence[Mapping[str, Any]]
    for_minutes: int
    seconds_since_submit: float | None
    expect: Mapping[str, Any]

    def __str__(self) -> str:
        return self.name


@cache
def all_exchanges() -> tuple[Exchange, ...]:
    cases = json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))
    return tuple(_exchange(case) for case in cases)


def exchanges_about(group: str) -> list[Exchange]:
    return [exchange for exchange in all_exchanges() if exchange.group == group]


def exchange_named(name: str) -> Exchange:
    return next(exchange for exchange in all_exchanges() if exchange.name == name)


def _exchange(case: Mapping[str, Any]) -> Exchange:
    response = case["response"]
    if "sequence" in response:
        answers = response["sequence"]
    elif "repeat" in response:
        answers = [response["repeat"]]
    else:
        answers = [] if response.get("local_check") else [response]
    return Exchange(
        name=case["name"],
        group=case["group"],
        request=case["request"],
        answers=answers,
        for_minutes=response.get("for_minutes", 0),
        seconds_since_submit=response.get("seconds_since_submit"),
        expect=case["expect"],
    )


@dataclass
class PlayedService:
    """Answers requests from a list, and keeps what it was asked.

    Attributes:
        answers: Entries as in `cases.json`, or ready responses, or errors of the connection.
        repeat_last: Whether the last answer is given for ever.
        links_answer: Whether a GET of a link on another host finds a picture.
        requests: What came, in this order.
    """

    answers: list[Mapping[str, Any] | httpx.Response | Exception]
    repeat_last: bool = False
    links_answer: bool = False
    requests: list[httpx.Request] = field(default_factory=list[httpx.Request])

    @classmethod
    def of(cls, exchange: Exchange) -> "PlayedService":
        return cls(
            answers=list(exchange.answers),
            repeat_last=exchange.for_minutes > 0,
            links_answer=exchange.group == "upload",
        )

    def transport(self) -> Transport:
        return Transport(wire=httpx.MockTransport(self._answer))

    def api(self, *, base_url: str = SERVICE, language: str = "en") -> HttpVideoApi:
        return HttpVideoApi(self.transport(), base_url, TOKEN, language=language, sleep=_no_waiting)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        # Without this, an upload would never read its file.
        await request.aread()
        self.requests.append(request)
        is_link = request.url.host != httpx.URL(SERVICE).host
        if self.links_answer and is_link and request.method == "GET":
            return _unread(httpx.Response(206, content=b"\x89PNG\r\n\x1a\n"))
        assert self.answers, f"one request too many: {request.method} {request.url}"
        is_last = len(self.answers) == 1
        entry = self.answers[0] if is_last and self.repeat_last else self.answers.pop(0)
        if isinstance(entry, Exception):
            raise entry
        return _unread(entry if isinstance(entry, httpx.Response) else response_of(entry))


async def _no_waiting(_seconds: float) -> None:
    return None


def _unread(response: httpx.Response) -> httpx.Response:
    # A response that is made of bytes counts as read already and could not be streamed.
    if not response.is_stream_consumed:
        return response
    stream = httpx.ByteStream(response.content)
    return httpx.Response(response.status_code, headers=response.headers, stream=stream)


def response_of(entry: Mapping[str, Any]) -> httpx.Response:
    """The HTTP response of one answer in `cases.json`; raises its `transport_error`."""
    error = entry.get("transport_error")
    if error is not None:
        raise getattr(httpx, error)("as recorded")
    headers = dict(entry.get("headers", {}))
    if "body" in entry:
        content = json.dumps(entry["body"]).encode()
        return httpx.Response(entry["status"], headers=headers, content=content)
    # The bytes of pictures and clips are only described in the file.
    match entry["body_text"]:
        case "<mp4 bytes, ftyp at offset 4>" | "<mp4>" | "<ftyp>":
            length = int(headers.get("Content-Length", len(CLIP)))
            content = CLIP.ljust(length, b"\0")[:length]
            return httpx.Response(entry["status"], headers=headers, content=content)
        case "<524288 bytes then connection closed>":
            clip = CutBody(CLIP[:524288])
            return httpx.Response(entry["status"], headers=headers, stream=clip)
        case text:
            return httpx.Response(entry["status"], headers=headers, content=text.encode())


class CutBody(httpx.AsyncByteStream):
    """A body whose connection is closed before its end."""

    def __init__(self, before: bytes) -> None:
        self._before = before

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in _pieces(self._before):
            yield chunk
        raise httpx.RemoteProtocolError("peer closed connection without sending complete message")


def _pieces(data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), 65536):
        yield data[at : at + 65536]


def body_of(exchange: Exchange) -> bytes:
    """The bytes that a submit of the exchange sends."""
    return json.dumps(exchange.request.get("body", {})).encode()


def an_answer(body: Any = b"", status: int = 200, **headers: str) -> Answer:
    """An answer with a JSON value or with bytes. Header names are written with underscores."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, headers=names, body=content)
