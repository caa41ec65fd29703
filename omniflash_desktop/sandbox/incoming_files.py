"""Receives files from requests, as a multipart field or as a raw body, in bounded memory."""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from omniflash_desktop.sandbox import file_kinds
from omniflash_desktop.sandbox.refusals import RefusalError, upload_refusal

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

FILE_FIELD: Final = "file"  # contract, section 1
_NAME_BYTES: Final = 80
_MAX_HEADER_BYTES: Final = 16 * 1024
_MOST_DRAINED_BYTES: Final = 64 * 1024 * 1024


@dataclass
class IncomingFile:
    """A file that is being received, or has been.

    Attributes:
        path: Where it lies; no more than `limit` bytes of it.
        limit: The most bytes that are kept; the rest is only counted.
        filename: The name the client gave it; empty for none.
        bytes: How many bytes came.
        head: Its first bytes.
    """

    path: Path
    limit: int
    filename: str = ""
    bytes: int = 0
    head: bytes = b""
    sha256: str = field(default="")

    @property
    def too_large(self) -> bool:
        """Whether more came than was kept."""
        return self.bytes > self.limit

    def public_name(self, media_type: str) -> str:
        """Make the unguessable name for its link, like the service's: ``…-photo.jpg``."""
        stem = self.filename.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
        safe = re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-._")[:_NAME_BYTES] or "file"
        suffix = file_kinds.SUFFIXES.get(media_type, ".bin")
        return f"{int(time.time())}{secrets.token_hex(8)}-{safe}{suffix}"


class _Sink:
    """Writes one file, up to its limit, and notes what it is."""

    def __init__(self, file: IncomingFile) -> None:
        self.file = file
        self._out: BinaryIO = file.path.open("wb")
        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> None:
        file = self.file
        file.bytes += len(data)
        if len(file.head) < file_kinds.HEAD_BYTES:
            file.head += data[: file_kinds.HEAD_BYTES - len(file.head)]
        if not file.too_large:
            self._digest.update(data)
            self._out.write(data)

    def close(self) -> None:
        self._out.close()
        self.file.sha256 = self._digest.hexdigest()


async def received_raw(request: Request, path: Path, limit: int) -> IncomingFile:
    """Receive the whole body as a file.

    Args:
        request: The request.
        path: A new file.
        limit: The most bytes that are kept.
    """
    sink = _Sink(IncomingFile(path, limit, request.query_params.get("filename", "")))
    try:
        async for chunk in request.stream():
            sink.write(chunk)
    finally:
        sink.close()
    return sink.file


async def received_multipart(request: Request, path: Path, limit: int) -> IncomingFile:
    """Receive the file of the field `FILE_FIELD`; other fields are passed over.

    Args:
        request: The request.
        path: A new file.
        limit: The most bytes that are kept.

    Raises:
        RefusalError: 400 if the body is not multipart, or has no such file.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        await drained(request)
        raise _no_file()
    form = _Form(_Sink(IncomingFile(path, limit)))
    parser = MultipartParser(
        boundary,
        {
            "on_part_begin": form.part_begins,
            "on_header_field": form.header_field,
            "on_header_value": form.header_value,
            "on_header_end": form.header_ends,
            "on_part_data": form.part_data,
            "on_part_end": form.part_ends,
        },
    )
    try:
        async for chunk in request.stream():
            parser.write(chunk)
        parser.finalize()
    except MultipartParseError as error:
        await drained(request)
        raise _no_file() from error
    finally:
        form.sink.close()
    if not form.found:
        raise _no_file()
    return form.sink.file


async def drained(request: Request) -> None:
    """Read the rest of a body, within reason, so that the client is ready to read the answer."""
    left = _MOST_DRAINED_BYTES
    with contextlib.suppress(RuntimeError):  # the stream has been read to its end
        async for chunk in request.stream():
            left -= len(chunk)
            if left < 0:
                return


def _no_file() -> RefusalError:
    return upload_refusal(400, "invalid_request_error", "missing or invalid file field")


class _Form:
    """Picks the one file out of a multipart body."""

    def __init__(self, sink: _Sink) -> None:
        self.sink = sink
        self.found = False
        self._here = False
        self._field = b""
        self._value = b""

    def part_begins(self) -> None:
        self._field = self._value = b""

    def header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]
        self._check_length()

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        self._check_length()

    def _check_length(self) -> None:
        if len(self._field) + len(self._value) > _MAX_HEADER_BYTES:
            raise MultipartParseError("a header of a part is too long")

    def header_ends(self) -> None:
        if self._field.lower() == b"content-disposition":
            _, options = parse_options_header(self._value)
            name, filename = options.get(b"name"), options.get(b"filename")
            if name == FILE_FIELD.encode() and filename is not None and not self.found:
                self.found = self._here = True
                self.sink.file.filename = filename.decode("utf-8", "replace")
        self._field = self._value = b""

    def part_data(self, data: bytes, start: int, end: int) -> None:
        if self._here:
            self.sink.write(data[start:end])

    def part_ends(self) -> None:
        self._here = False
