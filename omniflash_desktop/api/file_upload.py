"""A file as the body of a multipart form, read piece by piece while it is sent."""

import secrets
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Final

from omniflash_desktop.api.byte_reports import ByteReports
from omniflash_desktop.api.exchange import OnBytes, SourceUnreadableError
from omniflash_desktop.api.file_work import in_thread

_CHUNK_BYTES: Final = 64 * 1024
_ENDINGS: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/webm": ".webm",
}


class FileUpload:
    """The form with its one field `file`. Contract, section 4.

    The file goes by a name of ours: what people call their files is nobody's business, and the
    service would put it into a public link.

    Args:
        path: The file to send.
        content_type: Of its content.
        size: Of the file in bytes; exactly so many are sent.
        on_bytes: Told how much of the file has gone out.
    """

    def __init__(
        self, path: Path, *, content_type: str, size: int, on_bytes: OnBytes | None
    ) -> None:
        boundary = secrets.token_hex(16)
        name = f"upload{_ENDINGS.get(content_type, '.bin')}"
        self._path = path
        self._size = size
        self._reports = ByteReports(on_bytes, size)
        self._head = (
            f"--{boundary}\r\n"
            f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'
            f"Content-Type: {content_type}\r\n\r\n"
        ).encode("ascii")
        self._tail = f"\r\n--{boundary}--\r\n".encode("ascii")
        self.headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(len(self._head) + size + len(self._tail)),
        }

    async def chunks(self) -> AsyncGenerator[bytes]:
        """The body.

        Raises:
            SourceUnreadableError: The file vanished, shrank or may not be read.
        """
        yield self._head
        done = 0
        while done < self._size:
            chunk = await in_thread(lambda at=done: self._read(at))
            yield chunk
            # Whoever asks for the next piece has sent this one.
            done += len(chunk)
            self._reports.report(done, is_last=done == self._size)
        yield self._tail

    def _read(self, at: int) -> bytes:
        try:
            with self._path.open("rb") as file:
                file.seek(at)
                chunk = file.read(min(_CHUNK_BYTES, self._size - at))
        except OSError:
            raise SourceUnreadableError(self._path.name) from None
        if not chunk:
            raise SourceUnreadableError(self._path.name)
        return chunk


async def size_of(path: Path) -> int:
    """Bytes of the file.

    Raises:
        SourceUnreadableError: It is gone or may not be read.
    """
    try:
        return (await in_thread(path.stat)).st_size
    except OSError:
        raise SourceUnreadableError(path.name) from None
