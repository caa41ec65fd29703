"""Brings the clip to the disk: streamed, continued after a cut, and never without its end.

Contract, section 8. The token is not sent: result links are public and on any host.
"""

import re
from collections.abc import Mapping
from contextlib import aclosing
from enum import StrEnum
from pathlib import Path
from typing import Final

from omniflash_desktop.api.byte_reports import ByteReports
from omniflash_desktop.api.content_kinds import HEAD_BYTES, is_text
from omniflash_desktop.api.error_text import error_text
from omniflash_desktop.api.exchange import LinkAnswer, NoAnswerError, OnBytes, Silence
from omniflash_desktop.api.file_work import in_thread
from omniflash_desktop.api.part_file import PartFile, Validator, problem_of_disk
from omniflash_desktop.api.redaction import Redactor
from omniflash_desktop.api.retry_after import retry_after
from omniflash_desktop.api.transport import Transport
from omniflash_desktop.api.wire_values import link
from omniflash_desktop.api.write_behind import WriteBehind
from omniflash_desktop.domain.outcomes import Downloaded
from omniflash_desktop.domain.problems import Charged, Problem, ProblemKind
from omniflash_desktop.domain.service_facts import DOWNLOAD_STALL_SECONDS

MOST_CONTINUATIONS: Final = 5
"""Cuts that are mended at once in one call; later ones are left to the caller's patience."""

_DEAD_LINK: Final = frozenset({401, 403, 404, 410})  # contract, section 8, and 401 of some stores
_CONTENT_RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class _Again(StrEnum):
    """Why the link has to be asked once more."""

    WITH_THE_REST = "with_the_rest"
    FROM_THE_START = "from_the_start"


class Download:
    """One clip on its way. It is charged already, whatever happens here.

    Args:
        transport: The network.
        redactor: Cleans the texts of error pages.
        url: The clip's link.
        part: The file to fill; bytes of an earlier run are continued where that is safe.
        on_bytes: Told how far it is.
    """

    def __init__(
        self,
        transport: Transport,
        redactor: Redactor,
        url: str,
        part: Path,
        on_bytes: OnBytes | None,
    ) -> None:
        self._transport = transport
        self._redactor = redactor
        self._url = url
        self._part = part
        self._file = PartFile(part)
        self._on_bytes = on_bytes

    async def run(self) -> Downloaded | Problem:
        """Fetches all that is missing."""
        if link(self._url) is None:
            return _problem(ProblemKind.RESULT_MISSING)
        try:
            return await self._until_whole()
        except OSError as error:
            return problem_of_disk(error, self._part)

    async def _until_whole(self) -> Downloaded | Problem:
        start, validator = await in_thread(self._file.continued_from)
        for _ in range(MOST_CONTINUATIONS):
            outcome = await self._ask(start, validator)
            match outcome:
                case _Again.FROM_THE_START:
                    start, validator = 0, Validator()
                case _Again.WITH_THE_REST:
                    before = start
                    start, validator = await in_thread(self._file.continued_from)
                    # Whoever calls knows how long to wait before a line is worth another try.
                    if start <= before:
                        break
                case _:
                    return outcome
        return _problem(ProblemKind.DOWNLOAD_BROKEN)

    async def _ask(self, start: int, validator: Validator) -> Downloaded | Problem | _Again:
        headers = {"Range": f"bytes={start}-"} if start else {}
        if start and validator.condition:
            headers["If-Range"] = validator.condition
        try:
            async with self._transport.open_link(
                self._url, headers=headers, stall=DOWNLOAD_STALL_SECONDS
            ) as answer:
                return await self._take(answer, start, validator)
        except NoAnswerError as error:
            return _problem_of_silence(error)

    async def _take(
        self, answer: LinkAnswer, start: int, validator: Validator
    ) -> Downloaded | Problem | _Again:
        if answer.status == 206 and start:
            begin, total = _content_range(answer.headers)
            if begin != start or not validator.allows(Validator.of(answer.headers, total=total)):
                return _Again.FROM_THE_START
            return await self._stream(answer, start, total or validator.total)
        if answer.status == 416 and start:
            return _Again.FROM_THE_START
        if answer.status not in (200, 206):
            return await self._problem_of_status(answer)
        return await self._stream(answer, 0, _length(answer.headers))

    async def _stream(
        self, answer: LinkAnswer, start: int, total: int | None
    ) -> Downloaded | Problem | _Again:
        """Writes the body from `start`. A part of it that came before a cut is kept."""
        head = bytearray()
        begun = start > 0
        cut = False
        reports = ByteReports(self._on_bytes, total)
        async with (
            WriteBehind(self._file, start, total) as file,
            aclosing(answer.chunks()) as chunks,
        ):
            try:
                async for chunk in chunks:
                    if begun:
                        await file.add(chunk)
                        reports.report(file.taken)
                        continue
                    head += chunk
                    if len(head) >= HEAD_BYTES:
                        # Not before its first bytes are seen: a portal's page must not cost
                        # what an earlier run has brought.
                        if is_text(bytes(head[:HEAD_BYTES])):
                            return self._not_a_video(bytes(head))
                        await self._begin(answer, total)
                        begun = True
                        await file.add(bytes(head))
            except NoAnswerError:
                cut = True
            if not begun and head:
                if is_text(bytes(head)):
                    return self._not_a_video(bytes(head))
                await self._begin(answer, total)
                await file.add(bytes(head))
            await file.flush()
        done = file.taken
        if cut or done == 0 or (total is not None and done != total):
            return _Again.WITH_THE_REST
        await in_thread(lambda: self._file.finish(done))
        reports.report(done, is_last=True)
        return Downloaded(size_bytes=done)

    async def _begin(self, answer: LinkAnswer, total: int | None) -> None:
        await in_thread(lambda: self._file.begin(Validator.of(answer.headers, total=total)))

    def _not_a_video(self, head: bytes) -> Problem:
        text = self._redactor.clean(head.decode("utf-8", errors="replace"))
        return _problem(ProblemKind.NOT_A_VIDEO, service_message=text)

    async def _problem_of_status(self, answer: LinkAnswer) -> Problem:
        match answer.status:
            case status if status in _DEAD_LINK:
                kind = ProblemKind.RESULT_EXPIRED
            case 429:
                kind = ProblemKind.RATE_LIMITED
            case 408 | 425:
                kind = ProblemKind.SERVICE_TROUBLE
            case status if status >= 500:
                kind = ProblemKind.SERVICE_TROUBLE
            case _:
                kind = ProblemKind.DOWNLOAD_BROKEN
        return _problem(
            kind,
            service_message=self._redactor.clean(error_text(await _head_of(answer)).message),
            http_status=answer.status,
            retry_after=retry_after(answer.headers),
        )


def _problem_of_silence(error: NoAnswerError) -> Problem:
    match error.silence:
        case Silence.UNREACHABLE:
            kind = ProblemKind.UNREACHABLE
        case Silence.TLS | Silence.PROXY:
            kind = ProblemKind.CONNECTION_REFUSED_BY_PROXY_OR_TLS
        case Silence.BROKEN:
            kind = ProblemKind.DOWNLOAD_BROKEN
    return _problem(kind, subject=error.host)


def _problem(
    kind: ProblemKind,
    *,
    service_message: str = "",
    subject: str = "",
    http_status: int | None = None,
    retry_after: float | None = None,
) -> Problem:
    return Problem(
        kind=kind,
        charged=Charged.YES,
        service_message=service_message,
        subject=subject,
        http_status=http_status,
        retry_after=retry_after,
    )


async def _head_of(answer: LinkAnswer) -> str:
    head = bytearray()
    try:
        async with aclosing(answer.chunks()) as chunks:
            async for chunk in chunks:
                head += chunk
                if len(head) >= HEAD_BYTES:
                    break
    except NoAnswerError:
        pass
    return bytes(head[:HEAD_BYTES]).decode("utf-8", errors="replace")


def _length(headers: Mapping[str, str]) -> int | None:
    length = headers.get("content-length", "")
    return int(length) if length.isdecimal() and len(length) < 16 else None


def _content_range(headers: Mapping[str, str]) -> tuple[int | None, int | None]:
    found = _CONTENT_RANGE.match(headers.get("content-range", ""))
    if found is None:
        return None, None
    return int(found[1]), None if found[2] == "*" else int(found[2])
