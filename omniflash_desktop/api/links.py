"""Asks whether a link can be fetched by anybody, without the token.

By a ranged GET: HEAD is refused on some signed links (contract, section 4).
"""

import re
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Final
from urllib.parse import urljoin, urlsplit

from omniflash_desktop.api.content_kinds import HEAD_BYTES, content_type_of
from omniflash_desktop.api.exchange import LinkAnswer, NoAnswerError
from omniflash_desktop.api.retry_after import retry_after
from omniflash_desktop.api.transport import MAX_REDIRECTS, Transport
from omniflash_desktop.api.wire_values import link
from omniflash_desktop.domain.outcomes import ReachableLink
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import objection_to_link
from omniflash_desktop.domain.service_facts import READ_SECONDS

FRESH_LINK_PAUSES: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between the looks at a link that was made a moment ago."""

_REDIRECTS: Final = (301, 302, 303, 307, 308)
_TOTAL: Final = re.compile(r"bytes .*/(\d{1,15})$")


class PublicLinks:
    """Implements `services.ports.LinkChecker`, for links that no service is asked about.

    Args:
        transport: The way to the network.
        local_allowed: Whether links to this computer and network are fine.
    """

    def __init__(self, transport: Transport, *, local_allowed: bool) -> None:
        self._transport = transport
        self._local_allowed = local_allowed

    async def check_link(self, url: str) -> ReachableLink | Problem:
        """A ranged GET; a redirect to where the link itself may not lead is refused."""
        return await check_link(self._transport, url, local_allowed=self._local_allowed)


async def check_link(
    transport: Transport, url: str, *, local_allowed: bool = True
) -> ReachableLink | Problem:
    """Asks for the first bytes of `url`, once.

    Args:
        transport: The way to the network.
        url: The link.
        local_allowed: Whether it, or a redirect, may lead to this computer or network. Names are
            judged, not what they resolve to: behind many proxies that is a made-up address.
    """
    if link(url) is None:
        return Problem(kind=ProblemKind.LINK_NOT_PUBLIC, subject=host_of(url))
    for _ in range(MAX_REDIRECTS + 1):
        objection = objection_to_link(url, local_allowed=local_allowed)
        if objection is not None:
            return Problem(
                kind=ProblemKind.LINK_NOT_PUBLIC, subject=host_of(url), detail=objection.reason
            )
        answer = await _first_bytes(transport, url)
        if not isinstance(answer, str):
            return answer
        url = answer
    return Problem(kind=ProblemKind.LINK_UNREACHABLE, subject=host_of(url))


async def _first_bytes(transport: Transport, url: str) -> ReachableLink | Problem | str:
    """What is there, or where it leads."""
    headers = {"Range": f"bytes=0-{HEAD_BYTES - 1}"}
    try:
        async with transport.open_link(
            url, headers=headers, stall=READ_SECONDS, follow=False
        ) as answer:
            if answer.status in (200, 206):
                head = await _head_of(answer)
                return ReachableLink(size_bytes=_size(answer), content_type=content_type_of(head))
            location = answer.headers.get("location")
            if answer.status in _REDIRECTS and location:
                return urljoin(url, location)
            return Problem(
                kind=ProblemKind.LINK_UNREACHABLE,
                subject=host_of(url),
                http_status=answer.status,
                retry_after=retry_after(answer.headers),
            )
    except (NoAnswerError, ValueError):
        # `urljoin` raises for an address that is none.
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
