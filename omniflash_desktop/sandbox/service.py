"""The service's HTTP API, and the public links to its files."""

from __future__ import annotations

import hmac
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from omniflash_desktop.sandbox import odd_shapes, public_links, tariff, task_answers, uploads
from omniflash_desktop.sandbox.connections import Connections, DroppedError, NoAnswer
from omniflash_desktop.sandbox.faults import ChosenFault, Fault
from omniflash_desktop.sandbox.file_answers import file_answer
from omniflash_desktop.sandbox.incoming_files import drained
from omniflash_desktop.sandbox.records import FileKind, FileRecord, TaskRecord, TaskState
from omniflash_desktop.sandbox.refusals import RefusalError, not_found, refusal
from omniflash_desktop.sandbox.submissions import Received
from omniflash_desktop.sandbox.task_stages import Stage

if TYPE_CHECKING:
    from starlette.requests import Request

    from omniflash_desktop.sandbox.account import Account
    from omniflash_desktop.sandbox.fault_board import FaultBoard
    from omniflash_desktop.sandbox.rate_limit import RateLimit
    from omniflash_desktop.sandbox.store import Store
    from omniflash_desktop.sandbox.submissions import Submissions
    from omniflash_desktop.sandbox.tasks import Tasks

_TASK_ID: Final = re.compile(r"task_[0-9A-Z]{20,40}")
_CAPTIVE_PAGE: Final = (
    "<!doctype html><html><head><title>Sign in to the network</title></head>"
    "<body><h1>Sign in to the network</h1></body></html>"
)


@dataclass(frozen=True)
class Rooms:
    """What the endpoints work with."""

    store: Store
    account: Account
    faults: FaultBoard
    tasks: Tasks
    submissions: Submissions
    rate: RateLimit
    connections: Connections
    token: str
    base_url: str


class Service:
    """The endpoints of the API."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def routes(self) -> list[Route]:
        """List the endpoints."""
        return [
            Route("/v1/videos/generations", self.submit, methods=["POST"]),
            Route("/v1/tasks/{task_id:path}", self.poll, methods=["GET"]),
            Route("/v1/uploads/images", self.upload, methods=["POST"]),
            Route("/v1/balance", self.key_balance, methods=["GET"]),
            Route("/v1/user/balance", self.account_balance, methods=["GET"]),
            Route("/f/{path:path}", self.download, methods=["GET"]),
        ]

    async def submit(self, request: Request) -> Response:
        """``POST /v1/videos/generations``."""
        rooms = self._rooms
        body = await _body(request, tariff.MAX_JSON_BYTES)
        received = Received(body, request.headers.get("idempotency-key"))
        try:
            if len(body) > tariff.MAX_JSON_BYTES:
                raise refusal(413, "invalid_request_error", "the request body is too large")
            self._admit(request)
        except RefusalError as error:
            rooms.submissions.note_refused(received, error)
            raise
        except DroppedError:
            rooms.submissions.note_dropped(received)
            raise
        accepted = await rooms.submissions.hand_in(received)
        answer = task_answers.submitted_answer(accepted.task_id)
        if rooms.faults.happens(Fault.ODD_SHAPES, accepted.task_id, accepted.faults):
            return odd_shapes.odd_submit(answer, rooms.store.count("odd submits"))
        return JSONResponse(answer)

    async def poll(self, request: Request) -> Response:
        """``GET /v1/tasks/{task_id}``."""
        rooms = self._rooms
        rooms.store.count("polls")
        self._admit(request)
        task = self._known_task(request.path_params["task_id"])
        rooms.store.count_task_poll(task.id)
        if rooms.faults.happens(Fault.OFFLINE, f"poll {task.id}", task.faults):
            raise DroppedError
        answer = self._task_answer(task, request.query_params.get("language", "en"))
        if rooms.faults.happens(Fault.ODD_SHAPES, task.id, task.faults):
            return odd_shapes.odd_task(answer, rooms.store.count("odd polls"))
        return JSONResponse(answer)

    def _known_task(self, task_id: str) -> TaskRecord:
        if not _TASK_ID.fullmatch(task_id):
            raise refusal(400, "invalid_request_error", "invalid task id")
        task = self._rooms.store.task(task_id)
        if task is None:
            raise not_found("task not found")
        return task

    def _task_answer(self, task: TaskRecord, language: str) -> dict[str, object]:
        rooms = self._rooms
        estimate = rooms.tasks.estimated_seconds(task)
        match task.state:
            case TaskState.OPEN:
                stage = rooms.tasks.stage(task)
                if rooms.faults.chosen(Fault.STUCK_PROGRESS, task.faults):
                    stage = Stage("processing", 0)
                return task_answers.running_answer(task, stage, estimate)
            case TaskState.FAILED:
                return task_answers.failed_answer(task, estimate, language)
            case TaskState.COMPLETED:
                clip = rooms.store.file(task.clip_name)
                expires = 0.0 if clip is None else clip.expires or 0.0
                return task_answers.completed_answer(task, estimate, rooms.base_url, expires)

    async def upload(self, request: Request) -> Response:
        """``POST /v1/uploads/images``."""
        rooms = self._rooms
        rooms.store.count("uploads")
        try:
            self._admit(request)
        except RefusalError:
            await drained(request)
            raise
        return JSONResponse(await uploads.uploaded_image(rooms.store, request, rooms.base_url))

    async def key_balance(self, request: Request) -> Response:
        """``GET /v1/balance``."""
        self._admit(request)
        return JSONResponse(self._rooms.account.key_answer())

    async def account_balance(self, request: Request) -> Response:
        """``GET /v1/user/balance``."""
        self._admit(request)
        return JSONResponse(self._rooms.account.account_answer())

    def _admit(self, request: Request) -> None:
        """Let a call of the API in, or not."""
        rooms = self._rooms
        if rooms.faults.happens(Fault.OFFLINE, "everything"):
            raise DroppedError
        check_token(request, rooms.token)
        if rooms.faults.happens(Fault.REFUSE_401, "everything"):
            raise refusal(401, "authentication_error", "invalid token")
        wait = rooms.rate.seconds_to_wait()
        if wait:
            raise refusal(429, "rate_limit_error", "rate limit exceeded", retry_after=wait)

    async def download(self, request: Request) -> Response:
        """``GET /f/…``: public, as the real links are."""
        rooms = self._rooms
        rooms.store.count("downloads")
        if "authorization" in request.headers:
            rooms.store.count("downloads with a token")
        if rooms.faults.happens(Fault.OFFLINE, "everything"):
            raise DroppedError
        path = request.url.path
        name = public_links.file_name(path)
        file = None if name is None else rooms.store.file(name)
        if file is None or not rooms.store.path_of(file).is_file():
            raise not_found("no such file")
        if file.expires is not None and file.expires <= time.time():
            raise _expired()
        task = rooms.store.task(file.name.partition(".")[0])
        if file.kind is FileKind.CLIP and task is not None:
            return self._clip(request, file, task, _issue(path))
        return file_answer(request, rooms.store.path_of(file), file.content_type)

    def _clip(self, request: Request, file: FileRecord, task: TaskRecord, issue: int) -> Response:
        rooms = self._rooms
        own = task.faults
        subject = f"clip {task.id}"
        if rooms.faults.happens(Fault.OFFLINE, subject, own):
            raise DroppedError
        if rooms.faults.chosen(Fault.EXPIRED_FOR_GOOD, own):
            raise _expired()
        if self._link_is_dead(task, issue, own):
            rooms.store.issue_next_link(task.id, after=issue)
            raise _expired()
        if rooms.faults.happens(Fault.HTML_DOWNLOAD, subject, own):
            return HTMLResponse(_CAPTIVE_PAGE)
        cut = rooms.faults.happens(Fault.CUT_DOWNLOAD, subject, own)
        return file_answer(
            request,
            rooms.store.path_of(file),
            file.content_type,
            cut_by=rooms.connections if cut else None,
        )

    def _link_is_dead(self, task: TaskRecord, issue: int, own: tuple[ChosenFault, ...]) -> bool:
        chosen = self._rooms.faults.chosen(Fault.EXPIRED_LINK, own)
        return chosen is not None and issue <= (chosen.times or 0)


def check_token(request: Request, token: str) -> None:
    """Check the bearer token of a request.

    Raises:
        RefusalError: 401, without a word of what was sent.
    """
    scheme, _, sent = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(sent.strip().encode(), token.encode()):
        raise refusal(401, "authentication_error", "invalid token")


def no_answer(connections: Connections) -> Response:
    """Make the answer to a `DroppedError`."""
    return NoAnswer(connections)


async def _body(request: Request, limit: int) -> bytes:
    """Read a body; of one that is too large, the rest is passed over."""
    body = bytearray()
    async for chunk in request.stream():
        if len(body) <= limit:
            body += chunk
    return bytes(body)


def _issue(path: str) -> int:
    return int(path.split("/")[3])


def _expired() -> RefusalError:
    return RefusalError(410, "gone", {"code": 410, "message": "this link has expired"})
