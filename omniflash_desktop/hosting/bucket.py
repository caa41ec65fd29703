"""One bucket of the user: the `VideoBucket` of `services.ports`.

An upload goes in parts of the same size, three at a time, so that memory does not grow with the
file. A part that a cut line has swallowed is sent again by itself; those that are there are not.
obstore does not tell by which name the store goes on with an upload, so one that a process left
behind begins anew.
"""

import asyncio
from collections.abc import Callable
from contextlib import aclosing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

import obstore

from omniflash_desktop.domain.hosting import BucketStep
from omniflash_desktop.domain.problems import Problem, ProblemKind
from omniflash_desktop.hosting.failures import STORE_FAILURES, problem_of_store
from omniflash_desktop.hosting.sent_file import PARTS_AT_ONCE, FileChangedError, SentFile
from omniflash_desktop.hosting.stores import Store

_STOPPED_WITHIN: Final = 10.0
_PROGRESS_EVERY: Final = 0.1

OnBytes = Callable[[int, int | None], None]


class Bucket:
    """Implements `services.ports.VideoBucket`."""

    def __init__(self, quick: Store, patient: Store, *, host: str) -> None:
        """Asks nothing yet.

        Args:
            quick: For short requests.
            patient: The same place, for uploads.
            host: What to call it in problems.
        """
        self._quick = quick
        self._patient = patient
        self._host = host

    async def put(
        self,
        path: Path,
        name: str,
        *,
        content_type: str,
        size_bytes: int,
        on_bytes: OnBytes | None = None,
    ) -> Problem | None:
        """Uploads a file in parts. One that is cancelled, or fails, leaves nothing there.

        Args:
            path: The file.
            name: Of the object, with its folder.
            content_type: Kept with the object.
            size_bytes: Of the file; if it is not so long any more, nothing is kept.
            on_bytes: Told what the store has taken.
        """
        sent = SentFile(path, size_bytes=size_bytes)
        upload = asyncio.create_task(self._send(sent, name, content_type), name="upload")
        try:
            while not upload.done():
                if on_bytes is not None:
                    on_bytes(sent.taken_bytes, size_bytes)
                await asyncio.wait({upload}, timeout=_PROGRESS_EVERY)
        except asyncio.CancelledError:
            await self._take_back(sent, upload, name)
            raise
        problem = upload.result()
        if problem is None and on_bytes is not None:
            on_bytes(size_bytes, size_bytes)
        return problem

    async def put_bytes(self, content: bytes, name: str) -> Problem | None:
        """Uploads a small object."""
        try:
            await obstore.put_async(self._quick, name, content, use_multipart=False)
        except STORE_FAILURES as error:
            return self._problem(error, BucketStep.UPLOAD)
        return None

    async def has(self, name: str, *, size_bytes: int) -> bool:
        """Whether an object of that name and size is there; false where nobody can tell."""
        try:
            found = await obstore.head_async(self._quick, name)
        except STORE_FAILURES:
            # A key that may not list hears "forbidden" of what is missing.
            return False
        return found["size"] == size_bytes

    async def signed_link(self, name: str, *, hours: float) -> str | Problem:
        """A link with which anybody can read the object for so long."""
        try:
            return await obstore.sign_async(self._quick, "GET", name, timedelta(hours=hours))
        except STORE_FAILURES as error:
            problem = self._problem(error, BucketStep.SIGN)
            if problem.kind is ProblemKind.STORAGE_TROUBLE:
                return Problem(kind=ProblemKind.STORAGE_CANNOT_SIGN, subject=self._host)
            return problem

    async def remove(self, name: str) -> Problem | None:
        """Removes the object; one that is not there is no problem."""
        try:
            await obstore.delete_async(self._quick, name)
        except STORE_FAILURES as error:
            problem = self._problem(error, BucketStep.DELETE)
            is_gone = isinstance(error, FileNotFoundError)
            is_gone = is_gone and problem.kind is not ProblemKind.STORAGE_BUCKET_MISSING
            return None if is_gone else problem
        return None

    async def _send(self, sent: SentFile, name: str, content_type: str) -> Problem | None:
        try:
            async with aclosing(sent.parts()) as parts:
                await obstore.put_async(
                    self._patient,
                    name,
                    parts,
                    attributes={"Content-Type": content_type},
                    use_multipart=True,
                    chunk_size=sent.part_bytes,
                    max_concurrency=PARTS_AT_ONCE,
                )
        except (*STORE_FAILURES, OSError) as error:
            if sent.trouble is not None:
                return _problem_of_file(sent.trouble, sent.name)
            return self._problem(error, BucketStep.UPLOAD)
        return None

    async def _take_back(
        self, sent: SentFile, upload: "asyncio.Task[Problem | None]", name: str
    ) -> None:
        """Ends an upload so that the store forgets its parts.

        A mere cancellation would leave them there, unseen and paid for.
        """
        sent.stop()
        await asyncio.wait({upload}, timeout=_STOPPED_WITHIN)
        if not upload.done():
            upload.cancel()
            await asyncio.wait({upload})
        elif upload.result() is None:
            # The last part was under way already.
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.remove(name), _STOPPED_WITHIN)

    def _problem(self, error: Exception, step: BucketStep) -> Problem:
        return problem_of_store(error, host=self._host, step=step)


def _problem_of_file(error: OSError, name: str) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem(kind=ProblemKind.REFERENCE_MISSING, subject=name)
    detail = "changed" if isinstance(error, FileChangedError) else "unreadable"
    return Problem(kind=ProblemKind.VIDEO_UNUSABLE, subject=name, detail=detail)
