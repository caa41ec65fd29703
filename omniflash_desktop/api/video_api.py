"""The service over HTTP: the `VideoApi` of `services.ports`.

No method raises for what the world may cause. The token goes to the service's own host only, and
nothing that is returned holds it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

import msgspec

from omniflash_desktop.api.balance_answers import balance_of_answer
from omniflash_desktop.api.content_kinds import HEAD_BYTES, content_type_of
from omniflash_desktop.api.downloads import Download
from omniflash_desktop.api.exchange import Answer, NoAnswerError, OnBytes, SourceUnreadableError
from omniflash_desktop.api.failures import Call, problem_of_silence
from omniflash_desktop.api.file_upload import FileUpload, size_of
from omniflash_desktop.api.file_work import in_thread
from omniflash_desktop.api.links import check_link, host_of, wait_for_fresh_link
from omniflash_desktop.api.redaction import Redactor
from omniflash_desktop.api.submit_answers import (
    outcome_of_answer,
    outcome_of_problem,
    outcome_of_silence,
)
from omniflash_desktop.api.task_answers import report_of_answer
from omniflash_desktop.api.transport import Transport
from omniflash_desktop.api.upload_answers import upload_of_answer
from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.outcomes import (
    Downloaded,
    ReachableLink,
    SubmitOutcome,
    TaskReport,
    UploadedImage,
)
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.domain.references import objection_to_link
from omniflash_desktop.domain.service_facts import (
    ACCOUNT_BALANCE_PATH,
    CONNECT_SECONDS,
    KEY_BALANCE_PATH,
    READ_SECONDS,
    SUBMIT_PATH,
    SUBMIT_SECONDS,
    TASK_PATH,
    UPLOAD_PATH,
    UPLOAD_STALL_SECONDS,
)
from omniflash_desktop.domain.token_id import token_id

LANGUAGES: Final = ("zh", "en", "ko", "ja")  # contract, section 1
_SANDBOX_FILES_PATH: Final = "/sandbox/files"
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class HttpVideoApi:
    """One service at one address with one token.

    Args:
        transport: The network; whoever made it closes it.
        base_url: Where the service is, such as `service_facts.DEFAULT_BASE_URL`.
        token: The user's key for exactly this service.
        language: Of the reasons for failures: `zh`, `en`, `ko` or `ja`; others mean English.
        sleep: Waits some seconds.
    """

    def __init__(
        self,
        transport: Transport,
        base_url: str,
        token: str,
        *,
        language: str = "en",
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._transport = transport
        self._base_url = base_url.strip().rstrip("/")
        self._token = token.strip()
        self._language = language if language in LANGUAGES else "en"
        self._sleep = sleep
        self._redactor = Redactor(self._token)

    @property
    def base_url(self) -> str:
        """The address, without a slash at its end."""
        return self._base_url

    @property
    def token_id(self) -> str:
        """Which token it sends, see `domain.token_id`."""
        return token_id(self._token)

    async def submit(self, body: bytes, *, idempotency_key: str) -> SubmitOutcome:
        """Sends a submit once, on a connection of its own. It is never repeated in here.

        Args:
            body: Goes out byte for byte.
            idempotency_key: Made with the click.
        """
        objection = self._objection_to_token()
        if objection is not None:
            return outcome_of_problem(objection)
        headers = {"Content-Type": "application/json", "Idempotency-Key": idempotency_key}
        try:
            answer = await self._transport.call(
                "POST",
                self._base_url + SUBMIT_PATH,
                headers=self._with_token(headers),
                content=body,
                stall=SUBMIT_SECONDS,
                total=SUBMIT_SECONDS,
                # A kept connection may die at any moment, and nobody could say on which side.
                alone=True,
            )
        except NoAnswerError as error:
            return outcome_of_silence(error)
        return outcome_of_answer(answer, self._redactor)

    async def task(self, task_id: str) -> TaskReport | Problem:
        """Asks once how a task stands."""
        if not task_id.strip(". "):
            # Such a path would be shortened on its way and ask for something else.
            return Problem(kind=ProblemKind.TASK_NOT_FOUND, task_id=task_id)
        path = TASK_PATH.format(task_id=quote(task_id, safe="", errors="replace"))
        answer = await self._get(Call.TASK, path, language=self._language)
        if isinstance(answer, Problem):
            return msgspec.structs.replace(answer, task_id=task_id)
        return report_of_answer(task_id, answer, self._redactor)

    async def upload_image(
        self, path: Path, *, content_type: str, on_bytes: OnBytes | None = None
    ) -> UploadedImage | Problem:
        """Uploads a prepared picture; returns once its link answers.

        Args:
            path: The file, of a kind that the service takes.
            content_type: One of `service_facts.UPLOAD_CONTENT_TYPES`.
            on_bytes: Told how far it is, at most twenty times a second.
        """
        answer = await self._send_file(UPLOAD_PATH, path, content_type, on_bytes)
        if isinstance(answer, Problem):
            return answer
        uploaded = upload_of_answer(answer, self._redactor)
        if isinstance(uploaded, Problem):
            return uploaded
        seen = await wait_for_fresh_link(self._transport, uploaded.url, self._sleep)
        return seen if isinstance(seen, Problem) else uploaded

    async def host_file(
        self, path: Path, *, on_bytes: OnBytes | None = None
    ) -> UploadedImage | Problem:
        """Puts any file where the service can fetch it. Only the sandbox can do that."""
        if host_of(self._base_url) not in _LOOPBACK:
            # Not even asked: a private file would have left the computer for nothing.
            return Problem(kind=ProblemKind.VIDEO_NEEDS_PUBLIC_LINK, subject=path.name)
        try:
            head = await in_thread(lambda: _head_of(path))
        except OSError:
            return Problem(kind=ProblemKind.REFERENCE_MISSING, subject=path.name)
        content_type = content_type_of(head) or "application/octet-stream"
        answer = await self._send_file(_SANDBOX_FILES_PATH, path, content_type, on_bytes)
        if isinstance(answer, Problem):
            return answer
        if answer.status in (404, 405):
            return Problem(kind=ProblemKind.VIDEO_NEEDS_PUBLIC_LINK, subject=path.name)
        return upload_of_answer(answer, self._redactor)

    async def check_link(self, url: str) -> ReachableLink | Problem:
        """A ranged GET, without the token: HEAD is refused on some signed links.

        A link or a redirect to this computer or network counts only for a service that is there.
        """
        is_local = objection_to_link(self._base_url) is not None
        return await check_link(self._transport, url.strip(), local_allowed=is_local)

    async def download(
        self, url: str, part: Path, *, on_bytes: OnBytes | None = None
    ) -> Downloaded | Problem:
        """Streams `url` into `part`, without the token, going on where a cut left off.

        A few cuts are mended at once; after more of them, call again later. Until it is whole,
        `<part>.validator` lies beside it.
        """
        return await Download(self._transport, self._redactor, url, part, on_bytes).run()

    async def key_balance(self) -> Balance | Problem:
        """What this key may still spend."""
        return await self._balance(KEY_BALANCE_PATH)

    async def account_balance(self) -> Balance | Problem:
        """What the account has left."""
        return await self._balance(ACCOUNT_BALANCE_PATH)

    async def _balance(self, path: str) -> Balance | Problem:
        answer = await self._get(Call.BALANCE, path)
        return answer if isinstance(answer, Problem) else balance_of_answer(answer, self._redactor)

    async def _get(self, call: Call, path: str, **query: str) -> Answer | Problem:
        objection = self._objection_to_token()
        if objection is not None:
            return objection
        url = self._base_url + path + (f"?{urlencode(query)}" if query else "")
        try:
            return await self._transport.call(
                "GET",
                url,
                headers=self._with_token({}),
                stall=READ_SECONDS,
                # A server that sends one byte now and then would hold us for ever.
                total=CONNECT_SECONDS + READ_SECONDS,
            )
        except NoAnswerError as error:
            return problem_of_silence(call, error)

    async def _send_file(
        self, path_on_service: str, path: Path, content_type: str, on_bytes: OnBytes | None
    ) -> Answer | Problem:
        objection = self._objection_to_token()
        if objection is not None:
            return objection
        try:
            size = await size_of(path)
            upload = FileUpload(path, content_type=content_type, size=size, on_bytes=on_bytes)
            # The service may answer before it has read everything, as it does with 413.
            async with aclosing(upload.chunks()) as chunks:
                return await self._transport.call(
                    "POST",
                    self._base_url + path_on_service,
                    headers=self._with_token(upload.headers),
                    content=chunks,
                    stall=UPLOAD_STALL_SECONDS,
                )
        except SourceUnreadableError as error:
            return Problem(kind=ProblemKind.REFERENCE_MISSING, subject=error.name)
        except NoAnswerError as error:
            return problem_of_silence(Call.UPLOAD, error)

    def _with_token(self, headers: Mapping[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}", **headers}

    def _objection_to_token(self) -> Problem | None:
        if not self._token:
            return Problem(kind=ProblemKind.NO_TOKEN, subject=host_of(self._base_url))
        # What cannot stand in a header cannot be a key, and must not raise from the depths.
        if not (self._token.isascii() and self._token.isprintable()):
            return Problem(kind=ProblemKind.TOKEN_REJECTED, subject=host_of(self._base_url))
        return None


def _head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)
