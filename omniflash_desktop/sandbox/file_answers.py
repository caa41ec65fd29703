"""Answers with the bytes of a file: whole or in part, streamed, with a validator for resuming."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import formatdate
from typing import TYPE_CHECKING, Final

from starlette.responses import Response, StreamingResponse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from omniflash_desktop.sandbox.connections import Connections

_CHUNK_BYTES: Final = 256 * 1024
_ONE_RANGE: Final = re.compile(r"bytes=(\d{0,19})-(\d{0,19})")


@dataclass(frozen=True)
class _Part:
    first: int
    length: int


class _CutShort(StreamingResponse):
    """Promises the whole length, sends half of it, and hangs up."""

    def __init__(
        self,
        connections: Connections,
        body: AsyncIterator[bytes],
        headers: dict[str, str],
        status: int,
    ) -> None:
        super().__init__(body, status, headers)
        self._connections = connections

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send(
            {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
            }
        )
        async for chunk in self.body_iterator:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await self._connections.hang_up(scope, receive)


def file_answer(
    request: Request,
    path: Path,
    media_type: str,
    *,
    cut_by: Connections | None = None,
) -> Response:
    """Answer with a file, honouring ``Range`` and ``If-Range`` (one range; RFC 9110).

    Args:
        request: A GET or HEAD.
        path: The file.
        media_type: Its type.
        cut_by: Break off half way, by these connections.
    """
    facts = path.stat()
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Type": media_type,
        "ETag": f'"{facts.st_size:x}-{facts.st_mtime_ns:x}"',
        "Last-Modified": formatdate(facts.st_mtime, usegmt=True),
        "Cache-Control": "private, max-age=0",
    }
    status, part = 200, _Part(0, facts.st_size)
    asked = request.headers.get("range")
    if asked is not None and _still_valid(request.headers.get("if-range"), headers):
        wanted = _part(asked, facts.st_size)
        if wanted is not None and wanted.length == 0:
            headers["Content-Range"] = f"bytes */{facts.st_size}"
            return Response(status_code=416, headers=headers)
        if wanted is not None:
            status, part = 206, wanted
            last = part.first + part.length - 1
            headers["Content-Range"] = f"bytes {part.first}-{last}/{facts.st_size}"
    headers["Content-Length"] = str(part.length)
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    if cut_by is not None:
        half = _Part(part.first, part.length // 2)
        return _CutShort(cut_by, _bytes_of(path, half), headers, status)
    return StreamingResponse(_bytes_of(path, part), status, headers)


def _still_valid(if_range: str | None, headers: dict[str, str]) -> bool:
    return if_range is None or if_range in (headers["ETag"], headers["Last-Modified"])


def _part(asked: str, size: int) -> _Part | None:
    """Read a Range header: None when it is to be ignored, of length 0 when nothing fits it."""
    match = _ONE_RANGE.fullmatch(asked.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        return _Part(size - length, length)
    start = int(first)
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    return _Part(start, max(0, end - start + 1))


async def _bytes_of(path: Path, part: _Part) -> AsyncIterator[bytes]:
    left = part.length
    # A read from the page cache takes some microseconds: a thread would cost more than it frees.
    with path.open("rb") as file:
        file.seek(part.first)
        while left > 0 and (chunk := file.read(min(_CHUNK_BYTES, left))):
            left -= len(chunk)
            yield chunk
