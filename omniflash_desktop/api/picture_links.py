"""Fetches the picture behind a link: without the token and without cookies, and not too much of it.

What is there is judged by its first bytes, never by its name nor by what the host says of it.
"""

import asyncio
from contextlib import aclosing
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit
from uuid import uuid4

from omniflash_desktop.api.content_kinds import HEAD_BYTES, content_type_of
from omniflash_desktop.api.exchange import LinkAnswer, NoAnswerError
from omniflash_desktop.api.file_work import in_thread
from omniflash_desktop.api.links import host_of
from omniflash_desktop.api.transport import MAX_REDIRECTS, Transport
from omniflash_desktop.domain.file_names import safe_title
from omniflash_desktop.domain.outcomes import FetchedPicture, VideoBehindLink
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import objection_to_link
from omniflash_desktop.domain.service_facts import MAX_LINKED_PICTURE_BYTES, MIB, READ_SECONDS

TOTAL_SECONDS: Final = 120.0
"""A host that trickles is given up: somebody is looking at an empty slot meanwhile."""

_ENDINGS: Final = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/tiff": ".tif",
    "image/bmp": ".bmp",
    "image/heic": ".heic",
    "image/avif": ".avif",
}
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_SHUT: Final = (401, 402, 403, 407, 451)
_GONE: Final = (404, 410)


class PictureLinks:
    """Implements `ui.compose.linked_pictures.PictureFetcher`.

    Args:
        transport: The way to the network.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def fetch_picture(
        self, url: str, folder: Path, *, local_allowed: bool
    ) -> FetchedPicture | VideoBehindLink | Problem:
        """Brings the picture behind `url` into `folder`, as a new file.

        Args:
            url: An http(s) link.
            folder: Made where it is missing.
            local_allowed: Whether the link, or a redirect, may lead to this computer or network.

        Returns:
            A video is not fetched. A `Problem` says why nothing was taken.
        """
        try:
            async with asyncio.timeout(TOTAL_SECONDS):
                return await self._follow(url, folder, local_allowed=local_allowed)
        except TimeoutError:
            return _unreachable(url, "it took too long")

    async def _follow(
        self, first: str, folder: Path, *, local_allowed: bool
    ) -> FetchedPicture | VideoBehindLink | Problem:
        url = first
        for _ in range(MAX_REDIRECTS + 1):
            objection = objection_to_link(url, local_allowed=local_allowed)
            if objection is not None:
                return Problem(
                    kind=ProblemKind.LINK_NOT_PUBLIC, subject=host_of(url), detail=objection.reason
                )
            try:
                async with self._transport.open_link(
                    url, headers={"Accept": "image/*"}, stall=READ_SECONDS, follow=False
                ) as answer:
                    location = answer.headers.get("location")
                    if answer.status not in _REDIRECTS or not location:
                        return await _taken(answer, first, folder)
                    url = urljoin(url, location)
            except (NoAnswerError, ValueError):
                # `urljoin` raises for an address that is none.
                return _unreachable(url, "the connection failed")
        return _unreachable(url, "it leads in a circle")


async def _taken(
    answer: LinkAnswer, url: str, folder: Path
) -> FetchedPicture | VideoBehindLink | Problem:
    if answer.status != 200:
        return _problem_of_status(answer.status, url)
    length = answer.headers.get("content-length", "")
    announced = int(length) if length.isdecimal() and len(length) < 16 else None
    body = bytearray()
    kind = ""
    async with aclosing(answer.chunks()) as chunks:
        async for chunk in chunks:
            body += chunk
            if not kind and len(body) >= HEAD_BYTES:
                kind = content_type_of(bytes(body[:HEAD_BYTES]))
                if kind not in _ENDINGS:
                    break
                if (announced or 0) > MAX_LINKED_PICTURE_BYTES:
                    return _too_large(url)
            if len(body) > MAX_LINKED_PICTURE_BYTES:
                return _too_large(url)
    kind = kind or content_type_of(bytes(body[:HEAD_BYTES]))
    if kind.startswith("video/"):
        return VideoBehindLink(url=url)
    if kind not in _ENDINGS:
        return _unusable(url, _what_it_is(kind, is_empty=not body))
    if announced is not None and announced != len(body):
        return _unreachable(url, "only a part of it came")
    target = folder / f"linked-{uuid4().hex[:8]}" / f"{_stem_of(url)}{_ENDINGS[kind]}"
    return await in_thread(lambda: _written(body, target))


def _written(body: bytearray, target: Path) -> FetchedPicture | Problem:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    except OSError as error:
        return Problem(
            kind=ProblemKind.FOLDER_UNWRITABLE,
            subject=target.parent.parent.name,
            detail=error.strerror or "",
        )
    return FetchedPicture(path=target)


def _stem_of(url: str) -> str:
    """What the link calls the picture, as a file's name may be."""
    return safe_title(Path(unquote(urlsplit(url).path)).stem or "picture")


def _what_it_is(kind: str, *, is_empty: bool) -> str:
    if is_empty:
        return "there is nothing behind the link"
    if kind == "text/html":
        return "the link leads to a web page, not to a picture"
    return "the link leads neither to a picture nor to a video"


def _problem_of_status(status: int, url: str) -> Problem:
    if status in _SHUT:
        reason = "it does not open without signing in"
    elif status in _GONE:
        reason = "there is nothing at this address any more"
    else:
        reason = f"the host answered with error {status}"
    return _unreachable(url, reason, http_status=status)


def _unreachable(url: str, reason: str, http_status: int | None = None) -> Problem:
    return Problem(
        kind=ProblemKind.LINK_UNREACHABLE,
        subject=host_of(url),
        detail=reason,
        http_status=http_status,
    )


def _unusable(url: str, reason: str) -> Problem:
    return Problem(kind=ProblemKind.IMAGE_UNUSABLE, subject=host_of(url), detail=reason)


def _too_large(url: str) -> Problem:
    most = MAX_LINKED_PICTURE_BYTES // MIB
    return _unusable(url, f"it is larger than {most} MB")
