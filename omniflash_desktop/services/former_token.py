"""A service asked with the token that a generation was sent with, though another is in use now.

Two tokens often belong to one account, so that the present one can help out; they need not, so
that what it does not find is not lost.
"""

import logging
from pathlib import Path

import msgspec

from omniflash_desktop.domain.account import Balance
from omniflash_desktop.domain.outcomes import (
    Downloaded,
    ReachableLink,
    Refused,
    SubmitOutcome,
    TaskReport,
    UploadedImage,
)
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.services.ports import OnBytes, VideoApi

_log = logging.getLogger(__name__)


class FormerTokenApi:
    """Implements `services.ports.VideoApi` for the work of one token that was replaced.

    Args:
        former: The service with that token; `None` where the token is gone.
        present: The service with the token of today; `None` where there is none.
        token_id: The fingerprint of the former one.
    """

    def __init__(self, former: VideoApi | None, present: VideoApi | None, *, token_id: str) -> None:
        self._former = former
        self._present = present
        self._token_id = token_id
        self._asks_with_present = former is None

    @property
    def base_url(self) -> str:
        """The address, without a slash at its end."""
        return self._any.base_url

    @property
    def token_id(self) -> str:
        """Which token the work was sent with."""
        return self._token_id

    async def submit(self, body: bytes, *, idempotency_key: str) -> SubmitOutcome:
        """Repeats a submit with its own token only: another account would charge it anew."""
        if self._former is None:
            return Refused(self._rejected())
        outcome = await self._former.submit(body, idempotency_key=idempotency_key)
        if isinstance(outcome, Refused) and outcome.problem.kind is ProblemKind.TOKEN_REJECTED:
            return Refused(self._rejected(outcome.problem))
        return outcome

    async def task(self, task_id: str) -> TaskReport | Problem:
        """Asks with its own token; once that is rejected, with the present one.

        A rejection is told as `FORMER_TOKEN_REJECTED`, which pauses nothing and fails no task.
        """
        if self._former is not None and not self._asks_with_present:
            answer = await self._former.task(task_id)
            if not isinstance(answer, Problem) or answer.kind is not ProblemKind.TOKEN_REJECTED:
                return answer
            _log.warning("the token that %s was sent with is not accepted any more", task_id)
            # Told first, so that the user knows; the next question goes the other way.
            self._asks_with_present = self._present is not None
            return self._rejected(answer)
        answer = await self._any.task(task_id)
        if isinstance(answer, Problem) and answer.kind is ProblemKind.TASK_NOT_FOUND:
            # Perhaps another account. A rejection may pass, so the own token has its turn again.
            self._asks_with_present = self._former is None
            return self._rejected(answer)
        return answer

    async def upload_image(
        self, path: Path, *, content_type: str, on_bytes: OnBytes | None = None
    ) -> UploadedImage | Problem:
        """As `VideoApi`, with whichever token there is."""
        return await self._any.upload_image(path, content_type=content_type, on_bytes=on_bytes)

    async def host_file(
        self, path: Path, *, on_bytes: OnBytes | None = None
    ) -> UploadedImage | Problem:
        """As `VideoApi`, with whichever token there is."""
        return await self._any.host_file(path, on_bytes=on_bytes)

    async def check_link(self, url: str) -> ReachableLink | Problem:
        """As `VideoApi`."""
        return await self._any.check_link(url)

    async def download(
        self, url: str, part: Path, *, on_bytes: OnBytes | None = None
    ) -> Downloaded | Problem:
        """As `VideoApi`."""
        return await self._any.download(url, part, on_bytes=on_bytes)

    async def key_balance(self) -> Balance | Problem:
        """Of its own token only: another one has another balance."""
        return self._rejected() if self._former is None else await self._former.key_balance()

    async def account_balance(self) -> Balance | Problem:
        """Of the account of its own token only."""
        return self._rejected() if self._former is None else await self._former.account_balance()

    @property
    def _any(self) -> VideoApi:
        first, second = self._former, self._present
        either = (second or first) if self._asks_with_present else (first or second)
        assert either is not None, "without any token there is no connection"
        return either

    def _rejected(self, problem: Problem | None = None) -> Problem:
        kind = ProblemKind.FORMER_TOKEN_REJECTED
        return (
            Problem(kind=kind) if problem is None else msgspec.structs.replace(problem, kind=kind)
        )
