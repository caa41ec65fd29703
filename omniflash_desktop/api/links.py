"""Asks whether a link can be fetched by anybody, without the token.

By a ranged GET: HEAD is refused on some signed links (contract, section 4).
"""

import re
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Final
from urllib.parse import urlsplit

from omniflash_desktop.api.content_kinds import HEAD_BYTES, content_type_of
from omniflash_desktop.api.exchange import LinkAnswer, NoAnswerError
from omniflash_desktop.api.retry_after import retry_after
from omniflash_desktop.api.transport import Transport
from omniflash_desktop.api.wire_values import link
from omniflash_desktop.domain.outcomes import ReachableLink
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.service_facts import READ_SECONDS

FRESH_LINK_PAUSES: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between the looks at a link that was made a moment ago."""

_TOTAL: Final = re.compile(r"bytes .*/(\d{1,15})$")


async def check_link(transport: Transport, url: str) -> ReachableLink | Problem:
    """Asks for the first bytes of `url`, once."""
    if link(url) is None:
        return Problem(kind=ProblemKind.LINK_NOT_PUBLIC, subject=host_of(url))
    headers = {"Range": f"bytes=0-{HEAD_BYTES - 1}"}
    try:
        async with transport.open_link(url, headers=headers, stall=READ_SECONDS) as answer:
            if answer.status in (200, 206):
                head = await _head_of(answer)
                return ReachableLink(size_bytes=_size(answer), content_type=content_type_of(head))
            return Problem(
                kind=ProblemKind.LINK_UNREACHABLE,
                subject=host_of(url),
                http_status=answer.status,
                retry_after=retry_after(answer.headers),
            )
    except NoAnswerError:
        return Problem(kind=ProblemKind.LINK_UNREACHABLE, subject=host_of(url))


async def wait_for_fresh_link(
    transport: Transport, url: str, sleep: Callable[[float], Awaitable[None]]
) -> ReachableLink | Problem:
    """As `check_link`, patient with a store that does not know its new file at once."""
    outcome = await check_link(transport, url)
    for pause in FRESH_LINK_PAUSES:
        if isinstance(outcome, ReachableLink):
            break
        await sleep(pause)
        outcome = await check_link(transport, url)
    return outcome


def host_of(url: str) -> str:
    """The host in `url`; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


async def _head_of(answer: LinkAnswer) -> bytes:
    head = bytearray()
    async with aclosing(answer.chunks()) as chunks:
        async for chunk in chunks:
            head += chunk
            if len(head) >= HEAD_BYTES:
                break
    return bytes(head[:HEAD_BYTES])


def _size(answer: LinkAnswer) -> int | None:
    total = _TOTAL.match(answer.headers.get("content-range", ""))
    if total is not None:
        return int(total[1])
    length = answer.headers.get("content-length", "")
    return int(length) if answer.status == 200 and re.fullmatch(r"\d{1,15}", length) else None
