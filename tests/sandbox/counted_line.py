"""A line to a server that counts what goes up it: what a client sends, byte by byte."""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

_UPLOAD = re.compile(rb"(?si)POST /\S*(?:uploads|files)\S* HTTP/1\.1\r\n.*?content-length: (\d+)")


class CountedLine:
    """Passes everything on.

    Attributes:
        url: Where it begins.
    """

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._host, self._port = parts.hostname or "", parts.port or 0
        self._sent = bytearray()
        self._serving: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self.url = ""

    @property
    def uploaded_bytes(self) -> int:
        """Bytes of all files that went up, with the forms around them."""
        return sum(int(length) for length in _UPLOAD.findall(bytes(self._sent)))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Passes one connection on, in both directions, until one of its ends is closed."""
        task = asyncio.current_task()
        assert task is not None, "a connection is served by a task of its own"
        self._serving[task] = writer
        up_reader, up_writer = await asyncio.open_connection(self._host, self._port)
        try:
            await asyncio.gather(
                self._pass_on(reader, up_writer, counted=True),
                self._pass_on(up_reader, writer, counted=False),
            )
        finally:
            del self._serving[task]

    async def ended(self) -> None:
        """Closes what is still open, and returns when nothing is."""
        serving = dict(self._serving)
        for writer in serving.values():
            writer.close()
        if serving:
            await asyncio.wait(serving)

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, counted: bool
    ) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                if counted:
                    self._sent += data
                writer.write(data)
                await writer.drain()
        writer.close()


@asynccontextmanager
async def counted_line(target: str) -> AsyncGenerator[CountedLine]:
    """A line to `target`, such as `http://127.0.0.1:8000`, that is there within the block."""
    line = CountedLine(target)
    server = await asyncio.start_server(line.serve, "127.0.0.1", 0)
    line.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield line
    finally:
        server.close()
        await line.ended()
