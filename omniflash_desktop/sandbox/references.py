"""Fetches the pictures and the video that an order refers to, within limits of time and size.

Links of this sandbox are read straight from its folder, whatever port they were made on; anything
else on http or https is fetched.
"""

from __future__ import annotations

import asyncio
import http.client
import ipaddress
import secrets
import threading
import time
import urllib.request
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from omniflash_desktop.sandbox import public_links
from omniflash_desktop.sandbox.render_pool import RenderError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from omniflash_desktop.sandbox.failure_words import Failure
    from omniflash_desktop.sandbox.store import Store

MAX_IMAGE_BYTES: Final = 32 * 1024 * 1024  # ours: above the upload limit
MAX_VIDEO_BYTES: Final = 256 * 1024 * 1024  # ours
_SILENCE_SECONDS: Final = 10.0  # without a byte
_TOTAL_SECONDS: Final = 60.0  # for one file
_CHUNK_BYTES: Final = 256 * 1024


async def fetched_reference(store: Store, link: str, limit: int, failure: Failure) -> Path:
    """Bring a reference into a file.

    Args:
        store: The sandbox's own files, and its folder for incoming ones.
        link: An http(s) link.
        limit: The largest file accepted, in bytes.
        failure: What the task fails with when the file cannot be had.

    Returns:
        A file that belongs to the store, or a new one in its incoming folder.

    Raises:
        RenderError: If the link does not answer with a file in time, or with too large a one.
    """
    own = _own_file(store, link)
    if own is not None:
        return own
    target = store.incoming_folder / secrets.token_hex(16)
    try:
        await _in_daemon_thread(lambda: _download(link, target, limit))
    except (OSError, ValueError, http.client.HTTPException) as error:
        target.unlink(missing_ok=True)
        raise RenderError(failure, f"{link}: {error}") from error
    return target


async def _in_daemon_thread(work: Callable[[], None]) -> None:
    """Run blocking work in a thread that does not hold up the end of the process."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()

    def tell(error: Exception | None) -> None:
        if not done.done():
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)

    def run() -> None:
        outcome: Exception | None = None
        try:
            work()
        except Exception as error:  # noqa: BLE001 - handed over to whoever waits
            outcome = error
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(tell, outcome)

    threading.Thread(target=run, name="reference", daemon=True).start()
    await done


def is_loopback(host: str | None) -> bool:
    """Tell whether a host name or address means this machine."""
    if host is None:
        return False
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _own_file(store: Store, link: str) -> Path | None:
    parts = urlsplit(link)
    if not is_loopback(parts.hostname):
        return None
    name = public_links.file_name(unquote(parts.path))
    file = None if name is None else store.file(name)
    if file is None or (file.expires is not None and file.expires <= time.time()):
        return None
    return store.path_of(file)


def _download(link: str, target: Path, limit: int) -> None:
    opener = urllib.request.OpenerDirector()
    handlers: list[Any] = [
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPRedirectHandler(),
    ]
    if not is_loopback(urlsplit(link).hostname):
        handlers.insert(0, urllib.request.ProxyHandler())
    for handler in handlers:
        opener.add_handler(handler)
    request = urllib.request.Request(link, headers={"User-Agent": "OmniflashSandbox"})
    deadline = time.monotonic() + _TOTAL_SECONDS
    answer = opener.open(request, timeout=_SILENCE_SECONDS)
    if answer is None:  # a redirect to a scheme that is not opened
        raise ValueError("no http(s) answer")
    received = 0
    with answer, target.open("wb") as file:
        while chunk := answer.read1(_CHUNK_BYTES):
            received += len(chunk)
            if received > limit:
                raise ValueError(f"more than {limit} bytes")
            if time.monotonic() > deadline:
                raise ValueError(f"slower than {_TOTAL_SECONDS:.0f} s")
            file.write(chunk)
